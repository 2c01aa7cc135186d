"""The typed tables that a cluster imports: where they lie, and whether each column has the type of what it holds."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow.parquet import ColumnSchema, ParquetFile

from dashboard.errors import BadInput
from dashboard.importing.canonical import TABLES, CanonicalTable, ColumnKind
from dashboard.warehouse.disk import digest_of

ENDING = ".parquet"
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


@dataclass(frozen=True)
class TypedTable:
    """A canonical table as Parquet files; ``rows`` of each, in order, by their own account."""

    name: str
    files: tuple[Path, ...]
    schema: pa.Schema
    rows: tuple[int, ...]

    @property
    def label(self) -> str:
        """What an import calls it."""
        return f"{self.name}{ENDING}"

    def column(self, name: str) -> str | None:
        """The table's own column for a canonical one, whatever its capitals; None where it has none."""
        if TABLES[self.name].column(name) is None:
            return None
        return next((each for each in self.schema.names if each.strip().lower() == name), None)

    def digest(self) -> str:
        """The digest of its file; of several, that of their digests in order."""
        digests = [digest_of(file) for file in self.files]
        return digests[0] if len(digests) == 1 else hashlib.sha256(" ".join(digests).encode()).hexdigest()


def typed_tables(paths: Sequence[Path]) -> list[TypedTable]:
    """The tables at ``paths``: files or folders named after canonical tables, or folders of such.

    Raises BadInput for what is none, for a file that cannot be read, and for a column of another type.
    """
    places: dict[str, tuple[Path, ...]] = {}
    for path in paths:
        for name, files in _places(path):
            if name in places:
                raise BadInput(f"{path}: the table {name} is there twice; name one of them.")
            places[name] = files
    tables = [_table(name, files) for name, files in sorted(places.items())]
    for table in tables:
        _refuse_types(table, TABLES[table.name])
    return tables


def _places(path: Path) -> Iterator[tuple[str, tuple[Path, ...]]]:
    """The tables at one path, each with its files."""
    if not path.exists():
        raise BadInput(f"{path}: there is no such file or folder.")
    name = path.name.removesuffix(ENDING).lower()
    if name in TABLES and path.is_dir():
        files = tuple(sorted(file for file in path.rglob(f"*{ENDING}") if not file.name.startswith((".", "_"))))
        if not files:
            raise BadInput(f"{path}: no Parquet file is in this folder; a table is a folder of such, or one file.")
        yield name, files
    elif name in TABLES and path.suffix == ENDING:
        yield name, (path,)
    elif path.is_dir():
        inside = sorted(each for each in path.iterdir() if not each.name.startswith((".", "_")))
        places = [place for each in inside if each.is_dir() or each.suffix == ENDING for place in _places(each)]
        if not places:
            raise _no_table(path)
        yield from places
    else:
        raise _no_table(path)


def _no_table(path: Path) -> BadInput:
    return BadInput(
        f"{path}: a cluster imports Parquet tables named after the canonical ones (leads.parquet, or a folder leads); "
        "name those, or leave --engine out."
    )


def _table(name: str, files: tuple[Path, ...]) -> TypedTable:
    """The table of those files, whose columns are alike."""
    schemas, rows = [], []
    for file in files:
        try:
            with ParquetFile(file) as parquet:
                _refuse_nanoseconds(file, parquet)
                schemas.append(parquet.schema_arrow)
                rows.append(parquet.metadata.num_rows)
        except (pa.ArrowException, OSError) as error:
            why = " ".join(str(error).split())[:200]
            raise BadInput(f"{file}: this is no whole Parquet file ({why}); write it again.") from None
    for file, schema in zip(files, schemas, strict=True):
        if not schema.equals(schemas[0]):
            raise BadInput(f"{file}: its columns are not those of {files[0].name}; write the table anew.")
    return TypedTable(name, files, schemas[0], tuple(rows))


def _refuse_nanoseconds(file: Path, parquet: ParquetFile) -> None:
    """Spark reads none; what is kept in the old 96 bits looks the same to pyarrow, and Spark reads it."""
    for field in parquet.schema_arrow:
        if not pa.types.is_timestamp(field.type) or field.type.unit != "ns":
            continue
        if any(column.name == field.name and column.physical_type == "INT64" for column in _columns(parquet)):
            raise BadInput(f'{file}: "{field.name}" is in nanoseconds, which Spark does not read; write microseconds.')


def _columns(parquet: ParquetFile) -> list[ColumnSchema]:
    return [parquet.schema.column(at) for at in range(len(parquet.schema.names))]


def _refuse_types(table: TypedTable, canonical: CanonicalTable) -> None:
    types: Mapping[str, pa.DataType] = {field.name.strip().lower(): field.type for field in table.schema}
    for column in canonical.columns:
        kind = types.get(column.name)
        if kind is not None and column.kind in TYPES and not any(is_so(kind) for is_so in TYPES[column.kind]):
            raise BadInput(
                f'{table.label}: the column "{column.name}" is of the type {kind}; a cluster imports typed tables '
                f"alone: make it {WORDS[column.kind]}, or leave --engine out."
            )
