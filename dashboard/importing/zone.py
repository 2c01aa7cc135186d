"""The company zone as two macros, so that DuckDB reads local times exactly as zoneinfo does.

``shift_on_wall(wall)`` and ``shift_at(instant)`` give the offset as an interval: a tree of comparisons
over the zone's changes, because a join would not keep the rows of a file in their order. A repeated
local hour is read as its first, a skipped one with the offset before the change: on the wall, an offset
holds from its start plus the larger of it and the one before. ``is_repeated(wall)`` and ``is_skipped(wall)`` tell them.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import duckdb

_EARLIEST = datetime(1989, 1, 1, tzinfo=UTC)


def load_zone(con: duckdb.DuckDBPyConnection, time_zone: str, latest: datetime) -> None:
    """Defines the macros for the times from 1990 to ``latest`` (naive, UTC)."""
    starts, shifts = offsets(ZoneInfo(time_zone), latest.replace(tzinfo=UTC) + timedelta(days=400))
    walls = [
        start + timedelta(seconds=max(before, shift))
        for start, before, shift in zip(starts, [shifts[0], *shifts], shifts, strict=False)
    ]
    intervals = [f"to_seconds({shift})" for shift in shifts]
    con.execute(f"create or replace temp macro shift_on_wall(wall) as {_tree('wall', walls, intervals)}")
    con.execute(f"create or replace temp macro shift_at(instant) as {_tree('instant', starts, intervals)}")
    turns = [
        (start + timedelta(seconds=before), start + timedelta(seconds=shift))
        for start, before, shift in zip(starts[1:], shifts, shifts[1:], strict=False)
    ]
    repeated = _within([(now, then) for then, now in turns if now < then])
    skipped = _within([(then, now) for then, now in turns if then < now])
    con.execute(f"create or replace temp macro is_repeated(wall) as {repeated}")
    con.execute(f"create or replace temp macro is_skipped(wall) as {skipped}")


def _within(spans: Sequence[tuple[datetime, datetime]]) -> str:
    """Whether a wall clock lies in one of the spans; the hours they touch are asked first, as most are others."""
    if not spans:
        return "false"
    ends = [moment for span in spans for moment in span]
    hours = sorted({(begin + timedelta(hours=at)).hour for begin, end in spans for at in range(_hours(begin, end))})
    inside = _tree("wall", [ends[0], *ends], ["false", *(["true", "false"] * len(spans))])
    return f"case when list_contains([{', '.join(map(str, hours))}], hour(wall)) then {inside} else false end"


def _hours(begin: datetime, end: datetime) -> int:
    """How many hours of the clock a span touches, at the most."""
    return int((end - begin).total_seconds() // 3600) + 1


def _tree(name: str, starts: Sequence[datetime], values: Sequence[str]) -> str:
    """The comparisons that find which value holds: each does from its start on, the first also before."""
    if len(starts) == 1:
        return values[0]
    middle = len(starts) // 2
    earlier = _tree(name, starts[:middle], values[:middle])
    later = _tree(name, starts[middle:], values[middle:])
    return f"case when {name} < timestamp '{starts[middle]:%Y-%m-%d %H:%M:%S}' then {earlier} else {later} end"


@cache
def offsets(zone: ZoneInfo, until: datetime) -> tuple[tuple[datetime, ...], tuple[int, ...]]:
    """The instants (naive, UTC) from which each offset holds, and the offsets in seconds east of UTC."""
    starts, shifts = [_EARLIEST], [_shift(zone, _EARLIEST)]
    day, shift = _EARLIEST, shifts[0]
    while day < until:
        following = day + timedelta(days=1)
        then = _shift(zone, following)
        if shift != then:
            change = _change(zone, day, following)
            starts.append(change)
            shifts.append(_shift(zone, change))
        day, shift = following, then
    return tuple(start.replace(tzinfo=None) for start in starts), tuple(shifts)


def _shift(zone: ZoneInfo, instant: datetime) -> int:
    shift = instant.astimezone(zone).utcoffset()
    return round(shift.total_seconds()) if shift else 0


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second with the later offset."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
        if _shift(zone, middle) == _shift(zone, before):
            before = middle
        else:
            after = middle
    return after
