"""How files begin: their first rows as texts, before anybody knows which of them is the header."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from dashboard.importing.reading.encoding import as_utf8
from dashboard.importing.reading.grammar import LINE, Grammar
from dashboard.importing.reading.layout import DELIMITERS, HEAD, HEADER_LINES, LOOK_AHEAD, SEPARATOR_LINE
from dashboard.importing.reading.sources import kind_of
from dashboard.importing.reading.workbook import first_rows_of_sheets, merged_columns

HeadRows = list[list[str]]
"""Cells by line, the first line of the file first; a blank line has none that holds anything."""


def first_rows(path: Path, label: str, encoding: str | None = None) -> dict[str | None, HeadRows]:
    """The first rows of each part of a file: its sheets by name, or what has none by None; nothing for Parquet.

    Raises BadInput when the file cannot be read, MustAsk when its encoding cannot be told.
    """
    kind = kind_of(path, label)
    if kind == "excel":
        return {name: rows for name, rows in first_rows_of_sheets(path, label, LOOK_AHEAD).items()}  # noqa: C416
    return {None: _first_lines(path, label, encoding) if kind == "text" else []}


def merged_in(path: Path, label: str, sheet: str | None, header_row: int) -> list[int]:
    """The columns, counted from 0, in which cells of several rows below the header are one, in a workbook."""
    return merged_columns(path, label, sheet, header_row) if kind_of(path, label) == "excel" else []


def _first_lines(path: Path, label: str, encoding: str | None) -> HeadRows:
    with tempfile.TemporaryDirectory(prefix="reading-") as folder:
        text = as_utf8(path, label, encoding, Path(folder))
        with text.path.open("rb") as file:
            file.seek(text.start)
            head = file.read(HEAD).decode("utf-8", "surrogateescape")
    lines = [match[0] for match in islice(LINE.finditer(head), HEADER_LINES)]
    hint = SEPARATOR_LINE.match(lines[0]) if lines else None
    signs = [hint[1]] if hint and hint[1] in DELIMITERS.values() else [*DELIMITERS.values()]
    return max((_rows(lines, Grammar(sign)) for sign in signs), key=_regularity, default=[])


def _rows(lines: Sequence[str], grammar: Grammar) -> HeadRows:
    """The records of lines, each where it begins; the lines it goes on in have no cells."""
    rows: HeadRows = []
    record, begun = "", 0
    for number, line in enumerate(lines):
        begun = begun if record else number
        record += line
        rows.append([])
        body = record.rstrip("\r\n")
        if grammar.whole.match(body):
            rows[begun] = [cell.strip() for cell in grammar.fields(body)]
            record = ""
            if number >= LOOK_AHEAD:
                break
    return rows


def _regularity(rows: HeadRows) -> int:
    """How many cells stand in rows of the commonest width, of those that have more than one."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max((width * often for width, often in widths.items()), default=0)
