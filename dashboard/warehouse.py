"""The only module that queries DuckDB: one generation, read-only, one cursor per question.

The generation's file is attached as ``warehouse`` to a database in memory that holds the statistics
(``queries/statistics``). Then the door is locked: no file, no network, no extension, no setting can be reached.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import duckdb

from dashboard.calendars import business_days
from dashboard.catalogue import QUERIES, Query
from dashboard.errors import FunnelReviewError, NoWarehouse
from dashboard.generations import Generations
from dashboard.kept import KeptTables, named, parameters_of
from dashboard.memory import Memory
from dashboard.prelude import Prelude, with_prelude
from dashboard.settings import Settings, settings_from_json
from icp.scoring import Executor, macros

OPTIONAL_TABLES = (
    "leads", "lead_events", "touches", "deals", "deal_events", "accounts", "spend", "customers", "reps",
)  # fmt: skip
LOCKS = (
    "set global autoinstall_known_extensions = false",
    "set global autoload_known_extensions = false",
    "set global enable_external_access = false",
    "set global lock_configuration = true",
)
LOST = (duckdb.IOException, duckdb.FatalException, duckdb.ConnectionException)
"""What DuckDB raises when the file beneath it is cut, damaged or closed."""
CALENDAR_MARGIN = timedelta(days=40)
CALENDAR_BEYOND = timedelta(days=3_650)  # however far ahead somebody looks


@dataclass(frozen=True)
class Table:
    """What a question answered: column names and rows, in the question's own order."""

    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]


@dataclass(frozen=True)
class Generation:
    """What an import left behind about itself; instants are naive UTC."""

    id: str
    as_of: datetime
    imported_at: datetime
    settings: Settings
    digest: str
    has_personal_data: bool
    product_version: str
    tables: frozenset[str]
    columns: Mapping[str, frozenset[str]]


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
        self._calendars: dict[tuple[str, datetime], str] = {}
        self._lock = threading.Lock()
        try:
            for statistic in sorted((QUERIES / "statistics").glob("*.sql")):
                self._connection.execute(statistic.read_text(encoding="utf-8"))
            self._connection.execute(macros())
            self._connection.execute(f"attach {_quoted(str(path))} as warehouse (read_only)")
            for lock in LOCKS:
                self._connection.execute(lock)
            self.generation = self._read_generation(name)
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
        try:
            if "business_days" in query.relations:
                sql = sql.replace("{calendar}", self._calendar(settings, cast("datetime", bound["as_of"])), 1)
            with self._connection.cursor() as cursor, self._kept.read(prelude.kept, bound) as names:
                found = cursor.execute(named(sql, names), {name: bound[name] for name in parameters_of(sql)})
                columns = tuple(column[0] for column in found.description or ())
                return Table(columns, tuple(found.fetchall()))
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            made = f"Generation {self.generation.id}, imported by version {self.generation.product_version},"
            message = f"{made} does not hold what {query.path.name} reads; import again. ({_line(error)})"
            raise FunnelReviewError(message) from error
        except LOST as error:
            self.is_broken = True
            why = str(error).splitlines()[0]
            message = f"The file of generation {self.generation.id} can no longer be read ({why}); put it back."
            raise NoWarehouse(message) from error
        except duckdb.Error as error:
            message = f"{query.path.name}: {_line(error)}"
            raise FunnelReviewError(message) from error

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

    def _read_generation(self, name: str) -> Generation:
        cursor = self._connection.cursor()
        row = cursor.execute("from warehouse.generation").fetchone()
        names = [column[0] for column in cursor.description or ()]
        if row is None:
            message = f"Generation {name} is not whole; import again."
            raise NoWarehouse(message)
        about = dict(zip(names, row, strict=True))
        filled = {table: _filled_columns(cursor, table) for table in OPTIONAL_TABLES}
        cursor.close()
        return Generation(
            id=name,
            as_of=about["as_of"],
            imported_at=about["imported_at"],
            settings=settings_from_json(about["settings"]),
            digest=about["digest"],
            has_personal_data=about["has_personal_data"],
            product_version=about["product_version"],
            tables=frozenset(table for table, columns in filled.items() if columns),
            columns=filled,
        )

    def _calendar(self, settings: Settings, moment: datetime) -> str:
        """The table of working time for these settings, beyond ``moment``; made when first asked for."""
        known = self.generation.as_of
        latest = min(max(moment, known), known + CALENDAR_BEYOND)
        key = settings.model_dump_json(include={"time_zone", "country", "working_hours"}), latest
        with self._lock:
            if key not in self._calendars:
                self._calendars[key] = self._make_calendar(settings, f"calendar_{len(self._calendars)}", latest)
            return self._calendars[key]

    def _make_calendar(self, settings: Settings, name: str, latest: datetime) -> str:
        cursor = self._connection.cursor()
        zones = [row[0] for row in cursor.execute("select distinct time_zone from warehouse.reps").fetchall() if row[0]]
        first, last = self._span(cursor, latest)
        days = business_days(
            sorted({settings.time_zone, *zones}),
            settings.working_hours,
            settings.country,
            first,
            last,
        )
        columns = [list(column) for column in zip(*days, strict=True)] or [[]] * 4
        cursor.execute(
            f"create table memory.main.{name} as select unnest($1::varchar[]) as calendar, "
            "unnest($2::timestamp[]) as opens_at, unnest($3::timestamp[]) as closes_at, "
            "unnest($4::double[]) as minutes_before",
            columns,
        )
        cursor.close()
        return f"memory.main.{name}"

    def _span(self, cursor: duckdb.DuckDBPyConnection, latest: datetime) -> tuple[date, date]:
        """From the first opening to ``latest`` and some days beyond either; what opens later is not visible then."""
        (first,) = cursor.execute("select min(opened_at) from warehouse.cycles").fetchone() or (None,)
        return (min(first or latest, latest) - CALENDAR_MARGIN).date(), (latest + CALENDAR_MARGIN).date()


def _filled_columns(cursor: duckdb.DuckDBPyConnection, table: str) -> frozenset[str]:
    """The columns that have a value in some row; each search ends at the first, where counting would read them all."""
    columns = [column[0] for column in cursor.execute(f"from warehouse.{table} limit 0").description or ()]
    sought = (f'exists(select 1 from warehouse.{table} as t where t."{column}" is not null)' for column in columns)
    found = cursor.execute(f"select {', '.join(sought)}").fetchone() or ()
    return frozenset(column for column, there in zip(columns, found, strict=True) if there)


def scoring_room() -> Executor:
    """An empty database in memory that can score leads handed to it, for ``icp score``."""
    connection = duckdb.connect()
    connection.execute(macros())

    def run(sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        found = connection.execute(sql, dict(parameters))
        columns = [column[0] for column in found.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]

    return run


def _line(error: duckdb.Error) -> str:
    """What DuckDB says, in one line."""
    return " ".join(str(error).split())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
