"""The canonical tables that a cluster imports: where they lie, and whether each column has its type."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from dashboard.errors import BadInput
from dashboard.importing.canonical import TABLES, CanonicalTable, ColumnKind
from dashboard.importing.cluster.stored import ENDING, TypedTable, inside, place_of, table_at

TYPES = {
    ColumnKind.INSTANT: (pa.types.is_timestamp, pa.types.is_date),
    ColumnKind.DAY: (pa.types.is_timestamp, pa.types.is_date),
    ColumnKind.NUMBER: (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal),
    ColumnKind.WHOLE: (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal),
}
"""Of which types a column of a kind may be. How a text is to be read as one of them is told by all of its values, and a
task sees those of its part."""
WORDS = {
    ColumnKind.INSTANT: "a timestamp or a date",
    ColumnKind.DAY: "a date or a timestamp",
    ColumnKind.NUMBER: "a number",
    ColumnKind.WHOLE: "a number",
}


def typed_tables(paths: Sequence[Path]) -> list[TypedTable]:
    """The tables at ``paths``: files or folders named after canonical tables, or folders of such.

    Raises BadInput for what is none, for a file that cannot be read, and for a column of another type.
    """
    tables: dict[str, TypedTable] = {}
    for path in paths:
        for table in _tables(place_of(path)):
            if table.name in tables:
                raise BadInput(f"{path}: the table {table.name} is there twice; name one of them.")
            tables[table.name] = table
    for _, table in sorted(tables.items()):
        _refuse_types(table, TABLES[table.name])
    return [table for _, table in sorted(tables.items())]


def _tables(path: Path) -> Iterator[TypedTable]:
    """The tables at one path."""
    if not path.exists():
        raise BadInput(f"{path}: there is no such file or folder.")
    name = path.name.removesuffix(ENDING).lower()
    if name in TABLES and (path.is_dir() or path.suffix == ENDING):
        yield table_at(path, name)
    elif path.is_dir():
        entries = [each for each in inside(path) if each.is_dir() or each.suffix == ENDING]
        tables = [table for each in entries for table in _tables(each)]
        if not tables:
            raise _no_table(path)
        yield from tables
    else:
        raise _no_table(path)


def _no_table(path: Path) -> BadInput:
    return BadInput(
        f"{path}: a cluster imports Parquet or Delta tables named after the canonical ones (leads.parquet, or a folder "
        "leads); "
        "name those, or leave --engine out."
    )


def _refuse_types(table: TypedTable, canonical: CanonicalTable) -> None:
    types: dict[str, pa.DataType] = {field.name.strip().lower(): field.type for field in table.schema}
    for column in canonical.columns:
        kind = types.get(column.name)
        if kind is not None and column.kind in TYPES and not any(is_so(kind) for is_so in TYPES[column.kind]):
            raise BadInput(
                f'{table.label}: the column "{column.name}" is of the type {kind}; a cluster imports typed tables '
                f"alone: make it {WORDS[column.kind]}, or leave --engine out."
            )
