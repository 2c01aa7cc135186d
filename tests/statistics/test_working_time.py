"""Working time is what adding up the open hours of each local day gives, whatever the clocks do."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.scope.settings import Settings, WorkingHours, read_settings
from dashboard.warehouse.calendars import BusinessDay, business_days

at = datetime.fromisoformat
"""An instant, UTC without zone, as the warehouse holds it."""

FIRST, LAST = date(2025, 2, 24), date(2025, 11, 16)
ZONES = ["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Berlin", "Pacific/Auckland", "UTC"]
HOURS = [WorkingHours(), WorkingHours(days=(1, 2, 3, 4, 5, 6, 7), open=time(0), close=time(23, 59))]
ALWAYS = [Settings(working_hours=hours) for hours in HOURS]
CALENDARS = [business_days(ZONES, settings, FIRST, LAST) for settings in ALWAYS]

WORKED = """
    with days as (
        select
            unnest($calendars::varchar[]) as calendar,
            unnest($opens::timestamp[]) as opens_at,
            unnest($closes::timestamp[]) as closes_at,
            unnest($before::double[]) as minutes_before
    ),

    intervals as (
        select
            unnest(range(len($starts::timestamp[]))) as id,
            unnest($zones::varchar[]) as calendar,
            unnest($starts::timestamp[]) as start_at,
            unnest($ends::timestamp[]) as end_at
    )

    select * from working_minutes('intervals', 'days') order by id
