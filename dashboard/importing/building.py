"""Fills the canonical tables of a new generation: stage every file, decide what is open, convert, check, record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb

from dashboard.importing.canonical import TABLES, CanonicalTable
from dashboard.importing.converting.column_sql import ImportLimits
from dashboard.importing.converting.deciding import ColumnDefaults, decide
from dashboard.importing.converting.expressions import Expressions, Pads
from dashboard.importing.converting.histories import ImportMoment, settle_histories
from dashboard.importing.converting.keys import warehouse_pads
from dashboard.importing.converting.lookups import Lookups
from dashboard.importing.converting.passes import PassStatement, conversion, create_loading, finish, load
from dashboard.importing.converting.planning import PlannedFeed, planned_feeds
from dashboard.importing.converting.recording import (
    FileOutcome,
    note_faults,
    note_names,
    note_reasons,
    record,
    warn_of_days,
    warn_of_flaws,
)
from dashboard.importing.converting.settling import settle
from dashboard.importing.mapping.language import Mapping
from dashboard.importing.mapping.matching import FilePlan
from dashboard.importing.progress import ImportStep, Report
from dashboard.importing.reading.one_file import forget
from dashboard.importing.reading.staged import ReadOptions
from dashboard.importing.sql import load_macros, run
from dashboard.importing.staging import stage_all
from dashboard.importing.unfit import nothing_to_review
from dashboard.importing.working import FED
from dashboard.importing.zone import load_zone
from dashboard.scope.settings import Settings
from dashboard.warehouse.catalogue import QUERIES
from dashboard.warehouse.stores import StoreKind

FIVE_YEARS = timedelta(days=1827)
"""How far ahead of the import a date may lie that is allowed to."""


@dataclass(frozen=True)
class ImportOptions:
    """What the command line answers for every file that does not say it itself.

    ``once`` publishes nothing when the very same import is served already: a button can be pressed twice. ``store`` is
    how the generation lies on the disk; None is as the one that is served.
    """

    date_order: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    personal_data: bool = True
    once: bool = False
    store: StoreKind | None = None


@dataclass(frozen=True)
class Pass:
    """One file into one table, planned and decided."""

    plan: FilePlan
    feed: PlannedFeed
    done: PassStatement


@dataclass(frozen=True)
class Building:
    """A generation being built over ``con``; ``scratch`` takes what is temporary, ``as_of`` is naive UTC.

    ``line_column`` is set where the files hold a part of a company: the column that numbers the rows of the whole.
    """

    con: duckdb.DuckDBPyConnection
    warehouse: Path
    scratch: Path
    settings: Settings
    as_of: datetime
    options: ImportOptions
    progress: Report
    line_column: str | None = None

    def prepare(self) -> None:
        """Bounds the memory, and lays out the tables and macros an import works with."""
        con = self.con
        run(con, "connection", folder=str(self.scratch))
        con.execute((QUERIES / "tables.sql").read_text(encoding="utf-8"))
        run(con, "working_tables")
        run(con, "mapping_tables")
        load_macros(con)
        note_reasons(con)
        load_zone(con, self.settings.time_zone, self.as_of + FIVE_YEARS)

    def fill(self, paths: Sequence[Path], mappings: Sequence[Mapping]) -> list[FileOutcome]:
        """Fills the canonical tables, quarantine and warnings; what became of each file's rows, those not read last.

        Raises BadInput or MustAsk.
        """
        options = self.options
        plans, left_out = stage_all(
            self.con,
            paths,
            mappings,
            ReadOptions(
                encoding=options.encoding,
                header_row=options.header_row,
                sheet=options.sheet,
                line_column=self.line_column,
            ),
            self.warehouse,
            lambda step: self.progress(replace(step, share=step.share / 2)),
        )
        hashes = not options.personal_data or any(plan.source.hashes() for plan in plans)
        pads = warehouse_pads(self.warehouse) if hashes else None
        lookups = Lookups(self.con, plans, pads, personal_data=options.personal_data)
        passes = self._passes(plans, lookups, pads)
        if not any(item.feed.table.name in {"leads", "deals"} for item in passes):
            raise nothing_to_review(left_out, paths, reads_some=bool(plans))
        note_names(self.con, plans)
        self._each_table(create_loading)
        rows = sum(plan.staged.rows_read for plan in plans)
        for at, table in enumerate(FED.values()):
            words = f"Converting {table.name.replace('_', ' ')}"
            self.progress(ImportStep(words, rows, 0.5 + 0.3 * at / len(FED)))
            self._convert(table, [item for item in passes if item.feed.table is table])
        outcomes = []
        for plan in plans:
            feeds = [item.feed for item in passes if item.plan is plan]
            expressions = self._expressions(plan, lookups, pads)
            outcomes.append(record(self.con, plan, feeds, expressions, personal_data=options.personal_data))
        for plan in plans:
            forget(self.con, plan.staged)
        settle_histories(self.con, ImportMoment(self.settings, self.as_of))
        run(self.con, "write_notes", personal=options.personal_data)
        for table in TABLES.values():
            if table.dated_by_day:
                for plan in plans:
                    warn_of_days(self.con, plan, table)
        self._each_table(finish)
        return [*outcomes, *(FileOutcome(file.label, 0, 0, 0, 0, file.sentence) for file in left_out)]

    def _passes(self, plans: Sequence[FilePlan], lookups: Lookups, pads: Pads | None) -> list[Pass]:
        """Every pass of the import, with all that must be asked answered."""
        limits = ImportLimits(
            self.settings.time_zone,
            self.as_of + timedelta(days=1),
            self.as_of + FIVE_YEARS,
            self.settings.deal_stages,
            self.settings.currency,
        )
        defaults = ColumnDefaults(self.options.date_order, self.options.decimal)
        passes = []
        for plan in plans:
            fresh = partial(self._expressions, plan, lookups, pads)
            for feed in planned_feeds(plan):
                answers = decide(self.con, plan, feed, fresh, defaults)
                passes.append(Pass(plan, feed, conversion(plan, feed, fresh(), answers, limits)))
        return passes

    def _expressions(self, plan: FilePlan, lookups: Lookups, pads: Pads | None) -> Expressions:
        return Expressions(plan, lookups.table, pads, self.options.personal_data)

    def _convert(self, table: CanonicalTable, passes: Sequence[Pass]) -> None:
        for item in passes:
            load(self.con, table, item.done)
            note_faults(self.con, item.plan, item.feed, item.done)
        settle(self.con, table, self.settings, is_whole=self.line_column is None)
        for item in passes:
            warn_of_flaws(self.con, item.plan, item.feed, item.done, personal_data=self.options.personal_data)

    def _each_table(self, act: Callable[[duckdb.DuckDBPyConnection, CanonicalTable], None]) -> None:
        """Does it for every table in one transaction: a commit for each would wait for the disk each time."""
        self.con.begin()
        for table in FED.values():
            act(self.con, table)
        self.con.commit()
