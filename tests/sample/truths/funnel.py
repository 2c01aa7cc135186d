"""True sizes in the waterfall: conversions, what changed them, the hand-off and the verdicts of both teams."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dashboard.sample.clock import AS_OF
from dashboard.sample.records import Cycle
from tests.sample.truths.reaching import reached_mql, reached_sql
from tests.sample.truths.windows import HORIZON, is_closed_by_office

STAGES: tuple[tuple[str, Callable[[Cycle], int | None]], ...] = (
    ("Inquiry", lambda cycle: cycle.opened),
    ("MQL", reached_mql),
    ("SAL", Cycle.reached_sal),
    ("SQL", reached_sql),
    ("Won", lambda cycle: cycle.won),
)


@dataclass(frozen=True, slots=True)
class Conversion:
    """How many could advance and did."""

    mature: int
    converted: int

    @property
    def rate(self) -> float:
        """The share that advanced; 0 where nobody could."""
        return self.converted / self.mature if self.mature else 0.0


_NONE = Conversion(0, 0)


def mature(cycles: Iterable[Cycle], stage: int) -> list[Cycle]:
    """The cycles that count in the conversion from stage number ``stage``: their horizon has passed."""
    return [cycle for cycle in cycles if conversion([cycle], stage).mature]


def conversion(cycles: Iterable[Cycle], stage: int) -> Conversion:
    """From stage number ``stage`` to the next within the horizon, over cycles whose horizon has passed."""
    here, there = STAGES[stage][1], STAGES[stage + 1][1]
    mature = converted = 0
    for cycle in cycles:
        start, reached = here(cycle), there(cycle)
        if start is None or start + HORIZON > AS_OF:
            continue
        if reached is None and is_closed_by_office(cycle, start, HORIZON):
            continue
        mature += 1
        converted += reached is not None and reached <= start + HORIZON
    return Conversion(mature, converted)


def by_source(cycles: Iterable[Cycle]) -> dict[str, list[Cycle]]:
    """The cycles of each source."""
    parts: dict[str, list[Cycle]] = defaultdict(list)
    for cycle in cycles:
        parts[cycle.lead.source.name].append(cycle)
    return dict(parts)


@dataclass(frozen=True, slots=True)
class Change:
    """What moved a rate between two windows: other leads (mix) or other conversion (rate)."""

    previous: float
    current: float
    mix: float
    rate: float
    is_simpson: bool


def change(before: list[Cycle], after: list[Cycle], stage: int) -> Change:
    """The change of a conversion, split by source with midpoint weights; a source of one window only is all mix."""
    old = {name: conversion(part, stage) for name, part in by_source(before).items()}
    new = {name: conversion(part, stage) for name, part in by_source(after).items()}
    whole_old, whole_new = conversion(before, stage), conversion(after, stage)
    mix = rate = 0.0
    moves = []
    for name in sorted(old | new):
        was, now = old.get(name, _NONE), new.get(name, _NONE)
        rate_old = was.rate if was.mature else now.rate
        rate_new = now.rate if now.mature else was.rate
        share_old, share_new = was.mature / whole_old.mature, now.mature / whole_new.mature
        mix += (share_new - share_old) * (rate_old + rate_new) / 2
        rate += (rate_new - rate_old) * (share_old + share_new) / 2
        if was.mature and now.mature:
            moves.append(rate_new - rate_old)
    total = whole_new.rate - whole_old.rate
    return Change(whole_old.rate, whole_new.rate, mix, rate, len(moves) > 1 and all(move * total < 0 for move in moves))


def handoff(cycles: Iterable[Cycle]) -> tuple[int, int, int]:
    """Of the qualified: accepted, rejected (or disqualified) before sales took them, and undecided."""
    accepted = rejected = undecided = 0
    for cycle in cycles:
        if cycle.mql is None:
            continue
        if cycle.reached_sal() is not None:
            accepted += 1
        elif cycle.exit in {"rejected", "disqualified"}:
            rejected += 1
        else:
            undecided += 1
    return accepted, rejected, undecided


def verdicts(cycles: Iterable[Cycle]) -> dict[str, int]:
    """Marketing's yes against sales' yes, over the cycles sales has decided on."""
    cells = dict.fromkeys(("both", "marketing_only", "sales_only", "neither"), 0)
    for cycle in cycles:
        decided = reached_sql(cycle)
        sales = decided is not None
        if not sales:
            if cycle.exit not in {"rejected", "disqualified"}:
                continue
            decided = cycle.exit_at
        marketing = cycle.mql is not None and decided is not None and cycle.mql <= decided
        names = ("both", "marketing_only") if marketing else ("sales_only", "neither")
        cells[names[not sales]] += 1
    return cells


def lead_to_close(cycles: Iterable[Cycle]) -> tuple[int, int]:
    """Cycles that could close within the horizon, and those won within it."""
    counted = won = 0
    for cycle in cycles:
        if cycle.won is not None and cycle.won <= cycle.opened + HORIZON:
            won += 1
        elif is_closed_by_office(cycle, cycle.opened, HORIZON):
            continue
        counted += 1
    return counted, won