"""

Interval = tuple[str | None, datetime | None, datetime | None]


def worked(ask: Any, days: list[BusinessDay], intervals: list[Interval]) -> list[float | None]:
    """Working minutes of each interval."""
    columns = [list(column) for column in zip(*days, strict=True)] or [[], [], [], []]
    rows = ask(
        WORKED,
        **dict(zip(("calendars", "opens", "closes", "before"), columns, strict=True)),
        zones=[zone for zone, _, _ in intervals],
        starts=[start for _, start, _ in intervals],
        ends=[end for _, _, end in intervals],
    )
    assert [(row["calendar"], row["start_at"], row["end_at"]) for row in rows] == intervals
    return [row["working_minutes"] for row in rows]


def added_up(zone: str, hours: WorkingHours, start: datetime, end: datetime) -> float:
    """The second way: the overlap with every open local day from FIRST to LAST, one after the other."""
    total = timedelta()
    for day in range((LAST - FIRST).days + 1):
        local = FIRST + timedelta(days=day)
        opens, closes = (
            datetime.combine(local, clock).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
            for clock in (hours.open, hours.close)
        )
        if local.isoweekday() in hours.days:
            total += max(timedelta(), min(end, closes) - max(start, opens))
    return total / timedelta(minutes=1)


INSTANTS = st.one_of(
    st.datetimes(at("2025-01-01T00:00"), at("2025-12-31T00:00")),
    st.datetimes(at("2025-03-28T00:00"), at("2025-04-08T00:00")),
    st.sampled_from([at("2025-03-10T08:00"), at("2025-03-10T17:00"), at("2025-11-16T23:59")]),
)


@settings(max_examples=40, deadline=None)
@given(
    drawn=st.lists(st.tuples(st.sampled_from(ZONES), INSTANTS, INSTANTS), min_size=1, max_size=5),
    which=st.integers(0, 1),
)
def test_working_minutes_are_the_open_minutes_between(
    ask: Any, drawn: list[tuple[str, datetime, datetime]], which: int
) -> None:
    """In every zone, over clock changes, on closed days, before the first and after the last day of the calendar."""
    intervals: list[Interval] = [(zone, min(instants), max(instants)) for zone, *instants in drawn]
    found = worked(ask, CALENDARS[which], intervals)
    assert found == pytest.approx(
        [added_up(zone, HOURS[which], min(instants), max(instants)) for zone, *instants in drawn], abs=1e-9
    )


def test_without_a_start_an_end_or_a_calendar_there_is_no_working_time(ask: Any) -> None:
    """Null, never 0."""
    days = business_days(["UTC"], ALWAYS[0], FIRST, LAST)
    noon = at("2025-03-10T12:00")
    cases: list[Interval] = [
        (None, noon, noon),
        ("Mars/Olympus", noon, noon),
        ("UTC", None, noon),
        ("UTC", noon, None),
        ("UTC", noon, noon),
    ]
    assert worked(ask, days, cases) == [None, None, None, None, 0]
    assert worked(ask, [], cases) == [None] * 5


def test_two_openings_of_one_utc_day_are_told_apart(ask: Any) -> None:
    """Where the clocks go forward, a day opens 23 hours after the one before it."""
    hours = WorkingHours(days=(6, 7), open=time(19, 30), close=time(20))
    days = business_days(["America/New_York"], Settings(working_hours=hours), date(2025, 3, 8), date(2025, 3, 9))
    assert [opens for _, opens, _, _ in days] == [at("2025-03-09T00:30"), at("2025-03-09T23:30")]
    interval = ("America/New_York", at("2025-03-09T00:40"), at("2025-03-09T23:45"))
    assert worked(ask, days, [interval]) == [35]


def test_a_skipped_hour_has_the_offset_before_the_change_and_a_repeated_one_is_its_first() -> None:
    """New York skips 02:00–03:00 on 2025-03-09 and repeats 01:00–02:00 on 2025-11-02."""
    hours = WorkingHours(days=(7,), open=time(1, 30), close=time(2, 30))
    spring = business_days(["America/New_York"], Settings(working_hours=hours), date(2025, 3, 9), date(2025, 3, 9))
    assert spring == [("America/New_York", at("2025-03-09T06:30"), at("2025-03-09T07:30"), 0)]
    autumn = business_days(["America/New_York"], Settings(working_hours=hours), date(2025, 11, 2), date(2025, 11, 9))
    assert autumn == [
        ("America/New_York", at("2025-11-02T05:30"), at("2025-11-02T07:30"), 0),
        ("America/New_York", at("2025-11-09T06:30"), at("2025-11-09T07:30"), 120),
    ]


def test_a_day_the_clocks_swallow_is_shut() -> None:
    """Open from 02:30 to 03:00 where 02:00–03:00 does not exist: no minute, no day."""
    hours = WorkingHours(days=(7,), open=time(2, 30), close=time(3))
    days = business_days(["America/New_York"], Settings(working_hours=hours), date(2025, 3, 9), date(2025, 3, 16))
    assert [opens for _, opens, _, _ in days] == [at("2025-03-16T06:30")]


def test_holidays_are_those_of_the_country_its_region_and_the_companys_own() -> None:
    """Labour Day is shut in Germany, Corpus Christi (19 June 2025) in Bavaria alone; without a country nothing is."""
    days = [date(2025, 5, 1), date(2025, 6, 19), date(2025, 7, 4), date(2025, 12, 25)]

    def is_open(**settings: object) -> list[bool]:
        read = read_settings(settings, "settings")
        return [bool(business_days(["UTC"], read, day, day)) for day in days]

    assert is_open(country="DE") == [False, True, True, False]
    assert is_open(country="de") == [False, True, True, False]
    assert is_open(country="DE-BY") == [False, False, True, False]
    assert is_open(country="US") == [True, False, False, False]
    assert is_open() == [True, True, True, True]
    assert is_open(country="DE", holidays=["2025-06-19"]) == [False, False, True, False]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "America", "/etc/passwd", ""])
def test_an_unknown_zone_is_named(zone: str) -> None:
    """The sentence says which one."""
    with pytest.raises(BadInput, match=f"^{zone!r} is no time zone; name one as in Europe/Berlin.$"):
        business_days([zone], ALWAYS[0], FIRST, LAST)


@pytest.mark.parametrize(
    ("country", "says"),
    [
        ("QQ", 'no holidays are known for "QQ"; give the two letters of the country, as in DE'),
        ("DE-ZZ", 'no holidays are known for the region "DE-ZZ"; those known of DE are: BB, BE, BW, BY'),
        ("", 'no holidays are known for ""'),
    ],
)
def test_an_unknown_country_or_region_is_refused_with_the_settings(country: str, says: str) -> None:
    """Before anything is imported, not by every question after it."""
    with pytest.raises(BadInput, match=re.escape(says)):
        read_settings({"country": country}, "settings")
