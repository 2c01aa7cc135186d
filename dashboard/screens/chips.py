"""The row of chips under the title, which stays in view while the page scrolls; each chip opens its box."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.charts.look import look_of
from dashboard.screens.address import SLIDE, choose_all, names, values_of
from dashboard.texts import in_markdown

ROW, MORE = "chip-row", "more-filters"
INSIDE = "inside-more-filters"
LONGEST = 40
STYLE = """<style>
[data-testid="stLayoutWrapper"]:has(> .st-key-{row}) {{
    position: sticky; top: 3.75rem; z-index: 90; background: {page}; padding: 0.35rem 0;
}}
.st-key-earlier-week [data-testid="stMarkdownContainer"], .st-key-later-week [data-testid="stMarkdownContainer"] {{
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}}
.st-key-open-{more} {{ display: none; }}
[data-testid="stHeading"] [id] {{ scroll-margin-top: 10rem; }}
.st-key-{row} > div, .st-key-{row} [data-testid="stVerticalBlock"] {{
    flex: none; width: max-content; max-width: 100%;
}}
@media (max-width: 640px) {{
    [data-testid="stHeading"] [id] {{ scroll-margin-top: 12rem; }}
    .st-key-{row}, .st-key-{row} [data-testid="stHorizontalBlock"] {{ gap: 0.3rem; }}
    .st-key-{row} > .st-key-chip-compare {{ order: 1; }}
    .st-key-{row} [data-testid="stPopoverButton"] {{ padding: 0 0.7rem 0 0.5rem; }}
    .st-key-{row} .st-key-chip-week :has(> [data-testid="stIconMaterial"]) {{ display: none; }}
    .st-key-{row} [data-testid="stPopoverButton"] > div > [aria-hidden="true"],
    .st-key-{row} [data-has-shortcut] > kbd {{ display: none; }}
    .st-key-{row} :is(
        .st-key-{more}, .st-key-week-chip, .st-key-comments, .st-key-copy-link, .st-key-enter-meeting-mode
    ) button [data-testid="stMarkdownContainer"] {{
        position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
    }}
}}
@media print {{ [data-testid="stLayoutWrapper"]:has(> .st-key-{row}) {{ position: static; }} }}
</style>"""
"""What Streamlit has no option for: a row that stays; on a phone two lines, in which what has a sign shows it alone."""


def chip_row() -> Any:
    """The container of the row, empty."""
    st.html(STYLE.format(row=ROW, more=MORE, page=look_of(st.context.theme.type).page))
    return st.container(horizontal=True, gap="small", vertical_alignment="center", key=ROW)


def chip_words(label: str, values: list[str]) -> str:
    """What a chip says: the one value, else how many."""
    return f"{label}: {in_markdown(values[0], LONGEST) if len(values) == 1 else f'{len(values)} values'}"


def filter_chips(boxes: Mapping[str, tuple[str, Callable[[], Any]]]) -> dict[str, Any]:
    """Draw each box, given by name with the words of its chip; gives what each box gives.

    Those that are not set stand behind one chip. While that is open nothing moves, so that several values can be
    chosen: what was set in it becomes a chip when it is closed.
    """
    is_set = [name for name in boxes if values_of(name)]
    if not st.session_state.get(MORE):
        st.session_state[INSIDE] = [name for name in boxes if name not in is_set]
    inside = [name for name in boxes if name in st.session_state[INSIDE] or name not in is_set]
    given = {}
    for name in boxes:
        if name not in inside:
            words, draw = boxes[name]
            with st.popover(words, key=f"chip-{name}"):
                given[name] = draw()
    if not values_of(SLIDE):  # there the row is out of sight
        st.button("Open the filters", key=f"open-{MORE}", shortcut="S", on_click=_open_filters)
    with st.popover("Filter", icon=":material/add:", key=MORE, on_change="rerun", help="S opens it."):
        for name in inside:
            given[name] = boxes[name][1]()
    if is_set:
        st.button("Clear", icon=":material/close:", type="tertiary", key="clear", on_click=_clear, args=(is_set,))
    return given


def _open_filters() -> None:
    st.session_state[MORE] = True


def _clear(is_set: list[str]) -> None:
    choose_all({name: () for name in names() if name in is_set})
