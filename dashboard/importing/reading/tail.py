"""The end of a staged file: takes a report's footer out of it."""

# ruff: noqa: S608 — the names of tables are made here from a number, every value is bound

import duckdb

from dashboard.importing.reading.footers import LOOK_BACK, TailRow, footer_lines
from dashboard.importing.reading.grammar import Grammar
from dashboard.importing.reading.loading import text_columns
from dashboard.importing.reading.staged import Tally


def take_footers(
    con: duckdb.DuckDBPyConnection, table: str, *, grammar: Grammar, width: int, tally: Tally, skip: int = 0
) -> int:
    """Removes the footer from the staged and the rejected rows of a file; how many rows it was.

    The last ``skip`` rows are one in any case; what stands above them may be one too.
    """
    look_back = LOOK_BACK + skip
    accepted = con.execute(
        f"select place, line, {', '.join(text_columns(width))} from {table}_placed where place >= ?",
        [tally.accepted - look_back],
    ).fetchall()
    rejected = con.execute(
        f"select rowid, line, raw from {table}_rejected where rowid >= ?", [tally.rejected - look_back]
    ).fetchall()
    places: dict[int, tuple[str, int]] = {}
    tail = []
    for place, line, *cells in accepted:
        texts = tuple(cell or "" for cell in cells)
        places[line] = (f"{table}_text", place)
        tail.append(TailRow(line, texts, 1 + sum(text.count("\n") for text in texts), accepted=True))
    for place, line, raw in rejected:
        places[line] = (f"{table}_rejected", place)
        tail.append(TailRow(line, tuple(_cells(raw, grammar)), 1 + raw.count("\n"), accepted=False))
    tail.sort(key=lambda row: row.line)
    end = max(len(tail) - skip, 0)
    lines = {row.line for row in tail[end:]} | footer_lines(tail[max(end - LOOK_BACK, 0) : end], width)
    for line in lines:
        owner, place = places[line]
        con.execute(f"delete from {owner} where rowid = ?", [place])
        if owner.endswith("_rejected"):
            tally.rejected -= 1
        else:
            tally.accepted -= 1
    return len(lines)


def _cells(raw: str, grammar: Grammar) -> list[str]:
    return grammar.fields(raw) if grammar.whole.match(raw) else raw.split(grammar.delimiter)
