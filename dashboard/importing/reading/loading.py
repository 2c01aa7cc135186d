"""From files of text into DuckDB, with every decision made: nothing is sniffed, nothing guessed."""

from pathlib import Path

import duckdb

from dashboard.importing.reading.staged import FIELD_LIMIT

READ_CSV = """read_csv(
    $path, columns = {columns}, delim = $delimiter, skip = $skip, header = false, auto_detect = false, {newline}
    quote = '"', escape = '"', comment = '', nullstr = '', compression = 'none', encoding = 'utf-8',
    strict_mode = true, null_padding = false, ignore_errors = false,
    max_line_size = $longest, buffer_size = $buffer, hive_partitioning = false, union_by_name = false)"""
REJECTED = {"line": "BIGINT", "reason": "VARCHAR", "sentence": "VARCHAR", "raw": "VARCHAR"}
BUFFER = 32_000_000
"""DuckDB's own default, told because it must hold at least one line."""


def table_name(number: int) -> str:
    """The staging table of a source file by its number in the import."""
    return f"staged_{int(number)}"


def text_columns(width: int) -> dict[str, str]:
    """``c0`` … as DuckDB's reader wants them."""
    return {f"c{index}": "VARCHAR" for index in range(width)}


def load_plain(
    con: duckdb.DuckDBPyConnection, path: Path, table: str, *, width: int, delimiter: str, first_line: int, crlf: bool
) -> int:
    """Rows loaded from a plain file; the staging table is a view that adds the line to the row's place in the file."""
    _read(con, path, f"{table}_text", text_columns(width), delimiter=delimiter, skip=first_line - 1, crlf=crlf)
    names = ", ".join(text_columns(width))
    con.execute(f"create temp view {table} as select rowid + {int(first_line)} as line, {names} from {table}_text")  # noqa: S608
    return count(con, table)


def load_clean(
    con: duckdb.DuckDBPyConnection, path: Path, table: str, *, width: int, delimiter: str, longest: int
) -> int:
    """Rows loaded from a file the strict reader wrote: the line, then the cells."""
    columns = {"line": "BIGINT", **text_columns(width)}
    _read(con, path, table, columns, delimiter=delimiter, longest=longest * 4 + 100)
    return count(con, table)


def load_rejected(con: duckdb.DuckDBPyConnection, path: Path, table: str) -> int:
    """Rows loaded from a file of rejects."""
    _read(con, path, table, REJECTED, delimiter=",", longest=FIELD_LIMIT * 4 + 1000)
    return count(con, table)


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


def drop(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Removes what staging one file made, to give its memory back."""
    kinds = dict(con.execute("select table_name, table_type from information_schema.tables").fetchall())
    for name in (table, f"{table}_text", f"{table}_rejected"):
        if name in kinds:
            con.execute(f"drop {'view' if kinds[name] == 'VIEW' else 'table'} {name}")


def count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Rows of a table."""
    return int(con.execute(f"select count(*) from {table}").fetchall()[0][0])  # noqa: S608
