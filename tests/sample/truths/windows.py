"""The windows of the metric contract at the sample's as-of, and the one curve they need."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.sample.clock import AS_OF, DAY, ZONE
from dashboard.sample.records import Cycle
from dashboard.sample.world import World

HORIZON = 90 * DAY
OFFICE = frozenset({"duplicate", "merged", "test", "owner_left"})
EVENT, COMPETES, CENSORED = 0, 1, 2


def weeks_before(at: int, weeks: int) -> int:
    """The same local time so many weeks earlier."""
    local = datetime.fromtimestamp(at, tz=UTC).astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
    return int((local - timedelta(weeks=weeks)).replace(tzinfo=ZoneInfo(ZONE)).timestamp())


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open span of time."""

    start: int
    end: int

    def __contains__(self, at: int | None) -> bool:
        return at is not None and self.start <= at < self.end

    def previous(self) -> "Window":
        """The thirteen weeks before it."""
        return Window(weeks_before(self.start, 13), self.start)


NOW = Window(weeks_before(AS_OF, 13), AS_OF)
MATURE = Window(weeks_before(AS_OF - HORIZON, 13), AS_OF - HORIZON)


def cycles_of(world: World, window: Window | None = None) -> list[Cycle]:
    """Cycles opened in the window; all without one."""
    return [c for lead in world.leads for c in lead.cycles if window is None or c.opened in window]


def is_closed_by_office(cycle: Cycle, start: int, limit: int) -> bool:
    """Whether the office closed the cycle within ``limit`` of ``start``."""
    return cycle.exit in OFFICE and cycle.exit_at is not None and cycle.exit_at <= start + limit


def quantile(observations: Iterable[tuple[float, int]], level: float) -> float | None:
    """Aalen–Johansen: when the incidence of ``EVENT`` reaches the level, or None; pairs are (time, kind)."""
    counts: dict[float, list[int]] = defaultdict(lambda: [0, 0, 0])
    at_risk = 0
    for time, kind in observations:
        counts[time][kind] += 1
        at_risk += 1
    free, incidence = 1.0, 0.0
    for time in sorted(counts):
        events, competing, censored = counts[time]
        incidence += free * events / at_risk
        if incidence >= level - 1e-9:
            return time
        free *= 1 - (events + competing) / at_risk
        at_risk -= events + competing + censored
    return None
