"""The end of a staged file: takes a report's footer out of it."""

import duckdb

from dashboard.importing.reading.footers import LOOK_BACK, TailRow, footer_lines
from dashboard.importing.reading.loading import text_columns
from dashboard.importing.reading.staged import Tally


def take_footers(
    con: duckdb.DuckDBPyConnection, table: str, *, first_line: int | None, delimiter: str, width: int, tally: Tally
) -> int:
    """Removes the footer from the staged and the rejected rows of a file; how many rows it was.

    ``first_line`` is given for a plain file, whose rows lie in ``…_text`` and whose lines follow from their place.
    """
    rows_table = f"{table}_text" if first_line is not None else table
    line = f"rowid + {first_line}" if first_line is not None else "line"
    accepted = con.execute(
        f"select rowid, {line}, {', '.join(text_columns(width))} from {rows_table} where rowid >= ?",  # noqa: S608
        [max(tally.accepted - LOOK_BACK, 0)],
    ).fetchall()
    rejected = con.execute(
        f"select rowid, line, raw from {table}_rejected where rowid >= ?",
        [max(tally.rejected - LOOK_BACK, 0)],  # noqa: S608
    ).fetchall()
    places: dict[int, tuple[str, int]] = {}
    tail = []
    for rowid, at, *cells in accepted:
        texts = tuple(cell or "" for cell in cells)
        places[at] = (rows_table, rowid)
        tail.append(TailRow(at, texts, 1 + sum(text.count("\n") for text in texts), accepted=True))
    for rowid, at, raw in rejected:
        places[at] = (f"{table}_rejected", rowid)
        tail.append(TailRow(at, tuple(raw.split(delimiter)), 1 + raw.count("\n"), accepted=False))
    tail.sort(key=lambda row: row.line)
    lines = footer_lines(tail[-LOOK_BACK:], width)
    for at in lines:
        owner, rowid = places[at]
        con.execute(f"delete from {owner} where rowid = ?", [rowid])  # noqa: S608
        if owner == rows_table:
            tally.accepted -= 1
        else:
            tally.rejected -= 1
    return len(lines)
