"""Instants, days, weeks and windows. An instant is whole microseconds since 1970 in UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 3600 * SECOND
DAY = 86_400 * SECOND
WEEK_DAYS = 7
WINDOW_DAYS = 91

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

WRITTEN = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)


def instant(moment: datetime) -> int:
    """Microseconds since 1970 of a moment that has a zone."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def resolve(local: datetime, zone: ZoneInfo) -> int:
    """A local time as an instant: a repeated hour is its first, a skipped one has the earlier offset."""
    return instant(local.replace(tzinfo=zone, fold=0))


def local_time(at: int, zone: ZoneInfo) -> datetime:
    """The local wall time of an instant, without a zone."""
    return (EPOCH + timedelta(microseconds=at)).astimezone(zone).replace(tzinfo=None)


def midnight(day: date, zone: ZoneInfo) -> int:
    """The instant of a day's local midnight."""
    return resolve(datetime.combine(day, time()), zone)


def parse_instant(text: str, zone: ZoneInfo) -> int:
    """An ISO date or time, with or without zone, as an instant; ``ValueError`` when it is none."""
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    micro = int((fraction or "0").ljust(9, "0")[:6])
    clock = time(int(hour or 0), int(minute or 0), int(second or 0), micro)
    local = datetime.combine(date(int(year), int(month), int(day)), clock)
    if offset is None:
        return resolve(local, zone)
    if offset in "Zz":
        return instant(local.replace(tzinfo=UTC))
    digits = offset[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return instant(local.replace(tzinfo=timezone(-away if offset[0] == "-" else away)))


def days_before(at: int, days: int, zone: ZoneInfo) -> int:
    """The same local time, that many calendar days earlier."""
    return resolve(local_time(at, zone) - timedelta(days=days), zone)


def week_start(as_of: int, zone: ZoneInfo) -> int:
    """Monday 00:00 of the ISO week that holds the last instant before ``as_of``."""
    last = local_time(as_of - 1, zone)
    return midnight(last.date() - timedelta(days=last.weekday()), zone)


def week_name(as_of: int, zone: ZoneInfo) -> str:
    """The review week as ``2026-W46``."""
    year, week, _ = local_time(as_of - 1, zone).isocalendar()
    return f"{year}-W{week:02d}"


def weeks_before(as_of: int, count: int, zone: ZoneInfo) -> list[tuple[int, int]]:
    """The ``count`` weeks before the review week and then the review week, oldest first."""
    start = week_start(as_of, zone)
    starts = [days_before(start, WEEK_DAYS * back, zone) for back in range(count, -1, -1)]
    return list(zip(starts, [*starts[1:], as_of], strict=True))


def calendar_days(start: int, end: int, zone: ZoneInfo) -> float:
    """How many calendar days lie between two instants, by the local clock."""
    return (local_time(end, zone) - local_time(start, zone)) / timedelta(days=1)


def window_before(start: int, end: int, zone: ZoneInfo) -> tuple[int, int]:
    """The window before this one, as long by the local clock."""
    length = local_time(end, zone) - local_time(start, zone)
    return resolve(local_time(start, zone) - length, zone), start


def iso(at: int, zone: ZoneInfo) -> str:
    """An instant as ISO 8601 with the company's offset."""
    return (EPOCH + timedelta(microseconds=at)).astimezone(zone).isoformat()
