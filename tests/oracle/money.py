"""Metric contract §9: what it costs, and whether the incentives agree. Seen from the window's end."""

from collections import defaultdict
from fractions import Fraction
from typing import Any

from tests.oracle.clock import DAY, WINDOW_DAYS, calendar_days, days_before, midnight
from tests.oracle.disagreement import hand_offs
from tests.oracle.icp import TIERS, has_churned
from tests.oracle.pipeline import basics, closed_in
from tests.oracle.slicing import NONE
from tests.oracle.statistics import rate_of, rate_with_interval, ratio, total
from tests.oracle.timeline import Cycle
from tests.oracle.waterfall import is_mature, within
from tests.oracle.window import Window
from tests.oracle.world import World, reached_v1

Row = dict[str, Any]
NINETY_DAYS = 90 * DAY
HALF_YEAR = 180 * DAY
COSTS = ("cpl", "cost_per_mql", "cost_per_sql", "cac")
SPEND_FIELDS = ("source", "campaign")


def section(world: World, window: Window) -> Row:
    """The section ``money``."""
    costs = costs_of(world, window.start, window.end)
    return {
        "lead_to_close": lead_to_close(world),
        **costs,
        "rep_load": rep_load(world, window),
        "churn": churn(world),
        "incentives": incentives(world, window),
    }


def spend_of(world: World, start: int, end: int) -> list[Row] | None:
    """The window's spend under the slice; None when spend has no column for it or there is none at all."""
    if not world.tables.spend or any(name not in SPEND_FIELDS for name in world.base.filters):
        return None
    rows = [row for row in world.tables.spend if world.day_in(row["on"], start, end)]
    return [
        row
        for row in rows
        if all((NONE if row[name] is None else row[name]) in wanted for name, wanted in world.base.filters.items())
    ]


def bought(world: World, start: int, end: int) -> dict[str, list[str | None]]:
    """What the spend is divided by: the source of each lead, MQL, SQL and won deal of the window."""
    leads = [row for row in world.tables.leads if start <= row["created_at"] < end and world.keeps_lead(row)]
    won = [deal for deal in closed_in(world.deals, start, end) if deal.outcome == "won"]

    def arrived(stage: str) -> list[str | None]:
        times = [(cycle.lead["source"], reached_v1(cycle, stage)) for cycle in world.cycles]
        return [source for source, at in times if at is not None and start <= at < end]

    return {
        "cpl": [row["source"] for row in leads],
        "cost_per_mql": arrived("MQL"),
        "cost_per_sql": arrived("SQL"),
        "cac": [world.deal_value(deal, "source") for deal in won],
    }


def costs_of(world: World, start: int, end: int) -> Row:
    """The period costs, wasted and undecided spend; all null where spend cannot be sliced."""
    rows = spend_of(world, start, end)
    if rows is None:
        return dict.fromkeys((*COSTS, "by_source", "wasted_spend", "undecided_spend"))
    counts = bought(world, start, end)
    spent = total(rows, lambda row: row["amount"])
    sources = sorted({row["source"] for row in rows})
    by_source = {}
    wasted, undecided = Fraction(0), Fraction(0)
    given = hand_offs(world, start, end)
    for source in sources:
        own = total([row for row in rows if row["source"] == source], lambda row: row["amount"])
        by_source[source] = {
            "spend": float(own),
            **{name: divided(own, sum(one == source for one in counts[name])) for name in COSTS},
        }
        verdicts = [one.verdict for one in given if one.cycle.lead["source"] == source]
        accepted, rejected = verdicts.count("accepted"), verdicts.count("rejected")
        if accepted + rejected:
            wasted += own * Fraction(rejected, accepted + rejected)
        else:
            undecided += own
    return {
        **{name: divided(spent, len(counts[name])) for name in COSTS},
        "by_source": by_source,
        "wasted_spend": float(wasted),
        "undecided_spend": float(undecided),
    }


def divided(spend: Fraction, count: int) -> float | None:
    """Spend over a count, null over nothing."""
    cost = ratio(spend, count)
    return None if cost is None else float(cost)


