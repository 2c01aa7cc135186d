"""The two ways a generation is kept: one file of DuckDB's, or a folder of Parquet files with a manifest.

Both hold the same tables of the same rows and columns. In a folder each table has a folder of its own; the rows of a
person, a deal or an account lie in the files of the bucket that ``queries/import/buckets.sql`` puts them into, and
``manifest.json``, which is written last, names every file with its rows, its bytes and its digest. Such a folder can
lie in object storage too (``bucket/``), which is taken at its word for what its files hold, and asked which there are
and how long each is.
"""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Annotated, Final, Literal, get_args

import duckdb
from pydantic import AfterValidator, BaseModel, ConfigDict, NonNegativeInt, PositiveInt, ValidationError

from dashboard.warehouse.bucket.opening import bucket_of, make_readable
from dashboard.warehouse.bucket.place import ObjectPath
from dashboard.warehouse.disk import digest_of

StoreKind = Literal["duckdb", "parquet"]
KINDS: tuple[StoreKind, ...] = get_args(StoreKind)
MANIFEST = "manifest.json"
ROW_NUMBER: Final = "rowid"
"""The column of Parquet files that keeps what DuckDB knows of a table by itself: which of its rows it is."""
IN_MEMORY = "':memory:'"


class DamagedStore(Exception):
    """What is wrong with a generation's files, as the middle of a sentence."""


def _inside(path: str) -> str:
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise ValueError("a path leads out of the generation")
    return path


class ParquetFile(BaseModel):
    """One file of a table: its path below the generation's folder, its rows, its bytes and their SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    path: Annotated[str, AfterValidator(_inside)]
    rows: NonNegativeInt
    bytes: PositiveInt
    sha256: str


class ParquetTable(BaseModel):
    """The files of a table; ``numbered`` where they keep the number of each row, as ``rowid``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    files: tuple[ParquetFile, ...]
    numbered: bool = False


class ParquetManifest(BaseModel):
    """What a folder of Parquet files holds; ``buckets`` is how many its keys are spread over."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1] = 1
    buckets: PositiveInt
    tables: dict[str, ParquetTable]

    @property
    def files(self) -> Iterator[ParquetFile]:
        """The files of every table."""
        return (file for table in self.tables.values() for file in table.files)


def kind_of(path: Path) -> StoreKind:
    """The kind of the generation at ``path``, by its name."""
    return "parquet" if path.suffix == ".parquet" else "duckdb"


def read_manifest(folder: Path) -> ParquetManifest:
    """The manifest of a folder of Parquet files; raises DamagedStore when there is none that can be read."""
    try:
        return ParquetManifest.model_validate_json(_manifest_of(folder))
    except OSError as error:
        raise DamagedStore(f"{folder.name}/{MANIFEST}: {error.strerror}") from None
    except ValidationError:
        raise DamagedStore(f"{folder.name}/{MANIFEST} is damaged") from None


def check_files(path: Path) -> None:
    """Raises DamagedStore naming the first file of a folder that is not there or not as long as it was written."""
    if kind_of(path) == "parquet":
        _checked(path)


def _checked(path: Path) -> ParquetManifest:
    """The manifest of a folder whose files are all there and as long as they were written, as ``check_files`` says."""
    manifest = read_manifest(path)
    try:
        length_of = _lengths(path)
    except OSError as error:
        raise DamagedStore(f"{path.name}: {error.strerror}") from None
    for file in manifest.files:
        try:
            size = length_of(file.path)
        except OSError as error:
            raise DamagedStore(f"{path.name}/{file.path}: {error.strerror}") from None
        if size != file.bytes:
            lengths = f"{size:,} bytes where {file.bytes:,} were written"
            raise DamagedStore(f"{path.name}/{file.path} is cut, or of another import: {lengths}")
    return manifest


def digest_of_generation(path: Path) -> str:
    """What the pointer keeps of a generation: the digest of its file, or of its manifest, which has its files' own."""
    if kind_of(path) == "duckdb":
        return digest_of(path)
    return hashlib.sha256(_manifest_of(path)).hexdigest()


def names_in(folder: Path) -> list[str]:
    """The names of files and folders directly in a folder; raises OSError."""
    if isinstance(folder, ObjectPath):
        return bucket_of(folder).names(folder)
    return [path.name for path in folder.iterdir()]


