"""Deals: opened from cycles, from customers that grow, and as renewals; each played through to the as-of."""

from dashboard.sample.clock import AS_OF, DAY
from dashboard.sample.moves import LAST, Moves
from dashboard.sample.parameters import Rep
from dashboard.sample.records import Account, Cycle, Deal
from dashboard.sample.stops import Stops
from dashboard.sample.world import ShareDraw, World, around

_SIZES = ((100, 9_400.0), (1000, 21_500.0), (10**9, 54_000.0))  # people below, median amount


class Deals:
    """Opens deals and plays them through."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = world.dice("deals")
        self._moves = Moves(world)
        self._stops = Stops(world)
        regions = [region.name for region in world.company.regions]
        teams = {region: world.reps_of("sales", region) for region in regions}
        self._closers = {region: ShareDraw(reps, [rep.deals for rep in reps]) for region, reps in teams.items()}

    def open_for(self, cycle: Cycle, chance: float) -> Deal:
        """The deal of a cycle that became an opportunity, and how the cycle ends with it."""
        lead, at = cycle.lead, cycle.sql or cycle.opened
        owner = lead.owner if lead.owner.team == "sales" else self._closers[lead.region].draw(self._dice)
        deal = self._draw(at, owner, lead.region, lead.quality, lead.account, lead.source.name, cycle)
        self._play(deal, chance)
        self._answers_bant(deal)
        first_close = next((event[0] for event in deal.events if event[1] in {"won", "lost"}), None)
        if deal.reopened is not None:
            cycle.exit, cycle.exit_at = "lost", first_close
            cycle = Cycle(lead, len(lead.cycles) + 1, deal.reopened, sql=deal.reopened)
            lead.cycles.append(cycle)
        if deal.outcome == "won":
            cycle.won = deal.closed
        cycle.exit, cycle.exit_at = deal.outcome, deal.closed
        return deal

    def expand(self, at: int, sold: Deal) -> Deal:
        """A deal that sales opens with a customer, without a lead."""
        deal = self._draw(at, sold.owner, sold.region, sold.quality, sold.account, "Expansion", None)
        self._play(deal, 0.42)
        return deal

    def renew(self, at: int, sold: Deal, *, stays: bool) -> None:
        """The renewal of a customer's contract, opened at ``at`` and decided a few weeks later."""
        deal = self._draw(at, sold.owner, sold.region, sold.quality, sold.account, sold.source, None)
        deal.renewal, deal.amount = True, sold.amount
        deal.name = f"{sold.name} – renewal"
        calendar = self._world.calendars[sold.region]
        decided = calendar.after(at + int((30 + 25 * self._dice.random()) * DAY), 3600)
        self._moves.close(deal, decided, "won" if stays else "lost")
        deal.forget_the_future(AS_OF)

    def _draw(
        self, at: int, owner: Rep, region: str, quality: int, account: Account | None, source: str, cycle: Cycle | None
    ) -> Deal:
        dice, products = self._dice, self._world.words.products
        employees = account.employees if account else 40
        median = next(size[1] for size in _SIZES if employees < size[0])
        amount = round(around(dice, median, 0.5) / 100) * 100
        product = products[min(len(products) - 1, int(amount / 16_000) + int(2 * dice.random()))]
        who = account.name if account else cycle.lead.name if cycle else ""
        deal = Deal(
            deal_id=f"D-{20_000 + len(self._world.deals)}",
            created=at,
            owner=owner,
            source=source,
            region=region,
            quality=quality,
            account=account,
            cycle=cycle,
            name=f"{who} – {product}",
            amount=amount if dice.random() < 0.962 else None,
            contacts=1 if dice.random() < 0.4 else 2 + int(4 * dice.random() ** 1.6),
        )
        self._world.deals.append(deal)
        return deal

    def _play(self, deal: Deal, chance: float) -> None:
        stop = self._stops.stage(deal)
        if stop is None:
            wins = self._world.quota(("won",), chance, self._dice)
            self._moves.on(deal, deal.created, 0, wins=wins)
        else:
            self._moves.until(deal, stop)
            end = self._stops.lie(deal)
            if not self._stops.gives_way():
                self._moves.close(deal, end, "lost", self._stops.reason())
            elif stop == LAST:
                self._moves.close(deal, end, "won")
            else:
                self._moves.on(deal, end, stop + 1, wins=self._dice.random() < 0.5)
        self._moves.push(deal)
        self._moves.reopen(deal)
        deal.forget_the_future(AS_OF)

    def _answers_bant(self, deal: Deal) -> None:
        """What sales noted of budget, authority, need and timing: little for deals that stop over it."""
        dice = self._dice
        if deal.cycle is None:
            return
        bant: list[bool | None] = [True, True, True, True]
        gaps = 2 + int(2 * dice.random()) if "bant_gap" in deal.causes else int(1.38 * dice.random())
        gaps += dice.random() < 0.2
        for place in dice.sample(range(4), min(gaps, 4)):
            bant[place] = None if dice.random() < 0.4 else False
        deal.cycle.lead.bant = bant
