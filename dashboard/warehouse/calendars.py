"""Working time as a table: when each calendar is open, day by day, as true minutes whatever the clocks do."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

from dashboard.errors import BadInput
from dashboard.scope.settings import Settings, WorkingHours

BusinessDay = tuple[str, datetime, datetime, float]
"""Calendar (a time zone's name), opening and closing as UTC without zone, working minutes before that opening."""


def business_days(zones: Iterable[str], settings: Settings, first: date, last: date) -> list[BusinessDay]:
    """Every day the calendars are open from ``first`` to ``last``, both included, by calendar and time.

    Each zone is a calendar of the same local hours. A repeated local hour is read as its first, a skipped one with
    the offset before the change; a day that has no minute left by that is shut. Shut are the public holidays of the
    settings' country or region and the company's own. Raises BadInput for a zone nobody knows.
    """
    working_hours = settings.working_hours
    closed = _holidays(settings.country, first, last) | set(settings.holidays)
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
    code, _, region = country.partition("-")
    years = range(first.year, last.year + 1)
    return frozenset(holidays.country_holidays(code, subdiv=region or None, years=years))
