"""What the sample company spends on leads, and what its customers bring and for how long they stay."""

from datetime import date, timedelta

from dashboard.sample.clock import AS_OF, AS_OF_DAY, DAY, FIRST_DAY, WORKDAY, day_of
from dashboard.sample.deals import Deals
from dashboard.sample.records import Deal
from dashboard.sample.scoring import Profile, deal_tier
from dashboard.sample.world import World, around

YEAR = 365.25
_WEEKS_FOR_ALL = 60_000


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
                    rows.append((monday + timedelta(days=3), source.name, campaign, -round(leads * 14, 2)))
    for burst in world.company.stories.bursts:
        cost = burst.leads * world.size / _WEEKS_FOR_ALL * 31
        rows += [(burst.on - timedelta(days=7 * n), "Webinar", burst.campaign, round(cost / 2, 2)) for n in (1, 0)]
    return sorted(rows)


class Customers:
    """Turns won deals into customers: they stay or leave by how well they fit, renew and grow."""

    def __init__(self, world: World, deals: Deals, profile: Profile) -> None:
        self._world = world
        self._deals = deals
        self._profile = profile
        self._dice = world.dice("customers")
        self.chances: list[tuple[str, date, float, bool]] = []

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
            if dice.random() < yearly:  # most leave at the end of the year's contract, some break it off
                days = 365 if dice.random() < 0.55 else int(dice.uniform(100, 364))
                left = anniversary + timedelta(days=days)
            anniversary += timedelta(days=365)
            self._renew(deal, anniversary, stays=left is None)
        known = left if left is not None and left < AS_OF_DAY else None
        monthly = round((deal.amount or 9_000) / 12, 2)
        world.customers.append((deal.deal_id, starts, known, monthly))
        years = (AS_OF_DAY - starts).days / YEAR
        self.chances.append((tier, starts, 1 - (1 - yearly) ** years, known is not None))
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
