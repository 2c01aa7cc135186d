"""Section ``pipeline`` of the metric contract (§7): value, win rates, three velocities, their change, the bridge."""

from statistics import mean, stdev
from typing import Any

from pydantic import Field

from dashboard.asking.view import View
from dashboard.metrics.recorded import NO_AMOUNTS, NO_DEALS, knows_amounts, no_outcomes
from dashboard.metrics.section import Section, Supported
from dashboard.metrics.windows import YEAR_DAYS, calendar_days, previous_window
from dashboard.scope.moments import INSTANT

SQP_WEEKS = 13
OF_AMOUNTS = (
    "open_value", "mean_won", "median_won", "velocity_textbook", "velocity", "velocity_realised", "sqp_created",
    "sqp_open", "change", "bridge", "sqp_weekly", "sqp_weekly_cv",
)  # fmt: skip
OF_OUTCOMES = (
    "win_rate", "win_rate_cohort", "mean_won", "median_won", "cycle_won_days", "cycle_all_days", "velocity_textbook",
    "velocity", "velocity_realised", "change", "won", "lost", "closed_per_day", "due_per_day",
)  # fmt: skip


class Change(Section):
    """Velocity before and now, money per day, and its exact parts."""

    previous: float | None = None
    current: float | None = None
    change: float | None = None
    count: float | None = None
    win_rate: float | None = None
    size: float | None = None
    cycle: float | None = None


class Bridge(Section):
    """Open value over the review week: start + created + reopened − won − lost − removed + revalued = end."""

    start: float = Field(alias="start_value", serialization_alias="start")
    created: float
    reopened: float
    won: float
    lost: float
    removed: float
    revalued: float
    end: float = Field(alias="end_value", serialization_alias="end")


class Pipeline(Section):
    """Deals that are not renewals; money plain, velocities per day, cycles in days.

    ``closed_per_day`` is how many deals closed a day, ``due_per_day`` how many would if the open ones closed at the
    pace of those: the gap between what was won and what the open pipeline promises.
    """

    open_count: int | None = None
    open_value: float | None = None
    no_amount: int | None = None
    win_rate: float | None = None
    win_rate_cohort: float | None = None
    mean_won: float | None = None
    median_won: float | None = None
    cycle_won_days: float | None = None
    cycle_all_days: float | None = None
    velocity_textbook: float | None = None
    velocity: float | None = None
    velocity_realised: float | None = None
    sqp_created: float | None = None
    sqp_created_count: int | None = None
    sqp_open: float | None = None
    change: Change | None = None
    bridge: Bridge | None = None
    sqp_weekly: list[float] | None = None
    sqp_weekly_cv: float | None = None
    won: int | None = None
    lost: int | None = None
    closed_per_day: float | None = None
    due_per_day: float | None = None


def pipeline(view: View) -> Supported[Pipeline]:
    """The section, as of the end of the window of ``view``."""
    if not view.has("deals"):
        return Supported(section=Pipeline(), unsupported={"pipeline": NO_DEALS})
    asked = view.pipeline_view()
    standing = asked.ask("pipeline/standing").one()
    weekly = [row["created"] for row in asked.ask("pipeline/weekly", starts=asked.week_starts(SQP_WEEKS - 1)).rows]
    section = Pipeline(
        win_rate=win_rate(standing),
        win_rate_cohort=_win_rate_cohort(asked),
        velocity_textbook=velocity(standing, "cycle_won_days"),
        velocity=velocity(standing, "cycle_all_days"),
        velocity_realised=standing["revenue"] / calendar_days(asked),
        closed_per_day=(standing["won"] + standing["lost"]) / calendar_days(asked),
        due_per_day=standing["open_count"] / standing["cycle_all_days"] if standing["cycle_all_days"] else None,
        change=change_since(asked, previous_window(asked)),
        bridge=_bridge(asked),
        sqp_weekly=weekly,
        sqp_weekly_cv=stdev(weekly) / mean(weekly) if mean(weekly) else None,
        **{name: standing[name] for name in Pipeline.model_fields if name in standing},
    )
    if not knows_amounts(view):
        section = section.model_copy(update=dict.fromkeys(OF_AMOUNTS))
    if no_outcomes(asked):
        unknown = dict.fromkeys(name for name in OF_OUTCOMES if name != "change")
        section = section.model_copy(update=unknown)
    return Supported(section=section, unsupported=_unsupported(asked))


def win_rate(standing: dict[str, Any]) -> float | None:
    """Won of those closed in the window; null when none closed."""
    closed = standing["won"] + standing["lost"]
    return standing["won"] / closed if closed else None


def velocity(standing: dict[str, Any], cycle: str) -> float | None:
    """Open deals × win rate × mean amount won ÷ cycle days: money per day; null when a factor is missing."""
    rate, size, days = win_rate(standing), standing["mean_won"], standing[cycle]
    if rate is None or size is None or not days:
        return None
    return float(standing["open_count"] * rate * size / days)


def _win_rate_cohort(view: View) -> float | None:
    rows = view.ask("pipeline/win_rate_cohort", year_from=view.days_before(view.as_of, YEAR_DAYS)).rows
    return rows[0]["incidence"] if rows else None


def change_since(view: View, earlier: View) -> Change:
    """What changed velocity since an earlier look, each seen at its own moment."""
    now, before = view.ask("pipeline/standing").one(), earlier.ask("pipeline/standing").one()
    found = view.ask(
        "pipeline/change",
        counts=[before["open_count"], now["open_count"]],
        win_rates=[win_rate(before), win_rate(now)],
        sizes=[before["mean_won"], now["mean_won"]],
        cycles=[before["cycle_all_days"], now["cycle_all_days"]],
    )
    return Change.model_validate(found.one())


def counts_changes(view: View) -> bool:
    """True in the generation's own review week: then removed and revalued deals are known to belong to it."""
    return view.week_start == view.monday(view.warehouse.generation.as_of - INSTANT)


def _bridge(view: View) -> Bridge:
    return Bridge.model_validate(view.ask("pipeline/bridge", counts_changes=counts_changes(view)).one())


def _unsupported(view: View) -> dict[str, str]:
    missing: dict[str, str] = {}
    if why := no_outcomes(view):
        missing |= {f"pipeline.{name}": why for name in OF_OUTCOMES}
    if not knows_amounts(view):
        missing |= {f"pipeline.{name}": NO_AMOUNTS for name in OF_AMOUNTS}
    return missing
