"""One import on a cluster: from typed tables to a published generation, or a sentence and nothing changed."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow.parquet as pq

from dashboard.errors import BadInput
from dashboard.importing.building import Building, ImportOptions
from dashboard.importing.cluster.checking import check_across, refuse_rounded_ids
from dashboard.importing.cluster.heavy import heavy_part
from dashboard.importing.cluster.keys import LINE
from dashboard.importing.cluster.parts import REPORT, PartReport, PartsOrder, build_parts, rows_of_nothing
from dashboard.importing.cluster.routing import route
from dashboard.importing.cluster.tables import TypedTable, typed_tables
from dashboard.importing.cluster.whole import contents, outcomes, refuse_disagreement, show_whole, write_whole
from dashboard.importing.converting.keys import warehouse_pads
from dashboard.importing.facts import build_facts
from dashboard.importing.progress import ImportStep, Report, silent
from dashboard.importing.publishing.checking import refuse_empty_import
from dashboard.importing.publishing.publisher import Publisher
from dashboard.importing.publishing.scratch import make_shared
from dashboard.importing.reading.one_file import unchanged
from dashboard.importing.run import STORAGE, Summary, conclude, digest_of_contents
from dashboard.importing.staging import refuse_full_disk
from dashboard.scope.settings import Settings
from dashboard.warehouse.spark.session import connect, refusals

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession


@dataclass(frozen=True)
class ClusterImport:
    """An import of typed tables at the cluster ``url``; ``as_of`` is naive UTC, None for now."""

    url: str
    warehouse: Path
    settings: Settings
    as_of: datetime | None
    options: ImportOptions
    progress: Report


def run_cluster_import(work: ClusterImport, paths: Sequence[Path]) -> Summary:
    """Imports the tables at ``paths`` into a new generation of Parquet files and publishes it.

    Raises BadInput, or FunnelReviewError when a check fails, and then nothing has changed.
    """
    if work.options.store == "duckdb":
        raise BadInput("A cluster writes Parquet files; leave --store duckdb out, or --engine.")
    tables = typed_tables(paths)
    started = datetime.now(UTC).replace(tzinfo=None)
    publisher = Publisher(work.warehouse, work.settings.keep_generations, kind="parquet")
    with publisher.building(started) as site, duckdb.connect(str(site.file), config=STORAGE) as con:
        refuse_full_disk(work.warehouse, sum(file.stat().st_size for table in tables for file in table.files))
        building = Building(
            con, work.warehouse, site.scratch, work.settings, work.as_of or started, work.options, silent,
            line_column=LINE,
        )  # fmt: skip
        _rehearse(building, tables)
        order = PartsOrder(
            make_shared(work.warehouse).absolute(),
            work.warehouse.absolute(),
            {table.name: table.schema for table in tables},
            work.settings,
            building.as_of,
            work.options,
        )
        session = connect(work.url)
        try:
            with ExitStack() as whole, refusals(work.url):
                for file in (file for table in tables for file in table.files):
                    whole.enter_context(unchanged(file, str(file)))
                summary, digest, folder = _built(session, work, building, order, tables, publisher, started)
        finally:
            session.stop()
        con.close()
        if summary.generation:
            return summary
        return replace(summary, generation=publisher.publish_stored(site, digest, folder))


def _rehearse(building: Building, tables: Sequence[TypedTable]) -> None:
    """Import the tables without their rows: what does not fit is said before the cluster works on it."""
    folder = building.scratch / "rehearsal"
    folder.mkdir()
    for table in tables:
        pq.write_table(rows_of_nothing(table.schema), folder / table.label)
    building.prepare()
    building.fill([folder], [])
    build_facts(building.con)
    if not building.options.personal_data:
        warehouse_pads(building.warehouse)  # made here once, for every task


def _built(
    session: "SparkSession",
    work: ClusterImport,
    building: Building,
    order: PartsOrder,
    tables: Sequence[TypedTable],
    publisher: Publisher,
    started: datetime,
) -> tuple[Summary, str, Path]:
    """The generation built, with its digest and its folder."""
    con, rows = building.con, sum(sum(table.rows) for table in tables)
    work.progress(ImportStep("Bringing together what belongs together", 0, 0.05))
    routed = route(session, tables, order.shared / "read", order.routed)
    refuse_rounded_ids(session, tables)
    heavy = heavy_part(session, routed, order.routed, personal_data=order.options.personal_data)
    several = f"Importing {routed.parts} part{'' if routed.parts == 1 else 's'}"
    work.progress(ImportStep(f"{several}, one with {heavy.share} of the rows" if heavy else several, rows, 0.4))
    numbers = session.range(0, routed.parts, 1, routed.parts)
    made = numbers.mapInArrow(partial(build_parts, order), REPORT).toArrow()
    reports = sorted(
        (PartReport.from_json(report) for report in made.column("report").to_pylist()), key=lambda report: report.part
    )
    refuse_disagreement(reports, work.settings)
    work.progress(ImportStep("Making one company of the parts", rows, 0.85))
    show_whole(con, order, reports, tables)
    refuse_empty_import(con)
    files = outcomes(con, routed.rows, tables)
    digest = digest_of_contents(*contents(con, reports))
    summary = conclude(building, publisher, files, digest, as_of=work.as_of, started=started)
    if heavy is not None:
        summary = replace(summary, guards=(*summary.guards, heavy.sentence))
    folder = write_whole(con, order, reports, routed.parts)
    check_across(session, folder, files)
    return summary, digest, folder
