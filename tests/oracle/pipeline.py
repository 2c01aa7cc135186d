"""Metric contract §7: velocity and pipeline. Deals that are not renewals, seen from T."""

import math
from fractions import Fraction
from statistics import mean, median
from typing import Any

from tests.oracle.clock import DAY, calendar_days, days_before, week_start, weeks_before
from tests.oracle.deals import Deal, amount_of
from tests.oracle.past import Held
from tests.oracle.statistics import (
    CENSORED,
    COMPETING,
    EVENT,
    incidence,
    incidence_at,
    log_mean,
    rate_of,
    sample_deviation,
    total,
)
from tests.oracle.window import Window
from tests.oracle.world import World

Row = dict[str, Any]
YEAR_DAYS = 364


def closed_in(deals: list[Deal], start: int, end: int) -> list[Deal]:
    """Deals closed as of T whose close lies in the window."""
    return [deal for deal in deals if deal.closed_at is not None and start <= deal.closed_at < end]


def days_open(deal: Deal) -> float:
    """Created to closed, in days."""
    assert deal.closed_at is not None
    return (deal.closed_at - deal.created_at) / DAY


def basics(world: World, start: int, end: int) -> Row:
    """The counts, rates and velocities of a window that ends where the world is seen from."""
    deals = world.deals
    standing = [deal for deal in deals if deal.is_open]
    closed = closed_in(deals, start, end)
    won = [deal for deal in closed if deal.outcome == "won"]
    amounts = [deal.row["amount"] for deal in won if deal.row["amount"] is not None]
    created = [deal for deal in deals if start <= deal.created_at < end]
    figures: Row = {
        "open_count": len(standing),
        "open_value": float(total(standing, amount_of)),
        "no_amount": sum(deal.row["amount"] is None for deal in standing),
        "sqp_created": float(total(created, amount_of)),
        "sqp_created_count": len(created),
        "sqp_open": float(total([deal for deal in created if deal.is_open], amount_of)),
        "win_rate": rate_of(len(won), len(closed)),
        "mean_won": float(sum(amounts) / len(amounts)) if amounts else None,
        "median_won": float(median(amounts)) if amounts else None,
        "cycle_won_days": mean(days_open(deal) for deal in won) if won else None,
        "cycle_all_days": mean(days_open(deal) for deal in closed) if closed else None,
        "velocity_realised": float(sum(amounts, Fraction(0))) / calendar_days(start, end, world.zone),
    }
    if not world.has_outcomes:
        figures["velocity_realised"] = None
    for name, days in (("velocity_textbook", "cycle_won_days"), ("velocity", "cycle_all_days")):
        factors = [figures["open_count"], figures["win_rate"], figures["mean_won"], figures[days]]
        known = None not in factors and factors[3]
        figures[name] = factors[0] * factors[1] * factors[2] / factors[3] if known else None
    return figures


def section(world: World, window: Window, held: Held | None) -> Row:
    """The section ``pipeline``; ``world`` is seen from the window's end."""
    figures = basics(world, window.start, window.end)
    weekly = [
        float(total([d for d in world.deals if start <= d.created_at < end], amount_of))
        for start, end in weeks_before(world.as_of, 12, world.zone)
    ]
    deviation, middle = sample_deviation(weekly), mean(weekly)
    return {
        **figures,
        "win_rate_cohort": win_rate_cohort(world) if world.has_outcomes else None,
        "change": change(world, window, figures),
        "bridge": bridge(world, held),
        "sqp_weekly": weekly,
        "sqp_weekly_cv": deviation / middle if deviation is not None and middle else None,
    }


def win_rate_cohort(world: World) -> float | None:
    """Incidence of won at 180 days, over deals created in the 52 weeks before T."""
    start = days_before(world.as_of, YEAR_DAYS, world.zone)
    kinds = {"won": EVENT, "lost": COMPETING, None: CENSORED}
    observations = [
        ((world.as_of if deal.closed_at is None else deal.closed_at) - deal.created_at, kinds[deal.outcome])
        for deal in world.deals
        if deal.created_at >= start
    ]
    return incidence_at(incidence(observations), 180 * DAY) if observations else None


FACTORS = {"count": "open_count", "win_rate": "win_rate", "size": "mean_won", "cycle": "cycle_all_days"}


def change(world: World, window: Window, now: Row) -> Row:
    """What moved the velocity since the window before, split exactly."""
    before = basics(world.at(window.start), *window.before)
    previous, current = before["velocity"], now["velocity"]
    parts: dict[str, float | None] = dict.fromkeys(FACTORS)
    factors = [figures[name] for figures in (before, now) for name in FACTORS.values()]
    if all(factor is not None and factor > 0 for factor in factors):
        weight = log_mean(current, previous)
        for part, name in FACTORS.items():
            sign = -1 if part == "cycle" else 1
            parts[part] = sign * weight * math.log(now[name] / before[name])
    difference = None if previous is None or current is None else current - previous
    return {"previous": previous, "current": current, "change": difference, **parts}


def bridge(world: World, held: Held | None) -> Row:
    """How the open value of the week's start became that of its end, gross."""
    start = week_start(world.as_of, world.zone)
    known = held if held is not None and week_start(held.as_of, world.zone) == start else None
    removed, revalued = Fraction(0), Fraction(0)
    if known is not None:
        there = {row["deal_id"] for row in world.tables.deals}
        removed = total(
            [deal for name, deal in known.deals.items() if name not in there and known.world.keeps_deal(deal)],
            amount_of,
        )
    sums = dict.fromkeys(("start", "created", "reopened", "won", "lost"), Fraction(0))
    for deal in world.deals:
        amount = amount_of(deal)
        for index, spell in enumerate(deal.spells):
            if spell.opened_at >= start:
                sums["created" if index == 0 else "reopened"] += amount
            elif spell.closed_at is None or spell.closed_at >= start:
                sums["start"] += amount
                if known is not None and deal.row["deal_id"] in known.deals:
                    revalued += amount - amount_of(known.deals[deal.row["deal_id"]])
            if spell.outcome is not None and (spell.closed_at or 0) >= start:
                sums[spell.outcome] += amount
    end = sums["start"] + sums["created"] + sums["reopened"] - sums["won"] - sums["lost"]
    sums["start"] += removed - revalued
    shown = {name: float(value) for name, value in sums.items()}
    return {**shown, "removed": float(removed), "revalued": float(revalued), "end": float(end)}
