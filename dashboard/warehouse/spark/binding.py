"""The values of a statement on their way to Spark, and the rows on their way back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from dashboard.warehouse.engine import Table

NAMES: Mapping[type, str] = {
    bool: "boolean",
    int: "bigint",
    float: "double",
    str: "string",
    date: "date",
    datetime: "timestamp_ntz",
}


def kind_of_value(value: object) -> str | None:
    """Spark's type of a value that is bound; None of null."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        kinds = {kind_of_value(each) for each in value} - {None}
        return f"array<{kinds.pop() if kinds else 'string'}>"
    return NAMES[type(value)]


def sent(value: object) -> Any:
    """A value as the client takes it: moments as text, which the statement reads without asking for a zone."""
    if isinstance(value, list | tuple):
        return [sent(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else value


def rows_of(table: pa.Table, translated: str) -> Table:
    """What Spark answered, as DuckDB's rows are: naive moments, lists, records by name; and what it was sent."""
    columns: Sequence[list[Any]] = [column.to_pylist() for column in table.columns]
    return Table(tuple(table.column_names), tuple(zip(*columns, strict=True)) if columns else (), translated)
