"""The sample company's time: instants are whole seconds of UTC since 1970, working time is its own clock."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.sample.parameters import company
from dashboard.sample.wording import words

ZONE = "Europe/Berlin"
FIRST_DAY = date(2023, 11, 13)
AS_OF_DAY = date(2026, 11, 16)
DAY = 86_400
HOUR = 3_600
OPENS, CLOSES = 9 * HOUR, 18 * HOUR
WORKDAY = CLOSES - OPENS
_EPOCH = date(1970, 1, 1)
_TIMES = [f"T{s // HOUR:02d}:{s // 60 % 60:02d}:{s % 60:02d}Z" for s in range(DAY)]
_DAYS: dict[int, str] = {}


def midnight(day: date, zone: str = ZONE) -> int:
    """The instant of a day's local midnight."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp())


AS_OF = midnight(AS_OF_DAY)
FIRST = midnight(FIRST_DAY)


def iso(at: int) -> str:
    """An instant as files hold it, ``2026-11-15T08:31:07Z``."""
    day, second = divmod(at, DAY)
    text = _DAYS.get(day)
    if text is None:
        text = _DAYS[day] = (_EPOCH + timedelta(days=day)).isoformat()
    return text + _TIMES[second]


def day_of(at: int) -> date:
    """The company's local day of an instant."""
    return datetime.fromtimestamp(at, tz=UTC).astimezone(ZoneInfo(ZONE)).date()


def quarter_ends() -> list[int]:
    """The instants at which the quarters of the three years end."""
    days = [date(year, month, 1) for year in (2024, 2025, 2026) for month in (1, 4, 7, 10)]
    return [midnight(day) for day in days]


def closed_days() -> frozenset[date]:
    """Days on which nobody at the sample company works: public holidays and the Christmas shutdown."""
    closed = set(words().holidays)
    for first, last in company().stories.shutdown:
        closed.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(closed)


class Calendar:
    """Working time of one zone: Monday to Friday, 09:00 to 18:00, less the days nobody works."""

    def __init__(self, zone: str) -> None:
        closed = closed_days()
        span = range((AS_OF_DAY - FIRST_DAY).days + 420)
        days = [FIRST_DAY + timedelta(days=n) for n in span]
        self.opens = [midnight(d, zone) + OPENS for d in days if d.weekday() < 5 and d not in closed]

    def elapsed(self, at: int) -> int:
        """Working seconds before an instant, counted from the first day."""
        day = bisect_right(self.opens, at) - 1
        return 0 if day < 0 else day * WORKDAY + min(at - self.opens[day], WORKDAY)

    def after(self, at: int, seconds: float) -> int:
        """The instant at which so many working seconds have passed since ``at``."""
        day, second = divmod(self.elapsed(at) + int(seconds), WORKDAY)
        return self.opens[day] + second if day < len(self.opens) else self.opens[-1]
