"""Dates are never guessed, and local times become UTC exactly as zoneinfo has it (classes 36–41)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import BadInput, MustAsk
from dashboard.importing.mapping.formats import picture
from dashboard.importing.sql import load_macros
from dashboard.importing.zone import load_zone
from tests.importing.importer import Importer

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour
    "Africa/Casablanca",  # goes back for Ramadan
    "Asia/Kolkata",
    "America/St_Johns",  # changed at one minute past midnight
    "Pacific/Apia",  # skipped a whole day
    "Europe/Moscow",
    "Antarctica/Troll",  # two hours
)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the import's macros."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        load_macros(connection)
        yield connection


@pytest.fixture(scope="module", params=ZONES)
def zone(con: duckdb.DuckDBPyConnection, request: pytest.FixtureRequest) -> ZoneInfo:
    """A zone, loaded."""
    load_zone(con, request.param, datetime.fromisoformat("2031-01-01"))
    return ZoneInfo(request.param)


def value(con: duckdb.DuckDBPyConnection, expression: str, **parameters: object) -> Any:
    """What an expression of our own macros gives."""
    row = con.execute(f"select {expression}", parameters or None).fetchone()
    return row[0] if row else None


@cache
def changes(zone: ZoneInfo) -> list[datetime]:
    """Days near which the zone's offset changes, as wall clocks."""
    days = [datetime.fromisoformat("1990-01-02") + timedelta(days=at) for at in range(41 * 365)]
    shifts = [day.replace(tzinfo=zone).utcoffset() for day in days]
    return [day for day, shift, following in zip(days, shifts, shifts[1:], strict=False) if shift != following]


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_local_times_are_zoneinfos(con: duckdb.DuckDBPyConnection, zone: ZoneInfo, data: st.DataObject) -> None:
    """A repeated hour is read as its first, a skipped one with the offset before the change."""
    anywhere = st.datetimes(datetime.fromisoformat("1990-01-02"), datetime.fromisoformat("2030-12-31"))
    seconds = st.integers(0, 2 * 86_400)
    near = st.builds(
        lambda day, after: day + timedelta(seconds=after),
        st.sampled_from(changes(zone) or [datetime.fromisoformat("2000-01-01")]),
        seconds,
    )
    walls = data.draw(st.lists(st.one_of(anywhere, near), min_size=1, max_size=50))
    query = (
        "select wall - shift_on_wall(wall), wall + shift_at(wall), is_repeated(wall) "
        "from (select unnest($walls::timestamp[]) as wall)"
    )
    for wall, (instant, local, repeated) in zip(walls, con.execute(query, {"walls": walls}).fetchall(), strict=True):
        first, second = (wall.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
        assert repeated == (first > second)
        assert instant == wall.replace(tzinfo=zone, fold=0).astimezone(UTC).replace(tzinfo=None)
        assert local == wall.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("2025-03-01", "2025-03-01"),
        ("2025-03-01 10:20", "2025-03-01T10:20"),
        ("2025-03-01 9:05:06", "2025-03-01T09:05:06"),
        ("2025-03-01T10:20:30.5", "2025-03-01T10:20:30.5"),
        ("2025-03-01T10:20:30.123456789Z", "2025-03-01T10:20:30.123456"),
        ("2025-03-01T10:20:30+05:30", "2025-03-01T04:50:30"),
        ("2025-03-01T10:20+05:30", "2025-03-01T04:50"),
        ("2025-03-01 10:20 Z", "2025-03-01T10:20"),
        ("2025-03-01T10:20:30+0200", "2025-03-01T08:20:30"),
        ("2025-03-01 10:20:30 -0500", "2025-03-01T15:20:30"),
        ("2025-03-01 10:20:30 UTC", "2025-03-01T10:20:30"),
        ("2025-03-01 10:20:30 Asia/Tokyo", "2025-03-01T01:20:30"),
        ("2025-03-01 10:20:30+14", "2025-02-28T20:20:30"),
        ("2025/3/1", "2025-03-01"),
        ("2025.03.01", "2025-03-01"),
        ("2025.3.1 9:05", "2025-03-01T09:05"),
        ("2025-03-01 2:05\u202fPM", "2025-03-01T14:05"),
        ("2025-03-01 2:05:06 p.m.", "2025-03-01T14:05:06"),
        *(
            (f"2025-03-01 10:20:30{zone}", None)
            for zone in ("+15:00", "+25:00", "+99:99", "+02:60", " EST", " Mars/Olympus")
        ),
        *((text, None) for text in ("2025-02-30", "2025-13-01", "0000-00-00", "2025-03-01 24:00", "2025-03-01T25:00")),
        *(
            (text, None)
            for text in ("20250301", "45000", "1735689600", "infinity", "epoch", "1 mars 2025", "01/02/25", "")
        ),
    ],
)
def test_year_first(con: duckdb.DuckDBPyConnection, text: str, wall: str | None) -> None:
    """Classes 38 to 40: ISO forms need no format; nothing else is read without one."""
    read = value(
        con,
        "with_zone(from_year_first(without_zone($text)), coalesce(nullif(zone_in($text), ''), 'Z'), ['Asia/Tokyo'])",
        text=text,
    )
    assert read == (datetime.fromisoformat(wall) if wall else None)


