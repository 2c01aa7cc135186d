"""Section ``money`` of the metric contract (§9): period costs, waste, load, churn, and whether incentives agree."""

from datetime import date, timedelta

from dashboard.asking.parameters import SECONDS_A_DAY
from dashboard.asking.view import WINDOW_DAYS, View
from dashboard.metrics.recorded import Origin, unmet, unmet_figures
from dashboard.metrics.section import NOT_PRINTED, Section, Supported
from dashboard.metrics.windows import CLOSE_DAYS, DAYS_A_WEEK, calendar_days, previous_window
from dashboard.scope.moments import INSTANT, Window

CUSTOMER_DAYS = 180
TOTALS = "money/totals"


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
    relative: float | None = NOT_PRINTED
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


OF_TOTALS = ("spend", "cpl", "cost_per_mql", "cost_per_sql", "cac", "wasted_spend", "undecided_spend")
OF_KPIS = {
    "revenue": "revenue",
    "mean_won": "mean_won",
    "sqp_created": "sqp_created",
    "lead_volume": "leads",
    "cpl": "cpl",
}
"""The KPIs of both sides but lead to close, by their column there."""
LOW_IS_GOOD = ("cpl",)
"""Those that are better when they fall."""
LEAD_TO_CLOSE: Origin = ("money/lead_to_close", "rate")
ORIGINS: dict[str, Origin] = {
    **{name: (TOTALS, name) for name in OF_TOTALS},
    "by_source": ("money/costs", "spend"),
    "lead_to_close": LEAD_TO_CLOSE,
    "rep_load": ("money/rep_load", "owner"),
    "rep_load.outside_icp": ("money/rep_load", "outside_icp"),
    "churn": ("money/churn", "rate"),
    "incentives.lead_to_close": LEAD_TO_CLOSE,
    **{f"incentives.{kpi}": (TOTALS, column) for kpi, column in OF_KPIS.items()},
}
"""Where each figure comes from: so what it needs; the first that is missing speaks for them all."""


def money(view: View) -> Supported[Money]:
    """The section, as of the end of the window of ``view``."""
    deals_view = view.pipeline_view()
    reasons, absent = unmet_figures(deals_view, ORIGINS)
    totals = deals_view.ask(TOTALS).one()
    section = Money(
        **{name: totals[name] for name in OF_TOTALS},
        by_source=None if "by_source" in absent else _by_source(deals_view),
        lead_to_close=lead_to_close(deals_view),
        rep_load=None if "rep_load" in absent else _rep_load(deals_view),
        churn=None if "churn" in absent else _churn(deals_view),
        incentives=incentives_since(deals_view, previous_window(deals_view)),
    )
    return Supported(
        section=section.model_copy(update={name: None for name in absent if name in OF_TOTALS}),
        unsupported={f"money.{name}": why for name, why in reasons.items()},
    )


def lead_to_close(view: View) -> LeadToClose | None:
    """Shared KPI 2: of the leads of 13 weeks, 90 days ago, those won within 90 days; null when nothing says so."""
    if unmet(view, *LEAD_TO_CLOSE):
        return None
    return LeadToClose.model_validate(view.ask("money/lead_to_close", **close_window(view)).one())


def lead_window(view: View) -> Window:
    """When the leads came in that lead to close looks at: 13 weeks, each lead with its full 90 days."""
    end = view.as_of - timedelta(days=CLOSE_DAYS)
    return Window(view.days_before(end, WINDOW_DAYS), end)


def close_window(view: View) -> dict[str, object]:
    """What the questions of lead to close bind."""
    window = lead_window(view)
    return {"lead_from": window.start, "lead_to": window.end, "close_seconds": CLOSE_DAYS * SECONDS_A_DAY}


def _by_source(view: View) -> dict[str, SourceCosts]:
    """What each source with spend cost; a count the data cannot know has no cost."""
    rows = [row for row in view.ask("money/costs").rows if row["spend"] is not None]
    known = [name for name in SourceCosts.model_fields if not unmet(view, "money/costs", name)]
    return {row["source"]: SourceCosts(**{name: row[name] for name in known}) for row in rows}


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
    sides = {"now": [now[name] for name in now], "before": [then[name] for name in now]}
    rows = view.ask("money/moved", figures=list(now), low_is_good=list(LOW_IS_GOOD), **sides).rows
    moved = {row["figure"]: Moved.model_validate(row) for row in rows}
    if closes and closed:
        moved["lead_to_close"] = moved["lead_to_close"].model_copy(update=_interval(view, closes, closed))
    return Incentives(**moved, aligned=rows[0]["is_aligned"])


def _interval(view: View, now: LeadToClose, then: LeadToClose) -> dict[str, float | None]:
    """The interval of a change of lead to close."""
    answer = view.ask("changes/share_moved", won_now=now.won, of_now=now.n, won_before=then.won, of_before=then.n)
    return answer.one()


def _kpis(view: View, closes: LeadToClose | None) -> dict[str, float | None]:
    totals = view.ask(TOTALS).one()
    known = {kpi: None if unmet(view, TOTALS, column) else totals[column] for kpi, column in OF_KPIS.items()}
    return known | {"lead_to_close": closes.rate if closes else None}
