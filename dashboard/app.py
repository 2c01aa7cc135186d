"""The app's entry: page set-up and navigation. Screens are listed in ``dashboard.screens``."""

import gc
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.charts.look import look_of
from dashboard.meeting.people.matrix import Action
from dashboard.screens.address import follow_address
from dashboard.screens.door import closed_door
from dashboard.screens.listing import SCREENS, TAKES_FILES
from dashboard.screens.reader import can
from dashboard.screens.refusals import is_empty_warehouse
from dashboard.serving.intake import allow_uploads

FAVICON = Path(__file__).with_name("favicon.png")
AT_ITS_OWN = "home-at-its-own-address"
STYLE = """<style>
:is([data-testid="stBaseButton-primary"]:not(:disabled), [data-tag], [data-tag] *) {{
    color: {color};
}}
[data-testid="stBaseButton-tertiary"] [data-testid="stMarkdownContainer"] p {{ white-space: normal; text-align: left; }}
[data-stale="true"] {{ opacity: 1 !important; transition: none !important; }}
[data-test-script-state="running"] [data-testid="stMainBlockContainer"] {{
    opacity: 0.6;
    transition: opacity 0.5s 1.5s;
}}
</style>"""
"""Streamlit writes white on the buttons, and on what is chosen of several, in every theme; on the light blue of the
dark one that cannot be read. It cuts the words on a button where they are longer than a phone is wide: a sentence that
opens something takes a second line. And what is being asked anew it lets fade element by element, each of them a layer
for the browser to paint: it fades as one, and only if it takes its time."""


@st.cache_resource(show_spinner=False)
def settle(screen: str) -> None:  # noqa: ARG001 -- once for each screen
    """Freeze what the first drawing of a screen imported: Streamlit looks through it after every run."""
    gc.collect()
    gc.freeze()


def update_upload_permission(screen: str) -> None:
    """Let files in while a screen with a box for them is shown; on any other, what was handed in is let go."""
    context = get_script_run_ctx()
    if context is not None and runtime.exists():
        is_allowed = screen == TAKES_FILES and can(Action.IMPORT)
        allow_uploads(context.session_id, allowed=is_allowed)
        if not is_allowed:
            runtime.get_instance().uploaded_file_mgr.remove_session_files(context.session_id)


st.set_page_config(page_title="Funnel Review", page_icon=str(FAVICON), layout="wide")
st.html(STYLE.format(color=look_of(st.context.theme.type).on_main))
follow_address()
home, *others = SCREENS
# Streamlit serves its first page at `/` alone. So home is two pages, of which the one the reader stands on is shown.
own = st.session_state.setdefault(AT_ITS_OWN, (st.context.url or "").endswith(f"/{home.path}"))
closed = closed_door()  # asked anew in every run, before anything else is
is_empty = is_empty_warehouse()  # then there is nothing but the place to bring the first files
hidden = {path for path, is_hidden in (("home", own), (home.path, not own)) if is_hidden}
if is_empty:
    hidden = {"home", *(screen.path for screen in SCREENS if screen.path != TAKES_FILES)}
paths = {"home": home} | {screen.path: screen for screen in SCREENS}
pages = {
    path: st.Page(
        closed or screen.draw,
        title=screen.title,
        url_path=path,
        default=path == "home",
        visibility="hidden" if path in hidden else "visible",
    )
    for path, screen in paths.items()
}
chosen = st.navigation(list(pages.values()), position="hidden" if closed else "top")
if closed:
    update_upload_permission("")
    chosen.run()
    st.stop()
if is_empty and chosen.url_path != TAKES_FILES:
    st.switch_page(pages[TAKES_FILES])
if not is_empty and chosen.visibility == "hidden":
    st.session_state[AT_ITS_OWN] = not own
    st.rerun()
update_upload_permission(chosen.url_path)
chosen.run()
settle(chosen.url_path)
