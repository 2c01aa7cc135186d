"""A first, fast look at every byte of a delimited file: is it plain, and how many rows does it hold?

Plain means: DuckDB's parallel reader cannot read it otherwise than the strict grammar says, and the line of
row *n* is *n* more than the header's. The count made here is the second, independent one that the loaded
table must equal.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dashboard.importing.reading.encoding import line_chunks
from dashboard.importing.reading.layout import Layout
from dashboard.importing.reading.staged import FIELD_LIMIT, Progress

CHUNK = 256 << 10
"""Small enough to stay in the processor's cache between the looks taken at it."""
LF, CR, TAB, QUOTE = 10, 13, 9, 34
Bytes: TypeAlias = npt.NDArray[np.uint8]
Places: TypeAlias = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Plain:
    """A plain file: its rows, the blank lines at its end, and whether its lines end in CRLF (or LF)."""

    rows: int
    blank: int
    crlf: bool


def scan(path: Path, layout: Layout, progress: Progress) -> Plain | None:
    """The count of a plain file; None when anything in it needs the strict reader."""
    delimiter, width = ord(layout.grammar.delimiter), len(layout.headers)
    if width < 2 or layout.grammar.backslash:
        return None
    total, done = path.stat().st_size, layout.start
    rows = blank = 0
    crlf: bool | None = None
    for chunk in line_chunks(path, layout.start, CHUNK):
        done += len(chunk)
        text = chunk
        if done == total:
            text = chunk.rstrip(b"\r\n")
            blank = chunk.count(b"\n", len(text)) - 1 if len(text) < len(chunk) else 0
            if text:
                text += b"\r\n" if crlf or (crlf is None and chunk.endswith(b"\r\n")) else b"\n"
            else:
                blank += 1
        if text:
            if crlf is None:
                crlf = text.endswith(b"\r\n")
            found = _plain_rows(text, delimiter, width, crlf=crlf)
            if found is None:
                return None
            rows += found
        progress(done, total)
    return Plain(rows, blank, bool(crlf))


def _plain_rows(text: bytes, delimiter: int, width: int, *, crlf: bool) -> int | None:
    """Rows of a piece of text that ends at a line end; None when it is not plain."""
    if b"\x00" in text or b"\x7f" in text:
        return None
    signs: Bytes = np.frombuffer(text, np.uint8)
    ends: Places = np.flatnonzero(signs == LF)
    if not len(ends) or not _line_ends(text, signs, ends, crlf=crlf):
        return None
    lengths = np.diff(ends, prepend=-1) - 1 - crlf
    if int(lengths.max()) > FIELD_LIMIT or int(lengths.min()) < width:
        return None  # a row this short has too few fields, or nothing but delimiters
    expected = len(ends) * (width - 1)
    if b'"' not in text:
        delimiters = int(np.count_nonzero(signs == delimiter))
    else:
        quotes: Places = np.flatnonzero(signs == QUOTE)
        if not _well_quoted(signs, quotes, ends, delimiter):
            return None
        delimiters = _delimiters_outside(signs, quotes, delimiter)
    return len(ends) if delimiters == expected else None


def _line_ends(text: bytes, signs: Bytes, ends: Places, *, crlf: bool) -> bool:
    """Whether all lines end alike and no other control character stands anywhere."""
    returns = 0
    if b"\r" in text:
        returns = int(np.count_nonzero(signs == CR))
        if not crlf or returns != len(ends) or not bool(np.all(signs[ends - 1] == CR)):
            return False
    elif crlf:
        return False
    controls = int(np.count_nonzero(signs < 32)) - len(ends) - returns
    return controls == 0 or controls == int(np.count_nonzero(signs == TAB))


def _well_quoted(signs: Bytes, quotes: Places, ends: Places, delimiter: int) -> bool:
    """Whether every quote opens a field, closes one, or is half of a doubled one; and no line ends inside."""
    if len(quotes) % 2 or bool(np.any(np.searchsorted(quotes, ends) & 1)):
        return False
    before = signs[quotes[0::2] - 1]  # of the very first byte this is the last one, a line end
    after = signs[quotes[1::2] + 1]  # the text ends in a line end, so there is one
    opened = (before == delimiter) | (before == LF) | (before == QUOTE)
    closed = (after == delimiter) | (after == LF) | (after == CR) | (after == QUOTE)
    return bool(np.all(opened)) and bool(np.all(closed))


def _delimiters_outside(signs: Bytes, quotes: Places, delimiter: int) -> int:
    places: Places = np.flatnonzero(signs == delimiter)
    opens, closes = quotes[0::2], quotes[1::2]
    filled = closes - opens > 1
    inside = np.searchsorted(places, closes[filled]) - np.searchsorted(places, opens[filled])
    return len(places) - int(inside.sum())
