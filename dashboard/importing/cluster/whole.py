"""Makes one generation of the parts of a company: what only all of them tell, the checks across, and the manifest."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from dashboard.errors import BadInput, FunnelReviewError
from dashboard.importing.canonical import OUTCOMES
from dashboard.importing.cluster.order import PartReport, PartsOrder
from dashboard.importing.cluster.stored import TypedTable
from dashboard.importing.cluster.writing import NOT_OF_A_PART, OF_THE_COMPANY, UNFINISHED
from dashboard.importing.converting.recording import FileOutcome
from dashboard.importing.facts import FACTS, TableContent, fact_contents
from dashboard.importing.publishing.parquet import FIRST_FILE, NUMBERED, copy_to, described, write_manifest
from dashboard.importing.reading.one_file import mostly_bad
from dashboard.importing.reading.rejects import SENTENCES
from dashboard.importing.reading.staged import MOSTLY_BAD_ROWS
from dashboard.importing.sql import identifier, run
from dashboard.importing.unfit import UnfitFile
from dashboard.scope.settings import Settings
from dashboard.warehouse.stores import ROW_NUMBER, ParquetFile, ParquetManifest, ParquetTable, path_literal

MADE_HERE = (*OF_THE_COMPANY, *NOT_OF_A_PART)
"""The tables that hold the company's own, which stay tables while those of parts become views on their files."""


def refuse_disagreement(reports: Sequence[PartReport], settings: Settings) -> None:
    """Raises BadInput with what a part refused with, or for what only all rows together could settle."""
    for report in reports:
        if report.refusal:
            raise BadInput(report.refusal)
    spellings = defaultdict(set)
    for stage in {stage for report in reports for stage in report.stages} - set(OUTCOMES):
        spellings[stage.lower()].add(stage)
    for alike in spellings.values():
        if len(alike) > 1:
            shown = ", ".join(f"“{stage}”" for stage in sorted(alike))
            raise BadInput(f"deal_events: the stages {shown} differ in case alone; spell them alike, and import again.")
    currencies = sorted({currency for report in reports for currency in report.currencies})
    if len(currencies) > 1 and settings.currency is None:
        raise BadInput(
            f"deals: amounts are in {', '.join(currencies)}; say in funnel-review.toml which is the company's, as in "
            f'currency = "{currencies[0]}".'
        )


def refuse_rounded_ids(con: duckdb.DuckDBPyConnection, order: PartsOrder) -> None:
    """Raises BadInput for a column of ids of which every long one, of all parts, was rounded."""
    for file, column in run(con, "cluster/rounded_ids", shares=order.shares_of("long_ids")).fetchall():
        raise BadInput(
            f'{file}: every long id in "{column}" ends in zeros from its 16th digit on, as a spreadsheet rounds them; '
            "write the table from the CRM's own ids, as text."
        )


def tell_stages_of_all(con: duckdb.DuckDBPyConnection, order: PartsOrder) -> None:
    """Write what all parts tell of each stage where each of them finds it."""
    shares = order.shares_of("stages_told")
    if shares:
        run(con, "cluster/stages_told", shares=shares)
        copy_to(con, "from stages_told", order.stages)


def show_whole(
    con: duckdb.DuckDBPyConnection, order: PartsOrder, reports: Sequence[PartReport], tables: Sequence[TypedTable]
) -> None:
    """Makes the tables of ``con``, which have no row, those of the company."""
    for name in names_of(con):
        files = [path_literal(order.built / each.files[name].path) for each in reports if name in each.files]
        if name in MADE_HERE or not files:
            continue
        con.execute(f"drop table {identifier(name)}")
        read = f"read_parquet([{', '.join(files)}], hive_partitioning = false)"
        con.execute(f"create view {identifier(name)} as from {read}")
    digests = [{"file": table.label, "sha256": table.digest(), "words": table.words} for table in tables]
    for name in OF_THE_COMPANY:
        con.execute(f"delete from {identifier(name)}")  # noqa: S608 — our own names
        given = {"digests": digests} if name == "import_files" else {}
        run(con, f"cluster/{name}", shares=order.shares_of(name), **given)
    for file, rejected, read in run(con, "cluster/mostly_bad", least=MOSTLY_BAD_ROWS, reasons=[*SENTENCES]).fetchall():
        reason, sentence = mostly_bad(rejected, read)
        run(con, "warn_of_file", file=file, reason=reason, sentence=sentence)
    for name in ("open_stages", "perhaps_closed"):
        run(con, f"cluster/{name}", shares=order.shares_of(name))
    run(con, "note_past_stages")
    run(con, "write_notes", personal=order.options.personal_data)
    con.execute("drop table import_remarks")
    con.execute((FACTS / "import_remarks.sql").read_text(encoding="utf-8"))


