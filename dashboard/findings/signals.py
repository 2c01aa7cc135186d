"""The early signals of a look: what came in in the week, and what became of the weeks before at the same age."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.findings.weeks import Weeks, points
from dashboard.metrics.changes import COUNTS, EARLY_DAYS, WEEKS_BEFORE, Changes, early_shares, early_weeks
from dashboard.metrics.lags import recorded_since
from dashboard.scope.waterfalls import PRESETS, Waterfall
from dashboard.texts import FEWEST_FOR_RATE


@dataclass(frozen=True)
class YoungWeeks:
    """The share of a week's enquiries that reached ``stage`` (MQL, SAL, SQL) within ``days``, of 27 weeks.

    ``starts`` are the weeks' own, oldest first, ``reached`` how many did; ``weeks`` holds shares of ten or more alone.
    """

    stage: str
    days: int
    starts: Sequence[datetime]
    reached: Sequence[int]
    weeks: Weeks

    @property
    def figure(self) -> str:
        """The weekly figure, as a decision watches it."""
        return f"early.{self.stage}.{self.days}"


@dataclass(frozen=True)
class EarlySignals:
    """The weekly counts of which something is known, by their name in ``changes.weekly``, and the young weeks.

    ``medians`` are those of the counts' 26 weeks before; ``standing_out`` names the counts that differ from most of
    these though the usual range, which a few other weeks have widened, still holds them.
    """

    counts: Mapping[str, Weeks]
    young: Sequence[YoungWeeks]
    medians: Mapping[str, float]
    standing_out: frozenset[str]


def early_signals(view: View, changes: Changes) -> EarlySignals:
    """The early signals with their usual ranges, of weeks in which they were recorded alone."""
    counts = {
        name: _recorded_counts(view, name, week.weeks)
        for name, week in (changes.weekly or {}).items()
        if name in COUNTS and any(value is not None for value in week.weeks)
    }
    shares = early_shares(view)
    young = [
        _young(view, stage, days, shares)
        for stage, ages in (changes.early or {}).items()
        for days in EARLY_DAYS
        if any(value is not None for value in ages[str(days)].weeks)
    ]
    series = {name: weeks.values for name, weeks in counts.items()} | {each.figure: each.weeks.values for each in young}
    limits = ask(view, "changes/limits", **points(series)).keyed("series") if series else {}
    counts = {
        name: replace(weeks, **limits[name]) if weeks.baseline >= FEWEST_FOR_RATE else weeks
        for name, weeks in counts.items()
    }
    young = [replace(each, weeks=replace(each.weeks, **limits[each.figure])) for each in young]
    rows = {row["series"]: row for row in _typical(view, counts)}
    standing_out = frozenset(
        name for name, row in rows.items() if row["stands_out"] and row["untypical"] and counts[name].signal is False
    )
    return EarlySignals(counts, young, {name: row["median"] for name, row in rows.items()}, standing_out)


def _typical(view: View, counts: Mapping[str, Weeks]) -> Sequence[Mapping[str, Any]]:
    """What most weeks are like, of the counts that have a usual range."""
    ranged = {name: weeks.values for name, weeks in counts.items() if weeks.lower is not None}
    bound = {name: value for name, value in points(ranged).items() if name != "floors"}
    return ask(view, "changes/typical", **bound).rows if ranged else []


def stage_label(view: View, stage: str) -> str:
    """What the waterfall calls a stage of v1: the name of its stage that the same leads reach, if it has one."""
    recorded = view.warehouse.generation.recorded
    reaches = _entered_by(PRESETS["v1"], stage, recorded)
    same = [
        each.name
        for each in view.waterfall.stages
        if _entered_by(view.waterfall, each.name, recorded) == reaches and recorded.keys() & {*each.events}
    ]
    return same[0] if same and view.waterfall.unit == "lead" else stage


def _entered_by(waterfall: Waterfall, stage: str, recorded: Mapping[str, Any]) -> set[str]:
    """The recorded events by which a lead reaches a stage: its own, and those of the stages after it."""
    place = [each.name for each in waterfall.stages].index(stage)
    return {event for each in waterfall.stages[place:] for event in each.events if event in recorded}


def _recorded_counts(view: View, name: str, values: Sequence[float | None]) -> Weeks:
    """A weekly count, null in weeks that began before it was recorded, the review week aside."""
    begun, starts = recorded_since(view, name), view.week_starts(WEEKS_BEFORE)
    known = [
        value if start >= begun or start == starts[-1] else None for value, start in zip(values, starts, strict=True)
    ]
    return Weeks("enquiries", known, [int(value or 0) for value in known])


def _young(view: View, stage: str, days: int, shares: Mapping[tuple[int, datetime], Mapping[str, Any]]) -> YoungWeeks:
    """A stage at an age, without a usual range yet; null where fewer than ten were judged or it was not recorded."""
    name, starts = stage.lower(), early_weeks(view, days)
    begun = recorded_since(view, f"early.{stage}.{days}") - timedelta(days=days)
    rows = [shares.get((days, start), {}) if start >= begun else {} for start in starts]
    judged = [int(row.get(f"{name}_n", 0)) for row in rows]
    known = [row[name] if n >= FEWEST_FOR_RATE else None for row, n in zip(rows, judged, strict=True)]
    reached = [round((row.get(name) or 0) * n) for row, n in zip(rows, judged, strict=True)]
    return YoungWeeks(stage, days, starts, reached, Weeks("enquiries", known, judged))
