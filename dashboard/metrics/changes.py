"""Section ``changes`` of the metric contract (§10): why conversion changed, and what is noise."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from pydantic import Field

from dashboard.asking.parameters import SECONDS_A_DAY
from dashboard.asking.view import View
from dashboard.metrics.recorded import Origin, unmet, unmet_figures
from dashboard.metrics.section import Section, Supported
from dashboard.metrics.windows import CLOSE_DAYS

WEEKS_BEFORE = 26
TOGETHER = 4
"""Weeks shown as one where a single one is mostly noise."""
COUNTS = ("inquiries", "mql", "sal", "sql")
WEEKLY = ("sqp_created", "median_minutes", "lead_to_close", "velocity_realised", *COUNTS)
EARLY = ("MQL", "SAL", "SQL")
EARLY_DAYS = (7, 14, 28)
ORIGINS: dict[str, Origin] = {
    "weekly.sqp_created": ("pipeline/weekly", "created"),
    "weekly.velocity_realised": ("pipeline/weekly", "won_per_day"),
    "weekly.median_minutes": ("response/weekly", "median_minutes"),
    "weekly.lead_to_close": ("money/lead_to_close_weekly", "rate"),
    **{f"weekly.{name}": ("changes/weekly_counts", name) for name in COUNTS},
    **{f"early.{stage}": ("changes/early", stage.lower()) for stage in EARLY},
    "conversions": ("changes/conversions", "rate"),
}
"""Where each figure comes from: so what it needs."""
WATCHED: dict[str, Origin] = {
    "waiting": ("response/waiting_weekly", "waiting"),
    "kappa": ("disagreement/agreement_weekly", "kappa"),
}
"""Weekly figures that decisions alone are judged by. No two of their weeks share a record: where weeks do, as in what
waits or has stalled in all, what nobody touched leaves its usual range far more often than the moving range says."""
CLOSING, AGREEING = "money/lead_to_close_weekly", "disagreement/agreement_weekly"
STARTS = {
    "pipeline/weekly": "starts", CLOSING: "starts", AGREEING: "starts", "response/weekly": "week_starts",
    "changes/weekly_counts": "week_starts", "response/waiting_weekly": "week_starts",
}  # fmt: skip
"""The parameter of each question that holds the starts of the weeks."""
GIVEN = {CLOSING: "close_seconds", AGREEING: "given_seconds"}
"""That of the time the leads of a week are given before it counts."""
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
    why, absent = unmet_figures(view, ORIGINS)
    known = {name: values for name, values in _series(view).items() if ".".join(name[:2]) not in absent}
    weekly = _with_limits(view, known)
    section = Changes(
        conversions=None if "conversions" in absent else _conversions(view),
        weekly={name: weekly["weekly", name] for name in WEEKLY},
        early={stage: {str(days): weekly["early", stage, str(days)] for days in EARLY_DAYS} for stage in EARLY},
    )
    return Supported(section=section, unsupported={f"changes.{name}": sentence for name, sentence in why.items()})


def _conversions(view: View) -> list[ConversionChange]:
    """From each recorded stage to the next recorded one."""
    by_step = {row["step"]: row for row in view.ask("changes/conversions").rows}
    steps = []
    for number, (stage, following) in enumerate(pairwise(view.recorded_waterfall.stages), start=1):
        figures = {key: value for key, value in by_step.get(number, {}).items() if key in ConversionChange.model_fields}
        steps.append(ConversionChange(from_stage=stage.name, to_stage=following.name, **figures))
    return steps


def _series(view: View) -> Series:
    """Every weekly series there is, whether or not the data supports it."""
    series: Series = {("weekly", name): _weekly(view, name) for name in WEEKLY}
    return series | {("early", stage, str(days)): _early(view, stage, days) for stage in EARLY for days in EARLY_DAYS}


def known_weeks(view: View, figure: str) -> tuple[Sequence[float | None], str | None]:
    """The 27 weeks of one series, ``sqp_created``, ``early.MQL.7`` or ``kappa``, without asking for all of them.

    With why there are none where the data does not support it.
    """
    name, _, rest = figure.partition(".")
    stage, _, days = rest.partition(".")
    question, column = ORIGINS[f"early.{stage}"] if rest else _origin(name)
    if why := unmet(view, question, column):
        return NOTHING, why
    return (_early(view, stage, int(days)) if rest else _weekly(view, name)), None


def _origin(name: str) -> Origin:
    return WATCHED[name] if name in WATCHED else ORIGINS[f"weekly.{name}"]


def _weekly(view: View, name: str) -> list[float | None]:
    question, column = _origin(name)
    starts, bound = view.week_starts(WEEKS_BEFORE), {}
    if question in GIVEN:
        bound[GIVEN[question]] = CLOSE_DAYS * SECONDS_A_DAY
    return _placed(view.ask(question, **{STARTS[question]: starts}, **bound).rows, column or name)


def _early(view: View, stage: str, days: int) -> list[float | None]:
    shares = early_shares(view)
    return [shares.get((days, start), {}).get(stage.lower()) for start in early_weeks(view, days)]


def early_shares(view: View) -> dict[tuple[int, datetime], Mapping[str, Any]]:
    """What is known of the young weeks, by age in days and start of the week."""
    rows = view.ask("changes/early", **early_bound(view)).rows
    return {(row["early_days"], row["week_start"]): row for row in rows}


def early_bound(view: View) -> dict[str, object]:
    """What the question of the young weeks binds: every week that one of the ages needs."""
    starts = sorted({start for days in EARLY_DAYS for start in early_weeks(view, days)})
    end = view.monday(view.as_of - timedelta(days=EARLY_DAYS[0]))
    return {"early_starts": starts, "early_end": end, "early_days": list(EARLY_DAYS)}


def early_weeks(view: View, days: int) -> list[datetime]:
    """The starts of the 27 weeks whose leads have had their first ``days`` days at the moment, oldest first."""
    end = view.monday(view.as_of - timedelta(days=days))
    return [view.days_before(end, 7 * back) for back in range(WEEKS_BEFORE + 1, 0, -1)]


def _placed(rows: Sequence[Mapping[str, float]], value: str) -> list[float | None]:
    by_week = {row["week_number"]: row[value] for row in rows}
    return [by_week.get(week) for week in range(len(NOTHING))]


def _with_limits(view: View, series: Series) -> dict[tuple[str, ...], WeeklyValues]:
    """Every series with its usual range, none of which can be negative; one that is not known holds nulls."""
    points = [("/".join(name), week, value) for name, values in series.items() for week, value in enumerate(values)]
    limits = {}
    if points:
        names, weeks, values = zip(*points, strict=True)
        answer = view.ask(
            "changes/limits",
            series=list(names),
            positions=list(weeks),
            values=list(values),
            floors=[True] * len(points),
        )
        limits = answer.keyed("series")
    everything: list[tuple[str, ...]] = [("weekly", name) for name in WEEKLY]
    everything += [("early", stage, str(days)) for stage in EARLY for days in EARLY_DAYS]
    return {
        name: WeeklyValues(weeks=list(series.get(name, NOTHING)), **limits.get("/".join(name), {}))
        for name in everything
    }
