"""Section ``pipeline`` of the metric contract (§7): value, win rates, three velocities, their change, the bridge."""

from datetime import datetime

from pydantic import Field

from dashboard.asking.view import View
from dashboard.metrics.recorded import Origin, unmet, unmet_figures
from dashboard.metrics.section import NOT_PRINTED, Section, Supported
from dashboard.metrics.windows import YEAR_DAYS, previous_window
from dashboard.scope.moments import INSTANT

SQP_WEEKS = 13


class Change(Section):
    """Velocity before and now, money per day, and its exact parts."""

    previous: float | None = None
    current: float | None = None
    change: float | None = None
    relative: float | None = NOT_PRINTED
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
    realised_gap: float | None = NOT_PRINTED
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


STANDING, BRIDGE = "pipeline/standing", "pipeline/bridge"
ELSEWHERE: dict[str, Origin] = {
    "win_rate_cohort": ("pipeline/win_rate_cohort", "incidence"),
    "change": ("pipeline/change", None),
    "bridge": (BRIDGE, None),
    "sqp_weekly": ("pipeline/weekly", "created"),
    "sqp_weekly_cv": ("pipeline/weekly", "created_cv"),
}
ORIGINS: dict[str, Origin] = {
    name: (STANDING, name) for name, field in Pipeline.model_fields.items() if not field.exclude
} | ELSEWHERE
"""Where each figure comes from: so what it needs."""


def pipeline(view: View) -> Supported[Pipeline]:
    """The section, as of the end of the window of ``view``."""
    if why := unmet(view, STANDING):
        return Supported(section=Pipeline(), unsupported={"pipeline": why})
    deals_view = view.pipeline_view()
    standing = deals_view.ask(STANDING).one()
    weekly = deals_view.ask("pipeline/weekly", starts=deals_view.week_starts(SQP_WEEKS - 1)).rows
    section = Pipeline(
        win_rate_cohort=_win_rate_cohort(deals_view),
        change=change_since(deals_view, previous_window(deals_view)),
        bridge=_bridge(deals_view),
        sqp_weekly=[row["created"] for row in weekly],
        sqp_weekly_cv=weekly[0]["created_cv"],
        **{name: standing[name] for name in Pipeline.model_fields if name in standing},
    )
    reasons, absent = unmet_figures(deals_view, ORIGINS)
    return Supported(
        section=section.model_copy(update=dict.fromkeys(absent)),
        unsupported={f"pipeline.{name}": why for name, why in reasons.items()},
    )


def _win_rate_cohort(view: View) -> float | None:
    rows = view.ask("pipeline/win_rate_cohort", year_from=view.days_before(view.as_of, YEAR_DAYS)).rows
    return rows[0]["incidence"] if rows else None


def change_since(view: View, earlier: View) -> Change:
    """What changed velocity since an earlier look, each seen at its own moment."""
    now, before = view.ask(STANDING).one(), earlier.ask(STANDING).one()
    answer = view.ask(
        "pipeline/change",
        counts=[before["open_count"], now["open_count"]],
        win_rates=[before["win_rate"], now["win_rate"]],
        sizes=[before["mean_won"], now["mean_won"]],
        cycles=[before["cycle_all_days"], now["cycle_all_days"]],
    )
    return Change.model_validate(answer.one())


def counts_changes(view: View) -> bool:
    """True in the generation's own review week: then removed and revalued deals are known to belong to it."""
    return counts_changes_of(view, view.warehouse.generation.as_of)


def counts_changes_of(view: View, as_of: datetime) -> bool:
    """The same of a generation of that moment, naive UTC."""
    return view.week_start == view.monday(as_of - INSTANT)


def _bridge(view: View) -> Bridge:
    return Bridge.model_validate(view.ask(BRIDGE, counts_changes=counts_changes(view)).one())
