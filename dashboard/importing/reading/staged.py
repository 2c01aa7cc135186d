"""What reading is asked and what it gives: one file of text, staged, and every row accounted for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Progress = Callable[[int, int], None]
"""Called with (done, total); both in the same unit, whose size is nobody's business but the bar's."""


def part_of(progress: Progress, begin: float, end: float) -> Progress:
    """A progress whose whole is the part of another from ``begin`` to ``end``, as shares of 1."""

    def report(done: int, total: int) -> None:
        share = begin + (end - begin) * (min(done / total, 1) if total else 1)
        progress(round(share * 1000), 1000)

    return report


def rising(progress: Progress) -> Progress:
    """A progress that never falls: a file that turns out not to be plain is begun again."""
    highest = 0

    def report(done: int, total: int) -> None:
        nonlocal highest
        highest = max(highest, round(done * 1000 / total))
        progress(highest, 1000)

    return report


KnownColumns = Callable[[Sequence[str]], int]
"""How many of these header cells the mapping knows."""

FIELD_LIMIT = 1_000_000
"""Bytes of UTF-8 a field may hold; a longer one quarantines its row."""

ROW_LIMIT = 8_000_000
"""Bytes a row may hold; a longer one is quarantined, and only its beginning is kept in memory."""

COLUMN_LIMIT = 1_000
"""Columns a file may have."""

HEADER_LIMIT = 1_000_000
"""Bytes the header of a file may take."""

NAME_LIMIT = 1_000
"""Characters the name of a column may have."""

MOSTLY_BAD_ROWS = 20
"""A file needs this many rows before a share of bad ones says anything about the file."""


@dataclass(frozen=True)
class ReadOptions:
    """What the user or the mapping says about a file; ``None`` means: find out, and ask when it cannot be told.

    ``encoding`` answers for files that are not provably Unicode: a byte order mark wins over it, and so
    do bytes that are UTF-8 throughout when an 8-bit code page was named. ``backslash_escapes``: a quote behind a
    backslash is text. ``group_row`` is the line above the header whose names stand over several columns,
    ``skip_footer`` how many rows at the end are none. ``line_column``: of a Parquet file that is a part of a whole, the
    column that says which line of that each row is.
    """

    encoding: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    backslash_escapes: bool = False
    group_row: int | None = None
    skip_footer: int = 0
    line_column: str | None = None


@dataclass(frozen=True)
class Staged:
    """One source file as an all-text table of the connection it was staged in (temporary: cursors do not see it).

    ``table`` has ``line`` (bigint: the physical line a row begins in, the first line of the file being 1;
    the row number, header included, in Excel and Parquet) and ``c0`` … ``cN`` (varchar: the cell's text,
    trimmed of nothing). A missing or empty cell is null or ``''``; both mean the same. Rows come in file
    order when sorted by ``line``.

    ``rejected`` has ``line``, ``reason`` (``too_few_fields``, ``too_many_fields``, ``bad_encoding``,
    ``nul_byte``, ``field_too_long``, ``quote``, ``truncated``), ``sentence`` and ``raw``.

    ``rows_read`` = rows of ``table`` + rows of ``rejected`` + ``footer``; ``footer`` counts recognised report
    footers, totals and the title rows above a header that was pointed at. Blank lines are no rows.
    """

    label: str
    table: str
    headers: tuple[str, ...]
    rejected: str
    rows_read: int
    blank: int
    footer: int
    sha256: str
    dialect: str
    warnings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StagedFile:
    """What the reading of one file needs: where it lies, what it is called, where temporary files go."""

    path: Path
    label: str
    table: str
    folder: Path
    options: ReadOptions
    known: KnownColumns
    progress: Progress


@dataclass(frozen=True)
class Read:
    """What a reader found beside the rows: the headers, rows of a footer, the dialect in words."""

    headers: tuple[str, ...]
    footer: int
    dialect: str


@dataclass
class Tally:
    """What the reading of one file counts while it runs."""

    accepted: int = 0
    rejected: int = 0
    blank: int = 0
    titles: int = 0
    stripped: int = 0
    """Control characters taken out of values."""
    warnings: list[tuple[str, str]] = field(default_factory=list)
