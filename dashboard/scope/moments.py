"""Time as the contract means it (§1): local midnights and ISO weeks of the company, instants in naive UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from dashboard.scope.settings import Settings

INSTANT = timedelta(microseconds=1)
KEPT_DAYS = 4_096
FIRST_YEAR, LAST_YEAR = 1900, 9900
"""Moments looked at; what is asked before and after them are still dates."""


@dataclass(frozen=True)
class Window:
    """A half-open span of time, naive UTC instants."""

    start: datetime
    end: datetime


class Moments:
    """What can be said of time by whoever has ``settings`` and looks at a moment, ``as_of`` (naive UTC)."""

    settings: Settings
    as_of: datetime

    def local(self, instant: datetime) -> datetime:
        """A naive UTC instant as local wall time, with its zone."""
        return _local(self.settings.zone, instant)

    def instant(self, local: datetime) -> datetime:
        """A local wall time as naive UTC: a repeated hour is its first, a skipped one keeps the offset before."""
        return _instant(self.settings.zone, local)

    def days_before(self, instant: datetime, days: int) -> datetime:
        """The same local time so many days before."""
        return _days_before(self.settings.zone, instant, days)

    def first_day_from(self, instant: datetime) -> date:
        """The first day whose local midnight is not before ``instant``."""
        local = self.local(instant)
        day = local.date()
        return day if self.instant(datetime.combine(day, datetime.min.time())) >= instant else day + timedelta(days=1)

    @cached_property
    def week_start(self) -> datetime:
        """Monday 00:00 of the review week: the ISO week that contains the last instant before the moment."""
        return self.monday(self.as_of - INSTANT)

    def monday(self, instant: datetime) -> datetime:
        """The local Monday 00:00 at or before ``instant``."""
        day = self.local(instant).date()
        return self.instant(datetime.combine(day - timedelta(days=day.weekday()), datetime.min.time()))

    @property
    def week(self) -> str:
        """The review week as ``2026-W46``."""
        return self.week_of(self.as_of - INSTANT)

    def week_of(self, instant: datetime) -> str:
        """The local week of an instant, as ``2026-W46``."""
        year, week, _ = self.local(instant).isocalendar()
        return f"{year}-W{week:02d}"

    def week_starts(self, weeks: int) -> list[datetime]:
        """The starts of the ``weeks`` weeks before the review week and its own, oldest first."""
        return [self.days_before(self.week_start, 7 * back) for back in range(weeks, -1, -1)]


def _local(zone: ZoneInfo, instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC).astimezone(zone)


def _instant(zone: ZoneInfo, local: datetime) -> datetime:
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC).replace(tzinfo=None)


@lru_cache(maxsize=KEPT_DAYS)
def _days_before(zone: ZoneInfo, instant: datetime, days: int) -> datetime:
    """Kept: a screen asks for the starts of the same weeks dozens of times."""
    return _instant(zone, _local(zone, instant).replace(tzinfo=None) - timedelta(days=days))
