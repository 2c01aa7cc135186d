"""One part of a company, imported by a task of the cluster: the import's own steps over rows that belong together."""

import json
import os
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.errors import FunnelReviewError
from dashboard.importing.building import Building, ImportOptions
from dashboard.importing.cluster.keys import LINE, PREFIX
from dashboard.importing.cluster.tables import ENDING
from dashboard.importing.facts import TableContent, build_facts, fact_contents
from dashboard.importing.progress import silent
from dashboard.importing.publishing.checking import check_facts
from dashboard.importing.publishing.parquet import FIRST_FILE, NUMBERED, copy_to, described, not_as_built
from dashboard.importing.run import STORAGE, table_contents
from dashboard.importing.sql import identifier, run
from dashboard.scope.settings import Settings
from dashboard.warehouse.stores import ROW_NUMBER, ParquetFile, path_literal

OWN_KEYS = ("lead_key", "account_key", "deal_key", "cycle_id", "touch_row", ROW_NUMBER)
"""The columns that number the rows of a part; over all parts they number those of the company."""
KEYS_OF_A_PART = 1 << 32
OF_THE_COMPANY = ("import_files", "warnings", "recorded")
"""Tables that each part has its share of, and the company one of; quarantined rows and remarks simply are more."""
NOT_OF_A_PART = ("generation", "previous_open_deals", "import_remarks")
UNFINISHED = ".unfinished-"
"""How the name of a file begins that a task has not written to its end."""
REPORT = "part bigint, report string"


@dataclass(frozen=True)
class PartsOrder:
    """What the tasks of an import are told: where its rows lie by part, where they write, and how they import.

    ``shared`` is seen by the whole cluster at one path. ``tables`` are those there are, with their columns.
    """

    shared: Path
    warehouse: Path
    tables: Mapping[str, pa.Schema]
    settings: Settings
    as_of: datetime
    options: ImportOptions

    @property
    def routed(self) -> Path:
        """Where the rows of each table lie by part."""
        return self.shared / "routed"

    @property
    def built(self) -> Path:
        """The folder that becomes the generation."""
        return self.shared / "built.parquet"

    @property
    def shares(self) -> Path:
        """Where each part's share of the company's own tables lies."""
        return self.shared / "shares"


@dataclass(frozen=True)
class PartReport:
    """What came of one part: what it holds, the files it wrote, or the sentence it refused with."""

    part: int
    tables: list[TableContent]
    facts: list[TableContent]
    files: dict[str, ParquetFile]
    stages: list[str]
    currencies: list[str]
    refusal: str = ""

    def to_json(self) -> str:
        """As the one text that a task gives back."""
        files = {name: file.model_dump() for name, file in self.files.items()}
        return json.dumps({**self.__dict__, "files": files})

    @classmethod
    def from_json(cls, text: str) -> "PartReport":
        """What ``to_json`` wrote."""
        read = json.loads(text)
        contents = {name: [tuple(each) for each in read[name]] for name in ("tables", "facts")}
        files = {name: ParquetFile.model_validate(file) for name, file in read["files"].items()}
        return cls(**{**read, **contents, "files": files})


