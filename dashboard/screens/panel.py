"""The slim panel at the side, which leaves in view what it explains."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.asking.view import View
from dashboard.screens.address import OPEN, values_of
from dashboard.screens.linking import copy_link_again
from dashboard.screens.opening import close, note_opened
from dashboard.screens.reader import shown_to_reader
from dashboard.screens.slides.style import PAGE as SLIDE
from dashboard.texts import LONGEST_LABEL, in_markdown

PANEL, LAST = "side-panel", "copy-link-of-panel"
STYLE = """<style>
[data-testid="stDialog"]:has(.st-key-{panel}) {{ background: transparent; }}
[data-testid="stDialog"]:has(.st-key-{panel}) > div {{ width: min(32rem, 560px); max-width: 100vw; }}
.st-key-{panel} [data-testid="stDataFrame"] canvas[data-testid="data-grid-canvas"] {{ cursor: pointer; }}
@media (min-width: 1200px) {{
    body:has(.st-key-{last}):not(:has(.st-key-{slide})) [data-testid="stMain"] {{
        padding-right: 31rem; transition: padding 0s 0.2s;
    }}
    body:has(.st-key-{last}):not(:has(.st-key-{slide})) [data-testid="stMainBlockContainer"] {{
        padding-left: 1.5rem; padding-right: 1.5rem; transition: padding 0s 0.2s;
    }}
}}
</style>"""
"""What Streamlit has no option for: a drawer slimmer than its small one, over nothing, and the screen beside it.

The screen makes room once the last thing in the panel stands: its charts take the browser longer to draw anew than what
was asked for. A slide makes none: its type is too large for half of the width.
"""


def panel(title: str, view: View, draw: Callable[[], None]) -> None:
    """Open the panel that the address names, around ``draw``; closed, the address names it no more."""
    opened = values_of(OPEN)

    @st.dialog(in_markdown(title, LONGEST_LABEL), width="small", position="right", on_dismiss=close)
    def _panel() -> None:
        if values_of(OPEN) != opened:  # the row beside it, whose panel the screen opens
            st.rerun()
        st.html(STYLE.format(panel=PANEL, last=LAST, slide=SLIDE))
        with st.container(key=PANEL), shown_to_reader(view):
            draw()
            copy_link_again(LAST)

    note_opened()
    _panel()


def walk_buttons(keys: Sequence[str], key: str, go: Callable[[str], None]) -> None:
    """From a record to those beside it in its list, by J and K as well; ``keys`` are the list's, ``key`` its own."""
    ways = list(dict.fromkeys(keys))
    place = ways.index(key)
    for words, icon, shortcut, step in (("Next", "downward", "J", 1), ("Previous", "upward", "K", -1)):
        to = place + step
        is_there = 0 <= to < len(ways)
        st.button(
            words, icon=f":material/arrow_{icon}:", type="tertiary", shortcut=shortcut, key=f"walk-{shortcut}",
            disabled=not is_there, on_click=go, args=(ways[to],) if is_there else (),
        )  # fmt: skip
