"""Metric contract §10: change, its parts, and noise. Seen from T."""

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.clock import DAY, calendar_days, days_before, local_time, midnight, weeks_before
from tests.oracle.deals import amount_of
from tests.oracle.money import NINETY_DAYS, won_in_time
from tests.oracle.pipeline import closed_in
from tests.oracle.response import curve, elapsed, minutes_at, population
from tests.oracle.statistics import rate_of, total, xmr
from tests.oracle.timeline import Cycle
from tests.oracle.waterfall import Stages, cycles_of, is_mature, recorded_stages, waterfall_of, within
from tests.oracle.window import Window
from tests.oracle.world import World, reached, reached_v1

Row = dict[str, Any]
COUNTED = {"mql": "MQL", "sal": "SAL", "sql": "SQL"}
Counts = dict[str | None, tuple[int, int]]


def section(world: World, window: Window, which: str | Path) -> Row:
    """The section ``changes``."""
    stages, unit = waterfall_of(which)
    stages = recorded_stages(world, stages)
    cycles, _ = cycles_of(world, unit)
    rows = []
    for k in range(len(stages) - 1):
        current = by_source(world, cycles, stages, k, window.horizon, (window.conversion_start, window.conversion_end))
        previous = by_source(world, cycles, stages, k, window.horizon, window.conversion_before)
        rows.append({"from": stages[k][0], "to": stages[k + 1][0], **split(previous, current)})
    return {"conversions": rows or None, "weekly": weekly(world), "early": early(world)}


def by_source(
    world: World, cycles: list[Cycle], stages: Stages, k: int, horizon: int, window: tuple[int, int]
) -> Counts:
    """(converted, mature) from stage k to the next by source, of the cycles opened in a window."""
    counts: Counts = {}
    for cycle in cycles:
        start, target = reached(cycle, stages)[k : k + 2]
        if not window[0] <= cycle.opened_at < window[1] or start is None:
            continue
        if is_mature(cycle, start, target, horizon, world.as_of):
            converted, mature = counts.get(cycle.lead["source"], (0, 0))
            counts[cycle.lead["source"]] = converted + within(start, target, horizon), mature + 1
    return counts


def overall(counts: Counts) -> Fraction | None:
    """Total rate, None without a mature cycle."""
    mature = sum(n for _, n in counts.values())
    return Fraction(sum(k for k, _ in counts.values()), mature) if mature else None


def split(previous: Counts, current: Counts) -> Row:
    """The change of a rate as mix and rate, and whether every source moved against it."""
    before, now = overall(previous), overall(current)
    if before is None or now is None:
        shown = [None if rate is None else float(rate) for rate in (before, now)]
        return dict(zip(("previous", "current"), shown, strict=True)) | dict.fromkeys(
            ("change", "mix", "rate", "simpson")
        )
    mature = [sum(n for _, n in counts.values()) for counts in (previous, current)]
    mix, rate = Fraction(0), Fraction(0)
    for source in {*previous, *current}:
        k0, n0 = previous.get(source, (0, 0))
        k1, n1 = current.get(source, (0, 0))
        share0, share1 = Fraction(n0, mature[0]), Fraction(n1, mature[1])
        rate0 = Fraction(k0, n0) if n0 else Fraction(k1, n1)
        rate1 = Fraction(k1, n1) if n1 else rate0
        mix += (share1 - share0) * (rate0 + rate1) / 2
        rate += (rate1 - rate0) * (share0 + share1) / 2
    both = [source for source in previous if source in current]
    moves = [Fraction(*current[source]) - Fraction(*previous[source]) for source in both]
    against = all(move * (now - before) < 0 for move in moves)
    return {
        "previous": float(before),
        "current": float(now),
        "change": float(now - before),
        "mix": float(mix),
        "rate": float(rate),
        "simpson": len(both) >= 2 and against,
    }


def weekly(world: World) -> Row:
    """The shared KPIs of 27 weeks, the review week last, with their limits."""
    weeks = weeks_before(world.as_of, 26, world.zone)
    series: dict[str, list[float | None]] = {
        "sqp_created": [sqp(world, *week) for week in weeks],
        "median_minutes": [median_minutes(world, *week) for week in weeks],
        "lead_to_close": [lead_to_close(world, *week) for week in weeks],
        "velocity_realised": [velocity(world, *week) if world.has_outcomes else None for week in weeks],
        "inquiries": [sum(start <= c.opened_at < end for c in world.cycles) for start, end in weeks],
        **{name: [arrived(world, stage, *week) for week in weeks] for name, stage in COUNTED.items()},
    }
    if not world.records("Won"):
        series["lead_to_close"] = [None] * len(weeks)
    return {name: {"weeks": values, **xmr(values[:-1], values[-1])} for name, values in series.items()}


def arrived(world: World, stage: str, start: int, end: int) -> int | None:
    """How many cycles reached a stage in the week; None where nothing records it."""
    times = [reached_v1(cycle, stage) for cycle in world.cycles]
    return sum(at is not None and start <= at < end for at in times) if world.records(stage) else None


def early(world: World) -> Row:
    """Of each week's cycles, the share that reached a stage in so many days, of weeks that have had them."""
    found: Row = {}
    for stage in COUNTED.values():
        found[stage] = {}
        for days in (7, 14, 28):
            limit = days * DAY
            end = monday(world.as_of - limit, world.zone)
            starts = [days_before(end, 7 * back, world.zone) for back in range(27, -1, -1)]
            values = [early_share(world, stage, limit, *week) for week in pairwise(starts)]
            found[stage][str(days)] = {"weeks": values, **xmr(values[:-1], values[-1])}
    return found


def monday(at: int, zone: ZoneInfo) -> int:
    """The local Monday 00:00 at or before an instant."""
    day = local_time(at, zone).date()
    return midnight(day - timedelta(days=day.weekday()), zone)


def early_share(world: World, stage: str, limit: int, start: int, end: int) -> float | None:
    """The share of one week's cycles."""
    if not world.records(stage):
        return None
    opened = [c for c in world.cycles if start <= c.opened_at < end]
    judged = [c for c in opened if is_mature(c, c.opened_at, reached_v1(c, stage), limit, world.as_of)]
    return rate_of(sum(within(c.opened_at, reached_v1(c, stage), limit) for c in judged), len(judged))


def sqp(world: World, start: int, end: int) -> float:
    """Pipeline created in the week."""
    return float(total([deal for deal in world.deals if start <= deal.created_at < end], amount_of))


def median_minutes(world: World, start: int, end: int) -> float | None:
    """Median response of the clocks started in the week, as known at T."""
    if not world.tables.touches:
        return None
    return minutes_at(curve(population(world, start, end), world.as_of, elapsed), 0.5)


def lead_to_close(world: World, start: int, end: int) -> float | None:
    """Won in time, of the cycles opened in the week moved back by 90 days."""
    moved = [c for c in world.cycles if start - NINETY_DAYS <= c.opened_at < end - NINETY_DAYS]
    rate: float | None = won_in_time(world, moved)["rate"]
    return rate


def velocity(world: World, start: int, end: int) -> float:
    """Won amount of the week per calendar day of it."""
    won = [deal for deal in closed_in(world.deals, start, end) if deal.outcome == "won"]
    return float(total(won, amount_of)) / calendar_days(start, end, world.zone)
