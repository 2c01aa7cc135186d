"""Working time between two instants, by a calendar of local days and hours."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.clock import local_time, resolve

Row = dict[str, Any]
DAYS = [1, 2, 3, 4, 5]


def holidays_of(country: str | None, years: range) -> set[date]:
    """The public holidays of the configured country; none without one."""
    if not country:
        return set()
    import holidays  # the one thing here that nobody can write down from the specification

    return set(holidays.country_holidays(country, years=years))


def working_time(start: int, end: int, zone: ZoneInfo, settings: Row) -> int:
    """Microseconds of working time between two instants, on the clock of ``zone``."""
    hours = settings.get("working_hours", {})
    days = hours.get("days", DAYS)
    opens = time.fromisoformat(hours.get("open", "09:00"))
    closes = time.fromisoformat(hours.get("close", "18:00"))
    day, last = local_time(start, zone).date(), local_time(end, zone).date()
    closed = holidays_of(settings.get("country"), range(day.year, last.year + 1))
    total = 0
    while day <= last:
        if day.isoweekday() in days and day not in closed:
            from_at = resolve(datetime.combine(day, opens), zone)
            to_at = resolve(datetime.combine(day, closes), zone)
            total += max(0, min(end, to_at) - max(start, from_at))
        day += timedelta(days=1)
    return total
