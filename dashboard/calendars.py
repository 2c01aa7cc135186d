"""Working time as a table: when each calendar is open, day by day, as true minutes whatever the clocks do."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

from dashboard.errors import BadInput
from dashboard.settings import WorkingHours

BusinessDay = tuple[str, datetime, datetime, float]
"""Calendar (a time zone's name), opening and closing as UTC without zone, working minutes before that opening."""


def business_days(
    zones: Iterable[str], working_hours: WorkingHours, country: str | None, first: date, last: date
) -> list[BusinessDay]:
    """Every day the calendars are open from ``first`` to ``last``, both included, by calendar and time.

    Each zone is a calendar of the same local hours. A repeated local hour is read as its first, a skipped one with
    the offset before the change; a day that has no minute left by that is shut. Holidays are the public ones of
    ``country`` (ISO 3166 code), none without it. Raises BadInput for a zone or a country nobody knows.
    """
    closed = _holidays(country, first, last)
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    working = [day for day in days if day.isoweekday() in working_hours.days and day not in closed]
    return [opening for zone in zones for opening in _openings(zone, working, working_hours)]


def _openings(calendar: str, days: Iterable[date], working_hours: WorkingHours) -> Iterable[BusinessDay]:
    zone = _zone(calendar)
    worked = timedelta()
    for day in days:
        # fold is 0 unless said otherwise, and that is the contract's rule for repeated and skipped hours
        opens, closes = (
            datetime.combine(day, clock, zone).astimezone(UTC).replace(tzinfo=None)
            for clock in (working_hours.open, working_hours.close)
        )
        if closes > opens:
            yield calendar, opens, closes, worked / timedelta(minutes=1)
            worked += closes - opens


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadInput(f"{name!r} is no time zone; name one as in Europe/Berlin.") from None


def _holidays(country: str | None, first: date, last: date) -> frozenset[date]:
    if country is None:
        return frozenset()
    try:
        return frozenset(holidays.country_holidays(country, years=range(first.year, last.year + 1)))
    except NotImplementedError:
        raise BadInput(f"No holidays are known for country {country!r}; give its two letters, as in DE.") from None
