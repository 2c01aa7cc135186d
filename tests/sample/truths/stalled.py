"""True sizes of the stopped deals: how long a stage takes, which deals are over it, and the causes they show."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from dashboard.sample.clock import AS_OF, AS_OF_DAY, DAY
from dashboard.sample.records import Deal
from dashboard.sample.scoring import Profile, deal_tier
from dashboard.sample.stops import was_slow
from dashboard.sample.world import World
from tests.sample.truths.pipeline import is_open_at, new_business
from tests.sample.truths.windows import CENSORED, EVENT, quantile

STAGES = ("Discovery", "Demo", "Proposal", "Negotiation")
_QUIET = 14 * DAY


def visits(deal: Deal) -> list[tuple[str, int, int | None, bool]]:
    """Stays in stages: stage, entered, left (None while it lasts), and whether it ended with an advance."""
    stays: list[tuple[str, int, int | None, bool]] = []
    stage, entered = "", deal.created
    is_open = True
    for at, event, _, _ in deal.events:
        if event in {"pushed", stage}:
            continue
        ahead = event == "won" or (event in STAGES and (not stage or STAGES.index(event) > STAGES.index(stage)))
        if is_open and at > entered and stage:
            stays.append((stage, entered, at, ahead))
        is_open = event not in {"won", "lost"}
        stage = event if event in STAGES else stage
        entered = at
    if is_open and stage:
        stays.append((stage, entered, None, False))
    return stays


def limits(deals: Iterable[Deal]) -> dict[str, float]:
    """Days after which a deal in a stage counts as stalled."""
    seen: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for deal in deals:
        for stage, entered, left, ahead in visits(deal):
            if entered >= AS_OF - 365 * DAY:
                seen[stage].append((((left or AS_OF) - entered) / DAY, EVENT if ahead else CENSORED))
    pooled = quantile([stay for stays in seen.values() for stay in stays], 0.8) or 30.0
    return {
        stage: (quantile(stays, 0.8) if sum(kind == EVENT for _, kind in stays) >= 20 else None) or pooled
        for stage, stays in seen.items()
    }


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause among the stalled deals and among the healthy ones."""

    stalled: int
    value: int
    lift: float | None


def stalled(world: World, profile: Profile) -> tuple[int, int, dict[str, Cause]]:
    """Stalled deals, healthy deals, and the causes among them."""
    deals = [deal for deal in new_business(world) if is_open_at(deal, AS_OF)]
    limit = limits(new_business(world))
    loads = Counter(deal.owner.name for deal in deals)
    most = 1.5 * median(loads.values())
    slow: Counter[str] = Counter()
    healthy: Counter[str] = Counter()
    value: Counter[str] = Counter()
    n = 0
    for deal in deals:
        stage, entered, _, _ = visits(deal)[-1]
        is_stalled = (AS_OF - entered) / DAY > limit[stage]
        n += is_stalled
        causes = _causes(deal, profile) | ({"owner_overloaded"} if loads[deal.owner.name] > most else set())
        for cause in causes or {"unexplained"}:
            (slow if is_stalled else healthy)[cause] += 1
            value[cause] += (deal.amount or 0) * is_stalled
    rest = len(deals) - n
    lifts = {c: (slow[c] / n) / (healthy[c] / rest) if healthy[c] else None for c in slow | healthy}
    return n, rest, {c: Cause(slow[c], value[c], lifts[c]) for c in sorted(lifts)}


def _causes(deal: Deal, profile: Profile) -> set[str]:
    cycles = deal.cycle.lead.cycles if deal.cycle else []
    bant = deal.cycle.lead.bant if deal.cycle else [None] * 4
    heard = {at for at, inbound in deal.touches if inbound}.union(*(cycle.heard for cycle in cycles))
    spoke = {at for at, inbound in deal.touches if not inbound}.union(*(cycle.attempts for cycle in cycles))
    last_heard = max(heard, default=None)
    found = {
        "no_next_step": deal.next_step is None,
        "next_step_overdue": deal.next_step_on is not None and deal.next_step_on < AS_OF_DAY,
        "close_date_passed": deal.expected_close is not None and deal.expected_close < AS_OF_DAY,
        "pushed_twice": sum(event[1] == "pushed" for event in deal.events) > 1,
        "no_activity": max([*heard, *spoke], default=0) + _QUIET <= AS_OF,
        "ghosted": last_heard is not None and last_heard + _QUIET < AS_OF and sum(at > last_heard for at in spoke) > 1,
        "single_threaded": deal.contacts <= 1,
        "outside_icp": deal_tier(deal, profile) in {"Out", "C", "D"},
        "bant_gap": any(answer is not None for answer in bant) and sum(answer is True for answer in bant) < 3,
        "slow_first_response": was_slow(deal),
    }
    return {cause for cause, holds in found.items() if holds}
