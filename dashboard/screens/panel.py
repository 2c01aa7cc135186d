"""The slim panel at the side, which leaves in view what it explains."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.asking.view import View
from dashboard.charts.look import look_of
from dashboard.screens.address import OPEN, values_of
from dashboard.screens.linking import copy_link_again
from dashboard.screens.opening import close, note_opened
from dashboard.screens.reader import shown_to_reader
from dashboard.screens.slides.style import PAGE as SLIDE
from dashboard.texts import LONGEST_LABEL, in_markdown

PANEL, HEAD, LAST, PLACE = "side-panel", "head-of-panel", "copy-link-of-panel", "place-of-panel"
STYLE = """<style>
[data-testid="stLayoutWrapper"]:has(> .st-key-{place}) {{ position: absolute; }}
[data-testid="stLayoutWrapper"]:has(> .st-key-{panel}) {{
    position: fixed; top: 0; right: 0; bottom: 0; width: min(32rem, 560px); max-width: 100vw; z-index: 999991;
    padding: 1.25rem 1.5rem 2rem; overflow-y: auto; overscroll-behavior: contain; background: {page};
    box-shadow: 0 0 1.5rem rgba(0, 0, 0, 0.25);
}}
.st-key-{head} {{ flex-wrap: nowrap; align-items: flex-start; }}
.st-key-{head} h3 {{ padding: 0.25rem 0; overflow-wrap: anywhere; }}
.st-key-{panel} [data-testid="stDataFrame"] canvas[data-testid="data-grid-canvas"] {{ cursor: pointer; }}
@media (max-width: 640px) {{ .st-key-{head} [data-has-shortcut] > :last-child {{ display: none; }} }}
@media (min-width: 1200px) {{
    body:has(.st-key-{last}):not(:has(.st-key-{slide})) [data-testid="stMain"] {{
        padding-right: 31rem; transition: padding 0s 0.2s;
    }}
    body:has(.st-key-{last}):not(:has(.st-key-{slide})) [data-testid="stMainBlockContainer"] {{
        padding-left: 1.5rem; padding-right: 1.5rem; transition: padding 0s 0.2s;
    }}
}}
</style>"""
"""What Streamlit has no option for: a panel beside the screen, which stays alive, so that a click on the next bar opens
the next panel. Its own drawer makes the screen behind it dead.

The screen makes room once the last thing in the panel stands: its charts take the browser longer to draw anew than what
was asked for. A slide makes none: its type is too large for half of the width.
"""


_place: ContextVar[DeltaGenerator | None] = ContextVar("place of the panel", default=None)


@contextmanager
def panel_place() -> Iterator[None]:
    """Around what a screen draws: its panel stands on its own before it, whichever card or half of it opens one."""
    token = _place.set(st.container(key=PLACE))
    try:
        yield
    finally:
        _place.reset(token)


def panel(title: str, view: View, draw: Callable[[], None]) -> None:
    """Open the panel that the address names, around ``draw``; closed, the address names it no more."""
    opened = values_of(OPEN)

    @st.fragment
    def _body() -> None:
        if values_of(OPEN) != opened:  # the row beside it, whose panel the screen opens
            st.rerun()
        with shown_to_reader(view):
            draw()
            copy_link_again(LAST)

    note_opened()
    look = look_of(st.context.theme.type)
    with _place.get() or nullcontext(), st.container(key=PANEL):
        st.html(STYLE.format(panel=PANEL, head=HEAD, last=LAST, place=PLACE, slide=SLIDE, page=look.page))
        with st.container(horizontal=True, horizontal_alignment="distribute", key=HEAD):
            st.subheader(in_markdown(title, LONGEST_LABEL), anchor=False)
            st.button(
                "Close", icon=":material/close:", type="tertiary", shortcut="Esc", key="close-panel", on_click=close
            )
        _body()


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
