"""True sizes of waiting: who was answered within what, how long the middle buyer waited, who gave up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.sample.clock import AS_OF, DAY, Calendar
from dashboard.sample.records import Cycle
from tests.sample.truths.reaching import contact
from tests.sample.truths.windows import CENSORED, COMPETES, EVENT, is_closed_by_office, quantile

TWO_WEEKS = 14 * DAY
_LOST_FOR_GOOD = {"rejected", "recycled", "disqualified", "lost"}


def waiting(cycles: Iterable[Cycle]) -> list[Cycle]:
    """Cycles whose buyers wait for an answer: all but those that outbound opened."""
    return [cycle for cycle in cycles if cycle.lead.source.name != "Outbound"]


@dataclass(frozen=True, slots=True)
class Within:
    """How many could have been answered within a limit by the as-of, and how many were."""

    n: int
    met: int


def within(cycles: Iterable[Cycle], limit: int, as_of: int = AS_OF) -> Within:
    """Answered within ``limit`` seconds, of those for whom the limit has passed."""
    n = met = 0
    for cycle in cycles:
        if cycle.opened + limit > as_of:
            continue
        answered = cycle.answered is not None and cycle.answered <= cycle.opened + limit
        if not answered and is_closed_by_office(cycle, cycle.opened, limit):
            continue
        n += 1
        met += answered
    return Within(n, met)


def median_minutes(cycles: Iterable[Cycle], calendars: dict[str, Calendar] | None = None) -> float | None:
    """The middle buyer's wait in minutes, the unanswered counted; working minutes of the owner with calendars."""
    observations = []
    for cycle in cycles:
        if cycle.answered is not None:
            end, kind = cycle.answered, EVENT
        elif cycle.exit_at is not None:
            end, kind = cycle.exit_at, COMPETES if cycle.exit in _LOST_FOR_GOOD else CENSORED
        else:
            end, kind = AS_OF, CENSORED
        seconds = end - cycle.opened
        if calendars is not None:
            calendar = calendars[cycle.lead.owner.region]
            seconds = calendar.elapsed(end) - calendar.elapsed(cycle.opened)
        observations.append((seconds / 60, kind))
    return quantile(observations, 0.5)


@dataclass(frozen=True, slots=True)
class Attempts:
    """Touches in two weeks of those never reached, and how many got exactly one for good."""

    counts: Counter[str]
    n: int
    gave_up: int


def attempts(cycles: Iterable[Cycle]) -> Attempts:
    """Attempts within two weeks, over cycles two weeks old, neither reached nor closed within them."""
    counts: Counter[str] = Counter()
    known = gave_up = 0
    for cycle in cycles:
        end = cycle.opened + TWO_WEEKS
        if end > AS_OF or _by(contact(cycle), end) or _by(cycle.exit_at, end):
            continue
        made = sorted(at for at in cycle.attempts if at <= end)
        number = len(made)
        counts[str(number) if number < 3 else "3-5" if number < 6 else "6+"] += 1
        if number == 1:
            if made[0] + TWO_WEEKS > AS_OF:
                continue
            gave_up += not any(made[0] < at <= made[0] + TWO_WEEKS for at in cycle.attempts)
        known += 1
    return Attempts(counts, known, gave_up)


def _by(at: int | None, end: int) -> bool:
    return at is not None and at <= end
