"""The shared KPIs week by week, with what each week rests on: a usual range says nothing of a handful of records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.asking.ask import ask
from dashboard.asking.parameters import SECONDS_A_DAY
from dashboard.asking.view import View
from dashboard.metrics.changes import TOGETHER, WEEKS_BEFORE, Changes
from dashboard.metrics.windows import CLOSE_DAYS
from dashboard.texts import FEWEST_FOR_RATE, count, spelled
from dashboard.thresholds import FEWEST_WEEKS


@dataclass(frozen=True)
class WeeklyQuestion:
    """Where a KPI comes from: the question, the parameter of its weeks, its figure, and the records it rests on.

    Of few records a sum is small and not unsure (``is_sum``); of fewer than ten there is no share and no median.
    """

    question: str
    starts: str
    value: str
    records: str
    noun: str
    is_sum: bool = False


PIPELINE, CLOSING, WAITING = "pipeline/weekly", "money/lead_to_close_weekly", "response/weekly"
KPIS = {
    "sqp_created": WeeklyQuestion(PIPELINE, "starts", "created_per_week", "deals", "deals created", is_sum=True),
    "lead_to_close": WeeklyQuestion(CLOSING, "starts", "rate", "n", f"enquiries given {CLOSE_DAYS} days"),
    "velocity_realised": WeeklyQuestion(PIPELINE, "starts", "won_per_day", "deals_won", "deals won", is_sum=True),
    "median_minutes": WeeklyQuestion(WAITING, "week_starts", "median_minutes", "n", "enquiries on the clock"),
}
"""The shared KPIs of the weekly review, by their name in ``changes.weekly``."""
Wording = Callable[[Any], str]


@dataclass(frozen=True)
class Weeks:
    """27 weekly values, the review week last: null where nothing is known, or too few records make it."""

    noun: str
    values: Sequence[float | None]
    records: Sequence[int]
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    signal: bool | None = None
    is_noisy: bool | None = None

    @property
    def baseline(self) -> int:
        """Records in the weeks before the review week."""
        return sum(self.records[:-1])


def weeks_of(view: View, changes: Changes) -> dict[str, Weeks]:
    """The KPIs of which something is known, by their name in ``changes.weekly``."""
    known = {
        name: week.weeks for name, week in (changes.weekly or {}).items() if any(v is not None for v in week.weeks)
    }
    starts = view.week_starts(WEEKS_BEFORE)
    records = {name: [week.records for week in _spans(view, name, starts)] for name in KPIS if name in known}
    values = {name: _of_enough(name, known[name], numbers) for name, numbers in records.items()}
    limits = ask(view, "changes/limits", **points(values)).keyed("series") if values else {}
    return {
        name: Weeks(KPIS[name].noun, values[name], numbers, **_limits(name, limits[name], numbers))
        for name, numbers in records.items()
    }


@dataclass(frozen=True)
class Span:
    """A figure of several weeks as one, or of one; null where it is not known or too few records make it."""

    start: datetime
    value: float | None
    records: int


def together(view: View, changes: Changes, name: str) -> tuple[Span, Span] | None:
    """The last four weeks of a KPI as one, and the four before; None where one of the eight is not known."""
    weeks = (changes.weekly or {})[name].weeks
    if any(value is None for value in weeks[-2 * TOGETHER :]):
        return None
    before, now = _spans(view, name, view.week_starts(WEEKS_BEFORE)[-2 * TOGETHER :: TOGETHER])
    return now, before


def last_together(view: View, name: str) -> Span:
    """The last four weeks of a KPI as one."""
    (span,) = _spans(view, name, view.week_starts(TOGETHER - 1)[:1])
    return span


def points(values: dict[str, Sequence[float | None]]) -> dict[str, list[Any]]:
    """Weekly values as the limits are asked for."""
    each = [(name, place, value) for name, weeks in values.items() for place, value in enumerate(weeks)]
    return {
        "series": [name for name, _, _ in each],
        "positions": [place for _, place, _ in each],
        "values": [value for _, _, value in each],
        "floors": [True] * len(each),
    }


def usual_range(weeks: Weeks, write: Wording) -> str:
    """Whether this week is usual, in words; ``write`` writes a value."""
    if weeks.lower is None or weeks.upper is None:
        return f"No usual range: it needs {FEWEST_WEEKS} of the {WEEKS_BEFORE} weeks before with enough {weeks.noun}."
    span = f"{write(weeks.lower)} to {write(weeks.upper)}"
    now = weeks.values[-1]
    if now is None:
        return f"Not known this week; usual is {span}."
    if not weeks.signal:
        return f"Within its usual range, {span}."
    if weeks.lower <= now <= weeks.upper:
        return f"{spelled(FEWEST_WEEKS).capitalize()} weeks in a row on one side of the mean; usual is {span}."
    return f"**Outside its usual range**, {span}."


def rests_on(weeks: Weeks) -> str:
    """What the review week's figure rests on; of a share or a median of too few, why there is none."""
    few = weeks.values[-1] is None and weeks.records[-1] < FEWEST_FOR_RATE
    return f"{records_words(weeks, weeks.records[-1])}{': too few for a rate.' if few else '.'}"


def records_words(weeks: Weeks, number: int) -> str:
    """So many of the records that a figure rests on."""
    noun = weeks.noun.replace("deals", "deal").replace("enquiries", "enquiry") if number == 1 else weeks.noun
    return f"{count(number)} {noun}"


def _spans(view: View, name: str, starts: Sequence[datetime]) -> list[Span]:
    """The figure of each span of weeks, and how many records it rests on."""
    kpi = KPIS[name]
    bound: dict[str, object] = {kpi.starts: list(starts)}
    if kpi.question == CLOSING:
        bound["close_seconds"] = CLOSE_DAYS * SECONDS_A_DAY
    by_week = {row["week_number"]: row for row in ask(view, kpi.question, **bound).rows}
    rows = [(start, by_week.get(number, {})) for number, start in enumerate(starts)]
    records = [row.get(kpi.records, 0) for _, row in rows]
    values = _of_enough(name, [row.get(kpi.value) for _, row in rows], records)
    return [Span(start, value, number) for (start, _), value, number in zip(rows, values, records, strict=True)]


def _of_enough(name: str, values: Sequence[float | None], records: Sequence[int]) -> Sequence[float | None]:
    if KPIS[name].is_sum:
        return values
    return [value if number >= FEWEST_FOR_RATE else None for value, number in zip(values, records, strict=True)]


def _limits(name: str, limits: dict[str, Any], records: Sequence[int]) -> dict[str, Any]:
    """The usual range; none of a sum over fewer than ten records in all the weeks before."""
    return {} if KPIS[name].is_sum and sum(records[:-1]) < FEWEST_FOR_RATE else limits
