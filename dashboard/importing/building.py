"""Fills the canonical tables of a new generation: stage every file, decide what is open, convert, check, record."""

from collections.abc import Callable, Collection, Sequence
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
from dashboard.importing.converting.wholes import WholeCompany
from dashboard.importing.mapping.language import Mapping
from dashboard.importing.mapping.matching import FilePlan
from dashboard.importing.progress import ImportStep, Report
from dashboard.importing.reading.one_file import forget
from dashboard.importing.reading.staged import ReadOptions
from dashboard.importing.sql import load_macros, run
from dashboard.importing.staging import stage_all
from dashboard.importing.unfit import UnfitFile, nothing_to_review
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
class ReadFiles:
    """The files of an import, staged: the plan and the passes of each, those that were left out, what they look up."""

    plans: Sequence[FilePlan]
    left_out: Sequence[UnfitFile]
    passes: Sequence[Pass]
    lookups: Lookups
    pads: Pads | None


def refuse_nothing(read: ReadFiles, paths: Sequence[Path]) -> None:
    """Raises BadInput for files of ``paths`` of which none feeds leads or deals."""
    if not any(item.feed.table.name in {"leads", "deals"} for item in read.passes):
        raise nothing_to_review(read.left_out, paths, reads_some=bool(read.plans))


@dataclass(frozen=True)
class Building:
    """A generation being built over ``con``; ``scratch`` takes what is temporary, ``as_of`` is naive UTC.

    ``whole`` is set where the files hold a part of a company.
    """

    con: duckdb.DuckDBPyConnection
    warehouse: Path
    scratch: Path
    settings: Settings
    as_of: datetime
    options: ImportOptions
    progress: Report
    whole: WholeCompany | None = None

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
        read = self.read(paths, mappings)
        refuse_nothing(read, paths)
        return self.fill_from(read)

    def read(self, paths: Sequence[Path], mappings: Sequence[Mapping]) -> ReadFiles:
        """The files of ``paths`` as text, with what each of them is to feed; raises BadInput or MustAsk."""
        options, whole = self.options, self.whole
        plans, left_out = stage_all(
            self.con,
            paths,
            mappings,
            ReadOptions(
                encoding=options.encoding,
                header_row=options.header_row,
                sheet=options.sheet,
                line_column=whole.line_column if whole else None,
            ),
            self.warehouse,
            lambda step: self.progress(replace(step, share=step.share / 2)),
        )
        hashes = not options.personal_data or any(plan.source.hashes() for plan in plans)
        pads = warehouse_pads(self.warehouse) if hashes else None
        given = whole.matches if whole else None
        lookups = Lookups(self.con, plans, pads, personal_data=options.personal_data, given=given)
        return ReadFiles(plans, left_out, self._passes(plans, lookups, pads), lookups, pads)

    def load(self, read: ReadFiles, tables: Collection[str] = FED) -> None:
        """Converts what was read into the loading tables, of ``tables`` those, and applies the rules between rows."""
        note_names(self.con, read.plans)
        self._each_table(create_loading)
        rows = sum(plan.staged.rows_read for plan in read.plans)
        for at, table in enumerate(FED.values()):
            if table.name in tables:
                words = f"Converting {table.name.replace('_', ' ')}"
                self.progress(ImportStep(words, rows, 0.5 + 0.3 * at / len(FED)))
                self._convert(table, [item for item in read.passes if item.feed.table is table])

    def fill_from(self, read: ReadFiles) -> list[FileOutcome]:
        """As ``fill``, of files that are read."""
        plans, personal_data = read.plans, self.options.personal_data
        self.load(read)
        outcomes = []
        for plan in plans:
            feeds = [item.feed for item in read.passes if item.plan is plan]
            expressions = self._expressions(plan, read.lookups, read.pads)
            outcomes.append(record(self.con, plan, feeds, expressions, personal_data=personal_data))
        for plan in plans:
            forget(self.con, plan.staged)
        settle_histories(self.con, ImportMoment(self.settings, self.as_of), self.whole)
        run(self.con, "write_notes", personal=personal_data)
        for table in TABLES.values():
            if table.dated_by_day:
                warn_of_days(self.con, plans, table)
        self._each_table(finish)
        return [*outcomes, *(FileOutcome(file.label, 0, 0, 0, 0, file.sentence) for file in read.left_out)]

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
        settle(self.con, table, self.settings, is_whole=self.whole is None)
        for item in passes:
            warn_of_flaws(self.con, item.plan, item.feed, item.done, personal_data=self.options.personal_data)

    def _each_table(self, act: Callable[[duckdb.DuckDBPyConnection, CanonicalTable], None]) -> None:
        """Does it for every table in one transaction: a commit for each would wait for the disk each time."""
        self.con.begin()
        for table in FED.values():
            act(self.con, table)
        self.con.commit()
