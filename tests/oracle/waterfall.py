"""Metric contract §3: the cohort through the stages, conversions, fates."""

import tomllib
from pathlib import Path
from typing import Any

from tests.oracle.clock import DAY, weeks_before
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
from tests.oracle.window import Window
from tests.oracle.world import World, reached, reached_v1

Row = dict[str, Any]
Stages = list[tuple[str, tuple[str, ...]]]
PRESETS: dict[str, Stages] = {
    "v1": [
        ("Inquiry", ("inquiry",)), ("MQL", ("mql", "aql", "tal", "tql", "tgl")), ("SAL", ("sal",)),
        ("SQL", ("sql", "sgl")), ("Won", ("won",)),
    ],
    "v2": [
        ("Inquiry", ("inquiry",)), ("AQL", ("aql", "mql")), ("TAL", ("tal",)), ("TQL", ("tql", "tgl")),
        ("SAL", ("sal",)), ("SQL", ("sql", "sgl")), ("Won", ("won",)),
    ],
}  # fmt: skip


def waterfall_of(which: str | Path) -> tuple[Stages, str]:
    """The stages and the unit (``lead`` or ``account``) of a preset or a file."""
    if str(which) in PRESETS:
        return PRESETS[str(which)], "lead"
    document = tomllib.loads(Path(which).read_text(encoding="utf-8"))
    stages = [(stage["name"], tuple(stage["events"])) for stage in document["stages"]]
    return stages, document.get("unit", "lead")


def cycles_of(world: World, unit: str) -> tuple[list[Cycle], int]:
    """The slice's cycles of a unit, and how many visible exits of its leads closed nothing."""
    if unit == "lead":
        cycles = world.cycles
        return cycles, sum(world.keeps_lead(item.lead) for item in world.stray)
    apart = World(world.base, world.as_of)
    cycles = apart.cycles_by(
        lambda lead: f"account {lead['account_id']}" if lead["account_id"] else f"lead {lead['lead_id']}"
    )
    return [c for c in cycles if apart.keeps_cycle(c)], sum(apart.keeps_lead(i.lead) for i in apart.stray)


def section(world: World, window: Window, which: str | Path) -> Row:
    """The section ``waterfall``."""
    stages, unit = waterfall_of(which)
    recorded = recorded_stages(world, stages)
    cycles, stray = cycles_of(world, unit)
    cohort = [c for c in cycles if window.start <= c.opened_at < window.end]
    matured = [c for c in cycles if window.conversion_start <= c.opened_at < window.conversion_end]
    return {
        "cohort": len(cohort),
        "stages": [
            stage_row(world, cycles, cohort, stages, k) if stage in recorded else unrecorded_row(stage[0])
            for k, stage in enumerate(stages)
        ],
        "conversions": [conversion(world, matured, recorded, k, window.horizon) for k in range(len(recorded) - 1)]
        or None,
        "fates": fates(world, cohort),
        "stray_exits": stray,
        "unplaced": sum(all(c.first(events) is None for _, events in stages) for c in cohort),
    }


def recorded_stages(world: World, stages: Stages) -> Stages:
    """The first stage and those of which some timeline holds an event."""
    return [stages[0], *(stage for stage in stages[1:] if not world.recorded.isdisjoint(stage[1]))]


def unrecorded_row(stage: str) -> Row:
    """A stage nobody records."""
    return {"stage": stage, **dict.fromkeys(("reached", "of_first", "skipped", "week", "weeks"))}


def stage_row(world: World, cycles: list[Cycle], cohort: list[Cycle], stages: Stages, k: int) -> Row:
    """One row of ``stages``."""
    here = [c for c in cohort if reached(c, stages)[k] is not None]
    weeks = []
    for start, end in weeks_before(world.as_of, 13, world.zone):
        times = [reached(c, stages)[k] for c in cycles]
        weeks.append(sum(at is not None and start <= at < end for at in times))
    return {
        "stage": stages[k][0],
        "reached": len(here),
        "of_first": rate_of(len(here), len(cohort)),
        "skipped": sum(skipped(c, stages, k) for c in here),
        "week": weeks[-1],
        "weeks": weeks[:-1],
    }


def skipped(cycle: Cycle, stages: Stages, k: int) -> bool:
    """The next stage was reached, and this one not recorded by then."""
    if k == len(stages) - 1:
        return False
    following = reached(cycle, stages)[k + 1]
    observed = cycle.first(stages[k][1])
    return following is not None and (observed is None or observed > following)


def is_mature(cycle: Cycle, start: int, target: int | None, horizon: int, as_of: int) -> bool:
    """The horizon has passed, and no administrative close came within it before the target."""
    if start + horizon > as_of:
        return False
    closed = cycle.closed_at
    return not (cycle.is_admin and target is None and closed is not None and closed <= start + horizon)


def within(start: int, target: int | None, horizon: int) -> bool:
    """The target was reached within the horizon."""
    return target is not None and target <= start + horizon


def conversion(world: World, cycles: list[Cycle], stages: Stages, k: int, horizon: int) -> Row:
    """One row of ``conversions``: from stage k to the next."""
    times = [(c, reached(c, stages)) for c in cycles]
    entered = [(c, start, at[k + 1]) for c, at in times if (start := at[k]) is not None]
    mature = [(c, a, b) for c, a, b in entered if is_mature(c, a, b, horizon, world.as_of)]
    converted = sum(within(a, b, horizon) for _, a, b in mature)
    observations = [passage(c, a, b, world.as_of) for c, a, b in entered]
    median = reaches(incidence(observations), 0.5)
    return {
        "from": stages[k][0],
        "to": stages[k + 1][0],
        "entered": len(entered),
        "mature": len(mature),
        "converted": converted,
        **rate_with_interval(converted, len(mature)),
        "median_days": None if median is None else median / DAY,
    }


def passage(cycle: Cycle, start: int, target: int | None, as_of: int) -> tuple[int, int]:
    """(duration, kind) of the way to the next stage: it comes, another close does, or neither yet."""
    if target is not None:
        return target - start, EVENT
    if cycle.closed_at is None:
        return as_of - start, CENSORED
    return cycle.closed_at - start, CENSORED if cycle.is_admin else COMPETING


def fates(world: World, cohort: list[Cycle]) -> dict[str, int | None]:
    """How many of the cohort are where at T; they sum to it."""
    open_fates = ["untouched", "waiting", "stalled", "active"] if world.tables.touches else ["open"]
    counts: dict[str, int] = dict.fromkeys(
        ["won", "lost", "disqualified", "rejected", "recycled", "admin", *open_fates], 0
    )
    for cycle in cohort:
        counts[fate(world, cycle)] += 1
    unknown = {} if world.records("Won") else {"won": None, "lost": None}
    return {**counts, **unknown}


def fate(world: World, cycle: Cycle) -> str:
    """The one fate of a cycle at T."""
    if cycle.exit is not None:
        return "admin" if cycle.is_admin else cycle.exit
    if not world.tables.touches:
        return "open"
    human = [touch for touch in cycle.touches if not touch["automated"]]
    stale = 21 * DAY
    if reached_v1(cycle, "SQL") is not None:
        last = max([*(touch["at"] for touch in human), *cycle.events, *(at for at, _ in cycle.entries)])
        return "stalled" if last + stale <= world.as_of else "active"
    if not any(touch["direction"] == "outbound" or touch["connected"] for touch in human):
        passed = cycle.opened_at + world.hours("response_sla_hours") <= world.as_of
        return "untouched" if passed else "waiting"
    return "stalled" if human[-1]["at"] + stale <= world.as_of else "active"
