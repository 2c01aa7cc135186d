"""What stands behind a figure: its receipt, the table behind a chart, the records in a drawer, their download."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.asking.ask import ask, receipt
from dashboard.asking.view import View
from dashboard.charts.look import CONFIG
from dashboard.scope.slices import Slice
from dashboard.screens.refusals import shown_refusals
from dashboard.screens.spreadsheet import PARQUET, XLSX, as_parquet, as_xlsx
from dashboard.texts import LONGEST_LABEL, count, in_markdown, in_spreadsheet, plain

SHOWN_RECORDS = 500
ROW_HEIGHT, TALLEST_TABLE = 35, 640
MOST_RECORDS = 20_000
"""Records a drawer asks for at most: what a spreadsheet and a person can still take in."""


@st.fragment
def behind(view: View, name: str, rows: Sequence[Mapping[str, Any]], /, **extra: object) -> None:
    """Two quiet buttons under a chart: the table behind it, and the receipt of the question.

    What they hold is made when they open, and opening draws nothing else anew.
    """
    with st.container(horizontal=True, gap="small"):
        behind_it = _popover("Table", ":material/table:", name)
        if behind_it.open:
            with behind_it, shown_refusals():
                table(rows)
                download(rows, name.replace("/", "-"))
        receipt_of_it = _popover("Receipt", ":material/receipt_long:", name)
        if receipt_of_it.open:
            with receipt_of_it, shown_refusals():
                _receipt(view, name, **extra)


def _popover(label: str, icon: str, name: str) -> Any:
    return st.popover(label, icon=icon, type="tertiary", key=f"{label.lower()}-of-{name}", on_change="rerun")


def table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as a table as wide as they are, of text that stays text; at most the first few hundred."""
    shown = [{key: _cell(value) for key, value in row.items()} for row in rows[:SHOWN_RECORDS]]
    st.dataframe(
        shown,
        hide_index=True,
        placeholder="–",
        width="content",
        height=min(TALLEST_TABLE, ROW_HEIGHT * (len(shown) + 1) + 3),
        column_config={name: _column(name, [row[name] for row in shown]) for name in shown[0]} if shown else None,
        alt="The figures behind the chart above",
    )
    if len(rows) > SHOWN_RECORDS:
        st.caption(f"{rest_of(rows).strip()} The download has all of them.")


def _column(name: str, values: Sequence[object]) -> Any:
    """A column under its name as people write it, its numbers too."""
    words = name.replace("_", " ").capitalize()
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, int | float) and not isinstance(value, bool) for value in known):
        return st.column_config.NumberColumn(words, format="localized")
    return st.column_config.Column(words)


def rest_of(rows: Sequence[object]) -> str:
    """What to say of a table that draws fewer rows than there are: nothing when it draws all."""
    return f" The first {SHOWN_RECORDS} of {count(len(rows))} are shown." if len(rows) > SHOWN_RECORDS else ""


