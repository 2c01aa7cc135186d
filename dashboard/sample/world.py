"""The world the generator fills: its dice, its calendars, and the rows it has written so far."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import exp
from random import Random
from typing import Generic, TypeVar

from dashboard.sample.clock import AS_OF, Calendar
from dashboard.sample.parameters import Company, Rep, company
from dashboard.sample.records import Deal, SampleLead
from dashboard.sample.wording import Words, words

Row = tuple[object, ...]
T = TypeVar("T")


class World:
    """Everything drawn: rows as they go to the files, and the records behind them.

    Each topic has dice of its own, so that a change in how deals move leaves the leads as they were.
    """

    def __init__(self, seed: int, leads: int) -> None:
        self.seed = seed
        self.size = leads
        self.company: Company = company()
        self.words: Words = words()
        zones = {region.name: region.time_zone for region in self.company.regions}
        calendars = {zone: Calendar(zone) for zone in set(zones.values())}
        self.calendars = {region: calendars[zone] for region, zone in zones.items()}
        self.leads: list[SampleLead] = []
        self.deals: list[Deal] = []
        self.lead_events: list[Row] = []
        self.touches: list[Row] = []
        self.customers: list[Row] = []
        self.quotas: dict[tuple[object, ...], float] = {}

    def dice(self, topic: str) -> Random:
        """A generator for one topic, the same for the same seed."""
        return Random(f"{self.seed} {self.company.draw} {topic}")

    def event(self, lead: SampleLead, at: int, event: str, actor: str = "", reason: str = "") -> None:
        """Write a lead event, if it has happened by the as-of."""
        if at < AS_OF:
            self.lead_events.append((lead.lead_id, at, event, actor, reason))

    def touch(
        self,
        at: int,
        kind: str,
        rep: str,
        lead: str = "",
        deal: str = "",
        *,
        inbound: bool = False,
        connected: bool | None = None,
        automated: bool = False,
        template: str = "",
    ) -> None:
        """Write a touch, if it has happened by the as-of."""
        if at < AS_OF:
            direction = "inbound" if inbound else "outbound"
            self.touches.append((at, kind, direction, lead, deal, rep, automated, connected, template))

    def quota(self, key: tuple[object, ...], chance: float, dice: Random) -> bool:
        """Whether it happens, so that over the draws of one key the share comes out as the chances say.

        Systematic sampling: the running sum of the chances, from a random start, crosses an integer.
        """
        total = self.quotas.get(key)
        if total is None:
            total = dice.random()
        crossed = int(total + chance) > int(total)
        self.quotas[key] = total + chance
        return crossed

    def reps_of(self, team: str, region: str) -> list[Rep]:
        """The people of a team in a region."""
        return [rep for rep in self.company.reps if rep.team == team and rep.region == region]


class ShareDraw(Generic[T]):
    """Draws one of several things by their shares, with one die."""

    def __init__(self, things: Sequence[T], shares: Sequence[float]) -> None:
        self._things = things
        self._sums = list(accumulate(shares))

    def draw(self, dice: Random) -> T:
        """One of the things."""
        place = bisect_right(self._sums, dice.random() * self._sums[-1])
        return self._things[min(place, len(self._things) - 1)]


def around(dice: Random, median: float, spread: float) -> float:
    """A positive number, half of the time below ``median``: log-normal with the given spread of its logarithm."""
    return median * exp(dice.gauss(0.0, spread))