def won_in_time(world: World, cycles: list[Cycle]) -> Row:
    """Won within 90 days of the opening, less those administratively closed within them before winning."""
    counted = [c for c in cycles if is_mature(c, c.opened_at, reached_v1(c, "Won"), NINETY_DAYS, world.as_of)]
    won = sum(within(c.opened_at, reached_v1(c, "Won"), NINETY_DAYS) for c in counted)
    return {"n": len(counted), "won": won, **rate_with_interval(won, len(counted))}


def lead_to_close(world: World) -> Row:
    """Shared KPI 2, of the 13 weeks that end 90 days before T."""
    end = world.as_of - NINETY_DAYS
    start = days_before(end, WINDOW_DAYS, world.zone)
    figures = won_in_time(world, [c for c in world.cycles if start <= c.opened_at < end])
    rate = figures["rate"]
    return {**figures, "per_1000": None if rate is None else 1000 * rate}


def rep_load(world: World, window: Window) -> list[Row]:
    """Leads created in the window by owner: per week, and the share outside the profile."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for lead in world.tables.leads:
        if window.start <= lead["created_at"] < window.end and world.keeps_lead(lead):
            groups[NONE if lead["owner"] is None else lead["owner"]].append(lead)
    weeks = calendar_days(window.start, window.end, world.zone) / 7
    rows = []
    for owner, leads in sorted(groups.items()):
        tiers = [tier for lead in leads if (tier := world.tier(lead)) not in (None, "Unknown")]
        outside = rate_of(sum(tier in ("C", "D", "Out") for tier in tiers), len(tiers))
        rows.append({"owner": owner, "leads_per_week": len(leads) / weeks, "outside_icp": outside})
    return rows


def churn(world: World) -> list[Row] | None:
    """Customers that started at least 180 days before T, by tier of their deal's lead, and those gone."""
    if world.profile("shared") is None or not world.tables.customers:
        return None
    deals = {deal.row["deal_id"]: deal for deal in world.all_deals if world.keeps_deal(deal)}
    groups: dict[str, list[Row]] = {tier: [] for tier in TIERS}
    for row in world.tables.customers:
        if row["deal_id"] in deals and midnight(row["started_on"], world.zone) + HALF_YEAR <= world.as_of:
            lead = world.lead_by_id.get(deals[row["deal_id"]].row["lead_id"])
            groups[world.tier(lead) or "Unknown"].append(row)
    rows = []
    for tier, members in groups.items():
        gone = sum(has_churned(world, row) for row in members)
        rows.append(
            {"tier": tier, "customers": len(members), "churned": gone, **rate_with_interval(gone, len(members))}
        )
    return rows


def incentives(world: World, window: Window) -> Row:
    """The siloed four against the shared two, each with its change on the previous window."""
    now = siloed_and_shared(world, window.start, window.end)
    before = siloed_and_shared(world.at(window.start), *window.before)
    rows: Row = {}
    for name, current in now.items():
        previous = before[name]
        change = None if current is None or previous is None else current - previous
        rows[name] = {"current": current, "previous": previous, "change": change}
    return {**rows, "aligned": aligned(rows)}


def siloed_and_shared(world: World, start: int, end: int) -> dict[str, float | None]:
    """The six figures of a window."""
    figures = basics(world, start, end)
    leads = [row for row in world.tables.leads if start <= row["created_at"] < end and world.keeps_lead(row)]
    won = [deal for deal in closed_in(world.deals, start, end) if deal.outcome == "won"]
    return {
        "lead_volume": len(leads),
        "cpl": costs_of(world, start, end)["cpl"],
        "revenue": float(total(won, lambda deal: deal.row["amount"])),
        "mean_won": figures["mean_won"],
        "sqp_created": figures["sqp_created"],
        "lead_to_close": lead_to_close(world)["rate"] if world.records("Won") else None,
    }


LESS_IS_BETTER = ("cpl",)


def aligned(rows: Row) -> bool | None:
    """Whether all known changes that are not nought are for the better, or all for the worse."""
    changes = [row["change"] * (-1 if name in LESS_IS_BETTER else 1) for name, row in rows.items() if row["change"]]
    if not changes:
        return None
    return all(change > 0 for change in changes) or all(change < 0 for change in changes)
