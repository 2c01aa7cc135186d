"""What became of every row: quarantine, warnings, and the counts that must add up."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from dashboard.errors import FunnelReviewError
from dashboard.importing.canonical import CanonicalTable
from dashboard.importing.converting.expressions import Expressions
from dashboard.importing.converting.passes import PassStatement
from dashboard.importing.converting.planning import PlannedFeed
from dashboard.importing.converting.reasons import REASONS
from dashboard.importing.mapping.matching import FilePlan, headers_of
from dashboard.importing.sql import has_rows, identifier, run, used
from dashboard.importing.working import AIDS, LEAD_HISTORY, NO_STAGE, WORKING, canonical_name

MAY_NAME_SOMEBODY = {"name", "next_step"}
"""Columns that are kept without personal data, but whose text as it was written may say a person's name."""


@dataclass(frozen=True)
class FileOutcome:
    """What was read from a file and what became of it, in rows; ``not_read`` says why a file was not read at all.

    ``version`` says which of a table that has several was read.
    """

    file: str
    read: int
    loaded: int
    quarantined: int
    skipped: int
    not_read: str = ""
    version: str = ""


def note_faults(con: duckdb.DuckDBPyConnection, plan: FilePlan, feed: PlannedFeed, done: PassStatement) -> None:
    """Keeps what the marks of a pass mean."""
    faults = [
        {"kind": kind, "code": fault.code, "column_name": fault.column, "reason": fault.reason}
        for kind, of_kind in (("problem", done.problems), ("flaw", done.flaws))
        for fault in of_kind
    ]
    run(con, "note_faults", table_name=feed.table.name, file_number=plan.number, feed=feed.number, faults=faults)


def note_reasons(con: duckdb.DuckDBPyConnection) -> None:
    """Makes the sentences of the reason codes known to SQL."""
    reasons = [{"reason": reason, "sentence": sentence} for reason, sentence in REASONS.items()]
    run(con, "note_reasons", reasons=reasons)


def note_names(con: duckdb.DuckDBPyConnection, plans: Sequence[FilePlan]) -> None:
    """Makes the labels of the files known to SQL, and what each table that is settled ends in."""
    for plan in plans:
        run(con, "note_file", file_number=plan.number, file=plan.staged.label)
    for table in WORKING.values():
        run(con, "note_table", table=table.name, canonical=canonical_name(table))


def warn_of_flaws(
    con: duckdb.DuckDBPyConnection, plan: FilePlan, feed: PlannedFeed, done: PassStatement, *, personal_data: bool
) -> None:
    """A warning for each value a pass made null, with the value as read."""
    flagged = (
        f"select line, flaws from loading_{feed.table.name} "  # noqa: S608 — our own names
        f"where flaws <> 0 and file_number = {plan.number} and feed = {feed.number}"
    )
    if not done.flaws or not has_rows(con, f"from ({flagged})"):
        return
    columns = {fault.column for fault in done.flaws}
    cases = " ".join(f"when '{name}' then t_{name}" for name in sorted(columns))
    con.execute(
        "insert into warnings (file, line, table_name, column_name, reason, sentence, value) "  # noqa: S608 — our own names
        f"select $file, flagged.line, '{canonical_name(feed.table)}', faults.column_name, faults.reason, "
        "replace(reasons.sentence, '{column}', faults.column_name), "
        f"{'' if personal_data else 'blotted'}(replace(case faults.column_name {cases} end, chr(31), ';')) "
        f"from ({flagged}) as flagged inner join ({done.texts}) as texts on texts.line = flagged.line "
        f"inner join faults on faults.table_name = '{feed.table.name}' and faults.kind = 'flaw' "
        f"and faults.file_number = {plan.number} and faults.feed = {feed.number} "
        "and (flagged.flaws >> faults.code) & 1 = 1 "
        "inner join reasons on reasons.reason = faults.reason "
        "order by flagged.line, faults.code",
        {**used(con, done.texts, done.parameters), "file": plan.staged.label},
    )


def warn_of_days(con: duckdb.DuckDBPyConnection, plans: Sequence[FilePlan], table: CanonicalTable) -> None:
    """A warning with the number of a file's rows in ``table`` that have a day and no time, for each that has some."""
    counted = f"select file_number, count(*) from loading_{table.name} where day_only group by file_number"  # noqa: S608
    days = dict(con.execute(counted).fetchall())
    for plan in plans:
        if plan.number in days:
            run(con, "warn_of_days", file=plan.staged.label, table=table.name, days=days[plan.number])