def is_there(path: Path) -> bool:
    """Whether there is a generation at a path, in a bucket at least its manifest; raises OSError."""
    if isinstance(path, ObjectPath):
        return bucket_of(path).has(path / MANIFEST)
    return path.is_dir() if kind_of(path) == "parquet" else path.is_file()


def is_as_published(path: Path, published: str) -> bool:
    """Whether every byte of a generation is as it was when its digest was ``published``; raises OSError.

    In a bucket, whether its manifest is, and every file is there and as long as that says.
    """
    if digest_of_generation(path) != published:
        return False
    try:
        if isinstance(path, ObjectPath):
            check_files(path)
            return True
        files = [] if kind_of(path) == "duckdb" else list(read_manifest(path).files)
    except DamagedStore:
        return False
    return all((path / file.path).is_file() and digest_of(path / file.path) == file.sha256 for file in files)


def attach(con: duckdb.DuckDBPyConnection, path: Path, name: str, *, numbered: bool = False) -> list[Path]:
    """Make the tables of a generation readable below ``name``; returns the files that reading them will open.

    ``numbered`` shows ``rowid`` of the tables that have it, as a table of DuckDB's own does. Raises DamagedStore, or
    what DuckDB raises.
    """
    if kind_of(path) == "duckdb":
        con.execute(f"attach {path_literal(path)} as {name} (read_only)")
        return []
    manifest = _checked(path)
    con.execute(f"attach {IN_MEMORY} as {name}")
    _make_views(con, path, manifest.tables, f"{name}.", numbered=numbered)
    return [path / file.path for file in manifest.files]


@contextmanager
def opened(path: Path, only: Collection[str] | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the tables of a generation by their names alone; raises as ``attach`` does.

    ``only`` says which are read: of a folder each is a file to open.
    """
    if kind_of(path) == "duckdb":
        with duckdb.connect(str(path), read_only=True) as con:
            yield con
        return
    manifest = _checked(path)
    tables = {name: table for name, table in manifest.tables.items() if only is None or name in only}
    with duckdb.connect() as con:
        _make_views(con, path, tables, "", numbered=False)
        yield con


def remove(path: Path, scratch: Path) -> None:
    """Take a generation away in one step; a folder is emptied in ``scratch``, where nobody takes it for one.

    In a bucket its manifest goes first, and without that nobody takes the rest for one.
    """
    if isinstance(path, ObjectPath):
        bucket = bucket_of(path)
        bucket.remove(path, [MANIFEST])
        bucket.remove(path, list(bucket.lengths(path)))
    elif kind_of(path) == "duckdb":
        path.unlink(missing_ok=True)
    elif path.exists():
        shutil.rmtree(path.rename(scratch / path.name))


def _make_views(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    tables: Mapping[str, ParquetTable],
    schema: str,
    *,
    numbered: bool,
) -> None:
    if isinstance(folder, ObjectPath):
        make_readable(con, folder)
    con.execute("set parquet_metadata_cache = true")
    for name, table in tables.items():
        view = name.replace('"', '""')
        files = ", ".join(path_literal(folder / file.path) for file in table.files)
        columns = f"* exclude ({ROW_NUMBER})" if table.numbered and not numbered else "*"
        con.execute(
            f'create view {schema}"{view}" as select {columns} from read_parquet([{files}], hive_partitioning = false)'
        )


def path_literal(path: Path) -> str:
    """A path as a text of SQL, whatever is in its name."""
    return "'" + os.fspath(path).replace("'", "''") + "'"


def _manifest_of(folder: Path) -> bytes:
    path = folder / MANIFEST
    return bucket_of(path).read(path)[0] if isinstance(path, ObjectPath) else path.read_bytes()


def _lengths(folder: Path) -> Callable[[str], int]:
    """Tells how long a file of a folder is, or raises OSError; those of a bucket are listed at once."""
    if not isinstance(folder, ObjectPath):
        return lambda name: (folder / name).stat().st_size
    listed = bucket_of(folder).lengths(folder)

    def length_of(name: str) -> int:
        if name not in listed:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return listed[name]

    return length_of
