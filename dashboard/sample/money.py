"""What the sample company spends on leads, and what its customers bring and for how long they stay."""

from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.sample.arrivals import BASE
from dashboard.sample.clock import AS_OF, AS_OF_DAY, DAY, FIRST_DAY, WORKDAY, day_of
from dashboard.sample.deals import Deals
from dashboard.sample.records import Deal
from dashboard.sample.scoring import Profile, deal_tier
from dashboard.sample.world import World, around

_AT_YEARS_END, _BREAKS_OFF = 0.55, (100, 365)  # the share that leaves when the year is over; the others' days
_EUROS_A_BURST_LEAD, _CREDIT_A_LEAD = 68, 30


def spend(world: World) -> list[tuple[date, str, str, float]]:
    """Weekly rows by source and campaign: the cost of the leads expected, with a wobble, and a few credits."""
    dice = world.dice("spend")
    weeks = (AS_OF_DAY - FIRST_DAY).days // 7
    total = sum(source.weight for source in world.company.sources)
    rows = []
    for week in range(weeks):
        monday = FIRST_DAY + timedelta(days=7 * week)
        for source in world.company.sources:
            for place, campaign in enumerate(source.campaigns):
                if not source.cost:
                    continue
                part = (place + 1) ** (1 / 1.3) - place ** (1 / 1.3)
                part /= len(source.campaigns) ** (1 / 1.3)
                leads = world.size / weeks * source.weight / total * part * (0.9 + 0.2 * week / weeks)
                rows.append((monday, source.name, campaign, round(around(dice, leads * source.cost, 0.09), 2)))
                if source.name == "Paid search" and dice.random() < 0.012:
                    rows.append((monday + timedelta(days=3), source.name, campaign, -round(leads * _CREDIT_A_LEAD, 2)))
    for burst in world.company.stories.bursts:
        cost = burst.leads * world.size / BASE * _EUROS_A_BURST_LEAD
        rows += [(burst.on - timedelta(days=7 * n), "Webinar", burst.campaign, round(cost / 2, 2)) for n in (1, 0)]
    return sorted(rows)


@dataclass(frozen=True, slots=True)
class Served:
    """A customer: the tier of the lead, the first day, the chance to have left by the as-of, and whether it did."""

    tier: str
    started: date
    chance: float
    has_left: bool


def chance_to_have_left(days: int, yearly: float) -> float:
    """The chance that a customer of so many days has left, when a year's contract is ended with chance ``yearly``."""
    low, high = _BREAKS_OFF
    gone, stays = 0.0, 1.0
    for year in range(0, days, 365):
        rest = days - year
        early = min(1.0, max(0, rest - low) / (high - low))
        gone += stays * yearly * (_AT_YEARS_END * (rest > 365) + (1 - _AT_YEARS_END) * early)
        stays *= 1 - yearly
    return gone


class Customers:
    """Turns won deals into customers: they stay or leave by how well they fit, renew and grow."""

    def __init__(self, world: World, deals: Deals, profile: Profile) -> None:
        self._world = world
        self._deals = deals
        self._profile = profile
        self._dice = world.dice("customers")
        self.served: list[Served] = []

    def serve(self, deal: Deal) -> None:
        """A customer row for a won deal, with its renewals and, now and then, a deal for more."""
        dice, world = self._dice, self._world
        assert deal.closed is not None  # noqa: S101 - only won deals come here
        starts = day_of(deal.closed) + timedelta(days=1 + int(20 * dice.random()))
        if starts >= AS_OF_DAY:
            return
        tier = deal_tier(deal, self._profile)
        yearly = world.company.churn[tier]
        left: date | None = None
        anniversary = starts
        while left is None and anniversary < AS_OF_DAY:
            if world.quota(
                ("left", tier, (anniversary - starts).days), yearly, dice
            ):  # most leave at the end of the year's contract, some break it off
                days = 365 if dice.random() < _AT_YEARS_END else int(dice.uniform(*_BREAKS_OFF))
                left = anniversary + timedelta(days=days)
            anniversary += timedelta(days=365)
            self._renew(deal, anniversary, stays=left is None)
        known = left if left is not None and left < AS_OF_DAY else None
        monthly = round((deal.amount or 9_000) / 12, 2)
        world.customers.append((deal.deal_id, starts, known, monthly))
        self.served.append(
            Served(tier, starts, chance_to_have_left((AS_OF_DAY - starts).days, yearly), known is not None)
        )
        if dice.random() < 0.16:
            grows = deal.closed + int(around(dice, 170, 0.5) * DAY)
            at = world.calendars[deal.region].after(grows, WORKDAY * dice.random())
            if at < AS_OF and (known is None or day_of(at) < known):
                self._deals.expand(at, deal)

    def _renew(self, deal: Deal, anniversary: date, *, stays: bool) -> None:
        assert deal.closed is not None  # noqa: S101 - only won deals come here
        opens = deal.closed + (anniversary - day_of(deal.closed)).days * DAY - 62 * DAY
        at = self._world.calendars[deal.region].after(opens, WORKDAY * self._dice.random())
        if deal.closed < at < AS_OF and not deal.renewal:
            self._deals.renew(at, deal, stays=stays)
