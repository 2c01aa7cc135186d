"""How often people tried to reach a buyer within two weeks, and how often they gave up after one try (§4)."""

from dataclasses import dataclass
from typing import Any

from tests.oracle.clock import DAY, MINUTE
from tests.oracle.statistics import rate_of
from tests.oracle.timeline import Cycle
from tests.oracle.waterfall import within

Row = dict[str, Any]
TWO_WEEKS = 14 * DAY
ATTEMPTS = (("0", 0, 0), ("1", 1, 1), ("2", 2, 2), ("3-5", 3, 5), ("6+", 6, 10**9))


@dataclass
class Wait:
    """A cycle whose clock has started; ``at`` is the response, ``touch`` the touch that is it."""

    cycle: Cycle
    start: int
    touch: Row | None

    @property
    def at(self) -> int | None:
        return None if self.touch is None else self.touch["at"]

    @property
    def minutes(self) -> float | None:
        return None if self.at is None else (self.at - self.start) / MINUTE


def human(cycle: Cycle) -> list[Row]:
    """The cycle's human touches by time."""
    return [touch for touch in cycle.touches if not touch["automated"]]


def attempts(tried: dict[int, int]) -> dict[str, int]:
    """How many waits had how many attempts."""
    return {name: sum(low <= k <= high for k in tried.values()) for name, low, high in ATTEMPTS}


def contact_at(wait: Wait) -> int | None:
    """When a two-way contact came: the response if connected, else a later inbound touch."""
    if wait.touch is None:
        return None
    if wait.touch["connected"]:
        return wait.at
    inbound = [
        touch["at"]
        for touch in human(wait.cycle)
        if touch["direction"] == "inbound"
        and touch["at"] > wait.touch["at"]
        and (wait.cycle.closed_at is None or touch["at"] <= wait.cycle.closed_at)
    ]
    return inbound[0] if inbound else None


def outbound_times(wait: Wait) -> list[int]:
    """When people wrote or called, from the start on."""
    return [t["at"] for t in human(wait.cycle) if t["direction"] == "outbound" and t["at"] >= wait.start]


def attempted(waits: list[Wait], as_of: int) -> dict[int, int]:
    """Attempts within 14 days by the index of the wait, where they can be judged."""
    return {
        index: sum(at <= wait.start + TWO_WEEKS for at in outbound_times(wait))
        for index, wait in enumerate(waits)
        if wait.start + TWO_WEEKS <= as_of
        and not within(wait.start, contact_at(wait), TWO_WEEKS)
        and not within(wait.start, wait.cycle.closed_at, TWO_WEEKS)
    }


def gave_up(waits: list[Wait], tried: dict[int, int], as_of: int) -> float | None:
    """Share with one attempt and none in the 14 days after it, where those have passed."""
    known = gave = 0
    for index, count in tried.items():
        times = outbound_times(waits[index])
        if count == 1 and times[0] + TWO_WEEKS > as_of:
            continue
        known += 1
        gave += count == 1 and not any(at <= times[0] + TWO_WEEKS for at in times[1:])
    return rate_of(gave, known)
