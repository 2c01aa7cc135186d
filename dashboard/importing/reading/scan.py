"""A first, fast look at every byte of a delimited file, to tell whether it is plain and how many rows it has.

Plain means: DuckDB's parallel reader cannot read it otherwise than the strict grammar says. The count made
here is the second, independent one that the loaded table must equal; and since DuckDB does not say in which
line a row begins, this does, where it does not follow from the row's place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dashboard.importing.reading.layout import Layout
from dashboard.importing.reading.staged import FIELD_LIMIT, ROW_LIMIT, Progress

CHUNK = 256 << 10
"""Small enough to stay in the processor's cache between the looks taken at it."""
LF, CR, TAB, QUOTE = 10, 13, 9, 34
Signs: TypeAlias = npt.NDArray[np.uint8]
Places: TypeAlias = npt.NDArray[np.intp]


@dataclass
class Plain:
    """A plain file: its rows, its blank lines, whether its lines end in CRLF (or LF), whether values hold breaks.

    ``jumps``: rows (counted from 0) from which on a line is so many further than the row, in pieces; a value
    with a line break and a blank line make such rows.
    """

    rows: int = 0
    blank: int = 0
    crlf: bool = False
    breaks: bool = False
    jumps: list[tuple[Places, Places]] = field(default_factory=list)


@dataclass(frozen=True)
class ScannedPiece:
    """What a piece of plain text holds: how much of it are whole records, and the line each row begins in."""

    used: int
    lines: int
    starts: Places
    blank: int


def scan(path: Path, layout: Layout, progress: Progress) -> Plain | None:
    """The count of a plain file; None when anything in it needs the strict reader."""
    delimiter, width = ord(layout.grammar.delimiter), len(layout.headers)
    if width < 2 or layout.grammar.backslash:
        return None
    plain, lines, rest, extra = Plain(), 0, b"", 0
    total, done = path.stat().st_size, layout.start
    for block in _blocks(path, layout.start):
        text = rest + block
        if not lines:
            plain.crlf = text.find(b"\n") > 0 and text[text.find(b"\n") - 1] == CR
        done += len(block)
        if done == total and not text.endswith(b"\n"):
            text += b"\r\n" if plain.crlf else b"\n"
        look = look_at(text, delimiter, width, crlf=plain.crlf)
        if look is None:
            return None
        rest = text[look.used :]
        if len(rest) > ROW_LIMIT or (done == total and rest):
            return None
        more = lines + look.starts - plain.rows - np.arange(len(look.starts))
        changes = np.flatnonzero(np.diff(more, prepend=extra))
        if len(changes):
            plain.jumps.append((changes + plain.rows, more[changes]))
        extra = int(more[-1]) if len(more) else extra
        plain.rows += len(look.starts)
        plain.blank += look.blank
        plain.breaks |= look.lines > len(look.starts) + look.blank
        lines += look.lines
        progress(done, total)
    return plain


def look_at(text: bytes, delimiter: int, width: int, *, crlf: bool, row_by_row: bool = False) -> ScannedPiece | None:
    """A look at a piece of text that begins with a record; None when it is not plain.

    Delimiters are counted in all, which is enough beside a reader that notices a short row, or ``row_by_row``.
    """
    if b"\x00" in text or b"\x7f" in text:
        return None
    signs: Signs = np.frombuffer(text, np.uint8)
    ends: Places = np.flatnonzero(signs == LF)
    quotes: Places = np.flatnonzero(signs == QUOTE) if b'"' in text else np.empty(0, np.intp)
    closing = np.flatnonzero((np.searchsorted(quotes, ends) & 1) == 0) if len(quotes) else np.arange(len(ends))
    if not len(closing):
        return ScannedPiece(0, 0, np.empty(0, np.intp), 0)
    record_ends = ends[closing]
    used = int(record_ends[-1]) + 1
    signs, ends, quotes = signs[:used], ends[: closing[-1] + 1], quotes[: np.searchsorted(quotes, used)]
    lengths = np.diff(record_ends, prepend=-1) - 1 - crlf
    filled = lengths > 0
    rows = int(np.count_nonzero(filled))
    # a row as short as its delimiters has too few fields, or is empty: both for the strict reader
    too_odd = int(lengths.max()) > FIELD_LIMIT or bool(np.any(filled & (lengths < width)))
    if too_odd or not _line_ends(text[:used], signs, ends, record_ends, crlf=crlf):
        return None
    if not _well_quoted(signs, quotes, delimiter) or _outside(signs, quotes, delimiter) != rows * (width - 1):
        return None
    if row_by_row and not _rows_alike(signs, quotes, record_ends[filled], delimiter, width):
        return None
    starts = np.concatenate(([0], closing[:-1] + 1))[filled]
    return ScannedPiece(used, len(ends), starts, len(lengths) - rows)


def _line_ends(text: bytes, signs: Signs, ends: Places, record_ends: Places, *, crlf: bool) -> bool:
    """Whether all records end alike, no CR stands alone, and there is no other control character."""
    returns = 0
    if b"\r" in text:
        places = np.flatnonzero(signs == CR)
        returns = len(places)
        before = signs[record_ends - 1] == CR
        if places[-1] + 1 == len(signs) or not bool(np.all(signs[places + 1] == LF)):
            return False
        if not bool(np.all(before == crlf)):
            return False
    elif crlf:
        return False
    controls = int(np.count_nonzero(signs < 32)) - len(ends) - returns
    return controls == 0 or controls == int(np.count_nonzero(signs == TAB))


def _well_quoted(signs: Signs, quotes: Places, delimiter: int) -> bool:
    """Whether every quote opens a field, closes one, or is half of a doubled one."""
    before = signs[quotes[0::2] - 1]  # of the very first sign this is the last one, a line end
    after = signs[quotes[1::2] + 1]  # the text ends in a line end, so there is one
    opened = (before == delimiter) | (before == LF) | (before == QUOTE)
    closed = (after == delimiter) | (after == LF) | (after == CR) | (after == QUOTE)
    return bool(np.all(opened)) and bool(np.all(closed))


def _outside(signs: Signs, quotes: Places, delimiter: int) -> int:
    """Delimiters that are not inside quotes."""
    opens, closes = quotes[0::2], quotes[1::2]
    filled = closes - opens > 1
    if not bool(np.any(filled)):
        return int(np.count_nonzero(signs == delimiter))
    places: Places = np.flatnonzero(signs == delimiter)
    inside = np.searchsorted(places, closes[filled]) - np.searchsorted(places, opens[filled])
    return len(places) - int(inside.sum())


def _rows_alike(signs: Signs, quotes: Places, row_ends: Places, delimiter: int, width: int) -> bool:
    """Whether every row has as many delimiters, when all together have the right number."""
    places: Places = np.flatnonzero(signs == delimiter)
    if len(quotes):
        places = places[(np.searchsorted(quotes, places) & 1) == 0]
    last = places[width - 2 :: width - 1]  # of each row, if all rows have as many
    first = places[:: width - 1]
    return bool(np.all(last < row_ends)) and bool(np.all(first[1:] > row_ends[:-1]))


def _blocks(path: Path, start: int) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        while block := file.read(CHUNK):
            yield block
