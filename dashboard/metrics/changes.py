"""Section ``changes`` of the metric contract (§10): why conversion changed, and what is noise."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from pydantic import Field

from dashboard.asking.parameters import SECONDS_A_DAY
from dashboard.asking.view import View
from dashboard.metrics.recorded import NO_AMOUNTS, NO_DEALS, knows_amounts, no_outcomes, unrecorded
from dashboard.metrics.section import Section, Supported
from dashboard.metrics.windows import CLOSE_DAYS

WEEKS_BEFORE = 26
COUNTS = {"inquiries": None, "mql": "MQL", "sal": "SAL", "sql": "SQL"}
"""Counts of a week, and the stage of the waterfall v1 each rests on; every lead records that it came in."""
WEEKLY = ("sqp_created", "median_minutes", "lead_to_close", "velocity_realised", *COUNTS)
EARLY = ("MQL", "SAL", "SQL")
EARLY_DAYS = (7, 14, 28)
NO_LEADS = "There are no leads."
NO_TOUCHES = "There are no touches, so nobody knows when a lead was answered."
Series = dict[tuple[str, ...], Sequence[float | None]]
NOTHING: tuple[None, ...] = (None,) * (WEEKS_BEFORE + 1)


class ConversionChange(Section):
    """A step's rate in the window before and now, both matured at the moment; mix + rate = change."""

    from_stage: str = Field(serialization_alias="from")
    to_stage: str = Field(serialization_alias="to")
    previous: float | None = None
    current: float | None = None
    change: float | None = None
    mix: float | None = None
    rate: float | None = None
    simpson: bool | None = None


class WeeklyValues(Section):
    """27 weekly values, the review week last, with the usual range of the 26 before it."""

    weeks: list[float | None]
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    signal: bool | None = None


class Changes(Section):
    """What changed, and whether that is more than noise."""

    conversions: list[ConversionChange] | None = None
    weekly: dict[str, WeeklyValues] | None = None
    early: dict[str, dict[str, WeeklyValues]] | None = None


def changes(view: View) -> Supported[Changes]:
    """The section, at the moment of ``view``."""
    why: dict[str, str] = {}
    conversions = None
    if not view.has("leads"):
        why["conversions"] = NO_LEADS
    else:
        conversions = _conversions(view)
        if conversions is None:
            why["conversions"] = unrecorded(view, "MQL", "SAL", "SQL", "Won") or NO_LEADS
    series = {**_of_deals(view, why), **_of_leads(view, why), **_counts(view, why), **_early(view, why)}
    weekly = _with_limits(view, series)
    section = Changes(
        conversions=conversions,
        weekly={name: weekly["weekly", name] for name in WEEKLY},
        early={stage: {str(days): weekly["early", stage, str(days)] for days in EARLY_DAYS} for stage in EARLY},
    )
    return Supported(section=section, unsupported={f"changes.{name}": sentence for name, sentence in why.items()})


def _conversions(view: View) -> list[ConversionChange] | None:
    """From each recorded stage to the next recorded one; null when only the first is recorded."""
    found = {row["step"]: row for row in view.ask("changes/conversions").rows}
    steps = []
    for number, (stage, following) in enumerate(pairwise(view.recorded_waterfall.stages), start=1):
        figures = {key: value for key, value in found.get(number, {}).items() if key in ConversionChange.model_fields}
        steps.append(ConversionChange(from_stage=stage.name, to_stage=following.name, **figures))
    return steps or None


def _of_deals(view: View, why: dict[str, str]) -> Series:
    """Pipeline created and velocity realised per week."""
    starts = view.week_starts(WEEKS_BEFORE)
    if not view.has("deals") or not knows_amounts(view):
        no_amounts = NO_AMOUNTS if view.has("deals") else NO_DEALS
        why |= dict.fromkeys(("weekly.sqp_created", "weekly.velocity_realised"), no_amounts)
        return {}
    rows = view.ask("pipeline/weekly", starts=starts).rows
    series: Series = {("weekly", "sqp_created"): [row["created"] for row in rows]}
    if sentence := no_outcomes(view):
        why["weekly.velocity_realised"] = sentence
        return series
    lengths = _lengths(view, starts)
    series["weekly", "velocity_realised"] = [row["won"] / days for row, days in zip(rows, lengths, strict=True)]
    return series


