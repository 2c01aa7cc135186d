"""The only module that queries DuckDB: one generation, read-only, one cursor per question.

The generation's file is attached as ``warehouse`` to a database in memory that holds the statistics
(``queries/statistics``). Then the door is locked: no file, no network, no extension, no setting can be reached.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import duckdb

from dashboard.errors import FunnelReviewError, NoWarehouse
from dashboard.scope.settings import Settings
from dashboard.warehouse.calendars import CalendarTables
from dashboard.warehouse.catalogue import QUERIES, Query
from dashboard.warehouse.generation import read_generation
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.kept import KeptTables, named, parameters_of
from dashboard.warehouse.memory import Memory
from dashboard.warehouse.prelude import Prelude, with_prelude
from icp.scoring import macros

LOCKS = (
    "set global autoinstall_known_extensions = false",
    "set global autoload_known_extensions = false",
    "set global enable_external_access = false",
    "set global lock_configuration = true",
)
CALENDAR = "{calendar}"  # where a text names the working time it reads
LOST = (duckdb.IOException, duckdb.FatalException, duckdb.ConnectionException)
"""What DuckDB raises when the file beneath it is cut, damaged or closed."""


@dataclass(frozen=True)
class Table:
    """What a question answered: column names and rows, in the question's own order."""

    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]


class Warehouse:
    """One generation, open for questions until closed; safe to share between threads."""

    def __init__(self, folder: Path, generation: str | None = None) -> None:
        """Open ``generation`` of the warehouse at ``folder``, the current one by default; raises NoWarehouse."""
        self.folder = folder
        self.memory = Memory()
        self.is_broken = False
        generations = Generations(folder)
        name = generation or generations.pointer().generation
        path = generations.path(name).resolve()
        self._connection = duckdb.connect()
        self._kept = KeptTables(self._connection)
        self._calendars = CalendarTables(self._connection)
        try:
            for statistic in sorted((QUERIES / "statistics").glob("*.sql")):
                self._connection.execute(statistic.read_text(encoding="utf-8"))
            self._connection.execute(macros())
            self._connection.execute(f"attach {_quoted(str(path))} as warehouse (read_only)")
            for lock in LOCKS:
                self._connection.execute(lock)
            with self._connection.cursor() as cursor:
                self.generation = read_generation(cursor, name)
        except duckdb.Error as error:
            self._connection.close()
            message = f"Generation {name} of {folder} cannot be read ({str(error).splitlines()[0]}); import again."
            raise NoWarehouse(message) from None

    def run(self, query: Query, prelude: Prelude, parameters: Mapping[str, object], settings: Settings) -> Table:
        """Answer one question on a cursor of its own; raises FunnelReviewError naming the file when it cannot.

        Raises NoWarehouse when the generation's file can no longer be read; then ``is_broken``.
        """
        sql = with_prelude(query, prelude)
        bound = {**parameters, **prelude.parameters}
        kept = prelude.kept
        try:
            if any(CALENDAR in text for text in (sql, *kept.values())):
                calendar = self._calendars.name_of(settings, self.generation.as_of, cast("datetime", bound["as_of"]))
                sql, kept = (
                    sql.replace(CALENDAR, calendar),
                    {name: text.replace(CALENDAR, calendar) for name, text in kept.items()},
                )
            with self.reading() as cursor, self._kept.read(kept, bound) as names:
                result = cursor.execute(named(sql, names), {name: bound[name] for name in parameters_of(sql)})
                columns = tuple(column[0] for column in result.description or ())
                return Table(columns, tuple(result.fetchall()))
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            made = f"Generation {self.generation.id}, imported by version {self.generation.product_version},"
            message = f"{made} does not hold what {query.path.name} reads; import again. ({_line(error)})"
            raise FunnelReviewError(message) from error
        except duckdb.Error as error:
            message = f"{query.path.name}: {_line(error)}"
            raise FunnelReviewError(message) from error

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one question; raises NoWarehouse, and ``is_broken``, when the file can no longer be read."""
        try:
            with self._connection.cursor() as cursor:
                yield cursor
        except LOST as error:
            self.is_broken = True
            why = str(error).splitlines()[0]
            message = f"The file of generation {self.generation.id} can no longer be read ({why}); put it back."
            raise NoWarehouse(message) from error

    def check(self) -> None:
        """Read something of the generation; raises NoWarehouse, and ``is_broken``, when its file cannot be read."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("from warehouse.generation").fetchall()
        except duckdb.Error as error:
            self.is_broken = True
            raise NoWarehouse(f"Generation {self.generation.id} can no longer be read; put its file back.") from error

    def retire(self) -> None:
        """Keep no answer any more, so that the last reader's going lets the generation's file go."""
        self.memory.retire()

    def close(self) -> None:
        """Let the generation's file go at once, whoever still reads it."""
        self._connection.close()


def _line(error: duckdb.Error) -> str:
    """What DuckDB says, in one line."""
    return " ".join(str(error).split())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