@pytest.mark.parametrize(
    ("form", "text", "wall"),
    [
        ("YYYYMMDD", "20250301", "2025-03-01"),
        ("M/D/YYYY", "3/1/2025", "2025-03-01"),
        ("M/D/YYYY", "3/1/2025, 2:05 PM", "2025-03-01T14:05"),
        ("DD-MM-YYYY", "01-03-2025", "2025-03-01"),
        ("DD-MM-YYYY", "1-3-2025", None),
        ("DD.MM.YYYY HH:mm", "01.03.2025 09:05", "2025-03-01T09:05"),
        ("D MMM, YYYY HH:mm:ss", "15 Apr, 2021 00:03:00", "2021-04-15T00:03"),
        ("D MMMM YYYY", "5 april 2021", "2021-04-05"),
        ("MMM D, YYYY h:mm A", "Apr 5, 2021 12:03 am", "2021-04-05T00:03"),
        ("D/M/YY", "1/3/25", "2025-03-01"),
        ("YYYYMMDD", "20250230", None),
        ("YYYYMMDD", "2025-03-01", None),
    ],
)
def test_pictures(con: duckdb.DuckDBPyConnection, form: str, text: str, wall: str | None) -> None:
    """Class 41: a declared picture reads what has its shape and is a date."""
    drawn = picture(form)
    plain = value(con, "with_plain_time($text)", text=text) if "H" not in form and "h" not in form else text
    read = value(
        con, "from_picture($text, $shape, $formats)", text=plain, shape=drawn.shape, formats=list(drawn.formats)
    )
    assert read == (datetime.fromisoformat(wall) if wall else None)


def leads(dates: list[str]) -> dict[str, str | bytes]:
    """Leads created at these dates."""
    return {"leads.csv": "lead_id,created_at\n" + "".join(f'L{at},"{date}"\n' for at, date in enumerate(dates))}


@pytest.mark.parametrize(
    ("dates", "order", "read"),
    [
        (["3/4/2025", "25/4/2025"], None, ["2025-04-03", "2025-04-25"]),
        (["3/4/2025", "4/25/2025 2:05 PM"], None, ["2025-03-04", "2025-04-25T14:05"]),
        (["3/4/2025", "5.4.2025"], "dmy", ["2025-04-03", "2025-04-05"]),
        (["3/4/2025", "5-4-2025 13:00"], "mdy", ["2025-03-04", "2025-05-04T13:00"]),
        (["3/3/2025", "4/4/2025"], None, ["2025-03-03", "2025-04-04"]),
        (["2025-01-01", "2/13/2025", "3/1/2025"], None, ["2025-01-01", "2025-02-13", "2025-03-01"]),
    ],
)
def test_the_order_is_proven_or_said(importing: Importer, dates: list[str], order: str | None, read: list[str]) -> None:
    """Class 36: one date that can be read one way only decides the column; else --date-order does."""
    done = importing(leads(dates), date_order=order)
    assert done.column("select created_at from leads") == [datetime.fromisoformat(text) for text in read]


def test_an_open_order_is_asked_for(importing: Importer) -> None:
    """The question names the column, three samples, both readings and the option; nothing is written."""
    with pytest.raises(MustAsk) as asked:
        importing(leads(["3/4/2025", "5/6/2025", "1/2/2025", "7/8/2025"]))
    assert str(asked.value) == (
        'leads.csv: the column "created_at" can be read day first or month first: '
        '"1/2/2025" is 1 February 2025 or 2 January 2025; "3/4/2025" is 3 April 2025 or 4 March 2025; '
        '"5/6/2025" is 5 June 2025 or 6 May 2025; say which with --date-order dmy or --date-order mdy, '
        "or with date_order in the mapping."
    )
    assert not (importing.folder / "warehouse" / "current.json").exists()


