"""One import: from paths to a published generation, or a sentence and nothing changed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from dashboard.errors import BadInput
from dashboard.importing.building import Building, ImportOptions
from dashboard.importing.canonical import TABLES
from dashboard.importing.converting.recording import FileOutcome
from dashboard.importing.facts import TableContent, build_facts, fact_contents
from dashboard.importing.mapping.language import Mapping
from dashboard.importing.progress import ImportStep, Report
from dashboard.importing.publishing.checking import check_facts, refuse_empty_import
from dashboard.importing.publishing.previous import (
    ReviewWeek,
    differences,
    generation_before,
    is_repeated,
    remember_open_deals,
)
from dashboard.importing.publishing.publisher import Publisher
from dashboard.importing.publishing.remarks import counting_for_nothing, newest_record, remarks
from dashboard.importing.sql import run
from dashboard.scope.moments import FIRST_YEAR, LAST_YEAR
from dashboard.scope.settings import Settings, settings_to_json
from dashboard.version import product_version
from dashboard.warehouse.stores import kind_of

__all__ = ["ImportOptions", "Summary", "run_import"]

# Text is then stored as dictionaries: a function of a column runs once per distinct value.
STORAGE: dict[str, str | bool | int | float | list[str]] = {"storage_compatibility_version": "latest"}


@dataclass(frozen=True)
class Summary:
    """What an import did; ``guards`` are sentences about what somebody should look at before trusting it.

    ``warnings`` are reason, records and sentence of what became null or is doubted, ``remarks`` kind, records and
    sentence of what loaded and then counts for nothing.
    """

    generation: str
    files: tuple[FileOutcome, ...]
    warnings: tuple[tuple[str, int, str], ...]
    guards: tuple[str, ...]
    remarks: tuple[tuple[str, int, str], ...] = ()


def run_import(
    paths: Sequence[Path],
    mappings: Sequence[Mapping],
    warehouse: Path,
    settings: Settings,
    as_of: datetime | None,
    options: ImportOptions,
    progress: Report,
    now: datetime | None = None,
) -> Summary:
    """Imports ``paths`` into a new generation of ``warehouse`` and publishes it.

    ``mappings`` is empty (canonical files), one for all paths, or one for each. ``as_of`` is naive UTC,
    default now, and so is ``now``, when it is done. Raises BadInput or MustAsk, or FunnelReviewError when a check
    fails, and then nothing has changed.
    """
    started = now or datetime.now(UTC).replace(tzinfo=None)
    if not FIRST_YEAR <= started.year <= LAST_YEAR:
        raise BadInput(f"The clock of this machine says {started:%Y-%m-%d}, which is no day of these times; set it.")
    publisher = Publisher(warehouse, settings.keep_generations, kind=options.store)
    with publisher.building(started) as site:
        con = duckdb.connect(str(site.file), config=STORAGE)
        try:
            work = Building(con, warehouse, site.scratch, settings, as_of or started, options, progress)
            work.prepare()
            files = work.fill(paths, mappings)
            refuse_empty_import(con)
            progress(ImportStep("Working out cycles and deals", sum(file.read for file in files), 0.85))
            build_facts(con)
            check_facts(con)
            digest = digest_of_contents(table_contents(con), fact_contents(con))
            summary = conclude(work, publisher, files, digest, as_of=as_of, started=started)
            con.execute("checkpoint")
        finally:
            con.close()
        if summary.generation:
            return summary
        return replace(summary, generation=publisher.publish(site, digest))


def conclude(
    work: Building,
    publisher: Publisher,
    files: Sequence[FileOutcome],
    digest: str,
    *,
    as_of: datetime | None,
    started: datetime,
) -> Summary:
    """Write into what is built what it is and how it differs from the one before, and say what the import did.

    The summary names no generation where there is one to publish; else it names the one that this import repeats.
    """
    con, options = work.con, work.options
    week = ReviewWeek(work.settings, as_of or started)
    previous, is_current = generation_before(con, publisher.generations)
    remember_open_deals(con, publisher.generations, week, personal_data=options.personal_data)
    about = {
        "digest": digest,
        "settings": settings_to_json(work.settings),
        "has_personal_data": options.personal_data,
    }
    is_kept_alike = previous is not None and is_current and kind_of(previous) == publisher.kind
    repeats = options.once and is_kept_alike and is_repeated(con, previous, as_of=as_of, **about)
    guards = (*differences(con, previous), *remarks(con, week))
    run(
        con,
        "write_generation",
        as_of=week.as_of,
        imported_at=started,
        newest_at=newest_record(con, week.as_of),
        **about,
        product_version=product_version(),
    )
    warnings = run(con, "count_warnings").fetchall()
    generation = previous.stem if repeats and previous else ""
    return Summary(generation, tuple(files), tuple(warnings), guards, counting_for_nothing(con))


def table_contents(con: duckdb.DuckDBPyConnection) -> list[TableContent]:
    """Each canonical table with its rows and a number that changes with any of their cells."""
    return [(name, *(run(con, "digest", table=name).fetchone() or (0, "0"))) for name in sorted(TABLES)]


def digest_of_contents(tables: Sequence[TableContent], facts: Sequence[TableContent]) -> str:
    """A digest of the canonical tables and the facts: the same contents, the same digest."""
    return hashlib.sha256(json.dumps([tables, facts]).encode()).hexdigest()
