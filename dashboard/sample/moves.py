"""How a deal moves: from stage to stage, its close date pushed at quarters' ends, to a win or a loss, and back.

A stay in a stage is triangular between half and one and a quarter of the usual days, so that healthy deals stay
below any sensible limit; since a day in company.toml the late stages take longer.
"""

from dashboard.sample.clock import AS_OF, DAY, HOUR, WORKDAY, midnight, quarter_ends
from dashboard.sample.records import Deal
from dashboard.sample.world import ShareDraw, World, around

LAST = 3
_PACE = ((100, 0.88), (1000, 1.0), (10**9, 1.12))  # of buyers with fewer people than this


class Moves:
    """Moves deals and closes them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = world.dice("moves")
        self._stages = world.company.stages
        self._lost_in = ShareDraw(range(4), [stage.lost for stage in self._stages])
        self._longer_from = midnight(world.company.stories.longer_from)
        self._quarters = quarter_ends()

    def until(self, deal: Deal, stop: int) -> None:
        """Move on from the start, into the stage where the deal will lie."""
        at = deal.created
        for number in range(stop + 1):
            deal.events.append((at, self._stages[number].name, deal.owner.name, ""))
            at = self._leaves(deal, number, at)

    def on(self, deal: Deal, at: int, first: int, *, wins: bool) -> None:
        """Enter stage ``first`` at ``at``, and go on to the win, or to a loss in one of the stages left."""
        lost_in = LAST if wins else max(first, self._lost_in.draw(self._dice))
        for number in range(first, LAST + 1):
            if number == 1 and lost_in != 1 and self._dice.random() < 0.1:
                continue  # some buyers have seen it all before
            deal.events.append((at, self._stages[number].name, deal.owner.name, ""))
            if not wins and number >= lost_in:
                self.close(deal, self._leaves(deal, number, at, self._dice.uniform(0.5, 1.1)), "lost")
                return
            at = self._leaves(deal, number, at)
        self.close(deal, self._pulled(at, deal.events[-1][0]), "won")

    def close(self, deal: Deal, at: int, outcome: str, reason: str = "") -> None:
        """Close the deal; a loss without a given reason gets one."""
        reasons = self._world.words.lost
        if outcome == "lost" and not reason:
            reason = reasons[int(len(reasons) * self._dice.random() ** 1.4)]
        deal.outcome, deal.closed = outcome, at
        deal.events.append((at, outcome, deal.owner.name, reason))

    def push(self, deal: Deal) -> None:
        """Push the close date: at quarters' ends while the deal is late or lies, else only now and then."""
        dice, calendar = self._dice, self._world.calendars[deal.region]
        end = min(deal.closed or AS_OF, AS_OF)
        start = deal.stuck_from or next((e[0] for e in deal.events if e[1] == "Proposal"), AS_OF)
        most = 9 if "pushed_twice" in deal.causes or dice.random() < 0.15 else 1
        pushes = [
            calendar.after(quarter - 5 * DAY, 2.7 * WORKDAY * dice.random())
            for quarter in self._quarters
            if start < quarter - 5 * DAY < end and dice.random() < self._world.company.stories.quarter_end_push
        ]
        if start + 20 * DAY < end and dice.random() < 0.16:
            pushes.append(self._between(start + 5 * DAY, end, deal))
        if deal.stuck_from is None and start + 10 * DAY < end and dice.random() < 0.05:
            most, pushes = 2, [self._between(start + DAY, end, deal) for _ in range(2)]
        while "pushed_twice" in deal.causes and len(pushes) < 2 and deal.stuck_from and end - start > 9 * DAY:
            pushes.append(self._between(start + DAY, end, deal))
        deal.events += [(at, "pushed", deal.owner.name, "") for at in sorted(set(pushes))[:most] if at < end]
        deal.events.sort(key=lambda event: event[0])

    def reopen(self, deal: Deal) -> None:
        """One lost deal in fifty is reopened weeks later, in its next stage; ``reopened`` says when."""
        dice = self._dice
        if deal.outcome != "lost" or deal.closed is None or deal.stuck_from or dice.random() > 0.022:
            return
        calendar = self._world.calendars[deal.region]
        at = calendar.after(deal.closed + int(around(dice, 40, 0.5) * DAY), 3 * HOUR)
        if at >= AS_OF:
            return
        names = [stage.name for stage in self._stages]
        furthest = max(names.index(event[1]) for event in deal.events if event[1] in names)
        deal.events.append((at, "reopened", deal.owner.name, ""))
        deal.reopened, deal.closed, deal.outcome = at, None, None
        starts = calendar.after(at, WORKDAY * 4 * dice.random())
        self.on(deal, starts, min(LAST, furthest + 1), wins=dice.random() < 0.45)

    def _leaves(self, deal: Deal, number: int, at: int, part: float = 1.0) -> int:
        """When a deal that entered stage ``number`` at ``at`` leaves it."""
        stage, dice = self._stages[number], self._dice
        employees = deal.account.employees if deal.account else 40
        days = stage.days * next(pace for below, pace in _PACE if employees < below)
        days *= dice.triangular(0.5, 1.25, 0.85) * part * (stage.longer if at >= self._longer_from else 1.0)
        return self._world.calendars[deal.region].after(at + int(days * DAY), HOUR * (0.1 + 5 * dice.random()))

    def _pulled(self, at: int, entered: int) -> int:
        """A win just after a quarter's end is often signed in its last days instead."""
        for end in self._quarters:
            if 0 <= at - end < 12 * DAY and self._dice.random() < 0.55:
                signed = self._world.calendars["DACH"].after(end - 4 * DAY, 2 * WORKDAY * self._dice.random())
                return max(entered + HOUR, signed)
        return at

    def _between(self, start: int, end: int, deal: Deal) -> int:
        at = start + int((end - start) * self._dice.random() * 0.9)
        return self._world.calendars[deal.region].after(at, 8 * HOUR * self._dice.random())
