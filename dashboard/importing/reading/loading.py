"""From files of text into DuckDB, with every decision made: nothing is sniffed, nothing guessed."""

# ruff: noqa: S608 — the names of tables are made here from a number, every value is bound

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.errors import BadInput
from dashboard.importing.reading.staged import FIELD_LIMIT, Progress, StagedFile, Tally
from dashboard.importing.sql import text as sql_text

READ_CSV = """read_csv(
    $path, columns = $columns, delim = $delimiter, skip = $skip, header = false, auto_detect = false, {newline}
    quote = '"', escape = '"', comment = '', nullstr = '', compression = 'none', encoding = 'utf-8',
    strict_mode = true, null_padding = false, ignore_errors = false, parallel = $parallel,
    max_line_size = $longest, buffer_size = $buffer, hive_partitioning = false, union_by_name = false)"""
REJECTED = {"line": "BIGINT", "reason": "VARCHAR", "sentence": "VARCHAR", "raw": "VARCHAR"}
JUMPS = {"start": "BIGINT", "stop": "BIGINT", "ahead": "BIGINT"}
BUFFER = 32_000_000
"""DuckDB's own default, told because it must hold at least one line."""
LINE_SIZE = 2_000_000
"""DuckDB's default for the longest line."""
WATCH_SECONDS = 0.3


@dataclass(frozen=True)
class Form:
    """What DuckDB is told of a file of delimited text, beside its columns.

    ``breaks``: values may hold line breaks; ``longest``: characters of the longest record, where one is long.
    """

    width: int
    delimiter: str
    crlf: bool = False
    breaks: bool = False
    longest: int = 0


def table_name(number: int) -> str:
    """The staging table of a source file by its number in the import."""
    return f"staged_{int(number)}"


def text_columns(width: int) -> dict[str, str]:
    """``c0`` … as DuckDB's reader wants them."""
    return {f"c{index}": "VARCHAR" for index in range(width)}


def load_plain(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    table: str,
    form: Form,
    first_line: int,
    jumps: Path | None,
    progress: Progress,
) -> int:
    """Rows loaded from a plain file.

    The staging table is a view: a row's line follows from its place in the file and, where values with line
    breaks or blank lines move it, from the file of ``jumps``.
    """
    text, lines = f"{table}_text", f"{table}_lines"
    read_csv(con, path, text, text_columns(form.width), form, skip=first_line - 1, progress=progress)
    if jumps is None:
        name_rows(con, table, form.width, line=f"{text}.rowid + {first_line}", rows=text)
        return count(con, text)
    read_csv(con, jumps, f"{table}_jumps", JUMPS, Form(len(JUMPS), ","))
    con.execute(
        f"create temp table {lines} as\n{sql_text('lines_of_rows')}",
        {"jumps": f"{table}_jumps", "first_line": first_line},
    )
    rows = f"{text} inner join {lines} on {text}.rowid = {lines}.place"
    name_rows(con, table, form.width, line=f"{lines}.line", rows=rows)
    return count(con, text)


def load_clean(con: duckdb.DuckDBPyConnection, path: Path, table: str, form: Form, progress: Progress) -> int:
    """Rows loaded from a file the strict reader wrote: the line, then the cells."""
    columns = {"line": "BIGINT", **text_columns(form.width)}
    read_csv(con, path, f"{table}_text", columns, form, progress=progress)
    name_rows(con, table, form.width, line="line", rows=f"{table}_text")
    return count(con, f"{table}_text")


def name_rows(con: duckdb.DuckDBPyConnection, table: str, width: int, *, line: str, rows: str) -> None:
    """The staging table as a view, on another that also has the rows' place in ``…_text``."""
    names = ", ".join(text_columns(width))
    con.execute(
        f"create temp view {table}_placed as select {table}_text.rowid as place, {line} as line, {names} from {rows}"
    )
    con.execute(f"create temp view {table} as select line, {names} from {table}_placed")


def read_csv(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    table: str,
    columns: dict[str, str],
    form: Form,
    *,
    skip: int = 0,
    progress: Progress | None = None,
) -> None:
    """A new temporary table of a file whose every record fits the columns."""
    longest = max(form.longest * 4 + 100, LINE_SIZE)
    # DuckDB 1.5 refuses every CRLF file when told that it is one, and finds it out when not told
    newline = "" if form.crlf else r"new_line = '\n',"
    values = {
        "path": str(path),
        "columns": columns,
        "delimiter": form.delimiter,
        "skip": skip,
        "parallel": not form.breaks,  # the parallel reader loses its place in values that hold line breaks
        "longest": longest,
        "buffer": max(BUFFER, longest * 2),
    }
    sql = f"create or replace temp table {table} as from {READ_CSV.format(newline=newline)}"
    run_watched(con, sql, values, progress)


def run_watched(con: duckdb.DuckDBPyConnection, sql: str, values: dict[str, object], progress: Progress | None) -> None:
    """Runs a statement and reports how far it is, by DuckDB's own word, from the thread that called."""
    if progress is None:
        con.execute(sql, values)
        return
    con.execute("set enable_progress_bar = true")
    con.execute("set enable_progress_bar_print = false")
    with ThreadPoolExecutor(max_workers=1) as pool:
        work = pool.submit(con.execute, sql, values)
        try:
            while not wait([work], timeout=WATCH_SECONDS).done:
                progress(max(round(con.query_progress()), 0), 100)
        except BaseException:
            con.interrupt()
            raise
        work.result()
    con.execute("set enable_progress_bar = false")
    progress(100, 100)


def check_stored(con: duckdb.DuckDBPyConnection, source: StagedFile, tally: Tally, loaded: int) -> None:
    """Raises BadInput when DuckDB holds other rows than the reader counted."""
    rejected = count(con, f"{source.table}_rejected")
    if (loaded, rejected) != (tally.accepted, tally.rejected):
        raise unbalanced(source, f"{tally.accepted + tally.rejected:,} rows were read, {loaded + rejected:,} stored")


def unbalanced(source: StagedFile, what: str) -> BadInput:
    """The refusal of a file whose two counts differ; it should never be seen."""
    return BadInput(
        f"{source.label}: {what}, so nothing was imported; this is an error of the product, please report it."
    )


def drop(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Removes what staging one file made, to give its memory back."""
    for name in (table, f"{table}_placed"):
        con.execute(f"drop view if exists {name}")
    for part in ("text", "lines", "jumps", "rejected"):
        con.execute(f"drop table if exists {table}_{part}")


def count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Rows of a table."""
    return int(con.execute(f"select count(*) from {table}").fetchall()[0][0])


def load_rejected(con: duckdb.DuckDBPyConnection, path: Path, table: str) -> None:
    """The table of a file's rejected rows, from the file they were written to."""
    read_csv(con, path, f"{table}_rejected", REJECTED, Form(len(REJECTED), ",", breaks=True, longest=FIELD_LIMIT))


def no_rejected(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """The table of rejected rows of a file that has none so far."""
    columns = ", ".join(f"{name} {kind}" for name, kind in REJECTED.items())
    con.execute(f"create temp table {table}_rejected ({columns})")
