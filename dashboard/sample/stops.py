"""Deals that stop moving: which ones, where, for how long, and what is to be seen of the reason.

One deal in ten stops. It happens more often to buyers who waited long for a first answer, who do not fit, or whose
owner carries too much; a single contact makes no difference, whatever people say. Each stopped deal shows one or two
causes, and some show none at all.
"""

from dashboard.sample.clock import AS_OF, DAY, HOUR
from dashboard.sample.records import FITS, Deal
from dashboard.sample.world import ShareDraw, World

CAUSES = {
    "no_next_step": 0.17,
    "next_step_overdue": 0.17,
    "close_date_passed": 0.15,
    "pushed_twice": 0.11,
    "no_activity": 0.15,
    "ghosted": 0.14,
    "bant_gap": 0.11,
}
_SLOW, _BUSY = 2.7, 3.2
_BY_FIT = (1.0, 1.5, 2.2)
_MEAN = 2.6  # of the three factors together, over the deals as they come
_DAYS = (62, 185)
_SINGLE = 0.44


class Stops:
    """Decides which deals stop, and lets them lie."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = world.dice("stops")
        self._stages = ShareDraw(range(4), [stage.stuck for stage in world.company.stages])
        self._causes = ShareDraw(list(CAUSES), list(CAUSES.values()))
        closers = [rep for rep in world.company.reps if rep.deals]
        weights = {region.name: region.weight for region in world.company.regions}
        self.busiest = max(closers, key=lambda rep: rep.deals * weights[rep.region])

    def stage(self, deal: Deal) -> int | None:
        """The stage in which the deal will stop, its causes noted; None when it keeps moving."""
        dice = self._dice
        slow = was_slow(deal)
        chance = self._world.company.stories.stuck / _MEAN
        chance *= _SLOW if slow else 1.0
        chance *= _BY_FIT[deal.quality]
        chance *= _BUSY if deal.owner is self.busiest else 1.0
        if dice.random() > chance:
            return None
        clean = deal.quality == FITS and not slow and deal.owner is not self.busiest
        if clean and dice.random() < 0.6:
            deal.contacts = max(2, deal.contacts)
        else:
            is_single = self._world.quota(("single",), _SINGLE, dice)  # makes up for those just given two
            deal.contacts = 1 if is_single else max(2, deal.contacts)
            causes = {self._causes.draw(dice)}
            if dice.random() < 0.4:
                causes.add(self._causes.draw(dice))
            deal.causes = frozenset(causes)
        return self._stages.draw(dice)

    def lie(self, deal: Deal) -> int:
        """Until when the deal, in the stage it has just entered, does not move."""
        deal.stuck_from = deal.events[-1][0]
        days = self._dice.uniform(*_DAYS)
        return self._world.calendars[deal.region].after(deal.stuck_from + int(days * DAY), 2 * HOUR)

    def gives_way(self) -> bool:
        """Whether a stopped deal moves again after all."""
        return self._dice.random() < 0.12

    def reason(self) -> str:
        """Why a stopped deal was closed in the end, as the CRM says."""
        reasons = self._world.words.stuck_lost
        return reasons[int(len(reasons) * self._dice.random() ** 1.4)]


def was_slow(deal: Deal) -> bool:
    """Whether the buyer waited more than a day for a first answer."""
    cycle = deal.cycle
    return cycle is not None and (cycle.answered is None or cycle.answered - cycle.opened > DAY)


def is_stuck(deal: Deal) -> bool:
    """Whether the deal lies still at the as-of."""
    return deal.stuck_from is not None and deal.stuck_from < AS_OF and deal.closed is None
