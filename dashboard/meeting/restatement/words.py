"""The ledger in lines: the figures that moved, each with what it moved by, then the records."""

import re
from collections.abc import Iterator

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
MANY = 10_000


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


def significant(value: float | None) -> str:
    """A number to read: whole as it is, else in four digits; a dash for null."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == round(value) or abs(value) >= MANY else f"{value:.4g}"


def signed(change: float | None) -> str:
    """A change to read: with its sign."""
    return "–" if change is None else f"{'+' if change > 0 else ''}{significant(change)}".replace("-", "−")


def _why(figure: RestatedFigure) -> str:
    changes = [(stage, getattr(figure, stage)) for stage in STAGES]
    parts = [f"{stage} {change:+,.6g}" for stage, change in changes if change]
    parts += [f"{each.reason} {each.part:+,.6g} ({each.records:,})" for each in figure.reasons if each.part]
    return f"  [{', '.join(parts)}]" if parts else ""


def _number(value: float | None) -> str:
    return "null" if value is None else f"{value:,.10g}"
