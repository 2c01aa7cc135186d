"""Rows of a report that are no records: totals, subtotals, and notes below the data."""

# ruff: noqa: S608 — the names of tables and columns are made here, every value is bound

import re
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile, Summaries
from dashboard.importing.drafting.vocabulary import UNPARTED, words_for, words_of
from dashboard.importing.drafting.writing import inline, listed, quoted
from dashboard.importing.reading.staged import Staged
from dashboard.importing.sql import identifier

LEADING = 3
"""A total is called so in one of the first columns."""
NARROW = 3
"""In a table of fewer columns a row with one cell may be a record."""
LOOSE = 2
"""Between groups under repeated headers a row of so few cells is a group's name or its sum."""
MOST = 0.5
"""Where more rows than this would be summaries, they are records."""


def take_summaries(con: duckdb.DuckDBPyConnection, staged: Staged) -> tuple[Staged, Summaries]:
    """The staged file without the rows that sum others up, or stand below them all as notes; and what those were."""
    table, width = identifier(staged.table), len(staged.headers)
    if width < NARROW:
        return staged, Summaries()
    filled = " + ".join(f"(coalesce(trim(c{at}), '') != '')::int" for at in range(width))
    heads = ", ".join(f"nullif(trim(c{at}), '')" for at in range(LEADING))
    first = f"coalesce({heads})"
    ((rows, last_full),) = con.execute(
        f"select count(*), max(line) filter (where {filled} > 1) from {table}"
    ).fetchall()
    sparse = con.execute(
        f"select line, {filled}, {first} from {table} where 2 * ({filled}) <= {width} order by line"
    ).fetchall()
    totals_by_line = {line: text for line, cells, text in sparse if text and cells and says_total(text)}
    notes = {line: text or "" for line, cells, text in sparse if cells == 1 and line > (last_full or 0)}
    repeated = _repeated_headers(con, staged)
    loose = {line: text or "" for line, cells, text in sparse if repeated and cells <= LOOSE}
    lines = {**totals_by_line, **notes, **loose}
    if repeated and len(repeated) <= MOST * rows:
        kept = f"{staged.table}_once"
        given = {"lines": repeated}
        rest = f"select * from {table} where line not in (select unnest($lines))"
        con.execute(f"create temp table {identifier(kept)} as {rest}", given)
        staged = replace(staged, table=kept, rows_read=staged.rows_read - len(repeated))
        table = identifier(kept)
    else:
        repeated = []
    if not lines or len(lines) > MOST * rows:
        return staged, Summaries(repeated=len(repeated))
    among, given = f"from {table} where line in (select unnest($lines))", {"lines": list(lines)}
    counted = ", ".join(f"count(nullif(trim(c{at}), ''))" for at in range(width))
    (cells,) = con.execute(f"select {counted} {among}", given).fetchall()
    kept = f"{staged.table}_records"
    rest = f"select * from {table} where line not in (select unnest($lines))"
    con.execute(f"create temp table {identifier(kept)} as {rest}", given)
    empty = tuple(at for at, count in enumerate(cells) if not count)
    words = tuple(dict.fromkeys(lines.values()))
    staged = replace(staged, table=kept, rows_read=staged.rows_read - len(lines))
    return staged, Summaries(len(lines), words, empty, len(repeated))


def _repeated_headers(con: duckdb.DuckDBPyConnection, staged: Staged) -> list[int]:
    """The lines that say the header again, as boards write it above each of their groups."""
    cells = [f"c{at}" for at, header in enumerate(staged.headers) if header.strip()]
    headers = [header.strip() for header in staged.headers if header.strip()]
    same = " and ".join(f"trim(coalesce({cell}, '')) = ?" for cell in cells)
    lines_found = con.execute(
        f"select line from {identifier(staged.table)} where {same} order by line", headers
    ).fetchall()
    return [line for (line,) in lines_found]


def says_total(text: str) -> bool:
    """Whether a text begins or ends with a word for a total: "Total Ann", "Zwischensumme", "合計 (3)"."""
    words = words_of(text)
    bare = re.sub(r"(?: \d+)+(?: (?:records?|rows?))?$", "", words)
    totals = words_for("total")
    return any(
        bare == total or bare.startswith(f"{total} ") or bare.endswith(f" {total}")
        or (UNPARTED.search(total) is not None and bare.startswith(total))
        for total in totals
    )  # fmt: skip


def without_summaries(file: FileProfile, key: ColumnProfile | None) -> list[str]:
    """The filter that leaves those rows out of an import: they have no key, else no value where each record has one."""
    return [*_without_headers(file, key), *_without_sums(file, key)]


def _without_headers(file: FileProfile, key: ColumnProfile | None) -> list[str]:
    column = key if key is not None else next((column for column in file.named if column.filled == column.rows), None)
    if not file.summaries.repeated or column is None:
        return []
    return [inline(column=quoted(column.header), not_one_of=f"[{quoted(column.header)}]")]


def _without_sums(file: FileProfile, key: ColumnProfile | None) -> list[str]:
    if not file.summaries.rows:
        return []
    whole = [column for column in file.named if column.filled == column.rows]
    empty = [column for column in whole if column.at in file.summaries.empty]
    sure = key if key in empty else next(iter(empty), None)
    if sure is not None:
        return [inline(column=quoted(sure.header), empty="false")]
    leading = [column for column in file.named if column.at < LEADING]
    words = f"[{listed(file.summaries.words)}]"
    return [inline(column=quoted(column.header), not_one_of=words) for column in leading]


def remarks_on(summaries: Summaries) -> Sequence[str]:
    """What is said of such rows."""
    sentences = []
    if summaries.rows:
        rows = "1 row is" if summaries.rows == 1 else f"{summaries.rows:,} rows are"
        sentences.append(f"{rows} no record but a total or a note, and left out.")
    if summaries.repeated:
        rows = "1 row says" if summaries.repeated == 1 else f"{summaries.repeated:,} rows say"
        sentences.append(f"{rows} the header once more; left out.")
    return sentences
