"""One import: from paths to a published generation, or a sentence and nothing changed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb

from dashboard.catalogue import QUERIES
from dashboard.errors import BadInput
from dashboard.importing.canonical import TABLES
from dashboard.importing.converting import Conversion, conversion, create_loading, finish, load
from dashboard.importing.deciding import Said, decide
from dashboard.importing.expressions import Expressions, Pads
from dashboard.importing.facts import build_facts
from dashboard.importing.generations import Generations
from dashboard.importing.keys import warehouse_pads
from dashboard.importing.lookups import Lookups
from dashboard.importing.mapping import Mapping
from dashboard.importing.matching import FilePlan
from dashboard.importing.planning import PlannedFeed, planned_feeds
from dashboard.importing.previous import differences, remember_open_deals
from dashboard.importing.progress import Report, Step
from dashboard.importing.reading import ReadOptions, forget
from dashboard.importing.recording import FileOutcome, note_faults, note_reasons, record, warn_of_flaws
from dashboard.importing.settling import settle
from dashboard.importing.sql import load_macros, run
from dashboard.importing.staging import stage_all
from dashboard.importing.values import Limits
from dashboard.importing.zone import load_zone
from dashboard.settings import Settings, settings_to_json

# Text is then stored as dictionaries: a function of a column runs once per distinct value.
STORAGE: dict[str, str | bool | int | float | list[str]] = {"storage_compatibility_version": "latest"}


@dataclass(frozen=True)
class ImportOptions:
    """What the command line answers for every file that does not say it itself."""

    date_order: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    header_row: int | None = None
    personal_data: bool = True


@dataclass(frozen=True)
class Summary:
    """What an import did; ``guards`` are sentences about what differs suspiciously from the import before."""

    generation: str
    files: tuple[FileOutcome, ...]
    warnings: tuple[tuple[str, int], ...]
    guards: tuple[str, ...]


@dataclass
class Pass:
    """One pass of an import, planned and decided."""

    plan: FilePlan
    feed: PlannedFeed
    done: Conversion


def run_import(
    paths: Sequence[Path],
    mappings: Sequence[Mapping],
    warehouse: Path,
    settings: Settings,
    as_of: datetime | None,
    options: ImportOptions,
    progress: Report,
) -> Summary:
    """Imports ``paths`` into a new generation of ``warehouse`` and publishes it.

    ``mappings`` is empty (canonical files), one for all paths, or one for each. ``as_of`` is naive UTC,
    default now. Raises BadInput or MustAsk, and then nothing has changed.
    """
    started = datetime.now(UTC).replace(tzinfo=None)
    generations = Generations(warehouse, settings.keep_generations)
    with generations.building(started) as building:
        con = duckdb.connect(str(building), config=STORAGE)
        try:
            _prepare(con, warehouse, settings, as_of or started)
            files = _convert(con, paths, mappings, warehouse, settings, as_of or started, options, progress)
            progress(Step("Working out cycles and deals", sum(file.read for file in files), 0.85))
            digest = _digest(con)
            build_facts(con)
            current = generations.current()
            previous = generations.path(current) if current else None
            remember_open_deals(con, previous)
            guards = differences(con, previous)
            run(
                con,
                "write_generation",
                as_of=as_of or started,
                imported_at=started,
                settings=settings_to_json(settings),
                digest=digest,
                has_personal_data=options.personal_data,
                product_version=_product_version(),
            )
            warnings = run(con, "count_warnings").fetchall()
            con.execute("checkpoint")
        finally:
            con.close()
        generation = generations.publish(building, digest)
    return Summary(generation, tuple(files), tuple(warnings), guards)


def _prepare(con: duckdb.DuckDBPyConnection, warehouse: Path, settings: Settings, as_of: datetime) -> None:
    con.execute("set memory_limit = '900MB'")
    con.execute("set allocator_background_threads = true")  # gives freed memory back: a third less at the peak
    con.execute("set temp_directory = $folder", {"folder": str(warehouse / "importing")})
    con.execute("set TimeZone = 'UTC'")
    con.execute("set enable_progress_bar = false")
    con.execute("set checkpoint_threshold = '1TB'")  # row ids must stand still until the tables are finished
    con.execute((QUERIES / "tables.sql").read_text(encoding="utf-8"))
    run(con, "working_tables")
    load_macros(con)
    note_reasons(con)
    if settings.time_zone != "UTC":
        load_zone(con, settings.time_zone, _latest(as_of))


def _latest(as_of: datetime) -> datetime:
    """The first instant no date of an import may reach."""
    return as_of + timedelta(days=5 * 366)


def _convert(
    con: duckdb.DuckDBPyConnection,
    paths: Sequence[Path],
    mappings: Sequence[Mapping],
    warehouse: Path,
    settings: Settings,
    as_of: datetime,
    options: ImportOptions,
    progress: Report,
) -> list[FileOutcome]:
    reading = ReadOptions(encoding=options.encoding, header_row=options.header_row)
    plans = stage_all(
        con, paths, mappings, reading, warehouse, lambda words, rows, share: progress(Step(words, rows, share / 2))
    )
    limits = Limits(settings.time_zone, as_of + timedelta(days=1), _latest(as_of), settings.deal_stages)
    hashes = not options.personal_data or any(plan.source.hashes() for plan in plans)
    pads = warehouse_pads(warehouse) if hashes else None
    lookups = Lookups(con, plans, pads, personal_data=options.personal_data)
    passes = _planned(con, plans, lookups, limits, pads, options)
    if not any(item.feed.table.name in {"leads", "deals"} for item in passes):
        raise BadInput("No file feeds leads or deals, so there is nothing to review; add the export of either.")
    rows = sum(plan.staged.rows_read for plan in plans)
    con.begin()
    for table in TABLES.values():
        create_loading(con, table)
    con.commit()
    for at, table in enumerate(TABLES.values()):
        progress(Step(f"Converting {table.name.replace('_', ' ')}", rows, 0.5 + 0.3 * at / len(TABLES)))
        mine = [item for item in passes if item.feed.table is table]
        for item in mine:
            load(con, table, item.done)
            note_faults(con, item.plan, item.feed, item.done)
        settle(con, table, settings)
        for item in mine:
            warn_of_flaws(con, item.plan, item.feed, item.done, personal_data=options.personal_data)
    outcomes = [
        record(
            con,
            plan,
            [item.feed for item in passes if item.plan is plan],
            _expressions(plan, lookups, pads, options),
            personal_data=options.personal_data,
        )
        for plan in plans
    ]
    for plan in plans:
        forget(con, plan.staged)
    con.begin()
    for table in TABLES.values():
        finish(con, table)
    con.commit()
    return outcomes


def _planned(
    con: duckdb.DuckDBPyConnection,
    plans: Sequence[FilePlan],
    lookups: Lookups,
    limits: Limits,
    pads: Pads | None,
    options: ImportOptions,
) -> list[Pass]:
    """Every pass of the import, with all that must be asked answered."""
    passes = []
    said = Said(options.date_order, options.decimal)
    for plan in plans:
        for feed in planned_feeds(plan):
            answers = decide(con, plan, feed, partial(_expressions, plan, lookups, pads, options), said)
            done = conversion(plan, feed, _expressions(plan, lookups, pads, options), answers, limits)
            passes.append(Pass(plan, feed, done))
    return passes


def _expressions(plan: FilePlan, lookups: Lookups, pads: Pads | None, options: ImportOptions) -> Expressions:
    return Expressions(plan, lookups.table, pads, options.personal_data)


def _digest(con: duckdb.DuckDBPyConnection) -> str:
    """A digest of the canonical tables: the same contents, the same digest."""
    contents = [(name, *(run(con, "digest", table=name).fetchone() or ())) for name in sorted(TABLES)]
    return hashlib.sha256(json.dumps(contents).encode()).hexdigest()


def _product_version() -> str:
    try:
        return version("funnel-review")
    except PackageNotFoundError:
        return "unreleased"
