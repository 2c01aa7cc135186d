"""Server time of a rerun of the Waterfall screen after a filter change, as Streamlit runs it."""

import os
import sys
import time
from pathlib import Path
from statistics import median

from streamlit.testing.v1 import AppTest

from dashboard.warehouse.generations import WAREHOUSE_VARIABLE
from tests.bench.measure import say

SOURCES = ("Webinar", "Referral", "Event", "Partner", "Outbound", "Content")


def _screen() -> None:
    from dashboard.screens.waterfall import screen as waterfall

    waterfall.draw()


def main(folder: Path) -> None:
    """Milliseconds uncached (a filter never asked before) and from memory."""
    os.environ[WAREHOUSE_VARIABLE] = str(folder)
    app = AppTest.from_function(_screen, default_timeout=300)
    app.run()
    uncached = [_filtered(app, source) for source in SOURCES]
    cached = [_filtered(app, source) for source in SOURCES]
    say(uncached=median(uncached), cached=median(cached))


def _filtered(app: AppTest, source: str) -> float:
    started = time.perf_counter()
    app.multiselect(key="source").set_value([source]).run()
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
