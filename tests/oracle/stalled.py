"""Metric contract §8: which open deals have stopped, and why."""

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from statistics import median
from typing import Any

from tests.oracle.clock import DAY, HOUR
from tests.oracle.deals import Deal, Visit, amount_of
from tests.oracle.response import wait_of
from tests.oracle.statistics import CENSORED, EVENT, incidence, reaches, total
from tests.oracle.waterfall import within
from tests.oracle.world import World

Row = dict[str, Any]
YEAR = 365 * DAY
TWO_WEEKS = 14 * DAY
NEEDED = 20
FALLBACK = 30 * DAY
BANT = ("budget", "authority", "need", "timing")
Judge = Callable[[World, Deal], bool]


def section(world: World) -> Row:
    """The section ``stalled``."""
    standing = sorted((deal for deal in world.deals if deal.is_open), key=lambda deal: deal.row["deal_id"])
    limits = Limits(world)
    judges = {name: judge for name, judge in JUDGES.items() if can_judge(world, name)}
    causes = {id(deal): causes_of(world, deal, judges) for deal in standing}
    stopped = [deal for deal in standing if age(world, deal) > limits.of(deal.visits[-1].stage)]
    rows = [
        {
            "deal_id": deal.row["deal_id"],
            "stage": deal.visits[-1].stage,
            "age_days": age(world, deal) / DAY,
            "limit_days": limits.of(deal.visits[-1].stage) / DAY,
            "value": None if deal.row["amount"] is None else float(deal.row["amount"]),
            "causes": causes[id(deal)],
        }
        for deal in stopped
    ]
    healthy = [deal for deal in standing if deal not in stopped]
    return {
        "deals": rows,
        "causes": [cause_row(name, stopped, healthy, causes) for name in (*judges, "unexplained")],
    }


def age(world: World, deal: Deal) -> int:
    """How long the deal has been in its current stage."""
    return world.as_of - deal.visits[-1].entered_at


class Limits:
    """How long a stay may last, by stage, from all the company's visits of the year."""

    def __init__(self, world: World) -> None:
        """Collect the visits entered in the 365 days before T."""
        self.stays: dict[str | None, list[tuple[int, int]]] = defaultdict(list)
        for deal in world.company_deals:
            for visit in deal.visits:
                if visit.entered_at >= world.as_of - YEAR:
                    self.stays[visit.stage].append(stay(visit, world.as_of))

    def of(self, stage: str | None) -> int | Fraction:
        """The limit of a stage, else of all pooled, else 30 days."""
        pooled = [one for stays in self.stays.values() for one in stays]
        for stays in (self.stays[stage], pooled):
            if sum(kind == EVENT for _, kind in stays) >= NEEDED:
                limit = reaches(incidence(stays), 0.8)
                if limit is not None:
                    return int(limit)
        return FALLBACK


def stay(visit: Visit, as_of: int) -> tuple[int, int]:
    """(duration, advanced or censored)."""
    end = as_of if visit.left_at is None else visit.left_at
    return end - visit.entered_at, EVENT if visit.ended == "advance" else CENSORED


def cause_row(name: str, stopped: list[Deal], healthy: list[Deal], causes: dict[int, list[str]]) -> Row:
    """One row of ``causes``."""
    here = [deal for deal in stopped if name in causes[id(deal)]]
    there = [deal for deal in healthy if name in causes[id(deal)]]
    lift = Fraction(len(here), len(stopped)) / Fraction(len(there), len(healthy)) if there and stopped else None
    return {
        "cause": name,
        "deals": len(here),
        "value": float(total(here, amount_of)),
        "lift": None if lift is None else float(lift),
    }


def causes_of(world: World, deal: Deal, judges: dict[str, Judge]) -> list[str]:
    """The causes that hold for a deal, ``unexplained`` when none does."""
    return [name for name, judge in judges.items() if judge(world, deal)] or ["unexplained"]


def lead_of(world: World, deal: Deal) -> Row | None:
    """The deal's lead."""
    return world.lead_by_id.get(deal.row["lead_id"])