def download(rows: Sequence[Mapping[str, Any]], name: str) -> None:
    """All rows as files that no spreadsheet runs as formulas, each made when somebody asks for it."""
    files = (
        ("CSV", "csv", "text/csv", as_csv),
        ("Excel", "xlsx", XLSX, as_xlsx),
        ("Parquet", "parquet", PARQUET, as_parquet),
    )
    with st.container(horizontal=True, gap="small"):
        for words, ending, kind, made in files:
            st.download_button(
                words, data=partial(made, rows), file_name=f"{name}.{ending}", mime=kind, on_click="ignore",
                type="tertiary", icon=":material/download:", key=f"download-{ending}-{name}",
            )  # fmt: skip


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as CSV bytes (UTF-8 with mark, so that spreadsheets read it), text made harmless."""
    out = io.StringIO()
    if rows:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerow([in_spreadsheet(column) for column in rows[0]])
        writer.writerows([[in_spreadsheet(value) for value in row.values()] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def opens_records(words: str, key: str) -> bool:
    """A quiet button beside those of ``behind``; true when it was pressed, for the screen to open the records."""
    return st.button(words, type="tertiary", icon=":material/list:", key=key)


def drawer(title: str, view: View, name: str, **extra: object) -> None:
    """Open the side drawer with the records a question gives; a question that binds ``$rows`` gives at most so many."""

    @st.dialog(in_markdown(title, LONGEST_LABEL), width="large", position="right")
    def _drawer() -> None:
        with shown_refusals():
            answer = ask(view, name, **extra)
            rows = [_local_times(view, row) for row in answer.rows]
            record = answer.query.grain.removeprefix("one row per ").partition(",")[0]
            records = record if len(rows) == 1 else f"{record}s"
            is_cut = len(rows) == answer.parameters.get("rows")
            st.caption(
                f"{'The first ' if is_cut else ''}{count(len(rows))} {records} · {in_markdown(view.slice.words())}"
                + (". Narrow the filters for the others." if is_cut else "")
            )
            download(rows, "records")
            table(rows)

    _drawer()


def narrowed(view: View, field: str, value: str) -> View:
    """The view of one value of a field alone: what a bar or a row of it stands for."""
    return replace(view, slice=Slice.of(view.slice.chosen() | {field: [value]}))


def nothing(view: View, what: str) -> None:
    """Say that nothing is left to look at, and which filter to clear."""
    if view.slice.is_everything:
        st.info(f"{what} Choose a later week or another window at the side.")
    else:
        st.info(f"{what} Clear a filter at the side: {in_markdown(view.slice.words())}.")


def opening_chart(figure: go.Figure, name: str, alt: str) -> Any | None:
    """Draw a chart whose marks open into their records; gives the mark just clicked, as an event, else None."""
    chosen = st.plotly_chart(
        figure, theme=None, config=CONFIG, on_select="rerun", selection_mode="points", key=once(name), alt=alt
    )
    if not chosen or not chosen.selection.points:
        return None
    clicked(name)
    return chosen.selection.points[0]


def opening_table(rows: Sequence[Mapping[str, Any]], name: str, alt: str, **layout: Any) -> int | None:
    """Draw a table whose rows open into their records; gives the place of the row just chosen, as an event."""
    chosen = st.dataframe(
        list(rows), hide_index=True, on_select="rerun", selection_mode="single-row", key=once(name), alt=alt,
        placeholder="–", **layout,
    )  # fmt: skip
    if not chosen or not chosen.selection.rows:
        return None
    clicked(name)
    return int(chosen.selection.rows[0])


def once(name: str) -> str:
    """A key that changes with every click on ``name``, so that a click is an event and not a state."""
    return f"{name}-{st.session_state.get(f'clicks-{name}', 0)}"


def clicked(name: str) -> None:
    """Note that a click on ``name`` has been answered."""
    st.session_state[f"clicks-{name}"] = st.session_state.get(f"clicks-{name}", 0) + 1


def _local_times(view: View, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: f"{view.local(value):%Y-%m-%d %H:%M}" if hasattr(value, "hour") else value for key, value in row.items()
    }


def _cell(value: Any) -> Any:
    return plain(value, 200) if isinstance(value, str) else value


def _receipt(view: View, name: str, **extra: object) -> None:
    """The question, its words, who is counted and who is not, and the SQL that answered."""
    found = receipt(view, name, **extra)
    query = found.answer.query
    st.markdown(f"**{query.question}**")
    st.caption(f"{query.grain.capitalize()}." + (f" {query.caveat}" if query.caveat else ""))
    for records, reason in found.population:
        st.markdown(f"{records}: {reason}")
    st.dataframe([{"Column": column, "Meaning": meaning} for column, meaning in query.columns.items()], hide_index=True)
    st.dataframe(
        [{"Parameter": name, "Value": plain(value, 120), "Meaning": meaning} for name, value, meaning in found.bound],
        hide_index=True,
    )
    st.markdown("\n".join(f"- **{name}**: {in_markdown(words, 2_000)}" for name, words in found.definitions.items()))
    st.code(query.sql, language="sql")
