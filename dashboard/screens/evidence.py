"""What stands behind a figure: its receipt, the table behind a chart, the records in a drawer, their download."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.ask import ask, receipt
from dashboard.errors import FunnelReviewError
from dashboard.texts import count, in_markdown, in_spreadsheet, plain
from dashboard.view import View

SHOWN_RECORDS = 500


def behind(view: View, name: str, rows: Sequence[Mapping[str, Any]], /, **extra: object) -> None:
    """Two quiet buttons under a chart: the table behind it, and the receipt of the question."""
    with st.container(horizontal=True, gap="small"):
        with st.popover("Table", icon=":material/table:", type="tertiary"):
            table(rows)
            download(rows, name.replace("/", "-"))
        with st.popover("Receipt", icon=":material/receipt_long:", type="tertiary"):
            _receipt(view, name, **extra)


def table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as a table of text that stays text; at most the first few hundred."""
    shown = [{key: _cell(value) for key, value in row.items()} for row in rows[:SHOWN_RECORDS]]
    st.dataframe(shown, hide_index=True, alt="The figures behind the chart above")
    if len(rows) > SHOWN_RECORDS:
        st.caption(f"The first {SHOWN_RECORDS} of {count(len(rows))}; the download has all of them.")


def download(rows: Sequence[Mapping[str, Any]], name: str) -> None:
    """A CSV of all rows that no spreadsheet runs as formulas."""
    st.download_button(
        "Download CSV",
        data=lambda: as_csv(rows),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"download-{name}",
    )


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as CSV bytes (UTF-8 with mark, so that spreadsheets read it), text made harmless."""
    out = io.StringIO()
    if rows:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerow([in_spreadsheet(column) for column in rows[0]])
        writer.writerows([[in_spreadsheet(value) for value in row.values()] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def drawer(title: str, view: View, name: str, **extra: object) -> None:
    """Open the side drawer with the records a question gives."""

    @st.dialog(plain(title), width="large", position="right")
    def _drawer() -> None:
        try:
            answer = ask(view, name, **extra)
            rows = [_local_times(view, row) for row in answer.rows]
        except FunnelReviewError as error:
            st.error(in_markdown(error))
            return
        record = answer.query.grain.removeprefix("one row per ").partition(",")[0]
        records = record if len(rows) == 1 else f"{record}s"
        st.caption(f"{count(len(rows))} {records} · {in_markdown(view.slice.words())}")
        download(rows, "records")
        table(rows)

    _drawer()


def nothing(view: View, what: str) -> None:
    """Say that nothing is left to look at, and which filter to clear."""
    if view.slice.is_everything:
        st.info(f"{what} Choose a later week or another window at the side.")
    else:
        st.info(f"{what} Clear a filter at the side: {in_markdown(view.slice.words())}.")


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
    bound = {key: value for key, value in found.answer.parameters.items() if key in query.parameters}
    st.dataframe(
        [
            {"Parameter": key, "Value": plain(value, 120), "Meaning": query.parameters[key]}
            for key, value in bound.items()
        ],
        hide_index=True,
    )
    st.code(query.sql, language="sql")
