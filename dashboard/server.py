"""The process that serves: Streamlit's own server, and what a first reader would wait for, made while they come."""

import sys
import threading
from importlib import import_module
from pathlib import Path

from streamlit import runtime
from streamlit.web.cli import main as streamlit

APP = Path(__file__).with_name("app.py")
LOOK_SECONDS = 0.05


def main() -> None:
    """Serve the app until told to stop; the arguments are those of ``streamlit run``."""
    ended = threading.Event()
    preparing = threading.Thread(target=_prepare, args=(ended,))
    preparing.start()
    try:
        streamlit(["run", str(APP), *sys.argv[1:]], prog_name="streamlit")
    finally:
        ended.set()
        preparing.join()


def _prepare(ended: threading.Event) -> None:
    """Load the screens, open the warehouse and ask what the first of them show; whoever comes meanwhile shares it.

    Only once the server answers, so that the page loads in the browser beside it.
    """
    while not runtime.exists():
        if ended.wait(LOOK_SECONDS):
            return
    import_module("dashboard.screens.listing")
    from dashboard.ask import ask, open_warehouse, section
    from dashboard.errors import FunnelReviewError
    from dashboard.screens.refusals import warehouse_folder
    from dashboard.screens.slicebar import MOST_CHOICES, unfiltered

    try:
        view = unfiltered(open_warehouse(warehouse_folder()))
        for found in (lambda: ask(view, "frame/choices", most=MOST_CHOICES), lambda: section(view, "waterfall")):
            if not ended.is_set():
                found()
    except FunnelReviewError:  # the screens say so, in a sentence
        return


if __name__ == "__main__":
    main()
