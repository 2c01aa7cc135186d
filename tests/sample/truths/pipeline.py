"""True sizes of the pipeline: deals by how they closed, and what changed its velocity."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from statistics import mean

from dashboard.sample.clock import DAY
from dashboard.sample.records import Deal
from dashboard.sample.world import World
from tests.sample.truths.windows import Window


def new_business(world: World) -> list[Deal]:
    """All deals that are not renewals."""
    return [deal for deal in world.deals if not deal.renewal]


def outcome(deal: Deal, at: int) -> tuple[int, str] | None:
    """When the deal was won or lost, as seen at an instant; None while it is open (again)."""
    last = next((e for e in reversed(deal.events) if e[0] < at and e[1] in {"won", "lost", "reopened"}), None)
    return None if last is None or last[1] == "reopened" else (last[0], last[1])


def is_open_at(deal: Deal, at: int) -> bool:
    """Whether the deal was open just before an instant."""
    return deal.created < at and outcome(deal, at) is None


def closed_in(deals: Iterable[Deal], window: Window) -> list[tuple[Deal, int, str]]:
    """Deals closed in the window, as seen at its end: the deal, when, and how."""
    seen = [(deal, outcome(deal, window.end)) for deal in deals]
    return [(deal, *closed) for deal, closed in seen if closed is not None and closed[0] in window]


@dataclass(frozen=True, slots=True)
class Velocity:
    """What one window's velocity is made of."""

    count: float
    win_rate: float
    size: float
    cycle: float

    @property
    def value(self) -> float:
        """Money a day."""
        return self.count * self.win_rate * self.size / self.cycle


def velocity(deals: Iterable[Deal], window: Window) -> Velocity:
    """The factors of a window, as visible at its end."""
    deals = list(deals)
    closed = closed_in(deals, window)
    won = [deal for deal, _, what in closed if what == "won"]
    return Velocity(
        count=sum(is_open_at(deal, window.end) for deal in deals),
        win_rate=len(won) / len(closed),
        size=mean(deal.amount for deal in won if deal.amount is not None),
        cycle=mean((at - deal.created) / DAY for deal, at, _ in closed),
    )


def cycle_part(before: Velocity, after: Velocity) -> float:
    """What the length of the cycle did to the velocity: its exact log-mean part."""
    weight = (after.value - before.value) / log(after.value / before.value)
    return weight * -log(after.cycle / before.cycle)
