"""The values of a statement on their way to Spark, and the rows on their way back."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from sqlglot import exp

from dashboard.warehouse.engine import Table
from dashboard.warehouse.spark.nodes import call, cast

NAMES: Mapping[type, str] = {
    bool: "boolean",
    int: "bigint",
    float: "double",
    str: "string",
    date: "date",
    datetime: "timestamp_ntz",
}

LIST = "array<"


def kind_of_value(value: object) -> str | None:
    """Spark's type of a value that is bound; None of null."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        kinds = {kind for each in value if (kind := kind_of_value(each)) is not None}
        return f"{LIST}{'double' if len(kinds) > 1 else next(iter(kinds), 'string')}>"
    return NAMES[type(value)]


def sent(value: object) -> object:
    """A value as the client takes it: moments as text, which the statement reads without asking for a zone.

    A list is one text, JSON of texts, as the client takes none that holds a null.
    """
    if isinstance(value, list | tuple):
        return json.dumps([None if each is None else _as_text(each) for each in value])
    return _as_text(value) if isinstance(value, date) else value


def placed(place: exp.Placeholder, kind: str) -> exp.Expr:
    """Where a value stands in a statement: read as its type, whatever it is sent as."""
    values = call("from_json", place, exp.Literal.string(f"{LIST}string>")) if kind.startswith(LIST) else place
    return cast(values, kind)


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)


def rows_of(table: pa.Table, translated: str) -> Table:
    """What Spark answered, as DuckDB's rows are: naive moments, lists, records by name; and what it was sent."""
    columns: Sequence[list[Any]] = [column.to_pylist() for column in table.columns]
    return Table(tuple(table.column_names), tuple(zip(*columns, strict=True)) if columns else (), translated)
