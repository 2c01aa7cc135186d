"""Which of a file's first lines is its header, where titles stand above it or two lines are one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.importing.drafting.vocabulary import every_name, squeezed, words_of
from dashboard.importing.reading.heads import HeadRows
from dashboard.importing.reading.layout import under_groups

DATA = re.compile(
    r"[\W\d]*\d[\W\d]*|\d{4}-\d\d-\d\d.*|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}.*|[^@\s]+@[^@\s]+\.\w+|true|false",
    re.IGNORECASE,
)
"""What a name of a column does not look like: a number, a date, an address, yes or no."""


@dataclass(frozen=True)
class Heading:
    """The line of a header, counted from 1; ``group_row`` is the line above, where names stand over several columns.

    ``is_first`` says whether it is the first line with anything in it.
    """

    row: int
    group_row: int | None
    is_first: bool


def heading_of(rows: HeadRows) -> Heading | None:
    """The header among a file's first rows; None where there is no row."""
    filled = [at for at, row in enumerate(rows) if any(row)]
    if not filled:
        return None
    row = _header(rows, filled)
    group = _group(rows, row, filled)
    return Heading(row + 1, group + 1 if group is not None else None, row == filled[0])


def looks_like_text(rows: HeadRows) -> bool:
    """Whether a sheet holds words for people and no table: never two rows that have several cells."""
    return sum(_width(row) > 1 for row in rows) < 2


def _header(rows: HeadRows, filled: Sequence[int]) -> int:
    widest = max(_width(rows[at]) for at in filled)
    data = next((at for at in filled if _has_data(rows[at]) and 2 * _width(rows[at]) >= widest), None)
    before = [at for at in filled if data is None or at < data]
    named = [at for at in before if not _has_data(rows[at]) and _width(rows[at]) >= max(2, widest / 2)]
    if not named:
        return filled[0]
    known = {at: _known(rows[at]) for at in named}
    if data is None:  # all is text, and rows look like headers
        best = max(named, key=lambda at: (known[at], -at))
        return best if known[best] > 1 else named[0]
    return max(named, key=lambda at: (known[at], at))


def _group(rows: HeadRows, header: int, filled: Sequence[int]) -> int | None:
    """The line above, where names below it stand several times and together with it once."""
    cells = [cell for cell in rows[header] if cell]
    above = header - 1
    if len({cell.lower() for cell in cells}) == len(cells) or above not in filled:
        return None
    together = [cell.lower() for cell in under_groups(rows[above], rows[header]) if cell]
    return above if len(set(together)) == len(together) else None


def _width(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell)


def _has_data(row: Sequence[str]) -> bool:
    return any(DATA.fullmatch(cell) for cell in row if cell)


def _known(row: Sequence[str]) -> int:
    return sum(squeezed(words_of(cell)) in every_name() for cell in row if cell)
