"""Metric contract §6: how the shared profile fits what came in."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from tests.oracle.clock import midnight
from tests.oracle.deals import Deal
from tests.oracle.disagreement import CELLS, REFUSALS, opened_in_conversion_window
from tests.oracle.response import curve, elapsed, minutes_at, population
from tests.oracle.statistics import rate_of, rate_with_interval, total
from tests.oracle.timeline import Cycle
from tests.oracle.waterfall import is_mature, within
from tests.oracle.window import Window
from tests.oracle.world import World, reached_v1

Row = dict[str, Any]
TIERS = ("A", "B", "C", "D", "Out", "Unknown")
STAGES = {"mql": "MQL", "sal": "SAL", "sql": "SQL", "won": "Won"}


def section(world: World, window: Window) -> Row:
    """The section ``icp``; without a shared definition each key is null but what the teams' own give."""
    profile = world.profile("shared")
    cycles = opened_in_conversion_window(world, window)
    quadrants = quadrants_of(world, cycles)
    if profile is None:
        names = ("name", "version", "tiers", "purity", "calibration")
        overlap = None if quadrants is None else jaccard(quadrants)
        return {**dict.fromkeys(names), "quadrants": quadrants, "jaccard": overlap}
    return {
        "name": profile.document["name"],
        "version": profile.document["version"],
        "tiers": [tier_row(world, window, cycles, tier) for tier in TIERS],
        "purity": {stage: purity(world, cycles, stage) for stage in ("Inquiry", *STAGES.values())},
        "quadrants": quadrants,
        "jaccard": None if quadrants is None else jaccard(quadrants),
        "calibration": calibration(world, window, cycles),
    }


def stage_rate(world: World, cycles: list[Cycle], stage: str, horizon: int) -> Row:
    """From the opening to a stage within the horizon."""
    mature = [c for c in cycles if is_mature(c, c.opened_at, reached_v1(c, stage), horizon, world.as_of)]
    converted = sum(within(c.opened_at, reached_v1(c, stage), horizon) for c in mature)
    return {"mature": len(mature), "converted": converted, **rate_with_interval(converted, len(mature))}


def won_deals(world: World, cycles: Iterable[Cycle]) -> list[Deal]:
    """Deals created in these cycles and won by T."""
    inside = {id(cycle) for cycle in cycles}
    return [deal for deal in world.company_deals if deal.outcome == "won" and id(deal.cycle) in inside]


def mean_amount(deals: list[Deal]) -> float | None:
    """Mean amount of those that have one."""
    amounts = [deal.row["amount"] for deal in deals if deal.row["amount"] is not None]
    return float(sum(amounts) / len(amounts)) if amounts else None


def tier_row(world: World, window: Window, cycles: list[Cycle], tier: str) -> Row:
    """One row of ``tiers``."""
    here = [cycle for cycle in cycles if world.tier(cycle.lead) == tier]
    rates = {key: stage_rate(world, here, stage, window.horizon) for key, stage in STAGES.items()}
    overall = stage_rate(world, cycles, "SQL", window.horizon)["rate"]
    own = rates["sql"]["rate"]
    waits = population(world, window.conversion_start, window.conversion_end)
    waits = [wait for wait in waits if world.tier(wait.cycle.lead) == tier]
    median = minutes_at(curve(waits, world.as_of, elapsed), 0.5) if world.tables.touches else None
    return {
        "tier": tier,
        "leads": len(here),
        "share": rate_of(len(here), len(cycles)),
        **rates,
        "lift": own / overall if own is not None and overall else None,
        "mean_won": mean_amount(won_deals(world, here)),
        "response_median_minutes": median,
        "rejected_share": rate_of(sum(cycle.exit in REFUSALS for cycle in here), len(here)),
        "churned_share": churned_share(world, here),
    }


def churned_share(world: World, cycles: list[Cycle]) -> float | None:
    """Of the customers that came of these cycles' deals and have started, the share gone by T."""
    inside = {id(cycle) for cycle in cycles}
    ids = {deal.row["deal_id"] for deal in world.company_deals if id(deal.cycle) in inside}
    mine = [row for row in world.tables.customers if row["deal_id"] in ids]
    started = [row for row in mine if midnight(row["started_on"], world.zone) < world.as_of]
    return rate_of(sum(has_churned(world, row) for row in started), len(started))


def has_churned(world: World, customer: Row) -> bool:
    """Whether a customer had left before T."""
    day = customer["churned_on"]
    return day is not None and midnight(day, world.zone) < world.as_of


def purity(world: World, cycles: list[Cycle], stage: str) -> float | None:
    """Share of A and B among all but Unknown that reached a stage."""
    here = [c for c in cycles if stage == "Inquiry" or reached_v1(c, stage) is not None]
    tiers = [world.tier(cycle.lead) for cycle in here]
    known = [tier for tier in tiers if tier != "Unknown"]
    return rate_of(sum(tier in ("A", "B") for tier in known), len(known))


def quadrants_of(world: World, cycles: list[Cycle]) -> dict[str, Row] | None:
    """Marketing's profile across sales'; None without both."""
    if world.profile("marketing") is None or world.profile("sales") is None:
        return None
    found: dict[str, list[Cycle]] = {name: [] for name in CELLS}
    for cycle in cycles:
        marketing = world.tier(cycle.lead, "marketing") in ("A", "B")
        sales = world.tier(cycle.lead, "sales") in ("A", "B")
        found[CELLS[(0 if sales else 1) if marketing else (2 if sales else 3)]].append(cycle)
    return {
        name: {
            "leads": len(members),
            "share": rate_of(len(members), len(cycles)),
            "won": sum(cycle.exit == "won" for cycle in members),
            "won_value": float(total(won_deals(world, members), lambda deal: deal.row["amount"])),
        }
        for name, members in found.items()
    }


def jaccard(quadrants: dict[str, Row]) -> float | None:
    """Overlap of the two profiles."""
    either = sum(quadrants[name]["leads"] for name in ("both", "marketing_only", "sales_only"))
    return rate_of(quadrants["both"]["leads"], either)


def calibration(world: World, window: Window, cycles: list[Cycle]) -> list[Row]:
    """SQL and won rate by tenth of the fit's range: 1 is 0-10, 10 is 90-100; empty tenths are left out."""
    profile = world.profile("shared")
    assert profile is not None
    tenths: dict[int, list[Cycle]] = {}
    for cycle in cycles:
        fit, _ = profile.fit(cycle.lead)
        if fit is not None:
            tenths.setdefault(min(10, int(Fraction(fit) // 10) + 1), []).append(cycle)
    return [
        {
            "decile": tenth,
            "n": len(members),
            "sql": stage_rate(world, members, "SQL", window.horizon)["rate"],
            "won": stage_rate(world, members, "Won", window.horizon)["rate"],
        }
        for tenth, members in sorted(tenths.items())
    ]
