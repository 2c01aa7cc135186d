"""The canonical tables as ``queries/tables.sql`` creates them: the one list of their columns."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlglot
from sqlglot import exp

FILE = Path(__file__).resolve().parent.parent / "queries" / "tables.sql"
NUMBER_TYPES = frozenset({"bigint", "double"})


@dataclass(frozen=True)
class SqlColumn:
    """A column as SQL has it: its type in small letters, whether it may be null, whether it has a default."""

    name: str
    type: str
    may_be_null: bool
    has_default: bool


@cache
def created() -> dict[str, tuple[SqlColumn, ...]]:
    """The columns of each table of the file, in its order; those that only an import fills have a default."""
    statements = sqlglot.parse(FILE.read_text(encoding="utf-8"), dialect="duckdb")
    return {
        table.this.this.name: tuple(_column(column) for column in table.this.find_all(exp.ColumnDef))
        for table in statements
        if isinstance(table, exp.Create)
    }


def columns_of(table: str) -> tuple[SqlColumn, ...]:
    """The columns of a canonical table that a file can fill."""
    return tuple(column for column in created()[table] if not column.has_default)


def _column(column: exp.ColumnDef) -> SqlColumn:
    kinds = [constraint.kind for constraint in column.constraints]
    return SqlColumn(
        column.name,
        column.args["kind"].sql("duckdb").lower(),
        may_be_null=not any(isinstance(each, exp.NotNullColumnConstraint) for each in kinds),
        has_default=any(isinstance(each, exp.DefaultColumnConstraint) for each in kinds),
    )