def human_touches(world: World, deal: Deal) -> list[Row]:
    """Human touches on the deal or any of its lead's, by time."""
    lead = lead_of(world, deal)
    return [
        touch
        for touch in world.touches
        if not touch["automated"]
        and (touch["deal_id"] == deal.row["deal_id"] or (lead is not None and world.lead_of_touch(touch) is lead))
    ]


def no_activity(world: World, deal: Deal) -> bool:
    """No human touch for 14 days, or ever."""
    touches = human_touches(world, deal)
    return not touches or touches[-1]["at"] + TWO_WEEKS <= world.as_of


def ghosted(world: World, deal: Deal) -> bool:
    """The buyer last wrote more than 14 days ago, and we at least twice since."""
    touches = human_touches(world, deal)
    inbound = [touch["at"] for touch in touches if touch["direction"] == "inbound"]
    if not inbound or inbound[-1] + TWO_WEEKS >= world.as_of:
        return False
    return sum(t["direction"] == "outbound" and t["at"] > inbound[-1] for t in touches) >= 2


def bant_gap(world: World, deal: Deal) -> bool:
    """Fewer than three of four true; not judged when nothing is known."""
    lead = lead_of(world, deal)
    if lead is None or all(lead[name] is None for name in BANT):
        return False
    return sum(lead[name] is True for name in BANT) < 3


def slow_first_response(world: World, deal: Deal) -> bool:
    """24 hours passed since the deal's cycle opened, whatever the clock of §4, without an answer within them."""
    wait = None if deal.cycle is None else wait_of(world, deal.cycle, "inquiry")
    if wait is None or wait.start + 24 * HOUR > world.as_of:
        return False
    return not within(wait.start, wait.at, 24 * HOUR)


def team_of(world: World, owner: str) -> str | None:
    """The owner's team."""
    return next((rep["team"] for rep in world.tables.reps if rep["rep"] == owner), None)


def owner_overloaded(world: World, deal: Deal) -> bool:
    """The owner has more than one and a half times the median load of the team."""
    loads: dict[str, int] = defaultdict(int)
    for one in world.company_deals:
        name = world.deal_value(one, "owner")
        if one.is_open and name is not None:
            loads[name] += 1
    owner = world.deal_value(deal, "owner")
    if owner is None:
        return False
    team = team_of(world, owner)
    return loads[owner] > 1.5 * median(loads[name] for name in loads if team_of(world, name) == team)


JUDGES: dict[str, Judge] = {
    "no_next_step": lambda _, deal: deal.row["next_step"] is None,
    "next_step_overdue": lambda world, deal: (
        deal.row["next_step_on"] is not None and deal.row["next_step_on"] < world.today
    ),
    "close_date_passed": lambda world, deal: (
        deal.row["expected_close_on"] is not None and deal.row["expected_close_on"] < world.today
    ),
    "pushed_twice": lambda _, deal: deal.pushes >= 2,
    "no_activity": no_activity,
    "ghosted": ghosted,
    "single_threaded": lambda _, deal: deal.row["contacts"] is not None and deal.row["contacts"] <= 1,
    "outside_icp": lambda world, deal: world.tier(lead_of(world, deal)) in ("Out", "C", "D"),
    "bant_gap": bant_gap,
    "slow_first_response": slow_first_response,
    "owner_overloaded": owner_overloaded,
}


def can_judge(world: World, cause: str) -> bool:  # noqa: PLR0911
    """Whether the data has what a cause is judged by."""
    tables = world.tables
    columns = {
        "no_next_step": "next_step", "next_step_overdue": "next_step_on",
        "close_date_passed": "expected_close_on", "single_threaded": "contacts",
    }  # fmt: skip
    if cause in columns:
        return any(row[columns[cause]] is not None for row in tables.deals)
    if cause == "pushed_twice":
        return bool(tables.deal_events)
    if cause in ("no_activity", "ghosted"):
        return bool(tables.touches)
    if cause == "outside_icp":
        return bool(tables.leads) and world.profile("shared") is not None
    if cause == "bant_gap":
        return any(lead[name] is not None for lead in tables.leads for name in BANT)
    if cause == "slow_first_response":
        return bool(tables.leads) and bool(tables.touches)
    return any(row["owner"] is not None for row in (*tables.deals, *tables.leads))
