"""What is said while a deal is open: a meeting, a call or a mail every few days, in both directions.

A deal that stops may fall silent on both sides (``no_activity``) or on the buyer's alone (``ghosted``).
"""

from dashboard.sample.clock import AS_OF, DAY, HOUR, WORKDAY
from dashboard.sample.records import Deal
from dashboard.sample.world import World, around

_SILENT = {"no_activity", "ghosted"}


class Conversations:
    """Writes the touches of deals."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = world.dice("conversations")

    def of(self, deal: Deal) -> None:
        """All touches of a deal up to its close or the as-of."""
        dice = self._dice
        end = min(deal.closed or AS_OF, AS_OF)
        quiet = end
        if deal.stuck_from is not None and deal.causes & _SILENT:
            quiet = deal.stuck_from + int(dice.uniform(4, 18) * DAY)
        elif dice.random() < 0.045:
            quiet = end - int(dice.uniform(15, 22) * DAY)
        last = self._both_talk(deal, min(quiet, end))
        if "ghosted" in deal.causes and deal.stuck_from is not None and quiet < end:
            self._chases(deal, last, end)

    def _both_talk(self, deal: Deal, end: int) -> int:
        dice, calendar = self._dice, self._world.calendars[deal.region]
        at = calendar.after(deal.created, dice.random() * 2 * WORKDAY)
        unanswered, last = 0, deal.created
        lost = next((e[0] for e in deal.events if e[1] == "lost"), AS_OF) if deal.reopened is not None else AS_OF
        while at < end:
            if lost <= at < (deal.reopened or 0):
                at = calendar.after(deal.reopened or 0, 5 * HOUR * dice.random())
                continue
            inbound = unanswered >= 2 or dice.random() < 0.4
            unanswered = 0 if inbound else unanswered + 1
            self._say(deal, at, inbound=inbound)
            last = at
            gap = min(11.0, around(dice, 4.6, 0.5))
            if last + gap * DAY >= end > last + 10 * DAY:
                gap = 9.0
            at = calendar.after(at + int(gap * DAY), 3 * HOUR * dice.random())
        return last

    def _chases(self, deal: Deal, last: int, end: int) -> None:
        """The buyer is heard once more, then only we write."""
        dice, calendar = self._dice, self._world.calendars[deal.region]
        at = calendar.after(last + DAY, 2 * HOUR * dice.random())
        inbound = True
        while at < end:
            self._say(deal, at, inbound=inbound, answered=inbound)
            inbound = False
            at = calendar.after(at + int(around(dice, 8, 0.4) * DAY), 4 * HOUR * dice.random())

    def _say(self, deal: Deal, at: int, *, inbound: bool, answered: bool = True) -> None:
        die, world = self._dice.random(), self._world
        kind = "email" if inbound or die < 0.45 else "call" if die < 0.72 else "meeting"
        connected: bool | None = None
        if inbound or kind == "meeting":
            connected = answered
        elif kind == "call":
            connected = answered and die < 0.6
        if not answered and kind == "meeting":
            kind = "call"
        self._note(deal, at, inbound=inbound)
        world.touch(at, kind, deal.owner.name, deal=deal.deal_id, inbound=inbound, connected=connected)

    @staticmethod
    def _note(deal: Deal, at: int, *, inbound: bool) -> None:
        """Remember the touch with the deal and with the cycle it belongs to; the first of a reopened one answers it."""
        deal.touches.append((at, inbound))
        if deal.cycle is None:
            return
        cycle = deal.cycle
        if deal.reopened is not None and at >= deal.reopened:
            cycle = next(c for c in cycle.lead.cycles if c.opened == deal.reopened)
        if cycle.answered is None:
            cycle.answered, cycle.is_reached_at_once = at, inbound
        (cycle.heard if inbound else cycle.attempts).append(at)
