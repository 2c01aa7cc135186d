"""What becomes of a lead: its cycles, from the inquiry to a deal or a way out, and back again.

Chances of the steps come from the lead's source, shifted by how well its company fits and how fast it was answered;
delays are log-normal in working time.
"""

from dashboard.sample.answers import AnswerWriter
from dashboard.sample.clock import AS_OF, DAY, HOUR, WORKDAY, midnight
from dashboard.sample.deals import Deals
from dashboard.sample.exits import COMES_TO_NOTHING, GOES_NOWHERE, TURNED_DOWN, Exits
from dashboard.sample.records import Cycle, SampleLead
from dashboard.sample.world import World, around

_WINDOW = 91 * DAY
_MATURE = AS_OF - 90 * DAY
_MOST_CYCLES = 4


class Journeys:
    """Sends leads on their way."""

    def __init__(self, world: World, answers: AnswerWriter, deals: Deals) -> None:
        self._world = world
        self._answers = answers
        self._deals = deals
        self._exits = Exits(world)
        self._dice = world.dice("journeys")
        self._stories = world.company.stories
        self._more_from = midnight(self._stories.accept_more_from)
        fit = world.company.fit
        self._fit = {  # a factor for each source and quality, one on average over the source's leads
            (step, source.name): _normed(factors, (source.good, 1 - source.good - source.poor, source.poor))
            for source in world.company.sources
            for step, factors in (("sal", fit.sal), ("sql", fit.sql), ("win", fit.win))
        }

    def travel(self, lead: SampleLead) -> None:
        """All cycles of a lead, up to the as-of."""
        at: int | None = lead.created
        while at is not None and at < AS_OF and len(lead.cycles) < _MOST_CYCLES:
            cycle = Cycle(lead, len(lead.cycles) + 1, at)
            lead.cycles.append(cycle)
            if cycle.number > 1:
                self._world.event(lead, at, "inquiry")
            self._walk(cycle)
            at = self._exits.comes_back(lead.cycles[-1])
        for cycle in lead.cycles:
            cycle.forget_the_future(AS_OF)

    def _walk(self, cycle: Cycle) -> None:
        is_back, lead, dice = cycle.number > 1, cycle.lead, self._dice
        self._answers.first(cycle)
        if not is_back and self._exits.by_the_office(cycle):
            self._answers.work(cycle, taken=False)
            return
        is_mql = dice.random() < self._stories.return_mql if is_back else lead.is_mql
        if is_mql:
            cycle.mql = self._qualified(cycle)
            if self._accepted(cycle, is_back=is_back):
                self._sales_works(cycle, cycle.mql, is_back=is_back)
            else:
                self._turned_down(cycle, cycle.mql)
        elif dice.random() < lead.source.direct:
            self._sales_takes(cycle)
        else:
            self._exits.one_of(GOES_NOWHERE, cycle, cycle.opened + HOUR)
        self._answers.work(cycle, taken=cycle.reached_sal() is not None)
        if cycle.sql is not None and cycle.sql < AS_OF:
            chance = (
                self._stories.return_win
                if is_back
                else lead.source.win * self._fit["win", lead.source.name][lead.quality]
            )
            self._deals.open_for(cycle, chance)

    def _qualified(self, cycle: Cycle) -> int:
        """When marketing qualifies: within the hour when the score is high at once, else days later."""
        dice, lead = self._dice, cycle.lead
        event = {"aql": "aql", "tgl": "tgl"}.get(lead.source.path, "mql")
        if event == "tgl":
            at = self._after(cycle, cycle.opened, 20 * HOUR, 0.8)
        elif dice.random() < 0.55:
            at = cycle.opened + 40 + int(around(dice, 9 * 60, 1.2))
        else:
            at = cycle.opened + int(around(dice, 1.7 * DAY, 1.0))
        self._world.event(lead, at, event, lead.owner.name if event == "tgl" else "")
        return at

    def _accepted(self, cycle: Cycle, *, is_back: bool) -> bool:
        """Sales' verdict; drawn so that each source's share in each window comes out as planned."""
        source = cycle.lead.source
        more = cycle.opened >= self._more_from
        chance = source.sal * self._fit["sal", source.name][cycle.lead.quality]
        chance += self._stories.return_sal * is_back + self._stories.accept_more * more
        cycle.chance = min(0.97, chance)
        window = (_MATURE - cycle.opened) // _WINDOW
        return self._world.quota((source.name, window, is_back), cycle.chance, self._dice)

    def _sales_works(self, cycle: Cycle, mql: int, *, is_back: bool) -> None:
        world, lead, stories = self._world, cycle.lead, self._stories
        at = max(mql, min(cycle.answered or mql, mql + 4 * DAY))
        if lead.source.path == "aql":
            at = self._after(cycle, at, 3 * HOUR, 0.9)
            world.event(lead, at, "tal", lead.owner.name)
            at = self._after(cycle, at, 7 * HOUR, 0.9)
            world.event(lead, at, "tql", lead.owner.name)
        cycle.sal = self._after(cycle, at, 6 * HOUR, 1.1)
        world.event(lead, cycle.sal, "sal", lead.owner.name)
        if cycle.answered is None:
            cycle.answered = self._after(cycle, cycle.sal, 6 * HOUR, 1.0)
        waited = cycle.answered - cycle.opened
        speed = 1.16 if waited <= HOUR else 1.0 if waited <= DAY else 0.64
        chance = stories.return_sql if is_back else lead.source.sql * self._fit["sql", lead.source.name][lead.quality]
        if self._dice.random() < min(0.95, chance * speed):
            cycle.sql = self._after(cycle, max(cycle.sal, cycle.answered), 4.2 * WORKDAY, 0.75)
            if self._dice.random() < 0.9:
                world.event(lead, cycle.sql, "sql", lead.owner.name)
        else:
            self._exits.one_of(COMES_TO_NOTHING, cycle, max(cycle.sal, cycle.answered))
        self._judged(cycle, cycle.sal, 12, known=0.7, yes=0.5)

    def _turned_down(self, cycle: Cycle, mql: int) -> None:
        self._exits.one_of(TURNED_DOWN, cycle, mql + 12 * HOUR)
        looked_at = self._after(cycle, mql, 4 * HOUR, 0.5)
        if cycle.lead.source.path == "aql" and looked_at < (cycle.exit_at or AS_OF) and self._dice.random() < 0.35:
            self._world.event(cycle.lead, looked_at, "tal", cycle.lead.owner.name)
        if cycle.exit in {"rejected", "disqualified"}:
            self._judged(cycle, cycle.exit_at or AS_OF, -12, known=0.4, yes=0.3)

    def _sales_takes(self, cycle: Cycle) -> None:
        """Sales takes a lead that marketing had not qualified: its own sources straight to an opportunity."""
        lead = cycle.lead
        at = self._after(cycle, cycle.answered or cycle.opened, 1.6 * WORKDAY, 0.8)
        cycle.answered = min(cycle.answered or at, at)
        if lead.source.path == "sgl":
            cycle.sql = at
            self._world.event(lead, at, "sgl", lead.owner.name)
        else:
            cycle.sal = at
            self._world.event(lead, at, "sal", lead.owner.name)
            if self._dice.random() < lead.source.sql:
                cycle.sql = self._after(cycle, at, 4 * WORKDAY, 0.7)
        if cycle.sql is None:
            self._exits.one_of(COMES_TO_NOTHING, cycle, at)
        self._judged(cycle, at, 12, known=0.8, yes=0.8)

    def _after(self, cycle: Cycle, start: int, working_seconds: float, spread: float) -> int:
        return self._world.calendars[cycle.lead.region].after(start, around(self._dice, working_seconds, spread))

    def _judged(self, cycle: Cycle, at: int, shift: int, *, known: float, yes: float) -> None:
        """What sales notes once it has looked: its score, and what it knows of budget, authority, need, timing."""
        dice, lead = self._dice, cycle.lead
        if at >= AS_OF:
            return
        if dice.random() < 0.85:
            lead.readiness = min(100, max(0, round(dice.gauss(lead.source.readiness + shift, 14))))
        for place in range(4):
            if dice.random() < known:
                lead.bant[place] = dice.random() < yes


def _normed(factors: tuple[float, float, float], shares: tuple[float, float, float]) -> tuple[float, ...]:
    mean = sum(factor * share for factor, share in zip(factors, shares, strict=True))
    return tuple(factor / mean for factor in factors)
