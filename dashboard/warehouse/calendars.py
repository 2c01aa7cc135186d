"""Working time as a table: when each calendar is open, day by day, as true minutes whatever the clocks do."""

import threading
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

from dashboard.errors import BadInput
from dashboard.scope.settings import Settings, WorkingHours
from dashboard.warehouse.engine import Engine, Statement

BusinessDay = tuple[str, datetime, datetime, float]
"""Calendar (a time zone's name), opening and closing as UTC without zone, working minutes before that opening."""
COLUMNS = {"calendar": "varchar", "opens_at": "timestamp", "closes_at": "timestamp", "minutes_before": "double"}
MARGIN = timedelta(days=40)
BEYOND = timedelta(days=3_650)
"""However far ahead somebody looks, working time goes no further beyond the generation's moment."""


class CalendarTables:
    """Tables of working time beside a generation, each made when first asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._made: dict[tuple[str, datetime], str] = {}
        self._lock = threading.Lock()

    def name_of(self, settings: Settings, known: datetime, moment: datetime) -> str:
        """The table for these settings, until some days beyond ``moment``; ``known`` is the generation's own."""
        latest = min(max(moment, known), known + BEYOND)
        key = settings.model_dump_json(include={"time_zone", "country", "holidays", "working_hours"}), latest
        with self._lock:
            if key not in self._made:
                self._made[key] = self._make(settings, f"calendar_{len(self._made)}", latest)
            return self._made[key]

    def _make(self, settings: Settings, name: str, latest: datetime) -> str:
        rows = self._engine.run(Statement("select distinct time_zone from warehouse.reps")).values
        zones = {settings.time_zone, *(zone for (zone,) in rows if zone)}
        return self._engine.keep_rows(name, COLUMNS, business_days(sorted(zones), settings, *self._span(latest)))

    def _span(self, latest: datetime) -> tuple[date, date]:
        """From the first opening to ``latest`` and some days beyond either; what opens later is not visible then."""
        ((first,),) = self._engine.run(Statement("select min(opened_at) from warehouse.cycles")).values
        return (min(first or latest, latest) - MARGIN).date(), (latest + MARGIN).date()


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
