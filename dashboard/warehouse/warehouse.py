"""The only module that queries DuckDB: one generation, read-only, one cursor per question.

The generation's file is attached as ``warehouse`` to a database in memory that holds the statistics
(``queries/statistics``). Then the door is locked: no file, no network, no extension, no setting can be reached.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import duckdb

from dashboard.errors import FunnelReviewError, NoWarehouse
from dashboard.scope.settings import Settings, settings_from_json
from dashboard.scope.slices import compared
from dashboard.warehouse.calendars import business_days
from dashboard.warehouse.catalogue import QUERIES, Query
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.kept import KeptTables, named, parameters_of
from dashboard.warehouse.memory import Memory
from dashboard.warehouse.prelude import Prelude, with_prelude
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
MOST_VALUES = 5_000
CALENDAR = "{calendar}"  # where a text names the working time it reads
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
    """What an import left behind about itself; instants are naive UTC.

    ``newest_at`` is when the newest record happened, ``recorded`` since when each thing is recorded that a figure
    can rest on (``queries/facts/recorded.sql``).
    """

    id: str
    as_of: datetime
    imported_at: datetime
    settings: Settings
    digest: str
    has_personal_data: bool
    product_version: str
    newest_at: datetime | None
    tables: frozenset[str]
    columns: Mapping[str, frozenset[str]]
    recorded: Mapping[str, datetime]


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
        kept = prelude.kept
        try:
            if any(CALENDAR in text for text in (sql, *kept.values())):
                calendar = self._calendar(settings, cast("datetime", bound["as_of"]))
                sql, kept = (
                    sql.replace(CALENDAR, calendar),
                    {name: text.replace(CALENDAR, calendar) for name, text in kept.items()},
                )
            with self._reading() as cursor, self._kept.read(kept, bound) as names:
                found = cursor.execute(named(sql, names), {name: bound[name] for name in parameters_of(sql)})
                columns = tuple(column[0] for column in found.description or ())
                return Table(columns, tuple(found.fetchall()))
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            made = f"Generation {self.generation.id}, imported by version {self.generation.product_version},"
            message = f"{made} does not hold what {query.path.name} reads; import again. ({_line(error)})"
            raise FunnelReviewError(message) from error
        except duckdb.Error as error:
            message = f"{query.path.name}: {_line(error)}"
            raise FunnelReviewError(message) from error

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
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

    def values_there(self, column: str, values: Sequence[str]) -> frozenset[str]:
        """Those of the values, as text, that a column of leads, deals (gone ones too) or spend has."""
        compare, chosen = compared(column, values)
        found = self._texts_of(column, f"where list_contains($1, cast({compare} as varchar))", [chosen])
        given = dict(zip(chosen, values, strict=True))
        return frozenset(given[text] for text in found)

    def values_of(self, column: str) -> list[str]:
        """The values of a column as text, the commonest first, at most so many as anybody would choose from."""
        return self._texts_of(column, f"where $1 and {column} is not null", [True])[:MOST_VALUES]

    def _texts_of(self, column: str, where: str, bound: list[object]) -> list[str]:
        tables = [
            table
            for table in ("lead_facts", "deal_facts", "previous_open_deals", "spend")
            if column in self._columns(table)
        ]
        compare, _ = compared(column, [])
        each = (f"select cast({compare} as varchar) as value from warehouse.{table} {where}" for table in tables)
        sql = f"select value from ({' union all '.join(each)}) group by value order by count(*) desc, value"
        with self._reading() as cursor:
            return [value for (value,) in cursor.execute(sql, bound).fetchall()]

    def _columns(self, table: str) -> frozenset[str]:
        with self._reading() as cursor:
            described = cursor.execute(f"from warehouse.{table} limit 0").description or ()
        return frozenset(name for name, *_ in described)

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
        recorded = dict(cursor.execute("from warehouse.recorded").fetchall())
        cursor.close()
        return Generation(
            id=name,
            as_of=about["as_of"],
            imported_at=about["imported_at"],
            settings=settings_from_json(about["settings"]),
            digest=about["digest"],
            has_personal_data=about["has_personal_data"],
            product_version=about["product_version"],
            newest_at=about["newest_at"],
            tables=frozenset(table for table, columns in filled.items() if columns),
            columns=filled,
            recorded=recorded,
        )

    def _calendar(self, settings: Settings, moment: datetime) -> str:
        """The table of working time for these settings, beyond ``moment``; made when first asked for."""
        known = self.generation.as_of
        latest = min(max(moment, known), known + CALENDAR_BEYOND)
        key = settings.model_dump_json(include={"time_zone", "country", "holidays", "working_hours"}), latest
        with self._lock:
            if key not in self._calendars:
                self._calendars[key] = self._make_calendar(settings, f"calendar_{len(self._calendars)}", latest)
            return self._calendars[key]

    def _make_calendar(self, settings: Settings, name: str, latest: datetime) -> str:
        cursor = self._connection.cursor()
        zones = [row[0] for row in cursor.execute("select distinct time_zone from warehouse.reps").fetchall() if row[0]]
        first, last = self._span(cursor, latest)
        days = business_days(sorted({settings.time_zone, *zones}), settings, first, last)
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
