"""Time as the contract means it (§1): local midnights and ISO weeks of the company, instants in naive UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from dashboard.scope.settings import Settings

INSTANT = timedelta(microseconds=1)
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
        return instant.replace(tzinfo=UTC).astimezone(self.settings.zone)

    def instant(self, local: datetime) -> datetime:
        """A local wall time as naive UTC: a repeated hour is its first, a skipped one keeps the offset before."""
        return local.replace(tzinfo=self.settings.zone, fold=0).astimezone(UTC).replace(tzinfo=None)

    def days_before(self, instant: datetime, days: int) -> datetime:
        """The same local time so many days before."""
        return self.instant(self.local(instant).replace(tzinfo=None) - timedelta(days=days))

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
