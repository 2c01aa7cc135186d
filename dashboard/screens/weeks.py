"""The shared KPIs week by week, with what each week rests on: a usual range says nothing of a handful of records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.asking.ask import ask
from dashboard.asking.parameters import SECONDS_A_DAY
from dashboard.asking.view import View
from dashboard.metrics.changes import WEEKS_BEFORE, Changes
from dashboard.metrics.windows import CLOSE_DAYS
from dashboard.texts import FEWEST_FOR_RATE, count, spelled
from dashboard.thresholds import FEWEST_WEEKS

TOTALS = {"sqp_created": "deals created", "velocity_realised": "deals won"}
"""Sums over the records of a week, and what they are; of few records they are few, not unsure."""
SHARES = {"lead_to_close": f"enquiries given {CLOSE_DAYS} days", "median_minutes": "enquiries on the clock"}
"""Shares and medians of a week's records: of fewer than ten there is none."""
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

    @property
    def baseline(self) -> int:
        """Records in the weeks before the review week."""
        return sum(self.records[:-1])


def weeks_of(view: View, changes: Changes) -> dict[str, Weeks]:
    """The KPIs of which something is known, by their name in ``changes.weekly``."""
    known = {
        name: week.weeks for name, week in (changes.weekly or {}).items() if any(v is not None for v in week.weeks)
    }
    records = {name: _records(view, name) for name in (*TOTALS, *SHARES) if name in known}
    values = {name: _of_enough(name, known[name], numbers) for name, numbers in records.items()}
    limits = {row.pop("series"): row for row in ask(view, "changes/limits", **points(values)).rows} if values else {}
    return {
        name: Weeks((TOTALS | SHARES)[name], values[name], numbers, **_limits(name, limits[name], numbers))
        for name, numbers in records.items()
    }


def points(values: dict[str, Sequence[float | None]]) -> dict[str, list[Any]]:
    """Weekly values as the limits are asked for."""
    each = [(name, place, value) for name, weeks in values.items() for place, value in enumerate(weeks)]
    return {
        "series": [name for name, _, _ in each],
        "positions": [place for _, place, _ in each],
        "values": [value for _, _, value in each],
        "floors": [True] * len(each),
    }


def usual_range(weeks: Weeks, said: Wording) -> str:
    """Whether this week is usual, in words; ``said`` writes a value."""
    if weeks.lower is None or weeks.upper is None:
        return f"No usual range: it needs {FEWEST_WEEKS} of the {WEEKS_BEFORE} weeks before with enough {weeks.noun}."
    rests = f"{_records_of(weeks, weeks.baseline)} in the {WEEKS_BEFORE} weeks before"
    span = f"{said(weeks.lower)} to {said(weeks.upper)} ({rests})"
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
    return f"{_records_of(weeks, weeks.records[-1])}{': too few for a rate.' if few else '.'}"


def _records_of(weeks: Weeks, number: int) -> str:
    noun = weeks.noun.replace("deals", "deal").replace("enquiries", "enquiry") if number == 1 else weeks.noun
    return f"{count(number)} {noun}"


def _records(view: View, name: str) -> list[int]:
    """How many records each of the 27 weeks rests on."""
    starts = view.week_starts(WEEKS_BEFORE)
    if name in TOTALS:
        column = {"sqp_created": "deals", "velocity_realised": "deals_won"}[name]
        rows = ask(view, "pipeline/weekly", starts=starts).rows
    elif name == "median_minutes":
        column = "n"
        rows = ask(view, "response/weekly", week_starts=starts).rows
    else:
        column = "n"
        due = CLOSE_DAYS * SECONDS_A_DAY
        rows = ask(view, "money/lead_to_close_weekly", starts=starts, close_seconds=due).rows
    by_week = {row["week_number"]: row[column] for row in rows}
    return [by_week.get(week, 0) for week in range(len(starts))]


def _of_enough(name: str, values: Sequence[float | None], records: Sequence[int]) -> Sequence[float | None]:
    if name in TOTALS:
        return values
    return [value if number >= FEWEST_FOR_RATE else None for value, number in zip(values, records, strict=True)]


def _limits(name: str, limits: dict[str, Any], records: Sequence[int]) -> dict[str, Any]:
    """The usual range; none of a sum over fewer than ten records in all the weeks before."""
    return {} if name in TOTALS and sum(records[:-1]) < FEWEST_FOR_RATE else limits
