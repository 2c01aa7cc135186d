"""Metric contract §5: whether marketing and sales agree on what a good lead is."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracle.attempts import human
from tests.oracle.clock import HOUR
from tests.oracle.profile import meets
from tests.oracle.statistics import agreement, rate_of, spearman, wilson
from tests.oracle.timeline import Cycle
from tests.oracle.waterfall import within
from tests.oracle.window import Window
from tests.oracle.world import V1, World, reached_v1

Row = dict[str, Any]
REFUSALS = ("rejected", "disqualified")
BANT = ("budget", "authority", "need", "timing")
TWO_DAYS = 48 * HOUR
ONE_SIDED = "only marketing's picks were judged"


@dataclass
class HandOff:
    """A cycle whose MQL was observed in the window, and what sales said."""

    cycle: Cycle
    at: int
    verdict: str
    verdict_at: int | None


def hand_off(cycle: Cycle) -> HandOff | None:
    """What became of an observed MQL, None when there was none."""
    observed = cycle.first(V1["MQL"])
    if observed is None:
        return None
    sal = reached_v1(cycle, "SAL")
    if cycle.verdict in REFUSALS and (sal is None or sal > (cycle.verdict_at or 0)):
        return HandOff(cycle, observed, "rejected", cycle.verdict_at)
    return HandOff(cycle, observed, "undecided" if sal is None else "accepted", sal)


def hand_offs(world: World, start: int, end: int) -> list[HandOff]:
    """Those with the MQL observed in the window."""
    found = [hand_off(cycle) for cycle in world.cycles]
    return [one for one in found if one is not None and start <= one.at < end]


def section(world: World, window: Window, unsupported: dict[str, str]) -> Row:
    """The section ``disagreement``."""
    given = hand_offs(world, window.start, window.end)
    judged = cells(world, window)
    matrix = {name: len(judged[name]) for name in CELLS}
    figures = agreement(*(matrix[name] for name in CELLS))
    if figures["n"] and matrix["sales_only"] + matrix["neither"] == 0:
        for name in ("kappa", "kappa_max", "ac1", "alpha"):
            figures[name] = None
            unsupported[f"disagreement.agreement.{name}"] = ONE_SIDED
    return {
        "handoff": figures_of(world, given),
        "reasons": reasons([one.cycle for one in given if one.verdict == "rejected"]),
        "matrix": matrix,
        "agreement": figures,
        "scores": scores(world, window),
        "criteria": criteria(world, judged),
    }


def figures_of(world: World, given: list[HandOff]) -> Row:
    """The figures of ``handoff``."""
    counts = Counter(one.verdict for one in given)
    decided = counts["accepted"] + counts["rejected"]
    low, high = wilson(counts["accepted"], decided)
    sla = world.hours("acceptance_sla_hours")
    due = [one for one in given if one.at + sla <= world.as_of]
    in_time = sum(within(one.at, one.verdict_at, sla) for one in due)
    accepted = [one for one in given if one.verdict == "accepted"]
    idle = sum(is_idle(one, world.as_of) for one in accepted)
    return {
        "mql": len(given),
        "accepted": counts["accepted"],
        "rejected": counts["rejected"],
        "undecided": counts["undecided"],
        "acceptance_rate": rate_of(counts["accepted"], decided),
        "low": low,
        "high": high,
        "coverage": rate_of(in_time, len(due)),
        "accepted_unworked": idle if world.tables.touches else None,
    }


def is_idle(one: HandOff, as_of: int) -> bool:
    """48 hours have passed since the acceptance without anybody trying."""
    start = one.verdict_at
    assert start is not None
    tried = [t for t in human(one.cycle) if t["direction"] == "outbound" or t["connected"]]
    return start + TWO_DAYS <= as_of and not any(start <= t["at"] <= start + TWO_DAYS for t in tried)


def reasons(cycles: list[Cycle]) -> list[Row]:
    """Why sales handed back, most first."""
    counts = Counter(cycle.reason or "(no reason given)" for cycle in cycles)
    rows, so_far = [], 0
    for reason, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        so_far += count
        rows.append({"reason": reason, "count": count, "cumulative_share": so_far / len(cycles)})
    return rows


CELLS = ("both", "marketing_only", "sales_only", "neither")


def opened_in_conversion_window(world: World, window: Window) -> list[Cycle]:
    """The cycles opened in the window that can be mature."""
    return [c for c in world.cycles if window.conversion_start <= c.opened_at < window.conversion_end]


def cells(world: World, window: Window) -> dict[str, list[Cycle]]:
    """The judged cycles by what each side said."""
    found: dict[str, list[Cycle]] = {name: [] for name in CELLS}
    for cycle in opened_in_conversion_window(world, window):
        sql = reached_v1(cycle, "SQL")
        if sql is None and cycle.verdict not in REFUSALS:
            continue
        verdict_at = sql if sql is not None else cycle.verdict_at
        observed = cycle.first(V1["MQL"])
        marketing = observed is not None and verdict_at is not None and observed <= verdict_at
        found[CELLS[(0 if sql is not None else 1) if marketing else (2 if sql is not None else 3)]].append(cycle)
    return found


def readiness(lead: Row) -> Fraction | None:
    """Sales' score, else what is known of BANT, else None."""
    if lead["readiness_score"] is not None:
        return lead["readiness_score"]
    known = [lead[name] for name in BANT if lead[name] is not None]
    return Fraction(25 * sum(known)) if known else None


def scores(world: World, window: Window) -> Row:
    """Marketing's score against sales'."""
    leads = [cycle.lead for cycle in opened_in_conversion_window(world, window)]
    pairs = [(lead["engagement_score"], readiness(lead)) for lead in leads]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    bar = world.base.settings.get("score_threshold", 50)
    highs = Counter((a >= bar) + (b >= bar) for a, b in both)
    return {
        "n": len(both),
        "spearman": spearman(both),
        "both_high": highs[2],
        "one_high": highs[1],
        "both_low": highs[0],
    }


def criteria(world: World, judged: dict[str, list[Cycle]]) -> list[Row] | None:
    """Which criteria of either team tell the disputed cycles apart; None without both definitions."""
    profiles = {team: world.profile(team) for team in ("marketing", "sales")}
    rows = []
    for team, profile in profiles.items():
        if profile is None:
            return None
        for criterion in profile.criteria:
            shares = {name: share_meeting(criterion, judged[name]) for name in ("marketing_only", "sales_only")}
            gap = None if None in shares.values() else shares["marketing_only"] - shares["sales_only"]  # type: ignore[operator]
            rows.append({"team": team, "name": criterion["name"], **shares, "gap": gap})
    rows.sort(key=lambda row: (row["gap"] is None, -abs(row["gap"] or 0), row["team"], row["name"]))
    return [{**row, **{k: None if row[k] is None else float(row[k]) for k in GAPS}} for row in rows]


GAPS = ("marketing_only", "sales_only", "gap")


def share_meeting(criterion: Row, cycles: list[Cycle]) -> Fraction | None:
    """Share that meets a criterion, of those where it is known."""
    verdicts = [meets(criterion, cycle.lead[criterion["field"]]) for cycle in cycles]
    known = [verdict for verdict in verdicts if verdict is not None]
    return Fraction(sum(known), len(known)) if known else None
