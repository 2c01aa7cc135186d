"""Section ``money`` of the metric contract (§9): period costs, waste, load, churn, and whether incentives agree."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any

from dashboard.asking.parameters import SECONDS_A_DAY
from dashboard.asking.view import WINDOW_DAYS, View
from dashboard.metrics.recorded import NO_AMOUNTS, knows_amounts, no_outcomes, unrecorded
from dashboard.metrics.section import Section, Supported
from dashboard.metrics.windows import CLOSE_DAYS, DAYS_A_WEEK, calendar_days, previous_window
from dashboard.scope.moments import INSTANT

OF_SPEND = (
    "spend", "cpl", "cost_per_mql", "cost_per_sql", "cac", "by_source", "wasted_spend", "undecided_spend",
    "incentives.cpl",
)  # fmt: skip
OF_STAGES = {
    "MQL": ("cost_per_mql", "wasted_spend", "undecided_spend"),
    "SQL": ("cost_per_sql",),
    "Won": ("lead_to_close", "incentives.lead_to_close"),
}
OF_DEALS = ("cac", "incentives.mean_won", "incentives.revenue", "incentives.sqp_created")
CUSTOMER_DAYS = 180
NO_SPEND = "There is no spend, so nothing says what a stage costs."
SLICED_SPEND = "Spend has no such column, so costs cannot follow this filter; clear it or filter by source."


class SourceCosts(Section):
    """What a source cost in the window; null when there is nothing to divide by."""

    spend: float
    cpl: float | None = None
    cost_per_mql: float | None = None
    cost_per_sql: float | None = None
    cac: float | None = None


class LeadToClose(Section):
    """Cycles with their full 90 days, and how many were won within them."""

    n: int | None = None
    won: int | None = None
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    per_1000: float | None = None


class RepLoad(Section):
    """Leads an owner gets per week, and the share outside the profile."""

    owner: str
    leads_per_week: float
    outside_icp: float | None


class Churn(Section):
    """Customers of a fit tier and how many left."""

    tier: str
    customers: int
    churned: int
    rate: float | None
    low: float | None
    high: float | None


class Moved(Section):
    """A figure now, in the window before, and the difference; a share's difference with its 95 % interval."""

    current: float | None
    previous: float | None
    change: float | None
    low: float | None = None
    high: float | None = None


class Incentives(Section):
    """The siloed four against the shared two; aligned when all that moved moved the same way."""

    lead_volume: Moved
    cpl: Moved
    revenue: Moved
    mean_won: Moved
    sqp_created: Moved
    lead_to_close: Moved
    aligned: bool | None


class Money(Section):
    """Costs of the window; money plain."""

    spend: float | None = None
    cpl: float | None = None
    cost_per_mql: float | None = None
    cost_per_sql: float | None = None
    cac: float | None = None
    by_source: dict[str, SourceCosts] | None = None
    wasted_spend: float | None = None
    undecided_spend: float | None = None
    lead_to_close: LeadToClose | None = None
    rep_load: list[RepLoad] | None = None
    churn: list[Churn] | None = None
    incentives: Incentives | None = None


def money(view: View) -> Supported[Money]:
    """The section, as of the end of the window of ``view``."""
    asked = view.pipeline_view()
    costs = asked.ask("money/costs").rows
    unsupported = _unsupported(asked)
    section = Money(
        **_costs(asked, costs) if _knows_spend(view) else {},
        lead_to_close=lead_to_close(asked),
        rep_load=_rep_load(asked) if view.has("leads") else None,
        churn=_churn(asked) if view.has("customers", "leads") and asked.definition[0] else None,
        incentives=incentives_since(asked, previous_window(asked)),
    )
    return Supported(section=section, unsupported=unsupported)


def lead_to_close(view: View) -> LeadToClose | None:
    """Shared KPI 2: of the leads of 13 weeks, 90 days ago, those won within 90 days; null when nothing says so."""
    if not view.has("leads") or not view.records_stage("Won"):
        return None
    return LeadToClose.model_validate(view.ask("money/lead_to_close", **close_window(view)).one())


def close_window(view: View) -> dict[str, object]:
    """Which leads lead to close looks at: those of 13 weeks, each with its full 90 days."""
    end = view.as_of - timedelta(days=CLOSE_DAYS)
    return {
        "lead_from": view.days_before(end, WINDOW_DAYS),
        "lead_to": end,
        "close_seconds": CLOSE_DAYS * SECONDS_A_DAY,
    }


def _knows_spend(view: View) -> bool:
    return view.has("spend") and view.can_slice("spend")