def names_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of a generation, in the order of their names."""
    rows = con.execute(
        "select table_name from duckdb_tables() where not temporary "
        "union select view_name from duckdb_views() where not internal and not temporary"
    )
    return sorted(name for (name,) in rows.fetchall())


def outcomes(
    con: duckdb.DuckDBPyConnection,
    rows: dict[str, int],
    tables: Sequence[TypedTable],
    left_out: Sequence[UnfitFile] = (),
) -> list[FileOutcome]:
    """What became of each file's rows, those that are not read last.

    Raises FunnelReviewError where that is not what the cluster counted there.
    """
    not_read = {file.label: file.sentence for file in left_out}
    versions = {table.label: table.words for table in tables if table.delta is not None}
    counted = [FileOutcome(*row) for row in run(con, "cluster/outcomes").fetchall()]
    made = [replace(outcome, version=versions.get(outcome.file, "")) for outcome in counted]
    read = {outcome.file: outcome.read for outcome in made}
    for table in tables:
        if table.label in not_read:
            continue
        if not read.get(table.label) == rows[table.name] == sum(table.rows):
            raise FunnelReviewError(
                f"{table.label}: its files hold {sum(table.rows):,} rows, the cluster read {rows[table.name]:,}, the "
                f"parts took {read.get(table.label, 0):,}; nothing was published, please report this."
            )
    return [*made, *(FileOutcome(label, 0, 0, 0, 0, sentence) for label, sentence in not_read.items())]


def contents(
    con: duckdb.DuckDBPyConnection, reports: Sequence[PartReport]
) -> tuple[list[TableContent], list[TableContent]]:
    """What the canonical tables and the facts hold, as an import of the whole tells it: a digest of rows adds up."""
    of_company = {name: content for content in fact_contents_of(con) for name in content[:1]}
    facts = [of_company.get(name, (name, rows, total)) for name, rows, total in _added(r.facts for r in reports)]
    return _added(report.tables for report in reports), facts


def fact_contents_of(con: duckdb.DuckDBPyConnection) -> list[TableContent]:
    """What the facts hold that are told of all parts together."""
    return [content for content in fact_contents(con) if content[0] in OF_THE_COMPANY]


def _added(contents_of_parts: Iterable[Sequence[TableContent]]) -> list[TableContent]:
    sums: dict[str, tuple[int, int]] = {}
    for contents_of_part in contents_of_parts:
        for name, rows, total in contents_of_part:
            before = sums.get(name, (0, 0))
            sums[name] = before[0] + rows, before[1] + int(total)
    return [(name, rows, str(total)) for name, (rows, total) in sorted(sums.items())]


def write_whole(con: duckdb.DuckDBPyConnection, order: PartsOrder, reports: Sequence[PartReport], buckets: int) -> Path:
    """Write what is the company's own, and the manifest last; returns the folder, all of it on the disk."""
    files: dict[str, list[ParquetFile]] = defaultdict(list)
    for left in order.built.rglob(f"{UNFINISHED}*"):
        left.unlink()  # of a task that was lost
    for report in reports:
        for name, file in report.files.items():
            files[name].append(file)
    for name in names_of(con):
        if name not in files:
            place = order.built / name / FIRST_FILE
            place.parent.mkdir(parents=True)
            number = f", {ROW_NUMBER}" if name in NUMBERED else ""
            copy_to(con, f"select *{number} from {identifier(name)}", place)  # noqa: S608 — our own names
            files[name].append(described(con, order.built, place))
    tables = {name: ParquetTable(files=tuple(each), numbered=name in NUMBERED) for name, each in sorted(files.items())}
    write_manifest(order.built, ParquetManifest(buckets=buckets, tables=tables))
    return order.built
