"""Section ``changes`` of the metric contract (§10): why conversion changed, and what is noise."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from pydantic import Field

from dashboard.metrics.money import CLOSE_DAYS
from dashboard.metrics.pipeline import NO_AMOUNTS, NO_DEALS, knows_amounts
from dashboard.metrics.section import Section, Supported
from dashboard.view import SECONDS_A_DAY, View

WEEKS_BEFORE = 26
NO_STAGES = "There are neither lead events nor deals, so no conversion can have changed."


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


class Weekly(Section):
    """27 weekly values, the review week last, with the usual range of the 26 before it."""

    weeks: list[float | None]
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    signal: bool | None = None


class Changes(Section):
    """What changed, and whether that is more than noise."""

    conversions: list[ConversionChange] | None = None
    weekly: dict[str, Weekly] | None = None


def changes(view: View) -> Supported[Changes]:
    """The section, at the moment of ``view``."""
    unsupported = {}
    conversions = None
    if not view.has("leads"):
        unsupported["changes.conversions"] = "There are no leads."
    else:
        conversions = _conversions(view)
        if not view.knows_stages:
            unsupported["changes.conversions"] = NO_STAGES
    weekly, missing = _weekly(view)
    return Supported(section=Changes(conversions=conversions, weekly=weekly), unsupported=unsupported | missing)


def _conversions(view: View) -> list[ConversionChange]:
    found = {row["step"]: row for row in view.ask("changes/conversions").rows}
    steps = []
    for number, (stage, following) in enumerate(pairwise(view.waterfall.stages), start=1):
        row = found.get(number, {}) if view.knows_stages else {}
        figures = {key: value for key, value in row.items() if key in ConversionChange.model_fields}
        steps.append(ConversionChange(from_stage=stage.name, to_stage=following.name, **figures))
    return steps


def _weekly(view: View) -> tuple[dict[str, Weekly] | None, dict[str, str]]:
    """The weekly values of the shared KPIs with their limits, and what cannot be known."""
    series: dict[str, Sequence[float | None]] = {}
    missing: dict[str, str] = {}
    starts = view.week_starts(WEEKS_BEFORE)
    nothing: list[float | None] = [None] * len(starts)
    if view.has("deals") and knows_amounts(view):
        rows = view.ask("pipeline/weekly", starts=starts).rows
        series["sqp_created"] = [row["created"] for row in rows]
        series["velocity_realised"] = [
            row["won"] / days for row, days in zip(rows, _lengths(view, starts), strict=True)
        ]
    else:
        why = NO_AMOUNTS if view.has("deals") else NO_DEALS
        missing |= dict.fromkeys(("changes.weekly.sqp_created", "changes.weekly.velocity_realised"), why)
    if view.has("touches") and view.has("leads"):
        series["median_minutes"] = _placed(
            view.ask("response/weekly", week_starts=starts).rows, "median_minutes", nothing
        )
    else:
        missing["changes.weekly.median_minutes"] = "There are no touches, so nobody knows when a lead was answered."
    if view.has("leads") and view.knows_stages:
        asked = view.ask("money/lead_to_close_weekly", starts=starts, close_seconds=CLOSE_DAYS * SECONDS_A_DAY)
        series["lead_to_close"] = _placed(asked.rows, "rate", nothing)
    else:
        missing["changes.weekly.lead_to_close"] = "Nothing says which leads were won."
    return _with_limits(view, series, nothing), missing


def _placed(rows: Sequence[Mapping[str, float]], value: str, nothing: Sequence[float | None]) -> list[float | None]:
    by_week = {row["week_number"]: row[value] for row in rows}
    return [by_week.get(week) for week in range(len(nothing))]


def _lengths(view: View, starts: Sequence[object]) -> list[float]:
    """Calendar days of each week; the review week's may be cut."""
    locals_ = [view.local(edge).replace(tzinfo=None) for edge in (*view.week_starts(len(starts) - 1), view.as_of)]
    return [(end - start) / timedelta(days=1) for start, end in pairwise(locals_)]


def _with_limits(
    view: View, series: Mapping[str, Sequence[float | None]], nothing: list[float | None]
) -> dict[str, Weekly]:
    points = [(name, week, value) for name, values in series.items() for week, value in enumerate(values)]
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
    everything = ("sqp_created", "median_minutes", "lead_to_close", "velocity_realised")
    return {
        name: Weekly(weeks=list(series[name]), **limits.get(name, {})) if name in series else Weekly(weeks=nothing)
        for name in everything
    }