def _of_leads(view: View, why: dict[str, str]) -> Series:
    """Time to a first answer and lead to close per week."""
    starts = view.week_starts(WEEKS_BEFORE)
    series: Series = {}
    no_mql = unrecorded(view, "MQL") if view.clock == "mql" else None
    if view.has("leads", "touches") and not no_mql:
        rows = view.ask("response/weekly", week_starts=starts).rows
        series["weekly", "median_minutes"] = _placed(rows, "median_minutes")
    else:
        why["weekly.median_minutes"] = no_mql or NO_TOUCHES
    if view.has("leads") and view.records_stage("Won"):
        asked = view.ask("money/lead_to_close_weekly", starts=starts, close_seconds=CLOSE_DAYS * SECONDS_A_DAY)
        series["weekly", "lead_to_close"] = _placed(asked.rows, "rate")
    else:
        why["weekly.lead_to_close"] = (unrecorded(view, "Won") if view.has("leads") else None) or NO_LEADS
    return series


def _counts(view: View, why: dict[str, str]) -> Series:
    """Leads that came in, and that reached each stage, per week."""
    if not view.has("leads"):
        why |= dict.fromkeys((f"weekly.{name}" for name in COUNTS), NO_LEADS)
        return {}
    rows = view.ask("changes/weekly_counts", week_starts=view.week_starts(WEEKS_BEFORE)).rows
    series: Series = {}
    for name, stage in COUNTS.items():
        if stage and (sentence := unrecorded(view, stage)):
            why[f"weekly.{name}"] = sentence
        else:
            series["weekly", name] = [row[name] for row in rows]
    return series


def _early(view: View, why: dict[str, str]) -> Series:
    """The share of each week's leads that reached a stage in their first days, of weeks that have had them."""
    if not view.has("leads"):
        why |= dict.fromkeys((f"early.{stage}" for stage in EARLY), NO_LEADS)
        return {}
    recorded = []
    for stage in EARLY:
        if sentence := unrecorded(view, stage):
            why[f"early.{stage}"] = sentence
        else:
            recorded.append(stage)
    series: Series = {}
    for days in EARLY_DAYS:
        rows = view.ask("changes/early", **early_weeks(view, days)).rows
        series |= {("early", stage, str(days)): _placed(rows, stage.lower()) for stage in recorded}
    return series


def early_weeks(view: View, days: int) -> dict[str, object]:
    """The 27 weeks whose leads have had their first ``days`` days at the moment, and how long those are."""
    seconds = days * SECONDS_A_DAY
    end = view.monday(view.as_of - timedelta(seconds=seconds))
    starts = [view.days_before(end, 7 * back) for back in range(WEEKS_BEFORE + 1, 0, -1)]
    return {"week_starts": starts, "weeks_end": end, "early_seconds": seconds}


def _placed(rows: Sequence[Mapping[str, float]], value: str) -> list[float | None]:
    by_week = {row["week_number"]: row[value] for row in rows}
    return [by_week.get(week) for week in range(len(NOTHING))]


def _lengths(view: View, starts: Sequence[object]) -> list[float]:
    """Calendar days of each week; the review week's may be cut."""
    locals_ = [view.local(edge).replace(tzinfo=None) for edge in (*view.week_starts(len(starts) - 1), view.as_of)]
    return [(end - start) / timedelta(days=1) for start, end in pairwise(locals_)]


def _with_limits(view: View, series: Series) -> dict[tuple[str, ...], WeeklyValues]:
    """Every series with its usual range, none of which can be negative; one that is not known holds nulls."""
    points = [("/".join(name), week, value) for name, values in series.items() for week, value in enumerate(values)]
    limits = {}
    if points:
        names, weeks, values = zip(*points, strict=True)
        asked = view.ask(
            "changes/limits",
            series=list(names),
            positions=list(weeks),
            values=list(values),
            floors=[True] * len(points),
        )
        limits = {row.pop("series"): row for row in asked.rows}
    everything: list[tuple[str, ...]] = [("weekly", name) for name in WEEKLY]
    everything += [("early", stage, str(days)) for stage in EARLY for days in EARLY_DAYS]
    return {
        name: WeeklyValues(weeks=list(series.get(name, NOTHING)), **limits.get("/".join(name), {}))
        for name in everything
    }
