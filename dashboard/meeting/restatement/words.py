"""The ledger in lines: the figures that moved, each with what it moved by, then the records."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dashboard.meeting.restatement.ledger import Restated, RestatedFigure

REASON_WORDS = {
    "removed": "records gone",
    "moved": "records now another's",
    "arrived_late": "records that arrived late",
    "re_timed": "records with another time",
    "changed": "records with other values",
    "set_aside": "records now set aside",
    "limits": "what is the whole company's",
}
STAGES = ("code", "data", "definitions")
STEP = re.compile(r"([^.\[\]]+)|\[([^\]]*)\]")
LISTS = frozenset({"stages", "conversions", "by_part"})
"""What a list is called where its items' names say it."""
MOST_DIGITS = 16


def lines_of(restated: Restated) -> Iterator[str]:
    """A line for the week, for each figure, and for each record that changed."""
    if not restated.figures:
        yield f"{restated.week}: every figure is as it was frozen in revision {restated.revision}."
        return
    number = len(restated.figures)
    figures = f"{number:,} figures are" if number > 1 else "1 figure is"
    yield f"{restated.week}, revision {restated.revision}: {figures} no longer as frozen."
    if not restated.has_data:
        yield "The data it was frozen on is no longer kept, so nobody can say by what."
    for figure in restated.figures:
        yield f"{figure.figure}: {_number(figure.frozen)} → {_number(figure.now)}{_why(figure)}"
    for record in restated.records:
        yield f"{record.kind} {record.id}: {REASON_WORDS[record.reason]}: {record.what}"


def path_words(path: str) -> str:
    """The path of a figure as people read it: ``waterfall.stages[MQL].of_first`` is "Waterfall · MQL · of first"."""
    section, *parts = STEP.findall(path)
    named = [name or step for step, name in parts if name or step not in LISTS]
    return " · ".join([section[0].capitalize(), *named]).replace("_", " ")


def significant(value: float | None, digits: int = 4) -> str:
    """A number to read: whole as it is, else in so many digits, written out; a dash for null."""
    if value is None:
        return "–"
    if value == round(value) or abs(value) >= 10**digits:
        return f"{value:,.0f}"
    return f"{Decimal(f'{value:.{digits}g}'):,f}"


def apart(one: float | None, other: float | None) -> tuple[str, str]:
    """Two numbers to read, in as many digits as tell them apart."""
    pairs = ((significant(one, digits), significant(other, digits)) for digits in range(4, MOST_DIGITS))
    return next((pair for pair in pairs if pair[0] != pair[1]), (significant(one), significant(other)))


def signed(change: float | None) -> str:
    """A change to read: with its sign, below one in two digits."""
    if change is None:
        return "–"
    return f"{'+' if change > 0 else ''}{significant(change, 2 if abs(change) < 1 else 4)}".replace("-", "−")


def _why(figure: RestatedFigure) -> str:
    changes = [(stage, getattr(figure, stage)) for stage in STAGES]
    parts = [f"{stage} {change:+,.6g}" for stage, change in changes if change]
    parts += [f"{each.reason} {each.part:+,.6g} ({each.records:,})" for each in figure.reasons if each.part]
    return f"  [{', '.join(parts)}]" if parts else ""


def _number(value: float | None) -> str:
    return "null" if value is None else f"{value:,.10g}"