def build_parts(order: PartsOrder, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Import the parts whose numbers come in, and give their reports. Runs in the cluster's tasks."""
    for batch in batches:
        for part in batch.column(0).to_pylist():
            report = build_part(order, part)
            yield pa.RecordBatch.from_pydict({"part": [part], "report": [report.to_json()]})


def build_part(order: PartsOrder, part: int) -> PartReport:
    """Import one part: rows to canonical tables to facts to files of its own bucket."""
    with TemporaryDirectory(prefix="funnel-review-part-") as own:
        files, scratch = Path(own) / "files", Path(own) / "scratch"
        files.mkdir()
        scratch.mkdir()
        with duckdb.connect(str(Path(own) / "part.duckdb"), config={**STORAGE, "threads": 1}) as con:
            for name, schema in order.tables.items():
                _write_rows(con, order, name, schema, part, files / f"{name}{ENDING}")
            work = Building(
                con, order.warehouse, scratch, order.settings, order.as_of, order.options, silent, line_column=LINE
            )
            try:
                work.prepare()
                work.fill([files], [])
                build_facts(con)
                check_facts(con)
            except FunnelReviewError as error:
                return PartReport(part, [], [], {}, [], [], refusal=str(error))
            stages, currencies = run(con, "cluster/told_by_all").fetchone() or ([], [])
            written = {name: _write_table(con, order, name, part) for name in _tables(con)}
            return PartReport(
                part,
                table_contents(con),
                fact_contents(con),
                {name: file for name, file in written.items() if file is not None},
                stages,
                currencies,
            )


def rows_of_nothing(schema: pa.Schema) -> pa.Table:
    """A table without a row, with the columns that a part's has."""
    return schema.append(pa.field(LINE, pa.int64())).empty_table()


def _write_rows(
    con: duckdb.DuckDBPyConnection, order: PartsOrder, name: str, schema: pa.Schema, part: int, into: Path
) -> None:
    """The rows of one table as one file, in their order, without what told where they belong."""
    folder = order.routed / name / f"{PREFIX}part={part}"
    paths = [path_literal(path) for path in sorted(folder.glob(f"*{ENDING}"))]
    if not paths:
        pq.write_table(rows_of_nothing(schema), into)
        return
    run_order = f"select * from read_parquet([{', '.join(paths)}], hive_partitioning = false) order by {LINE}"  # noqa: S608
    relation = con.sql(run_order)
    kept = [column for column in relation.columns if column == LINE or not column.startswith(PREFIX)]
    copy_to(con, f"select {', '.join(map(identifier, kept))} from ({run_order})", into)  # noqa: S608


def _tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute("select table_name from duckdb_tables() where not temporary").fetchall()
    return sorted({name for (name,) in rows} - {*NOT_OF_A_PART})


def _write_table(con: duckdb.DuckDBPyConnection, order: PartsOrder, name: str, part: int) -> ParquetFile | None:
    """Write what a part has of a table, its keys made the company's; None where it has no row of what is published."""
    if not len(con.table(name)) and name not in OF_THE_COMPANY:
        return None
    place = order.shares / name / f"{part}{ENDING}"
    if name not in OF_THE_COMPANY:
        place = order.built / name / f"bucket={part}" / FIRST_FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    columns = [*con.table(name).columns, *([ROW_NUMBER] if name in NUMBERED else [])]
    selected = ", ".join(_of_company(column, part) for column in columns)
    # A task may run twice, or be run again after it was lost: its file is there whole, or not at all.
    unfinished = place.with_name(f"{UNFINISHED}{uuid.uuid4().hex}")
    copy_to(con, f"select {selected} from {identifier(name)} order by {ROW_NUMBER}", unfinished)  # noqa: S608
    _refuse_other(con, f"select {selected} from {identifier(name)}", unfinished, place)  # noqa: S608
    unfinished.replace(place)
    return described(con, order.built, place) if name not in OF_THE_COMPANY else None


def _of_company(column: str, part: int) -> str:
    """A column, a key of a part's own made one of the company's: those below zero go down, the others up."""
    name = identifier(column)
    if column not in OWN_KEYS:
        return name
    base = part * KEYS_OF_A_PART
    return f"case when {name} < 0 then {name} - {base} else {name} + {base} end as {name}"


def _refuse_other(con: duckdb.DuckDBPyConnection, sql: str, file: Path, place: Path) -> None:
    """Raises BadInput when a file does not hold the rows that were written into it."""
    content = "select count(*), sum(hash(contents)) from ({0}) as contents"
    written = con.execute(
        content.format("select * from read_parquet($1, hive_partitioning = false)"), [os.fspath(file)]
    ).fetchone()
    if written != con.execute(content.format(sql)).fetchone():
        raise not_as_built(place)
