"""Rows as files that no spreadsheet runs as formulas: CSV, an Excel workbook, Parquet.

What they are about, whose figures of which days, stands in a workbook on a sheet of its own and in Parquet among the
metadata. In CSV it stands in columns at the end of each row: every reader keeps those, and lines of comment above the
header would be read as rows.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from dashboard.texts import in_spreadsheet

SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
LONGEST_CELL = 32_767  # what Excel takes
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV below their header, text made harmless; a file for spreadsheets begins with the mark of UTF-8."""
    out = io.StringIO()
    if rows:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerow([in_spreadsheet(column) for column in rows[0]])
        writer.writerows([[in_spreadsheet(value) for value in row.values()] for row in rows])
    return out.getvalue()


def as_csv_file(rows: Sequence[Mapping[str, Any]], about: Mapping[str, str] | None = None) -> bytes:
    """The same as a file: UTF-8 with its mark, so that spreadsheets read it; ``about`` in columns after the others."""
    return as_csv([{**row, **_named_apart(about or {}, row)} for row in rows]).encode("utf-8-sig")


def _named_apart(about: Mapping[str, str], row: Mapping[str, Any]) -> dict[str, str]:
    """What the rows are about, under names that no column of theirs has."""
    return {f"about_{name}" if name in row else name: words for name, words in about.items()}


def as_xlsx(rows: Sequence[Mapping[str, Any]], about: Mapping[str, str] | None = None) -> bytes:
    """Rows as one sheet: text stays text, numbers stay numbers, days stay days; ``about`` on a second one."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, SAFE | {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for line, values in enumerate([list(rows[0]) if rows else [], *(list(row.values()) for row in rows)]):
            for column, value in enumerate(values):
                if isinstance(value, datetime):
                    sheet.write_datetime(line, column, value.replace(tzinfo=None), instant)
                elif value is not None:
                    sheet.write(line, column, _cell(value))
        if about:
            second = book.add_worksheet("About")
            for line, pair in enumerate(about.items()):
                second.write_row(line, 0, [_cell(words) for words in pair])
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A value as a cell takes it: lists as text, text not longer than a cell."""
    if isinstance(value, (list, tuple, dict)):
        value = ", ".join(map(str, value))
    return value[:LONGEST_CELL] if isinstance(value, str) else value


def as_parquet(rows: Sequence[Mapping[str, Any]], about: Mapping[str, str] | None = None) -> bytes:
    """Rows as a Parquet file, with the types they have; ``about`` as metadata of its schema."""
    out = io.BytesIO()
    table = pa.Table.from_pylist([dict(row) for row in rows])
    pq.write_table(table.replace_schema_metadata(dict(about)) if about else table, out)
    return out.getvalue()