def _costs(view: View, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Spend over what it brought; a count the data cannot know has no cost."""
    spending = [row for row in rows if row["spend"] is not None]
    total = sum(row["spend"] for row in spending)
    counts = {"MQL": {"cost_per_mql": "mqls"}, "SQL": {"cost_per_sql": "sqls"}}
    recorded = [stage for stage in counts if view.has("leads") and view.records_stage(stage)]
    stages = {cost: of for stage in recorded for cost, of in counts[stage].items()}
    known = ({"cpl": "leads"} if view.has("leads") else {}) | stages | ({"cac": "won"} if view.has("deals") else {})
    by_source = {
        row["source"]: SourceCosts(spend=row["spend"], **{cost: row[cost] for cost in known}) for row in spending
    }
    costs: dict[str, Any] = {"spend": total if spending else None, "by_source": by_source}
    costs |= {cost: total / number if (number := sum(row[of] for row in rows)) else None for cost, of in known.items()}
    if "MQL" not in recorded:
        return costs
    return costs | {
        "wasted_spend": sum(row["wasted_spend"] or 0 for row in spending),
        "undecided_spend": sum(row["spend"] for row in spending if row["rejected"] + row["accepted"] == 0),
    }


def _rep_load(view: View) -> list[RepLoad]:
    rows = view.ask("money/rep_load", weeks=calendar_days(view) / DAYS_A_WEEK).rows
    return [RepLoad.model_validate(row) for row in rows]


def _churn(view: View) -> list[Churn]:
    return [Churn.model_validate(row) for row in view.ask("money/churn", **churn_days(view)).rows]


def churn_days(view: View) -> dict[str, date]:
    """The days churn is judged by: customers who began before the first, and left before the second."""
    old_enough = view.as_of - timedelta(days=CUSTOMER_DAYS) + INSTANT
    return {
        "customers_before": view.first_day_from(old_enough),
        "churned_before": view.first_day_from(view.as_of),
    }


def incentives_since(view: View, before: View) -> Incentives:
    """Each KPI of a silo and the shared two, now and at an earlier look, as it was seen then."""
    closes, closed = lead_to_close(view), lead_to_close(before)
    now, then = _kpis(view, closes), _kpis(before, closed)
    moved = {
        name: Moved(current=now[name], previous=then[name], change=_difference(now[name], then[name])) for name in now
    }
    directions = {
        (change > 0) != (name == "cpl") for name, kpi in moved.items() if (change := kpi.change) is not None and change
    }
    if closes and closed:
        moved["lead_to_close"] = moved["lead_to_close"].model_copy(update=_told_apart(view, closes, closed))
    return Incentives(**moved, aligned=len(directions) == 1 if directions else None)


def _told_apart(view: View, now: LeadToClose, then: LeadToClose) -> dict[str, float | None]:
    """The interval of a change of lead to close."""
    found = view.ask("changes/share_moved", won_now=now.won, of_now=now.n, won_before=then.won, of_before=then.n)
    return found.one()


def _kpis(view: View, closes: LeadToClose | None) -> dict[str, float | None]:
    costs = view.ask("money/costs").rows
    has_leads, has_amounts = view.has("leads"), view.has("deals") and knows_amounts(view)
    standing = view.ask("pipeline/standing").one()
    return {
        "lead_volume": sum(row["leads"] for row in costs) if has_leads else None,
        "cpl": _costs(view, costs).get("cpl") if _knows_spend(view) else None,
        "revenue": standing["revenue"] if has_amounts else None,
        "mean_won": standing["mean_won"],
        "sqp_created": standing["sqp_created"] if has_amounts else None,
        "lead_to_close": closes.rate if closes else None,
    }


def _difference(now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else now - then


def _of_leads(view: View) -> dict[str, str]:
    """What leads, and what is recorded of them, cannot support."""
    if not view.has("leads"):
        names = ("rep_load", "cpl", "incentives.lead_volume", "incentives.cpl", *chain(*OF_STAGES.values()))
        return {f"money.{name}": "There are no leads." for name in names}
    reasons = {stage: unrecorded(view, stage) for stage in OF_STAGES}
    return {f"money.{name}": why for stage, why in reasons.items() if why for name in OF_STAGES[stage]}


def _unsupported(view: View) -> dict[str, str]:
    missing = _of_leads(view)
    if why := no_outcomes(view):
        missing |= {f"money.{name}": why for name in ("cac", "incentives.mean_won")}
    if not knows_amounts(view):
        missing |= {f"money.{name}": NO_AMOUNTS for name in OF_DEALS if name != "cac"}
    if not view.has("deals"):
        missing |= {f"money.{name}": "There are no deals, so nothing says what was won." for name in OF_DEALS}
    if not _knows_spend(view):
        why = SLICED_SPEND if view.has("spend") else NO_SPEND
        missing |= {f"money.{name}": why for name in OF_SPEND}
    if not view.definition[0]:
        why = "There is no ideal-customer definition; name one with --icp or in the settings."
        missing |= dict.fromkeys(("money.rep_load.outside_icp", "money.churn"), why)
    if not view.has("leads"):
        missing["money.churn"] = "There are no leads, so nothing says which tier a customer came from."
    if not view.has("customers"):
        missing["money.churn"] = "There are no customers, so nothing says who left."
    return missing
