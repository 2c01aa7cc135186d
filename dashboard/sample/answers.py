"""How people at the company answer a lead: the first touch, the attempts after it, and the sequences beside them.

Waiting is drawn in working time of the owner's region from the owner's own median, so a lead of a Friday night waits
for Monday; a few are answered in the same evening. Nobody answers while the company is shut.
"""

from bisect import bisect_right

from dashboard.sample.clock import AS_OF, DAY, HOUR, WORKDAY
from dashboard.sample.records import Cycle
from dashboard.sample.world import World, around

SPREAD = 1.25
AFTER_ONE, LONGEST = 2, 8
_KINDS = (("email", 0.5), ("call", 0.92), ("linkedin", 1.0))
_ANNOUNCED = {"digital", "evening", "webinar"}


class AnswerWriter:
    """Draws and writes the touches of a cycle."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = world.dice("answers")

    def first(self, cycle: Cycle) -> None:
        """When a person first reaches out; None when nobody will."""
        dice, lead = self._dice, cycle.lead
        source = lead.source
        if dice.random() > source.answered:
            return
        calendar = self._world.calendars[lead.region]
        minutes = around(dice, lead.owner.minutes * source.haste, SPREAD)
        opening = calendar.opens[max(0, bisect_right(calendar.opens, cycle.opened) - 1)]
        is_evening = WORKDAY <= cycle.opened - opening < WORKDAY + 4 * HOUR
        if is_evening and lead.owner.minutes < 100 and dice.random() < 0.16:
            cycle.answered = cycle.opened + int(around(dice, 25 * 60, 0.8))
        else:
            cycle.answered = calendar.after(cycle.opened, minutes * 60)

    def work(self, cycle: Cycle, *, taken: bool) -> None:
        """Write all touches of the cycle before its deal, and note attempts and contact."""
        self._sequence(cycle)
        end = min(cycle.exit_at or AS_OF, cycle.sql or AS_OF)
        if cycle.answered is None:
            return
        if cycle.answered >= (cycle.exit_at or AS_OF):
            cycle.answered = None
            return
        self._attempts(cycle, end, taken=taken)
        if taken and cycle.sal is not None and cycle.sal < AS_OF:
            self._follow_up(cycle, end)

    def _sequence(self, cycle: Cycle) -> None:
        lead, dice = cycle.lead, self._dice
        if lead.source.hours not in _ANNOUNCED:
            return
        nurtures = self._world.words.nurtures
        at = cycle.opened + 30 + int(240 * dice.random())
        for number in range(1 + int(3 * dice.random())):
            if at >= (cycle.exit_at or AS_OF):
                return
            self._world.touch(at, "email", "", lead.lead_id, automated=True, template=nurtures[number])
            at += int((3 + 3 * dice.random()) * DAY)

    def _attempts(self, cycle: Cycle, end: int, *, taken: bool) -> None:
        """The cadence: a touch every other day or so, until there is contact or the owner gives up."""
        dice, lead = self._dice, cycle.lead
        chance = 0.95 if taken else 0.42 if cycle.mql is not None else 0.27
        reaches_at = 1 + int(3.4 * dice.random() ** 1.6) if dice.random() < chance else 0
        if reaches_at:
            planned = reaches_at
        elif dice.random() < lead.owner.gives_up:
            planned = 1
        else:
            planned = AFTER_ONE + int((LONGEST - AFTER_ONE) * dice.random() ** 1.4)
        at = cycle.answered
        assert at is not None  # noqa: S101 - only answered cycles come here
        calendar = self._world.calendars[lead.region]
        for number in range(1, planned + 1):
            if at >= end and number > 1:
                return
            self._one(cycle, at, reaches=number == reaches_at, end=end)
            at = calendar.after(at, WORKDAY * (0.7 + 1.7 * dice.random()))

    def _one(self, cycle: Cycle, at: int, *, reaches: bool, end: int) -> None:
        dice, lead, world = self._dice, cycle.lead, self._world
        die = dice.random()
        kind = next(kind for kind, up_to in _KINDS if die < up_to)
        template = "" if kind == "call" or dice.random() < 0.4 else self._cadence(cycle)
        is_first = not cycle.attempts
        picks_up = reaches and is_first and kind == "call"
        cycle.is_reached_at_once |= picks_up
        cycle.attempts.append(at)
        connected = picks_up if kind == "call" else None
        world.touch(at, kind, lead.owner.name, lead.lead_id, connected=connected, template=template)
        back = at + int(around(dice, 5 * HOUR, 1.0))
        if reaches and not picks_up and back < end:
            cycle.heard.append(back)
            world.touch(back, kind, lead.owner.name, lead.lead_id, inbound=True, connected=True)

    def _cadence(self, cycle: Cycle) -> str:
        cadences = self._world.words.cadences
        if cycle.number > 1:
            return cadences[3]
        if cycle.lead.source.name == "Event":
            return cadences[2]
        return cadences[cycle.opened > AS_OF - 400 * DAY]

    def _follow_up(self, cycle: Cycle, end: int) -> None:
        """What the owner does once sales has taken the lead; one in ten is taken and left lying."""
        dice, lead, world = self._dice, cycle.lead, self._world
        if dice.random() < 0.1:
            return
        calendar = world.calendars[lead.region]
        at = calendar.after(max(cycle.sal or 0, cycle.answered or 0), around(dice, 4 * HOUR, 0.9))
        for number in range(1 + int(3 * dice.random())):
            if at >= end:
                return
            met = number > 0 and dice.random() < 0.6
            kind = "meeting" if met else ("call" if dice.random() < 0.5 else "email")
            connected = True if met else (dice.random() < 0.5 if kind == "call" else None)
            world.touch(at, kind, lead.owner.name, lead.lead_id, connected=connected)
            cycle.attempts.append(at)
            at = calendar.after(at, WORKDAY * (1 + 3 * dice.random()))
