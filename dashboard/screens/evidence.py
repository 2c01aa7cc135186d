"""What stands behind a figure: its receipt, the table behind a chart, their download."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.asking.ask import receipt
from dashboard.asking.exporting import PARQUET, XLSX, as_csv_file, as_parquet, as_xlsx
from dashboard.asking.view import View
from dashboard.screens.meeting.deciding import decide_button
from dashboard.screens.meeting.settling import settling_of
from dashboard.screens.reader import for_reader, shown_to_reader
from dashboard.texts import count, in_markdown, plain

SHOWN_RECORDS = 500
ROW_HEIGHT, TALLEST_TABLE = 35, 640


@st.fragment
def behind(
    view: View, name: str, rows: Sequence[Mapping[str, Any]], watched: str | None = None, /, **extra: object
) -> None:
    """Quiet buttons under a chart: the table behind it, the receipt of the question, and to decide on what it shows.

    What they hold is made when they open, and opening draws nothing else anew. ``watched``: the weekly figure that the
    finding is about, where its question alone does not say so.
    """
    with st.container(horizontal=True, gap="small"):
        _table_button(view, name, rows)
        _receipt_button(view, name, watched, **extra)
        decide_button(view, name, rows, extra, watched)


@st.fragment
def behind_too(view: View, name: str, rows: Sequence[Mapping[str, Any]], about: str, /, **extra: object) -> None:
    """The table and the receipt of one more question in the row of another's; ``about`` tells them apart."""
    with st.container(horizontal=True, gap="small"):
        _table_button(view, name, rows, about)
        _receipt_button(view, name, None, "", f"Receipt {about}", **extra)


@st.fragment
def receipt_behind(view: View, name: str, place: str = "", /, **extra: object) -> None:
    """The receipt alone, for a line or a card; ``place`` tells apart those of one question on a screen."""
    _receipt_button(view, name, None, place, **extra)


def receipt_within(view: View, name: str, /, **extra: object) -> None:
    """The receipt inside the panel, which it folds out in."""
    part = st.expander("Receipt", icon=":material/receipt_long:", key=f"receipt-within-{name}", on_change="rerun")
    if part.open:
        with part:
            _receipt(view, name, None, **extra)


def _table_button(view: View, name: str, rows: Sequence[Mapping[str, Any]], about: str = "") -> None:
    behind_it = _popover(f"Table {about}".rstrip(), ":material/table:", f"table-of-{name}")
    if behind_it.open:
        with behind_it, shown_to_reader(view):
            table(rows)
            download(rows, name.replace("/", "-"))


def _receipt_button(
    view: View, name: str, watched: str | None, place: str = "", label: str = "Receipt", /, **extra: object
) -> None:
    receipt_of_it = _popover(label, ":material/receipt_long:", f"receipt-of-{name}{place}")
    if receipt_of_it.open:
        with receipt_of_it, shown_to_reader(view):
            _receipt(view, name, watched, **extra)


def _popover(label: str, icon: str, key: str) -> Any:
    return st.popover(label, icon=icon, type="tertiary", key=key, on_change="rerun")


def table(rows: Sequence[Mapping[str, Any]], widths: Mapping[str, int] | None = None) -> None:
    """Rows as a table as wide as they are, of text that stays text; at most the first few hundred.

    ``widths``: pixels of the columns that have a width of their own.
    """
    shown = shown_rows(rows[:SHOWN_RECORDS])
    st.dataframe(
        shown, hide_index=True, placeholder="–", alt="The figures behind the chart above", **table_layout(shown, widths)
    )
    if len(rows) > SHOWN_RECORDS:
        st.caption(f"{rest_of(rows).strip()} The download has all of them.")


def shown_rows(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows as a table shows them."""
    return [{key: _cell(value) for key, value in row.items()} for row in rows]


def table_layout(shown: Sequence[Mapping[str, Any]], widths: Mapping[str, int] | None = None) -> dict[str, Any]:
    """How a table of rows is laid out: as wide as they are, as high as they are while that is not too high.

    ``widths``: pixels of the columns that have a width of their own.
    """
    return {
        "width": "content",
        "height": min(TALLEST_TABLE, ROW_HEIGHT * (len(shown) + 1) + 3),
        "column_config": {
            name: _column(name, [row[name] for row in shown], (widths or {}).get(name)) for name in shown[0]
        }
        if shown
        else None,
    }


def _column(name: str, values: Sequence[object], width: int | None = None) -> Any:
    """A column under its name as people write it, its numbers too."""
    words = name.replace("_", " ").capitalize()
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, int | float) and not isinstance(value, bool) for value in known):
        return st.column_config.NumberColumn(words, format="localized", width=width)
    return st.column_config.Column(words, width=width)


def rest_of(rows: Sequence[object]) -> str:
    """What to say of a table that draws fewer rows than there are: nothing when it draws all."""
    return f" The first {SHOWN_RECORDS} of {count(len(rows))} are shown." if len(rows) > SHOWN_RECORDS else ""


def download(
    rows: Sequence[Mapping[str, Any]], name: str, about: Mapping[str, str] | None = None,
    as_written: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict,
) -> None:  # fmt: skip
    """All rows as files that no spreadsheet runs as formulas, each made when somebody asks for it.

    ``about``: whose figures of which days they are, which each file says in its own way; ``as_written``: how a row
    stands in the files.
    """

    def made(make: Callable[..., bytes]) -> bytes:
        return make([as_written(row) for row in rows], about)

    files = (
        ("CSV", "csv", "text/csv", as_csv_file),
        ("Excel", "xlsx", XLSX, as_xlsx),
        ("Parquet", "parquet", PARQUET, as_parquet),
    )
    with st.container(horizontal=True, gap="small"):
        for words, ending, kind, make in files:
            st.download_button(
                words, data=for_reader(partial(made, make)), file_name=f"{name}.{ending}", mime=kind,
                on_click="ignore", type="tertiary", icon=":material/download:", key=f"download-{ending}-{name}",
            )  # fmt: skip


def nothing(view: View, what: str) -> None:
    """Say that nothing is left to look at, and which filter to clear."""
    if view.slice.is_everything:
        st.info(f"{what} Choose a later week or another window under the title.")
    else:
        st.info(f"{what} Clear a filter under the title: {in_markdown(view.slice.words())}.")


def _cell(value: Any) -> Any:
    return plain(value, 200) if isinstance(value, str) else value


def _receipt(view: View, name: str, watched: str | None, /, **extra: object) -> None:
    """The question, its words, who is counted and who is not, what moved once signed, the SQL that answered."""
    result = receipt(view, name, **extra)
    query = result.answer.query
    st.markdown(f"**{query.question}**")
    st.caption(f"{query.grain.capitalize()}." + (f" {query.caveat}" if query.caveat else ""))
    for records, reason in result.population:
        st.markdown(f"{records}: {reason}")
    settling_of(view, name, watched)
    st.dataframe([{"Column": column, "Meaning": meaning} for column, meaning in query.columns.items()], hide_index=True)
    st.dataframe(
        [{"Parameter": name, "Value": plain(value, 120), "Meaning": meaning} for name, value, meaning in result.bound],
        hide_index=True,
    )
    st.markdown("\n".join(f"- **{name}**: {in_markdown(words, 2_000)}" for name, words in result.definitions.items()))
    st.code(query.sql, language="sql")
    if result.answer.table.translated:
        with st.expander("As the cluster was sent it"):
            st.code(result.answer.table.translated, language="sql", wrap_lines=True)
