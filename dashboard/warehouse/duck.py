"""The only module that queries DuckDB for an answer: one generation, read-only, one cursor per statement.

The generation is attached as ``warehouse`` to a database in memory that holds the statistics (``queries/statistics``).
Then the door is locked: no network, no extension, no setting and no file but the generation's can be reached, and
nothing but a selection is run.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.warehouse.engine import BrokenEngine, EngineFault, Statement, Table, UnknownNames, UnreadableFiles
from dashboard.warehouse.headers import QUERIES
from dashboard.warehouse.stores import DamagedStore, attach, check_files
from icp.scoring import macros

LOCKS = (
    "set global autoinstall_known_extensions = false",
    "set global autoload_known_extensions = false",
    "set global enable_external_access = false",
    "set global lock_configuration = true",
)
INVALIDATED = "database has been invalidated"
"""What DuckDB says to every statement after a fault of its own, until it is opened anew."""
LOST = (duckdb.IOException, duckdb.FatalException, duckdb.ConnectionException)
"""What DuckDB raises when the file beneath it is cut, damaged or closed."""
UNKNOWN = (duckdb.BinderException, duckdb.CatalogException)


class DuckEngine:
    """DuckDB in this process, as the Engine of a warehouse."""

    def __init__(self, path: Path) -> None:
        """Open the generation at ``path``; raises EngineFault when it cannot be read."""
        self._path = path
        self._connection = duckdb.connect()
        try:
            with self._faults():
                for statistic in sorted((QUERIES / "statistics").glob("*.sql")):
                    self._connection.execute(statistic.read_text(encoding="utf-8"))
                self._connection.execute(macros())
                files = attach(self._connection, path, "warehouse", numbered=True)
                if files:
                    self._connection.execute("set global allowed_paths = $1", [[str(file) for file in files]])
                for lock in LOCKS:
                    self._connection.execute(lock)
        except EngineFault:
            self._connection.close()
            raise

    def run(self, statement: Statement) -> Table:
        """The rows a statement selects, on a cursor of its own."""
        with self._cursor() as cursor:
            parsed = cursor.extract_statements(statement.sql)
            if [each.type for each in parsed] != [duckdb.StatementType.SELECT]:  # it could write what is within reach
                raise EngineFault(f"no selection: {statement.sql}")
            result = cursor.execute(parsed[0], dict(statement.bound))
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
        with self._faults(), self._connection.cursor() as cursor:
            yield cursor

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """What DuckDB raises, as the faults of an engine; of a file that is cut it says anything at all."""
        try:
            yield
        except DamagedStore as error:
            raise UnreadableFiles(str(error)) from error
        except duckdb.Error as error:
            try:
                check_files(self._path)
            except DamagedStore as damage:
                raise UnreadableFiles(str(damage)) from error
            if isinstance(error, duckdb.InternalException) or INVALIDATED in str(error):
                raise BrokenEngine(str(error)) from error
            if isinstance(error, LOST):
                raise UnreadableFiles(str(error)) from error
            raise (UnknownNames if isinstance(error, UNKNOWN) else EngineFault)(str(error)) from error


def _counted(columns: Mapping[str, str]) -> Iterator[tuple[int, tuple[str, str]]]:
    return enumerate(columns.items(), start=1)
