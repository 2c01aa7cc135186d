"""From files of text into DuckDB, with every decision made: nothing is sniffed, nothing guessed."""

# ruff: noqa: S608 — the names of tables are made here from a number, every value is bound

from pathlib import Path

import duckdb

from dashboard.errors import BadInput
from dashboard.importing.reading.staged import FIELD_LIMIT, Source, Tally

READ_CSV = """read_csv(
    $path, columns = {columns}, delim = $delimiter, skip = $skip, header = false, auto_detect = false, {newline}
    quote = '"', escape = '"', comment = '', nullstr = '', compression = 'none', encoding = 'utf-8',
    strict_mode = true, null_padding = false, ignore_errors = false,
    max_line_size = $longest, buffer_size = $buffer, hive_partitioning = false, union_by_name = false)"""
REJECTED = {"line": "BIGINT", "reason": "VARCHAR", "sentence": "VARCHAR", "raw": "VARCHAR"}
JUMPS = {"start": "BIGINT", "stop": "BIGINT", "ahead": "BIGINT"}
BUFFER = 32_000_000
"""DuckDB's own default, told because it must hold at least one line."""


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
    *,
    width: int,
    delimiter: str,
    first_line: int,
    crlf: bool,
    jumps: Path | None,
) -> int:
    """Rows loaded from a plain file.

    The staging table is a view: a row's line follows from its place in the file and, where values with line
    breaks or blank lines move it, from the file of ``jumps``.
    """
    text = f"{table}_text"
    _read(con, path, text, text_columns(width), delimiter=delimiter, skip=first_line - 1, crlf=crlf)
    if jumps is None:
        name_rows(con, table, width, line=f"{text}.rowid + {first_line}", rows=text)
    else:
        _read(con, jumps, f"{table}_jumps", JUMPS, delimiter=",")
        con.execute(
            f"create temp table {table}_lines as "
            f"select unnest(range(start, stop)) as place, place + ahead + {first_line} as line from {table}_jumps"
        )
        lines = f"{table}_lines"
        name_rows(
            con, table, width, line=f"{lines}.line", rows=f"{text} inner join {lines} on {text}.rowid = {lines}.place"
        )
    return count(con, text)


def load_clean(
    con: duckdb.DuckDBPyConnection, path: Path, table: str, *, width: int, delimiter: str, longest: int
) -> int:
    """Rows loaded from a file the strict reader wrote: the line, then the cells."""
    columns = {"line": "BIGINT", **text_columns(width)}
    _read(con, path, f"{table}_text", columns, delimiter=delimiter, longest=longest * 4 + 100)
    name_rows(con, table, width, line="line", rows=f"{table}_text")
    return count(con, table)


def load_rejected(con: duckdb.DuckDBPyConnection, path: Path, table: str) -> int:
    """Rows loaded from a file of rejects."""
    _read(con, path, table, REJECTED, delimiter=",", longest=FIELD_LIMIT * 4 + 1000)
    return count(con, table)


def name_rows(con: duckdb.DuckDBPyConnection, table: str, width: int, *, line: str, rows: str) -> None:
    """The staging table as a view, on another that also has the rows' place in ``…_text``."""
    names = ", ".join(text_columns(width))
    con.execute(
        f"create temp view {table}_placed as select {table}_text.rowid as place, {line} as line, {names} from {rows}"
    )
    con.execute(f"create temp view {table} as select line, {names} from {table}_placed")


def _read(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    table: str,
    columns: dict[str, str],
    *,
    delimiter: str,
    skip: int = 0,
    crlf: bool = False,
    longest: int = 0,
) -> None:
    longest = max(longest, 2_000_000)
    # DuckDB 1.5 refuses every CRLF file when told that it is one, and finds it out when not told
    reader = READ_CSV.format(columns=columns, newline="" if crlf else r"new_line = '\n',")
    con.execute(
        f"create or replace temp table {table} as from {reader}",
        {
            "path": str(path),
            "delimiter": delimiter,
            "skip": skip,
            "longest": longest,
            "buffer": max(BUFFER, longest * 2),
        },
    )


def no_rejected(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """An empty table of rejects."""
    columns = ", ".join(f"{name} {kind}" for name, kind in REJECTED.items())
    con.execute(f"create temp table {table} ({columns})")


def check_stored(con: duckdb.DuckDBPyConnection, source: Source, tally: Tally, loaded: int) -> None:
    """Raises BadInput when DuckDB holds other rows than the reader counted."""
    rejected = count(con, f"{source.table}_rejected")
    if (loaded, rejected) != (tally.accepted, tally.rejected):
        raise unbalanced(source, f"{tally.accepted + tally.rejected:,} rows were read, {loaded + rejected:,} stored")


def unbalanced(source: Source, what: str) -> BadInput:
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
