"""Where the journal lies: ``journal.sqlite`` in the warehouse's folder, or the PostgreSQL that a variable names."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, TextClause, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from dashboard.errors import BadInput, JournalUnavailable
from dashboard.importing.publishing.place import JOURNAL, JOURNAL_VARIABLE, refuse_own_journal
from dashboard.warehouse.catalogue import QUERIES

FILE = JOURNAL
VARIABLE = JOURNAL_VARIABLE
FOLDER = QUERIES / "journal"
OWNER_ONLY = 0o600
BUSY = ("database is locked", "lock timeout")


@cache
def query(name: str) -> TextClause:
    """A file of ``queries/journal`` by its name, its parameters bound as ``:name``."""
    return text((FOLDER / f"{name}.sql").read_text(encoding="utf-8"))


@cache
def script(path: Path) -> tuple[str, ...]:
    """The statements of a file that binds nothing; a blank line stands between two."""
    return tuple(path.read_text(encoding="utf-8").strip().split(";\n\n"))


class Store:
    """The database of a journal. Safe to share between threads."""

    def __init__(self, url: URL) -> None:
        """The store at ``url``; nothing is opened yet."""
        self._engine = _engine(url)
        self.dialect = self._engine.dialect.name
        self.place = url.render_as_string(hide_password=True) if self.dialect != "sqlite" else str(url.database)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read on; each statement sees what was acknowledged before it."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise self._unavailable(error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that alone may write; what is done on it is kept when the block ends, or none of it is."""
        with self.reading() as connection:
            self.run_script(connection, "begin")
            try:
                yield connection
                connection.exec_driver_sql("commit")
            except BaseException:
                with suppress(DBAPIError):  # what went wrong before is what is said
                    connection.exec_driver_sql("rollback")
                raise

    def run_script(self, connection: Connection, name: str) -> None:
        """Run the statements of ``queries/journal/<dialect>/<name>.sql``."""
        for statement in script(FOLDER / self.dialect / f"{name}.sql"):
            connection.exec_driver_sql(statement)

    def identity(self) -> object:
        """What tells this store's file from another put in its place; None where there is no file."""
        return _identity(self.place) if self.dialect == "sqlite" else ()

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _unavailable(self, error: SQLAlchemyError) -> JournalUnavailable:
        reason = str(error.orig if isinstance(error, DBAPIError) else error).strip().splitlines()[0]
        if any(word in reason for word in BUSY):
            return JournalUnavailable(f"The journal {self.place} is busy; nothing was kept, try again.")
        return JournalUnavailable(f"The journal {self.place} cannot be used ({reason}); nothing was kept.")


def rows(connection: Connection, name: str, **bound: object) -> list[dict[str, Any]]:
    """The rows of a file of ``queries/journal`` by column name."""
    result = connection.execute(query(name), bound)
    columns = tuple(result.keys())
    return [dict(zip(columns, row, strict=True)) for row in result]


def run(connection: Connection, name: str, values: Mapping[str, object]) -> None:
    """Run a file of ``queries/journal`` that changes something."""
    connection.execute(query(name), dict(values))


def place_of(folder: Path) -> URL:
    """Where the journal of the warehouse at ``folder`` lies; raises BadInput when the variable names no PostgreSQL.

    That of a warehouse in a bucket lies nowhere else.
    """
    named = os.environ.get(VARIABLE, "")
    refuse_own_journal(folder)
    if not named:
        return URL.create("sqlite+pysqlite", database=str((folder / FILE).resolve()))
    try:
        url = make_url(named)
    except ArgumentError:
        url = None
    if url is None or url.drivername not in {"postgresql", "postgresql+psycopg"}:
        raise BadInput(f"{VARIABLE} names no PostgreSQL; write postgresql://USER@HOST/DATABASE, or leave it out.")
    return url.set(drivername="postgresql+psycopg")


def _engine(url: URL) -> Engine:
    # Transactions are begun by the files of queries/journal, as SQLite's own beginning takes no lock.
    try:
        engine = create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=url.drivername != "sqlite+pysqlite")
    except ModuleNotFoundError:
        raise BadInput(
            f"{VARIABLE} names a PostgreSQL, and its driver is not installed; install funnel-review[postgres]."
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _keep_private)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "checkout", _refuse_replaced)
    return engine


def _keep_private(_dialect: object, record: ConnectionPoolEntry, arguments: list[Any], _keywords: object) -> None:
    """The file is its owner's alone, from the first byte on; what SQLite puts beside it follows it."""
    path = Path(arguments[0])
    try:
        if not path.exists():
            _make_private(path)
        path.chmod(OWNER_ONLY)
    except OSError as error:
        raise JournalUnavailable(f"The journal {path} cannot be opened ({error.strerror}); nothing was kept.") from None
    record.info["path"] = str(path)


def _make_private(path: Path) -> None:
    """An empty file that appears closed: closing any descriptor of a file lets go of all locks a process has on it.

    SQLite's own are among them, and who lost them has its log deleted by whoever closes the file elsewhere
    (https://sqlite.org/howtocorrupt.html, 2.2). A file system without links has it created in place, once.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(descriptor)
    with suppress(FileExistsError):  # somebody else was first
        try:
            os.link(name, path)
        except OSError:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY))
        finally:
            Path(name).unlink()


def _prepare(connection: Any, record: ConnectionPoolEntry) -> None:
    for statement in script(FOLDER / "sqlite" / "connect.sql"):
        connection.execute(statement)
    record.info["identity"] = _identity(record.info["path"])


def _refuse_replaced(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
    """A file that is no longer where the journal lies takes no more entries: nobody would read them."""
    if _identity(record.info["path"]) != record.info["identity"]:
        raise DisconnectionError


def _identity(path: str) -> object:
    try:
        there = os.stat(path)  # noqa: PTH116 -- asked before each statement
    except FileNotFoundError:
        return None
    return there.st_dev, there.st_ino