def test_both_orders_in_one_column_are_asked_about(importing: Importer) -> None:
    """Class 37; once said, the rows of the other order are set aside."""
    dates = ["25/4/2025", "4/26/2025", "3/4/2025"]
    with pytest.raises(MustAsk, match=r'"25/4/2025" is day first, "4/26/2025" month first; .*--date-order'):
        importing(leads(dates))
    done = importing(leads(dates), date_order="dmy")
    assert done.quarantine == [(3, "created_at", "bad_timestamp")]
    assert done.column("select created_at from leads") == [
        datetime.fromisoformat("2025-04-25"),
        datetime.fromisoformat("2025-04-03"),
    ]


def test_single_rows_that_break_their_column_are_set_aside(importing: Importer) -> None:
    """Ambiguous where the row could be read two ways, else bad."""
    done = importing(
        leads(["2025-01-01", "2025-01-02", "3/4/2025", "25/4/2025", "2025-03-03", "2025-02-30", "2025-04-04"])
    )
    assert done.quarantine == [
        (4, "created_at", "ambiguous_date"),
        (5, "created_at", "bad_timestamp"),
        (7, "created_at", "bad_timestamp"),
    ]


def test_serials_and_epochs_only_where_the_mapping_says_so(importing: Importer) -> None:
    """Class 38: several formats may be given, a format for each column."""
    mapping = """
    name = "numbers"
    [[sources]]
    name = "people"
    headers = ["id"]
    [[sources.feeds]]
    table = "leads"
    [sources.feeds.columns]
    lead_id = "id"
    created_at = { column = "at", dates = ["excel", "YYYYMMDD", "iso", "epoch_ms"] }
    """
    rows = "1,45000\n2,45001.5\n3,20250301\n4,2025-03-02T10:00:00Z\n5,1735689600123\n6,3/4/2025\n"
    done = importing({"a.csv": "id,at\n" + rows}, mapping, settings={"time_zone": "Europe/Berlin"})
    assert done.column("select created_at from leads") == [
        datetime.fromisoformat(text)
        for text in (
            "2023-03-14T23:00",
            "2023-03-16T11:00",
            "2025-02-28T23:00",
            "2025-03-02T10:00",
            "2025-01-01T00:00:00.123",
        )
    ]
    assert done.quarantine == [(7, "created_at", "ambiguous_date")]


def test_a_time_that_clocks_show_twice_or_never_is_flagged(importing: Importer) -> None:
    """Class 40: read as the first of both or with the offset before; a value with its zone leaves nothing open."""
    done = importing(
        {
            "leads.csv": "lead_id,created_at\nL1,2024-10-27 02:30\nL2,2024-10-27T02:30+01:00\nL3,2024-10-27 03:00\n"
            "L4,2024-03-31 02:30\nL5,2024-10-27 01:59:59\n"
        },
        settings={"time_zone": "Europe/Berlin"},
    )
    assert done.warnings == [
        (2, "created_at", "repeated_hour", "2024-10-27 02:30"),
        (5, "created_at", "skipped_hour", "2024-03-31 02:30"),
    ]
    assert [f"{at:%H:%M}" for at in done.column("select created_at from leads")] == [
        "00:30", "01:30", "02:00", "01:30", "23:59",
    ]  # fmt: skip


def test_days_are_the_companys(importing: Importer) -> None:
    """A bare date is that day; an instant is the local day it falls in."""
    done = importing(
        {
            "deals.csv": "deal_id,created_at,expected_close_on\nD1,2025-03-01,2025-06-03T22:30:00Z\n"
            "D2,2025-03-01T10:00:00,2025-06-03\nD3,2025-03-30 02:30:00,2025-06-03 23:59\nD4,2024-10-27 02:30:00,\n"
        },
        settings={"time_zone": "Europe/Berlin"},
    )
    assert [str(day) for day in done.column("select expected_close_on from deals")] == [
        "2025-06-04",
        "2025-06-03",
        "2025-06-03",
        "None",
    ]
    assert done.column("select created_at from deals") == [
        datetime.fromisoformat(text)
        for text in ("2025-02-28T23:00", "2025-03-01T09:00", "2025-03-30T01:30", "2024-10-27T00:30")
    ]


def test_a_format_nobody_can_mean_is_refused(importing: Importer) -> None:
    """With file, key, the formats there are, and an example."""
    mapping = """
    name = "odd"
    [[sources]]
    name = "people"
    headers = ["id"]
    [[sources.feeds]]
    table = "leads"
    columns = { lead_id = "id", created_at = { column = "at", dates = ["dd/mm/yyyy"] } }
    """
    with pytest.raises(
        BadInput, match=r'test.toml: sources\["people"\].feeds\["leads"\].*"dd/mm/yyyy" is no date format; .*DD-MM-YYYY'
    ):
        importing({"a.csv": "id,at\n1,2025-01-01\n"}, mapping)
