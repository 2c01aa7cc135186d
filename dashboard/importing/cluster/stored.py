"""A table as it lies: one Parquet file, a folder of such, or a Delta table by its log."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, repeat
from operator import add
from pathlib import Path

import pyarrow as pa
from pyarrow.parquet import ColumnSchema, ParquetFile

from dashboard.errors import BadInput
from dashboard.importing.canonical import TABLES
from dashboard.importing.cluster.delta import DeltaVersion, delta_version
from dashboard.importing.mapping.language import Mapping
from dashboard.importing.mapping.matching import CANONICAL
from dashboard.importing.reading.lakes import DELTA, lake_kind, refuse_lake_table
from dashboard.terminal import printable
from dashboard.warehouse.disk import digest_of

ENDING = ".parquet"
HIDDEN = (".", "_")
"""How the names begin of what lies in a table's folder and is not of it: the files of a job that is not done, say."""
OF_A_PARTITION = re.compile(r"(\w+)=")
"""A folder whose name says what a column is for all the rows below it."""
FIRST_LINE = 2
"""The line of a table's first row, as in a file with a header."""


@dataclass(frozen=True)
class TypedTable:
    """A table as Parquet files; ``rows`` of each, in order, by their own account.

    Of a Delta table ``delta`` says what else its rows are. ``mapping`` reads it, and ``is_named`` where it was named
    itself, not found in a folder.
    """

    name: str
    files: tuple[Path, ...]
    schema: pa.Schema
    rows: tuple[int, ...]
    delta: DeltaVersion | None = None
    mapping: Mapping = CANONICAL
    is_named: bool = False

    @property
    def label(self) -> str:
        """What an import calls it."""
        return printable(f"{self.name}{ENDING}")

    @property
    def place(self) -> str:
        """What a folder is called that its rows pass through."""
        return self.name if self.name in TABLES else hashlib.sha256(self.name.encode()).hexdigest()[:16]

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


def table_at(path: Path, name: str) -> TypedTable:
    """The table called ``name`` that a file or a folder is; raises BadInput where it is none that can be read."""
    if lake_kind(path) == DELTA:
        return _delta_table(name, path)
    refuse_lake_table(path)
    if not path.is_dir():
        return _table(name, (path,))
    files = tuple(sorted(_files(path)))
    if not files:
        raise BadInput(f"{path}: no Parquet file is in this folder; a table is a folder of such, or one file.")
    for folder in sorted({file.parent for file in files}):
        refuse_lake_table(folder)
    table = _table(name, files)
    _refuse_partitions(path, table)
    return table


def place_of(path: Path) -> Path:
    """The path as a cluster reads it: Spark knows no folder above another."""
    return path.resolve() if ".." in path.parts else path.absolute()


def inside(folder: Path) -> list[Path]:
    """What lies in a folder of tables, by name."""
    refuse_lake_table(folder)
    return sorted(each for each in folder.iterdir() if not each.name.startswith(HIDDEN))


def _files(folder: Path) -> Iterator[Path]:
    for file in folder.rglob(f"*{ENDING}"):
        if not any(part.startswith(HIDDEN) for part in file.relative_to(folder).parts):
            yield file


def _refuse_partitions(folder: Path, table: TypedTable) -> None:
    """Raises BadInput for a column of the table that stands in the names of folders alone."""
    for file in table.files:
        for column in OF_A_PARTITION.findall("/".join(file.relative_to(folder).parent.parts)):
            known = [name.strip().lower() for name in table.schema.names]
            if (table.name not in TABLES or TABLES[table.name].column(column.lower())) and column.lower() not in known:
                raise BadInput(
                    f'{folder}: the column "{column}" stands in the names of its folders alone; write it into the '
                    "files too, or a Delta table."
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
