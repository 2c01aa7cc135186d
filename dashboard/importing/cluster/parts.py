"""One part of a company, imported by a task of the cluster: the import's own steps over rows that belong together."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.errors import FunnelReviewError
from dashboard.importing.building import Building
from dashboard.importing.cluster.keys import LINE, PREFIX
from dashboard.importing.cluster.order import PartReport, PartsOrder, PartTable, files_of_tables, rows_of_nothing
from dashboard.importing.cluster.stored import ENDING
from dashboard.importing.cluster.writing import tables_of_part, write_share, write_table
from dashboard.importing.facts import build_facts, fact_contents
from dashboard.importing.mapping.language import Mapping
from dashboard.importing.progress import silent
from dashboard.importing.publishing.checking import check_facts
from dashboard.importing.publishing.parquet import copy_to
from dashboard.importing.run import STORAGE, table_contents
from dashboard.importing.sql import identifier, run
from dashboard.warehouse.stores import path_literal

ASKED_OF_ALL = ("long_ids", "open_stages", "perhaps_closed")
"""What is kept of each part, until all of them together tell something by it."""
REPORT = "part bigint, report string"


def build_parts(order: PartsOrder, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Import the parts whose numbers come in, and give their reports. Runs in the cluster's tasks."""
    for batch in batches:
        for part in batch.column(0).to_pylist():
            report = build_part(order, part)
            yield pa.RecordBatch.from_pydict({"part": [part], "report": [report.to_json()]})


def build_part(order: PartsOrder, part: int) -> PartReport:
    """Import one part: rows to canonical tables to facts to files of its own bucket."""
    with (
        TemporaryDirectory(prefix="funnel-review-part-") as own,
        duckdb.connect(str(Path(own) / "part.duckdb"), config={**STORAGE, "threads": 1}) as con,
    ):
        work = _building(con, order, part, Path(own))
        try:
            work.fill(*_files(con, order, part, Path(own), order.tables))
            build_facts(con)
            check_facts(con)
        except FunnelReviewError as error:
            return PartReport(part, [], [], {}, [], [], refusal=str(error))
        stages, currencies = run(con, "cluster/told_by_all").fetchone() or ([], [])
        written = {name: write_table(con, order, name, part) for name in tables_of_part(con)}
        for name in ASKED_OF_ALL:
            write_share(con, order, name, part)
        return PartReport(
            part,
            table_contents(con),
            fact_contents(con),
            {name: file for name, file in written.items() if file is not None},
            stages,
            currencies,
        )


def tell_stages(order: PartsOrder, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Write down what the parts whose numbers come in tell of stages. Runs in the cluster's tasks."""
    deal_tables = [table for table in order.tables if table.label in order.deal_files]
    for batch in batches:
        for part in batch.column(0).to_pylist():
            with (
                TemporaryDirectory(prefix="funnel-review-part-") as own,
                duckdb.connect(config={"threads": 1}) as con,
            ):
                work = _building(con, order, part, Path(own))
                with suppress(FunnelReviewError):  # the part is imported whole next, and is refused with it then
                    work.load(work.read(*_files(con, order, part, Path(own), deal_tables)), order.deal_tables)
                    run(con, "stages_told")
                    write_share(con, order, "stages_told", part)
        yield batch


def _building(con: duckdb.DuckDBPyConnection, order: PartsOrder, part: int, own: Path) -> Building:
    """The import of a part, prepared."""
    scratch = own / "scratch"
    scratch.mkdir()
    work = Building(
        con, order.warehouse, scratch, order.settings, order.as_of, order.options, silent, order.whole(part)
    )  # fmt: skip
    work.prepare()
    return work


def _files(
    con: duckdb.DuckDBPyConnection, order: PartsOrder, part: int, own: Path, tables: Sequence[PartTable]
) -> tuple[list[Path], list[Mapping]]:
    """What a part has of ``tables``, each as a file in a folder of its own, with their mappings."""
    return files_of_tables(own / "files", tables, lambda table, into: _write_rows(con, order, table, part, into))


def _write_rows(con: duckdb.DuckDBPyConnection, order: PartsOrder, table: PartTable, part: int, into: Path) -> None:
    """The rows of one table as one file, in their order, without what told where they belong."""
    folder = order.routed / table.place / f"{PREFIX}part={part}"
    paths = [path_literal(path) for path in sorted(folder.glob(f"*{ENDING}"))]
    if not paths:
        pq.write_table(rows_of_nothing(table.schema), into)
        return
    run_order = f"select * from read_parquet([{', '.join(paths)}], hive_partitioning = false) order by {LINE}"  # noqa: S608
    relation = con.sql(run_order)
    kept = [column for column in relation.columns if column == LINE or not column.startswith(PREFIX)]
    copy_to(con, f"select {', '.join(map(identifier, kept))} from ({run_order})", into)  # noqa: S608
