"""The typed tables that a cluster imports: where they lie, and whether each column has the type of what it holds."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, repeat
from operator import add
from pathlib import Path

import pyarrow as pa
from pyarrow.parquet import ColumnSchema, ParquetFile

from dashboard.errors import BadInput
from dashboard.importing.canonical import TABLES, CanonicalTable, ColumnKind
from dashboard.importing.cluster.delta import DeltaVersion, delta_version
from dashboard.importing.reading.lakes import DELTA, lake_kind, refuse_lake_table
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


HIDDEN = (".", "_")
"""How the names begin of what lies in a table's folder and is not of it: the files of a job that is not done, say."""
OF_A_PARTITION = re.compile(r"(\w+)=")
"""A folder whose name says what a column is for all the rows below it."""
FIRST_LINE = 2
"""The line of a table's first row, as in a file with a header."""


@dataclass(frozen=True)
class TypedTable:
    """A canonical table as Parquet files; ``rows`` of each, in order, by their own account.

    Of a Delta table ``delta`` says what else its rows are.
    """

    name: str
    files: tuple[Path, ...]
    schema: pa.Schema
    rows: tuple[int, ...]
    delta: DeltaVersion | None = None

    @property
    def label(self) -> str:
        """What an import calls it."""
        return f"{self.name}{ENDING}"

    @property
    def words(self) -> str:
        """As what an import reads it."""
        return self.delta.words if self.delta else "Parquet"

    @property
    def first_lines(self) -> list[int]:
        """The line of each file's first row: they stand in order, one behind the other, with their deleted rows."""
        deleted = map(len, self.delta.deleted) if self.delta else repeat(0)
        return list(accumulate(map(add, self.rows, deleted), initial=FIRST_LINE))[:-1]

    def column(self, name: str) -> str | None:
        """The table's own column for a canonical one, whatever its capitals; None where it has none."""
        if TABLES[self.name].column(name) is None:
            return None
        return next((each for each in self.schema.names if each.strip().lower() == name), None)

    def digest(self) -> str:
        """The digest of its file; of several, that of their digests in order, and of what a log says of their rows."""
        digests = [digest_of(file) for file in self.files]
        if self.delta is None and len(digests) == 1:
            return digests[0]
        logged = [] if self.delta is None else [self.delta.log_says()]
        return hashlib.sha256(" ".join([*digests, *logged]).encode()).hexdigest()


def typed_tables(paths: Sequence[Path]) -> list[TypedTable]:
    """The tables at ``paths``: files or folders named after canonical tables, or folders of such.

    Raises BadInput for what is none, for a file that cannot be read, and for a column of another type.
    """
    tables: dict[str, TypedTable] = {}
    for path in paths:
        # Spark knows no folder above another
        for table in _tables(path.resolve() if ".." in path.parts else path.absolute()):
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
    if name in TABLES and lake_kind(path) == DELTA:
        yield _delta_table(name, path)
    elif name in TABLES and path.is_dir():
        refuse_lake_table(path)
        files = tuple(sorted(_files(path)))
        if not files:
            raise BadInput(f"{path}: no Parquet file is in this folder; a table is a folder of such, or one file.")
        for folder in sorted({file.parent for file in files}):
            refuse_lake_table(folder)
        table = _table(name, files)
        _refuse_partitions(path, table)
        yield table
    elif name in TABLES and path.suffix == ENDING:
        refuse_lake_table(path)
        yield _table(name, (path,))
    elif path.is_dir():
        refuse_lake_table(path)
        inside = sorted(each for each in path.iterdir() if not each.name.startswith(HIDDEN))
        tables = [table for each in inside if each.is_dir() or each.suffix == ENDING for table in _tables(each)]
        if not tables:
            raise _no_table(path)
        yield from tables
    else:
        raise _no_table(path)


def _files(folder: Path) -> Iterator[Path]:
    for file in folder.rglob(f"*{ENDING}"):
        if not any(part.startswith(HIDDEN) for part in file.relative_to(folder).parts):
            yield file


def _refuse_partitions(folder: Path, table: TypedTable) -> None:
    """Raises BadInput for a column of the table that stands in the names of folders alone."""
    for file in table.files:
        for column in OF_A_PARTITION.findall("/".join(file.relative_to(folder).parent.parts)):
            if TABLES[table.name].column(column.lower()) is not None and table.column(column.lower()) is None:
                raise BadInput(
                    f'{folder}: the column "{column}" stands in the names of its folders alone; write it into the '
                    "files too, or a Delta table."
                )


def _no_table(path: Path) -> BadInput:
    return BadInput(
        f"{path}: a cluster imports Parquet or Delta tables named after the canonical ones (leads.parquet, or a folder "
        "leads); "
        "name those, or leave --engine out."
    )


def _table(name: str, files: tuple[Path, ...]) -> TypedTable:
    """The table of those files, whose columns are alike."""
    schemas, rows = [], []
    for file in files:
        with _whole(file, "write it again") as parquet:
            schemas.append(parquet.schema_arrow)
            rows.append(parquet.metadata.num_rows)
    for file, schema in zip(files, schemas, strict=True):
        if not schema.equals(schemas[0]):
            raise BadInput(f"{file}: its columns are not those of {files[0].name}; write the table anew.")
    return TypedTable(name, files, schemas[0], tuple(rows))


def _delta_table(name: str, folder: Path) -> TypedTable:
    """The current version of a Delta table, each of whose columns a file has as the log says, or not at all."""
    version = delta_version(folder)
    rows = []
    for number, file in enumerate(version.files):
        with _whole(file, f"version {version.version} of the table has it: restore it, or import again") as parquet:
            version.refuse_other(number, parquet.schema_arrow, parquet.metadata.num_rows)
            rows.append(parquet.metadata.num_rows - len(version.deleted[number]))
    return TypedTable(name, version.files, version.schema, tuple(rows), version)


@contextmanager
def _whole(file: Path, move: str) -> Iterator[ParquetFile]:
    """A file that can be read; raises BadInput."""
    try:
        with ParquetFile(file) as parquet:
            _refuse_nanoseconds(file, parquet)
            yield parquet
    except (pa.ArrowException, OSError) as error:
        why = " ".join(str(error).split())[:200]
        raise BadInput(f"{file}: this is no whole Parquet file ({why}); {move}.") from None


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