def record(
    con: duckdb.DuckDBPyConnection,
    plan: FilePlan,
    feeds: Sequence[PlannedFeed],
    expressions: Expressions,
    *,
    personal_data: bool,
) -> FileOutcome:
    """Writes the quarantine, the warnings and the counts of one file; raises when the counts do not add up."""
    staged, label = plan.staged, plan.staged.label
    filling = [feed for feed in feeds if feed.table not in AIDS]
    tables = sorted({feed.table.name for feed in filling})
    fed = sorted({canonical_name(feed.table) for feed in filling})
    _show_accepted(con, plan, tables, is_fed_once=len(feeds) < 2)
    con.execute(f"create or replace temp view staged_rows as from {identifier(staged.table)}")
    con.execute(f"create or replace temp view rejected_rows as from {identifier(staged.rejected)}")
    _show_filtered(con, plan, filling, expressions)
    run(con, "quarantine_rows", file_number=plan.number)
    if has_rows(con, "from set_aside"):
        _show_raw(con, plan, feeds, personal_data=personal_data)
        run(con, "write_quarantine", file=label)
    if has_rows(con, "from rejected_rows"):
        run(con, "write_rejects", file=label, table=fed[0] if len(fed) == 1 else None, personal=personal_data)
    if has_rows(con, "from set_aside where is_loaded"):
        run(con, "warn_of_dropped", file=label)
    if has_rows(con, "from emptied where file_number = $file_number", file_number=plan.number):
        run(con, "warn_of_emptied", file=label, file_number=plan.number, personal=personal_data)
    for reason, sentence in staged.warnings:
        run(con, "warn_of_file", file=label, reason=reason, sentence=sentence)
    counts = run(con, "outcome", file=label, file_number=plan.number).fetchone() or (0,) * 6
    staged_rows, rejected, loaded, quarantined, duplicates, filtered = counts
    skipped = duplicates + filtered + staged.footer
    balanced = staged.rows_read == staged_rows + rejected + staged.footer == loaded + quarantined + skipped
    if not balanced:
        raise FunnelReviewError(
            f"{label}: {staged.rows_read} rows were read, but {loaded} loaded, {quarantined} set aside and "
            f"{skipped} skipped do not make that many; nothing was published, please report this."
        )
    run(
        con, "write_file", file=label, sha256=staged.sha256, read=staged.rows_read, loaded=loaded,
        quarantined=quarantined, skipped=skipped, blank=staged.blank, feeds=",".join(fed) or None,
        dialect=staged.dialect + (f"; not read: {', '.join(plan.unread)}" if plan.unread else ""),
    )  # fmt: skip
    return FileOutcome(label, staged.rows_read, loaded, quarantined, skipped)


def _show_accepted(con: duckdb.DuckDBPyConnection, plan: FilePlan, tables: Sequence[str], *, is_fed_once: bool) -> None:
    """The lines at least one table took, and those of them that another pass rejected."""
    taken = " union all ".join(
        f"select line from loading_{name} where file_number = {plan.number}"  # noqa: S608 — our own names
        + (f" and event <> '{NO_STAGE}'" if name == LEAD_HISTORY.name else "")
        for name in tables
    )
    taken = taken or "select 0::bigint as line limit 0"
    if not is_fed_once:
        taken = f"select distinct line from ({taken})"  # noqa: S608
    rejected = f"select line from rejections where file_number = {plan.number}"  # noqa: S608
    con.execute(f"create or replace temp view accepted_rows as {taken}")
    con.execute(
        "create or replace temp view stageless_rows as select line from loading_lead_history "  # noqa: S608
        f"where file_number = {plan.number} and event = '{NO_STAGE}' and line not in (select line from accepted_rows)"
    )
    con.execute(
        f"create or replace temp table loaded_anyway as select line from accepted_rows "  # noqa: S608
        f"where not {is_fed_once} and line in ({rejected})"
    )


def _show_filtered(
    con: duckdb.DuckDBPyConnection, plan: FilePlan, feeds: Sequence[PlannedFeed], expressions: Expressions
) -> None:
    """The rows that feed nothing because a filter says so, or that only say what others mean, as a table."""
    taken = " or ".join(f"({expressions.condition(feed.where)})" for feed in feeds) or "false"
    if any(feed.table is LEAD_HISTORY for feed in feeds):
        taken = f"({taken}) and s.line not in (select line from stageless_rows)"  # noqa: S608 — our own expressions
    con.execute(
        f"create or replace temp table filtered_rows as select s.line from {expressions.rows()} where not ({taken}) "  # noqa: S608
        f"and s.line not in (select line from rejections where file_number = {plan.number})",
        expressions.parameters or None,
    )


def _show_raw(
    con: duckdb.DuckDBPyConnection, plan: FilePlan, feeds: Sequence[PlannedFeed], *, personal_data: bool
) -> None:
    """The rows set aside as read, joined by commas; without personal data only cells known to hold none."""
    known: set[str] = set()
    personal: set[str] = set()
    for feed in feeds:
        for name, reading in feed.columns.items():
            cells_read = {position for header in headers_of(reading) if (position := plan.header.find(header))}
            column = feed.table.column(name)
            if column is None or column.personal:
                personal |= cells_read
            elif name not in MAY_NAME_SOMEBODY:
                known |= cells_read
    known -= personal
    cells = [f"c{at}" for at in range(len(plan.header.names))]
    shown = [
        f'raw_cell("{cell}")' if personal_data else f'blotted(raw_cell("{cell}"))' if cell in known else "'***'"
        for cell in cells
    ]
    con.execute(
        f"create or replace temp view raw_rows as select line, concat_ws(',', {', '.join(shown)}) as raw "  # noqa: S608
        f"from {identifier(plan.staged.table)} where line in (select line from set_aside)"
    )
