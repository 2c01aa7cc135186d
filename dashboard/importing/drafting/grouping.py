"""The columns a report is grouped by: each of their values stands once, above blanks that mean the same."""

from collections.abc import Collection, Sequence

from dashboard.importing.drafting.joins import ID_WORDS
from dashboard.importing.drafting.outcomes import outcomes_in
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile

MOST_LEVELS = 3
FULLEST = 0.5
"""A grouped column has a value in so many rows at most: groups of one row alone would say nothing."""


def repeating(file: FileProfile, merged: Collection[int]) -> tuple[str, ...]:
    """The headers of columns whose blanks mean what stands above: those it is grouped by, and those of merged cells."""
    groups = grouped_by(file)
    more = [column.header for column in file.named if column.at in merged and column.fill < 1]
    return (*groups, *(header for header in more if header not in groups))


def grouped_by(file: FileProfile) -> tuple[str, ...]:
    """The headers of the columns a file's rows are grouped by, which stand first in it."""
    leading = [column for column in file.columns[:MOST_LEVELS] if column.at < MOST_LEVELS]
    if not leading or leading[0].repeats or leading[0].fill > FULLEST or _is_of_one_row(leading[0]):
        return ()
    if not any(column.filled == column.rows for column in file.columns):
        return ()
    rows = file.ask("draft_rows", leading)
    values = [row[0] for row in rows if row[0]]
    in_order = sorted(values, key=str.casefold)
    is_sorted = values in (in_order, in_order[::-1])
    if len(set(values)) < 2 or not rows[0][0] or not (is_sorted or outcomes_in(leading[0])):
        return ()
    levels = 0
    while levels < len(leading) and not leading[levels].repeats and _is_grouped(rows, levels):
        levels += 1
    return tuple(column.header for column in leading[:levels])


def _is_of_one_row(column: ColumnProfile) -> bool:
    """Whether its values are of single records, be there gaps or not: ids, addresses, days."""
    is_id = column.codes == column.filled or bool(ID_WORDS & set(column.words.split()))
    return is_id or column.is_email or column.is_date or column.is_number


def _is_grouped(rows: Sequence[Sequence[str | None]], level: int) -> bool:
    """Whether a value stands at the head of its group alone, and at the head of each group it belongs to."""
    groups: set[tuple[str | None, ...]] = set()
    group: list[str | None] = []
    blanks = 0
    for row in rows:
        is_new = any(row[:level])
        if is_new:
            group = list(row[:level])
        if is_new and not row[level]:
            return False
        if not row[level]:
            blanks += 1
        elif (head := (*group, row[level])) in groups:
            return False
        else:
            groups.add(head)
    return blanks > 0
