"""The slim panel at the side, which leaves in view what it explains."""

from collections.abc import Callable

import streamlit as st

from dashboard.asking.view import View
from dashboard.screens.linking import copy_link_again
from dashboard.screens.opening import close, note_opened
from dashboard.screens.reader import shown_to_reader
from dashboard.texts import LONGEST_LABEL, in_markdown

PANEL = "side-panel"
STYLE = """<style>
[data-testid="stDialog"]:has(.st-key-{panel}) {{ background: transparent; }}
[data-testid="stDialog"]:has(.st-key-{panel}) > div {{ width: 32rem; max-width: 100vw; }}
.st-key-{panel} [data-testid="stDataFrame"] canvas[data-testid="data-grid-canvas"] {{ cursor: pointer; }}
@media (min-width: 1200px) {{
    body:has(.st-key-{panel}) [data-testid="stMain"] {{ padding-right: 31rem; }}
    body:has(.st-key-{panel}) [data-testid="stMainBlockContainer"] {{ padding-left: 1.5rem; padding-right: 1.5rem; }}
}}
</style>"""
"""What Streamlit has no option for: a drawer slimmer than its small one, over nothing, and the screen beside it."""


def panel(title: str, view: View, draw: Callable[[], None]) -> None:
    """Open the panel that the address names, around ``draw``; closed, the address names it no more."""

    @st.dialog(in_markdown(title, LONGEST_LABEL), width="small", position="right", on_dismiss=close)
    def _panel() -> None:
        st.html(STYLE.format(panel=PANEL))
        with st.container(key=PANEL), shown_to_reader(view):
            draw()
            copy_link_again("copy-link-of-panel")

    note_opened()
    _panel()
