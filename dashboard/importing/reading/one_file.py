"""Reads one file: ``stage`` makes an all-text table of it.

A clean file goes through DuckDB's parallel reader with every choice made for it; any other through a strict reader of
our own.
"""

import errno
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.errors import BadInput
from dashboard.importing.reading.delimited import stage_delimited
from dashboard.importing.reading.loading import drop, table_name
from dashboard.importing.reading.parquet import stage_parquet
from dashboard.importing.reading.sources import kind_of, source_files
from dashboard.importing.reading.staged import MOSTLY_BAD_ROWS, Progress, ReadOptions, Staged, StagedFile, Tally, rising
from dashboard.importing.reading.workbook import stage_workbook
from dashboard.importing.sql import run
from dashboard.warehouse.disk import digest_of

DEFAULT_SPILL = ".tmp"
"""DuckDB's own choice for a database in memory: the folder the user happens to stand in."""
STAGERS = {"text": stage_delimited, "excel": stage_workbook, "parquet": stage_parquet}


def stage(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    label: str,
    number: int,
    options: ReadOptions,
    known_columns: Callable[[Sequence[str]], int],
    progress: Progress | None = None,
) -> Staged:
    """One source file as a staging table of this connection, named after ``number``.

    ``known_columns`` says how many of these headers the mapping knows. Raises MustAsk when only the user can
    tell how to read the file, BadInput when it cannot be read.
    """
    source_files(path)  # refuses a pipe, which would be waited for
    with unchanged(path, label):
        kind = kind_of(path, label)
        table = table_name(number)
        drop(con, table)
        tally = Tally()
        with _workplace(con) as folder, _in_a_sentence(label):
            digest = _digest(path)
            plain_name = folder / "source"
            plain_name.symlink_to(path.resolve())  # DuckDB takes [, * and ? in a name for a pattern
            source = StagedFile(plain_name, label, table, folder, options, known_columns, rising(progress or _silent))
            read = STAGERS[kind](con, source, tally)
            sha256 = digest.result()
    _warn(tally, is_whole=options.line_column is None)
    return Staged(
        label=label,
        table=table,
        headers=read.headers,
        rejected=f"{table}_rejected",
        rows_read=tally.accepted + tally.rejected + read.footer + tally.titles,
        blank=tally.blank,
        footer=read.footer + tally.titles,
        sha256=sha256,
        dialect=read.dialect,
        warnings=tuple(tally.warnings),
    )


def forget(con: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Drops a file's staging tables, once nothing reads them any more."""
    drop(con, staged.table)


@contextmanager
def unchanged(path: Path, label: str) -> Iterator[None]:
    """Raises BadInput when the file is another at the end of the block, or has other bytes: what was read is neither.

    That is so whatever else went wrong meanwhile, since it may have gone wrong for that reason.
    """
    before = _identity(path)
    try:
        yield
    except Exception:
        if _identity(path) != before:
            raise _changed(label) from None
        raise
    if _identity(path) != before:
        raise _changed(label)


def _identity(path: Path) -> tuple[int, ...] | None:
    """What tells a file and its bytes from another, as far as its folder knows; None when it is not there."""
    try:
        now = path.stat()
    except OSError:
        return None
    return now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns


def _changed(label: str) -> BadInput:
    return BadInput(
        f"{label}: the file changed while it was read, so nothing was imported; import it once it is whole."
    )


def _digest(path: Path) -> Future[str]:
    """The digest of a file, made beside the reading; nobody who stops waits for it."""
    pool = ThreadPoolExecutor(max_workers=1)
    future = pool.submit(digest_of, path)
    pool.shutdown(wait=False)
    return future


def mostly_bad(rejected: int, rows: int) -> tuple[str, str]:
    """The warning about a file of which many rows cannot be read."""
    return "mostly_bad", f"{rejected:,} of {rows:,} rows cannot be read: is this the right file, and whole?"


def _warn(tally: Tally, *, is_whole: bool) -> None:
    """Notes what to say of a file; of a part of one the share of its rows that cannot be read says nothing."""
    rows = tally.accepted + tally.rejected
    if not rows:
        tally.warnings.append(("no_rows", "The file has a header but no rows: nothing is loaded from it."))
    elif is_whole and rows >= MOSTLY_BAD_ROWS and tally.rejected * 5 > rows:
        tally.warnings.append(mostly_bad(tally.rejected, rows))
    if tally.stripped:
        sentence = (
            f"{tally.stripped:,} control characters were stripped from the values; export without them if it matters."
        )
        tally.warnings.append(("control_characters", sentence))


@contextmanager
def _in_a_sentence(label: str) -> Iterator[None]:
    """What the machine cannot do or has too little of, said as what to do about it."""
    try:
        yield
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        words = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
        move = "see that the file and the disk can be read and written"
        if isinstance(error, duckdb.OutOfMemoryException):
            move = "make room in memory"
        elif isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            move = "make room on the disk"
        raise BadInput(f"{label}: reading stopped, nothing was imported ({words}); {move} and start again.") from error


@contextmanager
def _workplace(con: duckdb.DuckDBPyConnection) -> Iterator[Path]:
    """A folder for temporary files, gone afterwards.

    It lies where this connection spills to, when that was said, so that what a killed import leaves is swept
    with its other leftovers.
    """
    (spill,) = run(con, "spill_folder").fetchall()[0]
    parent = Path(spill) if spill and spill != DEFAULT_SPILL else None
    if parent is not None:
        parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reading-", dir=parent) as folder:
        yield Path(folder)


def _silent(_done: int, _total: int) -> None:
    pass
