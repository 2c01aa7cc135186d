"""Metric contract §4: how long a buyer waits for a first human answer."""

from collections import defaultdict
from collections.abc import Callable
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.attempts import Wait, attempted, attempts, gave_up, human
from tests.oracle.clock import DAY, HOUR, MINUTE, local_time
from tests.oracle.slicing import NONE
from tests.oracle.statistics import (
    CENSORED,
    COMPETING,
    EVENT,
    incidence,
    rate_of,
    rate_with_interval,
    reaches,
)
from tests.oracle.timeline import Cycle
from tests.oracle.waterfall import is_mature, within
from tests.oracle.window import Window
from tests.oracle.working import working_time
from tests.oracle.world import World, reached_v1

Row = dict[str, Any]
LIMITS = {"5m": 5 * MINUTE, "1h": HOUR, "24h": 24 * HOUR, "48h": 48 * HOUR}
BANDS = ["<=5m", "<=1h", "<=24h", "<=48h", ">48h", "closed_unanswered", "never", "waiting"]
COMPETE = ("rejected", "recycled", "disqualified", "lost")
NINETY_DAYS = 90 * DAY


def wait_of(world: World, cycle: Cycle, clock: str | None = None) -> Wait | None:
    """The cycle's wait by a clock, the configured one unless it is given; None when that clock has not started."""
    clock = clock or world.base.settings.get("clock", "inquiry")
    start = cycle.opened_at if clock == "inquiry" else reached_v1(cycle, "MQL")
    if start is None:
        return None
    answers = [
        touch
        for touch in human(cycle)
        if touch["at"] >= start
        and (cycle.closed_at is None or touch["at"] <= cycle.closed_at)
        and (touch["direction"] == "outbound" or touch["connected"])
    ]
    return Wait(cycle, start, answers[0] if answers else None)


def population(world: World, start: int, end: int) -> list[Wait]:
    """The waits whose clock starts in the window, sources of the outbound list left out."""
    outbound = world.base.settings.get("outbound_sources", [])
    waits = [wait_of(world, cycle) for cycle in world.cycles]
    return [w for w in waits if w and start <= w.start < end and w.cycle.lead["source"] not in outbound]


def observation(wait: Wait, as_of: int) -> tuple[int, int]:
    """(end of the wait, kind) for the incidence of a response."""
    if wait.at is not None:
        return wait.at, EVENT
    cycle = wait.cycle
    if cycle.closed_at is None:
        return as_of, CENSORED
    return cycle.closed_at, COMPETING if cycle.exit in COMPETE else CENSORED


def curve(waits: list[Wait], as_of: int, length: Callable[[Wait, int], int]) -> list[tuple[Any, float]]:
    """The incidence of a response, over durations measured by ``length``."""
    ends = [(wait, *observation(wait, as_of)) for wait in waits]
    return incidence([(length(wait, end), kind) for wait, end, kind in ends])


def elapsed(wait: Wait, end: int) -> int:
    """By the buyer's clock."""
    return end - wait.start


def minutes_at(found: list[tuple[Any, float]], quantile: float) -> float | None:
    """When a curve reaches a quantile, in minutes."""
    at = reaches(found, quantile)
    return None if at is None else at / MINUTE


def owner_zone(world: World, lead: Row) -> ZoneInfo:
    """The zone of the lead owner's calendar, else the company's."""
    own = next((rep["time_zone"] for rep in world.tables.reps if rep["rep"] == lead["owner"]), None)
    return ZoneInfo(own) if own else world.zone


