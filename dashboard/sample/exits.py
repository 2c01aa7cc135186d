"""How a lead's cycle ends without a deal: turned down, recycled, closed by the office, or tidied up months later."""

from dashboard.sample.clock import AS_OF, DAY, WORKDAY
from dashboard.sample.records import Cycle
from dashboard.sample.world import World, around

ExitWays = tuple[tuple[str, float, float], ...]
GOES_NOWHERE: ExitWays = (("disqualified", 0.2, 2.5), ("recycled", 0.5, 26.0))
TURNED_DOWN: ExitWays = (("rejected", 0.66, 1.6), ("disqualified", 0.13, 2.2), ("recycled", 0.1, 12.0))
COMES_TO_NOTHING: ExitWays = (("recycled", 0.52, 24.0), ("disqualified", 0.1, 11.0), ("rejected", 0.07, 7.0))
_OFFICE: ExitWays = (
    ("duplicate", 0.015, 2.0),
    ("merged", 0.010, 7.0),
    ("owner_left", 0.006, 16.0),
    ("test", 0.002, 0.3),
)
_RETURNS = {"recycled": 0.17, "rejected": 0.10, "lost": 0.13}
_TIDIED_UP = 0.75


class Exits:
    """Ends cycles, and says which leads come back."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = world.dice("exits")
        words = world.words
        self._reasons = {"rejected": words.rejected, "disqualified": words.disqualified, "recycled": words.recycled}

    def by_the_office(self, cycle: Cycle) -> bool:
        """Whether the office closes the cycle (a duplicate, a test, …); three in a hundred, for no fault of anybody."""
        die = self._dice.random()
        for event, share, days in _OFFICE:
            die -= share
            if die < 0:
                self._exit(cycle, cycle.opened + int(around(self._dice, days, 0.8) * DAY), event)
                return True
        return False

    def one_of(self, ways: ExitWays, cycle: Cycle, start: int) -> None:
        """One of the ways (event, share, median days); of the rest most lie until somebody tidies up."""
        dice, calendar = self._dice, self._world.calendars[cycle.lead.region]
        die = dice.random()
        for event, share, days in ways:
            die -= share
            if die < 0:
                self._exit(cycle, calendar.after(start, around(dice, days * WORKDAY * 5 / 7, 0.7)), event)
                return
        if dice.random() < _TIDIED_UP:
            self._exit(cycle, calendar.after(start + 45 * DAY, around(dice, 20 * WORKDAY, 0.5)), "recycled")

    def comes_back(self, cycle: Cycle) -> int | None:
        """When the lead of an ended cycle comes in again; None when it does not, or has not yet."""
        if cycle.exit_at is None or cycle.exit_at >= AS_OF or self._dice.random() > _RETURNS.get(cycle.exit or "", 0):
            return None
        calendar = self._world.calendars[cycle.lead.region]
        back = cycle.exit_at + int(around(self._dice, 95, 0.6) * DAY)
        return calendar.after(back, self._dice.random() * WORKDAY)

    def _exit(self, cycle: Cycle, at: int, event: str) -> None:
        reasons = self._reasons.get(event, ("",))
        cycle.exit, cycle.exit_at = event, at
        reason = reasons[int(len(reasons) * self._dice.random() ** 2)]
        self._world.event(cycle.lead, at, event, cycle.lead.owner.name, reason)
