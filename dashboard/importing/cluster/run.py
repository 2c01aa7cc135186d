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
from dashboard.importing.building import Building, ImportOptions, ReadFiles, refuse_nothing
from dashboard.importing.cluster.checking import check_across
from dashboard.importing.cluster.heavy import heavy_part
from dashboard.importing.cluster.keys import LINE
from dashboard.importing.cluster.mapped import deal_tables, mapped_tables, refuse_told_by_all, refuse_unread
from dashboard.importing.cluster.mapped_routing import route_mapped
from dashboard.importing.cluster.order import PartReport, PartsOrder, PartTable, files_of_tables, rows_of_nothing
from dashboard.importing.cluster.parts import REPORT, build_parts, tell_stages
from dashboard.importing.cluster.routing import Routed, route
from dashboard.importing.cluster.rows import readers
from dashboard.importing.cluster.stored import TypedTable
from dashboard.importing.cluster.tables import typed_tables
from dashboard.importing.cluster.whole import (
    contents,
    outcomes,
    refuse_disagreement,
    refuse_rounded_ids,
    show_whole,
    tell_stages_of_all,
    write_whole,
)
from dashboard.importing.converting.wholes import WholeCompany
from dashboard.importing.facts import build_facts
from dashboard.importing.mapping.language import Mapping
from dashboard.importing.mapping.matching import CANONICAL
from dashboard.importing.progress import ImportStep, Report, silent
from dashboard.importing.publishing.checking import refuse_empty_import
from dashboard.importing.publishing.publisher import Publisher
from dashboard.importing.publishing.scratch import make_shared
from dashboard.importing.reading.one_file import unchanged
from dashboard.importing.run import STORAGE, Summary, conclude, digest_of_contents
from dashboard.importing.staging import refuse_full_disk
from dashboard.scope.settings import Settings
from dashboard.warehouse.bucket.place import published_at
from dashboard.warehouse.engines import refuse_bucket
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


def run_cluster_import(work: ClusterImport, paths: Sequence[Path], mappings: Sequence[Mapping] = ()) -> Summary:
    """Imports the tables at ``paths`` into a new generation of Parquet files and publishes it.

    ``mappings`` is empty (canonical tables), one for all paths, or one for each. Raises BadInput, or
    FunnelReviewError when a check fails, and then nothing has changed.
    """
    if work.options.store == "duckdb":
        raise BadInput("A cluster writes Parquet files; leave --store duckdb out, or --engine.")
    refuse_bucket(published_at(work.warehouse))
    is_mapped = any(mapping is not CANONICAL for mapping in mappings)
    tables = mapped_tables(paths, mappings) if is_mapped else typed_tables(paths)
    started = datetime.now(UTC).replace(tzinfo=None)
    publisher = Publisher(work.warehouse, work.settings.keep_generations, kind="parquet")
    with publisher.building(started) as site, duckdb.connect(str(site.file), config=STORAGE) as con:
        refuse_full_disk(work.warehouse, sum(file.stat().st_size for table in tables for file in table.files))
        building = Building(
            con, work.warehouse, site.scratch, work.settings, work.as_of or started, work.options, silent,
            WholeCompany(LINE),
        )  # fmt: skip
        read = _rehearse(building, tables, paths)
        order = PartsOrder(
            make_shared(work.warehouse).absolute(),
            work.warehouse.absolute(),
            tuple(map(PartTable.of, tables)),
            work.settings,
            building.as_of,
            work.options,
            read.lookups.keys,
            *deal_tables(read),
        )
        session = connect(work.url)
        try:
            with ExitStack() as whole, refusals(work.url):
                for file in (file for table in tables for file in table.files):
                    whole.enter_context(unchanged(file, str(file)))
                steps = _Steps(session, work, building, order, tables, read)
                summary, digest, folder = steps.built(publisher, started)
        finally:
            session.stop()
        con.close()
        if summary.generation:
            return summary
        return replace(summary, generation=publisher.publish_stored(site, digest, folder))


def _rehearse(building: Building, tables: Sequence[TypedTable], paths: Sequence[Path]) -> ReadFiles:
    """Import the tables without their rows: what does not fit is said before the cluster works on it."""
    files = files_of_tables(
        building.scratch / "rehearsal",
        [*map(PartTable.of, tables)],
        lambda table, into: pq.write_table(rows_of_nothing(table.schema), into),
    )
    building.prepare()
    read = building.read(*files)
    refuse_unread(read, tables)
    refuse_nothing(read, paths)
    refuse_told_by_all(read, tables)
    building.fill_from(read)
    build_facts(building.con)
    return read


@dataclass(frozen=True)
class _Steps:
    """The steps of one import, at a session; ``read`` are its tables without their rows."""

    session: "SparkSession"
    work: ClusterImport
    building: Building
    order: PartsOrder
    tables: Sequence[TypedTable]
    read: ReadFiles

    def built(self, publisher: Publisher, started: datetime) -> tuple[Summary, str, Path]:
        """The generation built, with its digest and its folder."""
        con, order, progress = self.building.con, self.order, self.work.progress
        rows = sum(sum(table.rows) for table in self.tables)
        progress(ImportStep("Bringing together what belongs together", 0, 0.05))
        routed = self._routed()
        heavy = heavy_part(self.session, routed, order.routed, personal_data=order.options.personal_data)
        several = f"Importing {routed.parts} part{'' if routed.parts == 1 else 's'}"
        progress(ImportStep(f"{several}, one with {heavy.share} of the rows" if heavy else several, rows, 0.4))
        numbers = self.session.range(0, routed.parts, 1, routed.parts)
        if order.deal_files:
            numbers.mapInArrow(partial(tell_stages, order), "part bigint").toArrow()
            tell_stages_of_all(con, order)
        made = numbers.mapInArrow(partial(build_parts, order), REPORT).toArrow()
        reports = sorted(
            (PartReport.from_json(report) for report in made.column("report").to_pylist()),
            key=lambda report: report.part,
        )
        refuse_disagreement(reports, self.work.settings)
        refuse_rounded_ids(con, order)
        progress(ImportStep("Making one company of the parts", rows, 0.85))
        show_whole(con, order, reports, self.tables)
        refuse_empty_import(con)
        files = outcomes(con, routed.rows, self.tables, self.read.left_out)
        digest = digest_of_contents(*contents(con, reports))
        summary = conclude(self.building, publisher, files, digest, as_of=self.work.as_of, started=started)
        if heavy is not None:
            summary = replace(summary, guards=(*summary.guards, heavy.sentence))
        folder = write_whole(con, order, reports, routed.parts)
        check_across(self.session, folder, files)
        return summary, digest, folder

    def _routed(self) -> Routed:
        """The rows by part; those of canonical tables by their own columns, others by what their mappings read."""
        order, read = self.order, self.order.shared / "read"
        if all(table.mapping is CANONICAL for table in self.tables):
            return route(self.session, self.tables, read, order.routed)
        names = {table.label: table.schema.names for table in self.tables}
        rows = readers(self.read, names, order.warehouse, personal_data=order.options.personal_data)
        return route_mapped(self.session, self.tables, rows, read, order.routed, order.answers)