def section(world: World, window: Window) -> Row:
    """The section ``response``."""
    waits = population(world, window.start, window.end)
    basics = {"n": len(waits), "arrivals": arrivals(waits, world.zone)}
    if not world.tables.touches:
        names = [
            "responded",
            "day_only",
            "median_minutes",
            "p90_minutes",
            "working_median_minutes",
            "naive_median_minutes",
            "within",
            "bands",
            "attempts",
            "gave_up_after_one",
            "personal",
            "by_source",
            "by_owner",
        ]
        return {**basics, **dict.fromkeys(names)}
    found = curve(waits, world.as_of, elapsed)
    working = curve(waits, world.as_of, lambda wait, end: worked(world, wait, end))
    known = [wait.minutes for wait in waits if wait.minutes is not None]
    outcomes = population(world, window.conversion_start, window.conversion_end)
    tried = attempted(waits, world.as_of)
    written = [
        touch for w in waits for touch in human(w.cycle) if touch["direction"] == "outbound" and touch["at"] >= w.start
    ]
    return {
        **basics,
        "responded": len(known),
        "day_only": sum(wait.touch is not None and wait.touch["day_only"] for wait in waits),
        "median_minutes": minutes_at(found, 0.5),
        "p90_minutes": minutes_at(found, 0.9),
        "working_median_minutes": minutes_at(working, 0.5),
        "naive_median_minutes": median(known) if known else None,
        "within": {name: met_within(waits, limit, world.as_of) for name, limit in LIMITS.items()},
        "bands": {name: band_row(world, name, waits, outcomes) for name in BANDS},
        "attempts": attempts(tried),
        "gave_up_after_one": gave_up(waits, tried, world.as_of),
        "personal": rate_of(sum(touch["template"] is None for touch in written), len(written)),
        "by_source": by(waits, world.as_of, lambda wait: wait.cycle.lead["source"]),
        "by_owner": by(waits, world.as_of, lambda wait: wait.cycle.lead["owner"]),
    }


def worked(world: World, wait: Wait, end: int) -> int:
    """By the owner's working hours."""
    return working_time(wait.start, end, owner_zone(world, wait.cycle.lead), world.base.settings)


def met_within(waits: list[Wait], limit: int, as_of: int) -> Row:
    """One figure of ``within``."""
    due = [
        w
        for w in waits
        if w.start + limit <= as_of
        and not (w.cycle.is_admin and w.at is None and (w.cycle.closed_at or 0) < w.start + limit)
    ]
    met = sum(within(w.start, w.at, limit) for w in due)
    return {"n": len(due), "met": met, **rate_with_interval(met, len(due))}


def band(wait: Wait, as_of: int) -> str:
    """The first band that holds."""
    for name, limit in LIMITS.items():
        if within(wait.start, wait.at, limit):
            return f"<={name}"
    if wait.at is not None:
        return ">48h"
    if wait.cycle.closed_at is not None:
        return "closed_unanswered"
    return "never" if wait.start + LIMITS["48h"] <= as_of else "waiting"


def band_row(world: World, name: str, waits: list[Wait], outcomes: list[Wait]) -> Row:
    """One band: how many of the window, and what became of the conversion window's."""
    landmark = LIMITS["48h"]
    here = [
        w
        for w in outcomes
        if band(w, world.as_of) == name
        and not within(w.start, reached_v1(w.cycle, "SQL"), landmark)
        and not within(w.start, w.cycle.closed_at, landmark)
    ]
    mature = [w for w in here if is_mature(w.cycle, w.start, reached_v1(w.cycle, "SQL"), NINETY_DAYS, world.as_of)]
    sql = sum(within(w.start, reached_v1(w.cycle, "SQL"), NINETY_DAYS) for w in mature)
    count = sum(band(w, world.as_of) == name for w in waits)
    return {"n": count, "mature": len(mature), "sql": sql, **rate_with_interval(sql, len(mature))}


def by(waits: list[Wait], as_of: int, value: Callable[[Wait], str | None]) -> dict[str, Row]:
    """The curve's figures by a value; null is ``(none)``."""
    groups: dict[str, list[Wait]] = defaultdict(list)
    for wait in waits:
        name = value(wait)
        groups[NONE if name is None else name].append(wait)
    rows = {}
    for name, members in sorted(groups.items()):
        found = curve(members, as_of, elapsed)
        rows[name] = {
            "n": len(members),
            "responded": sum(wait.at is not None for wait in members),
            "median_minutes": minutes_at(found, 0.5),
            "p90_minutes": minutes_at(found, 0.9),
        }
    return rows


def arrivals(waits: list[Wait], zone: ZoneInfo) -> list[list[int]]:
    """Clock starts by local weekday and hour, Monday first."""
    counts = [[0] * 24 for _ in range(7)]
    for wait in waits:
        local = local_time(wait.start, zone)
        counts[local.weekday()][local.hour] += 1
    return counts
