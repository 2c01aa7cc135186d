"""The only module that queries DuckDB for an answer: one generation, read-only, one cursor per statement.

The generation's file is attached as ``warehouse`` to a database in memory that holds the statistics
(``queries/statistics``). Then the door is locked: no file, no network, no extension, no setting can be reached.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.warehouse.engine import EngineFault, Statement, Table, UnknownNames, UnreadableFiles
from dashboard.warehouse.headers import QUERIES
from icp.scoring import macros

LOCKS = (
    "set global autoinstall_known_extensions = false",
    "set global autoload_known_extensions = false",
    "set global enable_external_access = false",
    "set global lock_configuration = true",
)
LOST = (duckdb.IOException, duckdb.FatalException, duckdb.ConnectionException)
"""What DuckDB raises when the file beneath it is cut, damaged or closed."""
UNKNOWN = (duckdb.BinderException, duckdb.CatalogException)


class DuckEngine:
    """DuckDB in this process, as the Engine of a warehouse."""

    def __init__(self, path: Path) -> None:
        """Open the generation whose file is ``path``; raises EngineFault when it cannot be read."""
        self._connection = duckdb.connect()
        try:
            with _faults():
                for statistic in sorted((QUERIES / "statistics").glob("*.sql")):
                    self._connection.execute(statistic.read_text(encoding="utf-8"))
                self._connection.execute(macros())
                self._connection.execute(f"attach {_quoted(str(path))} as warehouse (read_only)")
                for lock in LOCKS:
                    self._connection.execute(lock)
        except EngineFault:
            self._connection.close()
            raise

    def run(self, statement: Statement) -> Table:
        """The rows a statement selects, on a cursor of its own."""
        with self._cursor() as cursor:
            result = cursor.execute(statement.sql, dict(statement.bound))
            columns = tuple(column[0] for column in result.description or ())
            return Table(columns, tuple(result.fetchall()))

    def keep(self, name: str, statement: Statement) -> str:
        """Make a table of what a statement selects, in memory."""
        return self._make(name, statement.sql, statement.bound)

    def keep_rows(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> str:
        """Make a table of rows, in memory."""
        lists = ", ".join(f'unnest(${number}::{kind}[]) as "{column}"' for number, (column, kind) in _counted(columns))
        values = [list(column) for column in zip(*rows, strict=True)] or [[]] * len(columns)
        return self._make(name, f"select {lists}", values)

    def drop(self, table: str) -> None:
        """Free a table's memory."""
        with self._cursor() as cursor:
            cursor.execute(f"drop table {table}")

    def close(self) -> None:
        """Let the generation's file go at once."""
        self._connection.close()

    def _make(self, name: str, sql: str, bound: Mapping[str, object] | list[list[object]]) -> str:
        table = f"memory.main.{name}"
        with self._cursor() as cursor:
            cursor.execute(f"create table {table} as {sql}", bound)
        return table

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with _faults(), self._connection.cursor() as cursor:
            yield cursor


@contextmanager
def _faults() -> Iterator[None]:
    """What DuckDB raises, as the faults of an engine."""
    try:
        yield
    except LOST as error:
        raise UnreadableFiles(str(error)) from error
    except UNKNOWN as error:
        raise UnknownNames(str(error)) from error
    except duckdb.Error as error:
        raise EngineFault(str(error)) from error


def _counted(columns: Mapping[str, str]) -> Iterator[tuple[int, tuple[str, str]]]:
    return enumerate(columns.items(), start=1)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
