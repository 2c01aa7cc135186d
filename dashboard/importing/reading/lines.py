"""The bytes of a file in pieces that end where lines end, however long the lines are."""

import re
from collections.abc import Iterator
from pathlib import Path

from dashboard.importing.reading.staged import ROW_LIMIT

CHUNK = 1 << 20
PIECE = 32 << 10
"""What the strict reader takes at a time: one bad row makes it look closely at as many bytes, not more."""


def count_lines(path: Path) -> int:
    """Physical lines of a file, ended by LF, CRLF or CR; the last may lack its end."""
    lines, last = 0, b""
    for chunk in line_chunks(path, 0):
        returns = chunk.count(b"\r")
        lines += chunk.count(b"\n") + (returns - chunk.count(b"\r\n") if returns else 0)
        last = chunk[-1:]
    return lines + (last not in {b"", b"\n", b"\r"})


def line_chunks(path: Path, start: int, size: int = CHUNK) -> Iterator[bytes]:
    """The bytes of a file from ``start`` on, cut at line ends.

    A line longer than a row may be comes in several pieces, cut between characters.
    """
    rest = b""
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        while block := file.read(size):
            block = rest + block
            cut = block.rfind(b"\n") + 1 or block.rfind(b"\r", 0, len(block) - 1) + 1
            if not cut and len(block) > ROW_LIMIT:
                cut = len(block) - 4
                while block[cut] & 0xC0 == 0x80 and cut > len(block) - 8:
                    cut -= 1
            rest = block[cut:]
            if cut:
                yield block[:cut]
    if rest:
        yield rest


def whole_lines(path: Path, start: int) -> Iterator[bytes]:
    """The bytes of a file from ``start`` on in pieces of whole lines.

    Of a line longer than a row may be, the beginning is kept, its line end, and one quote for an odd number
    of quotes in between.
    """
    beginning, quotes = b"", 0
    for chunk in line_chunks(path, start, PIECE):
        piece = chunk
        if len(chunk) > ROW_LIMIT // 2 and not chunk.endswith((b"\n", b"\r")):
            quotes += chunk.count(b'"') if beginning else 0
            beginning = beginning or chunk
            continue
        if beginning:
            end = re.match(rb"[^\r\n]*+", chunk)
            length = end.end() if end else 0
            quotes += chunk.count(b'"', 0, length)
            piece = beginning + b'"' * (quotes % 2) + chunk[length:]
            beginning, quotes = b"", 0
        yield piece
    if beginning:
        yield beginning + b'"' * (quotes % 2)
