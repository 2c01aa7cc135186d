"""What opens: charts and tables whose marks and rows open into their records, and buttons that do.

What was clicked stands in the address and opens from there, so that Back closes it, and a reload or a link opens it
again. The address only ever chooses among what stands on the screen.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import blake2s
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.look import CONFIG
from dashboard.screens.address import NOTHING_OPEN, OPEN, RECORD, choose_all, values_of
from dashboard.texts import count

LONGEST_NAME = 80
WIDTH_ON_PHONE, HEIGHT_ON_PHONE, ROW_ON_PHONE = 340, 560, 150
LETTERS_ON_PHONE, LINE_ON_PHONE = 46, 22
"""Letters that fit beside one another in a list on a phone, and how high a line of them is."""
ROW, ROWS_IN_PLACE = 35, 10
"""How high a row is, and how many a table shows, where nothing else is said."""
STYLE = """<style>
[class*="st-key-folded-"] .dvn-scroller { overflow-y: hidden !important; }
[data-testid="stLayoutWrapper"]:has(> [class*="st-key-narrow-"]) { display: none; }
@media (max-width: 640px) {
    [data-testid="stLayoutWrapper"]:has(> [class*="st-key-wide-"]) { display: none; }
    [data-testid="stLayoutWrapper"]:has(> [class*="st-key-narrow-"]) { display: block; }
}
</style>"""
"""A folded list leaves the mouse wheel to the page; and which of a list's two forms is shown, as Streamlit does not
tell how wide the window is."""
FitChart = Callable[[go.Figure], go.Figure]
"""Makes of a chart one that fits its place."""
OPENED = "opened-in-this-run"
"""Where a session keeps what has opened: a panel, which there is one of at most."""


def opens_records(words: str, key: str) -> bool:
    """A quiet button beside those of ``behind``; true while its records are open, for the screen to show."""
    st.button(words, type="tertiary", icon=":material/list:", key=key, on_click=open_what, args=(key,))
    return is_open(key)


def opening_chart(
    figure: go.Figure, name: str, alt: str, on_click: Callable[[Sequence[Any]], None] | None = None,
    fit: FitChart | None = None,
) -> Mapping[str, Any] | None:  # fmt: skip
    """Draw a chart whose marks open into their records; gives the mark that is open, if any.

    Of that mark it gives the ``customdata``, whose last number is how many records it opens; what stands before that
    says which mark it is. ``on_click``: what a click does with it, where not every mark opens; ``fit``: what makes it
    fit its place, as high as that. After a click the chart stands there under another key, with nothing chosen:
    Streamlit tells of a mark only when another was chosen before.
    """
    st.plotly_chart(
        fit(figure) if fit else figure, theme=None, config=CONFIG, height="stretch" if fit else "content",
        selection_mode="points", key=_key(name), alt=alt,
        on_select=partial(_click_mark, name, on_click or partial(open_mark, name)),
    )  # fmt: skip
    if not is_open_of(name):
        return None
    return next(({"customdata": each} for each in _marks_of(figure) if is_open(mark_name(name, each))), None)


def open_mark(name: str, customdata: Sequence[Any]) -> None:
    """Let the address name a mark of a chart as what is open."""
    open_what(mark_name(name, customdata))


def mark_name(chart: str, customdata: Sequence[Any]) -> str:
    """What the address calls a mark of a chart: by what stands before the number of its records."""
    numbers = [place for place, value in enumerate(customdata) if isinstance(value, int | float)]
    return _name_of(chart, *(customdata[: numbers[-1]] if numbers else customdata))


def opening_table(
    rows: Sequence[Mapping[str, Any]], name: str, alt: str, keys: Sequence[object] | None = None,
    on_phone: tuple[str, Sequence[str]] | None = None, **layout: Any,
) -> int | None:  # fmt: skip
    """Draw a table that opens by a click anywhere in a row; gives the place of the row that is open.

    ``keys`` say which row is which in the address, where the first column does not. ``on_phone``: a heading, and
    what stands for each row, in a few lines, where there is no room for columns.
    """
    names = _keys_of(rows) if keys is None else keys

    def open_row(place: int) -> None:
        open_what(row_name(name, names[place]))

    if on_phone is None:
        st.html(STYLE)
        _folding_table(rows, name, alt, open_row, **layout)
    else:
        wide, narrow = by_width(name)
        with wide:
            _folding_table(rows, name, alt, open_row, **layout)
        with narrow:
            _folding_table(
                [{"row": words} for words in on_phone[1]], f"short-{name}", alt, open_row, height=HEIGHT_ON_PHONE,
                row_height=_row_on_phone(on_phone[1]),
                column_config={"row": st.column_config.TextColumn(on_phone[0], width=WIDTH_ON_PHONE)},
            )  # fmt: skip
    if not is_open_of(name):  # which is the rule, and lists are long
        return None
    opened = values_of(OPEN)[-1:]
    return next((place for place, key in enumerate(names) if opened == (row_name(name, key),)), None)


def by_width(name: str) -> tuple[Any, Any]:
    """Two places of which one is seen: where there is room for columns, and where there is none."""
    st.html(STYLE)
    return st.container(key=f"wide-{name}"), st.container(key=f"narrow-{name}")


def _folding_table(
    rows: Sequence[Mapping[str, Any]], name: str, alt: str, on_click: Callable[[int], None],
    height: int | None = None, row_height: int = ROW, **layout: Any,
) -> None:  # fmt: skip
    """Draw a table; one that is higher than its place scrolls only once its reader says so.

    It holds all its rows from the start: its heads sort them, and what is searched is found.
    """
    whole = ROW + row_height * len(rows) + 3
    place = min(ROW * (ROWS_IN_PLACE + 1) + 3 if height is None else height, whole)
    scrolls = f"scrolls-{name}"
    is_folded = place < whole and not st.session_state.get(scrolls)
    with st.container(key=f"{'folded' if is_folded else 'unfolded'}-{name}", gap="xsmall"):
        choosing_table(rows, name, alt, on_click, height=place, row_height=row_height, **layout)
        if is_folded:
            st.button(
                f"Scroll through {count(len(rows))}", icon=":material/unfold_more:", type="tertiary",
                key=f"scroll-{name}", on_click=st.session_state.update, args=({scrolls: True},),
            )  # fmt: skip


def _row_on_phone(texts: Sequence[str]) -> int:
    """How high the rows of a list are on a phone: as its longest text needs, which the table wraps."""
    lines = max((len(text) // LETTERS_ON_PHONE + 1 for text in texts), default=1)
    return min(ROW_ON_PHONE, LINE_ON_PHONE * (lines + 1))


def row_name(table: str, key: object) -> str:
    """What the address calls the row of a table that ``key`` names."""
    return _name_of(table, key)


def choosing_table(
    rows: Sequence[Mapping[str, Any]], name: str, alt: str, on_click: Callable[[int], None], **layout: Any
) -> None:
    """Draw a table that does something by a click anywhere in a row, given the place of the row."""
    st.dataframe(
        list(rows), hide_index=True, selection_mode="single-cell", key=_key(name), alt=alt,
        on_select=partial(_click_row, name, on_click), **{"placeholder": "–"} | layout,
    )  # fmt: skip


def open_what(name: str) -> None:
    """Let the address name what is open, of which no record is yet."""
    choose_all({OPEN: (name,)})


def open_record(record: str | None) -> None:
    """Let the address name a record of the list that is open, or none of them."""
    choose_all({OPEN: values_of(OPEN), RECORD: () if record is None else (record,)})


def close() -> None:
    """Close what is open."""
    choose_all(NOTHING_OPEN)


def is_open(name: str) -> bool:
    """Whether the address says that this is open."""
    return values_of(OPEN)[-1:] == (name,)


def is_open_of(name: str) -> bool:
    """Whether the address says that something of this chart or table is open."""
    return any(opened.startswith(f"{name}:") for opened in values_of(OPEN))


def note_opened() -> None:
    """Remember that what the address names has opened."""
    st.session_state[OPENED] = values_of(OPEN)


def has_opened() -> bool:
    """Whether something has opened that the address names."""
    return bool(values_of(OPEN)) and st.session_state.get(OPENED) == values_of(OPEN)


def warn_of_nothing_opened() -> None:
    """Say it when the address opens what is not on the screen that was drawn."""
    if st.session_state.pop(OPENED, ()) != values_of(OPEN):
        st.warning("What the address opens is not on this screen any more; everything else is as it says.")


def _click_mark(name: str, on_click: Callable[[Sequence[Any]], None]) -> None:
    if mark := _taken(name, "points"):
        on_click(mark["customdata"])


def _click_row(name: str, on_click: Callable[[int], None]) -> None:
    if cell := _taken(name, "cells"):
        on_click(int(cell[0]))


def _taken(name: str, what: str) -> Any | None:
    """What was just chosen of a chart or a table: from now on it stands there under another key."""
    chosen = st.session_state.get(_key(name), {}).get("selection", {}).get(what)
    if not chosen:
        return None
    st.session_state[f"clicks-{name}"] = st.session_state.get(f"clicks-{name}", 0) + 1
    return chosen[0]


def _key(name: str) -> str:
    """The key of a chart or a table, another after every click."""
    return f"{name}-{st.session_state.get(f'clicks-{name}', 0)}"


def _keys_of(rows: Sequence[Mapping[str, Any]]) -> Sequence[object]:
    """What stands first in each row, or where that is not of one row alone its place."""
    first = [str(next(iter(row.values()))) for row in rows]
    return first if len(set(first)) == len(first) else range(len(first))


def _marks_of(figure: go.Figure) -> Iterable[Sequence[Any]]:
    """The ``customdata`` of every mark of a chart."""
    return (each for trace in figure.data for each in (trace.customdata if trace.customdata is not None else ()))


def _name_of(name: str, *parts: object) -> str:
    """What the address calls a mark or a row: ``bands:never``; a digest stands for what is long or cannot be read."""
    words = ":".join(f"{part:.15g}" if isinstance(part, int | float) else str(part) for part in parts)
    if len(words) > LONGEST_NAME or not words.isprintable():
        words = blake2s(words.encode(errors="replace"), digest_size=12).hexdigest()
    return f"{name}:{words}"
