"""What opens: charts and tables whose marks and rows open into their records, and the drawer at the side."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.look import CONFIG
from dashboard.scope.slices import Slice
from dashboard.screens.evidence import download, table
from dashboard.screens.meeting.deciding import decide_here
from dashboard.screens.reader import shown_to_reader
from dashboard.texts import LONGEST_LABEL, count, in_markdown, money, no_formula

MOST_RECORDS = 20_000
"""Records a drawer asks for at most: what a spreadsheet and a person can still take in."""


def opens_records(words: str, key: str) -> bool:
    """A quiet button beside those of ``behind``; true when it was pressed, for the screen to open the records."""
    return st.button(words, type="tertiary", icon=":material/list:", key=key)


def drawer(title: str, view: View, name: str, total: int | None = None, /, **extra: object) -> None:
    """Open the side drawer with the records a question gives; a question that binds ``$rows`` gives at most so many.

    ``total``: how many there are in all, where that is known.
    """

    @st.dialog(in_markdown(title, LONGEST_LABEL), width="large", position="right")
    def _drawer() -> None:
        with shown_to_reader(view):
            answer = ask(view, name, **extra)
            rows = [_local_times(view, row) for row in answer.rows]
            record = answer.query.grain.removeprefix("one row per ").partition(",")[0]
            most = answer.parameters.get("rows", answer.parameters.get("most"))
            is_cut = len(rows) == most and total != len(rows)
            st.caption(
                no_formula(
                    _how_many(len(rows), record, total if is_cut else None, is_cut=is_cut)
                    + f"{_worth(view, rows, record)} · {in_markdown(view.slice.words())}"
                    + (". Narrow the filters for the others." if is_cut and "rows" in extra else "")
                )
            )
            download(rows, "records")
            table(rows)
            decide_here(view, name, answer.rows, extra)

    _drawer()


def _how_many(rows: int, record: str, total: int | None, *, is_cut: bool) -> str:
    """How many records stand here, of how many."""
    records = record if rows == 1 else f"{record}s"
    if not is_cut:
        return f"{count(rows)} {records}"
    return f"The first {count(rows)}{'' if total is None else f' of {count(total)}'} {records}"


def _worth(view: View, rows: Sequence[Mapping[str, Any]], record: str) -> str:
    """What the records are worth together, where they are deals; those without an amount are counted."""
    if not rows or "deal" not in record or "value" not in rows[0]:
        return ""
    values = [row["value"] for row in rows if row["value"] is not None]
    without = f", {count(len(rows) - len(values))} without an amount" if len(values) < len(rows) else ""
    return f", {money(sum(values), view.settings.currency)}{without}" if values else without


def narrowed(view: View, field: str, value: str) -> View:
    """The view of one value of a field alone: what a bar or a row of it stands for."""
    return replace(view, slice=Slice.of(view.slice.chosen() | {field: [value]}))


def opening_chart(figure: go.Figure, name: str, alt: str) -> Any | None:
    """Draw a chart whose marks open into their records; gives the mark just clicked, as an event, else None.

    A mark's last ``customdata`` is how many records it opens. A click is taken before the chart is drawn, which then
    stands there under another key, with nothing chosen: Streamlit tells of a mark only when another was chosen before.
    """
    mark = clicked_mark(name)
    st.plotly_chart(
        figure, theme=None, config=CONFIG, on_select="rerun", selection_mode="points", key=_key(name), alt=alt
    )
    return mark


def clicked_mark(name: str) -> Any | None:
    """The mark of a chart just clicked, for a screen that draws the chart otherwise after it; given once."""
    return _taken(name, "points")


def opening_table(rows: Sequence[Mapping[str, Any]], name: str, alt: str, **layout: Any) -> int | None:
    """Draw a table whose rows open into their records; gives the place of the row just chosen, as an event."""
    chosen = _taken(name, "rows")
    st.dataframe(
        list(rows), hide_index=True, on_select="rerun", selection_mode="single-row", key=_key(name), alt=alt,
        **{"placeholder": "–"} | layout,
    )  # fmt: skip
    return None if chosen is None else int(chosen)


def _taken(name: str, what: str) -> Any | None:
    """What was just chosen of a chart or a table, given once: from now on it stands there under another key."""
    chosen = st.session_state.get(_key(name), {}).get("selection", {}).get(what)
    if not chosen:
        return None
    st.session_state[f"clicks-{name}"] = st.session_state.get(f"clicks-{name}", 0) + 1
    return chosen[0]


def _key(name: str) -> str:
    """The key of a chart or a table, another after every click."""
    return f"{name}-{st.session_state.get(f'clicks-{name}', 0)}"


def _local_times(view: View, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: f"{view.local(value):%Y-%m-%d %H:%M}" if hasattr(value, "hour") else value for key, value in row.items()
    }
