"""A day without a time where an instant is meant is local midnight, but never before the creation it follows."""

from datetime import datetime

import pytest

from tests.importing.importer import Importer

at = datetime.fromisoformat
LEADS = "lead_id,created_at\nL1,2025-05-03 15:00\nL2,2025-05-02 15:00\n"
MAPPING = """
name = "m"
[[sources]]
name = "leads"
files = ["people"]
[[sources.feeds]]
table = "leads"
[sources.feeds.columns]
lead_id = "Id"
created_at = "Created"
[[sources.feeds]]
table = "lead_events"
[sources.feeds.columns]
lead_id = "Id"
at = { column = "Qualified", dates = [%s] }
event = { constant = "mql" }
"""


def test_on_the_day_of_its_lead_or_deal_it_counts_at_that_moment(importing: Importer) -> None:
    """Of every table that happens at an instant; on other days it is midnight, a time that is given stays."""
    done = importing(
        {
            "leads.csv": LEADS,
            "deals.csv": "deal_id,created_at\nD1,2025-05-03 16:00\n",
            "lead_events.csv": "lead_id,at,event\nL1,2025-05-03,mql\nL2,2025-05-03,mql\nL1,2025-05-03 09:00,sal\n"
            "L1,2025-05-02,rejected\n",
            "deal_events.csv": "deal_id,at,event\nD1,2025-05-03,Demo\nD1,2025-05-04,won\n",
            "touches.csv": "touch_id,at,kind,direction,lead_id,deal_id\nT1,2025-05-03,call,outbound,L1,\n"
            "T2,2025-05-03,call,outbound,,D1\nT3,2025-05-03,call,outbound,L1,D1\n"
            "T4,2025-05-03 00:00,call,outbound,L1,\n",
        },
        settings={"time_zone": "Europe/Berlin"},
    )
    assert done.rows('select lead_id, "at", event, day_only from lead_events order by all') == [
        ("L1", at("2025-05-01T22:00"), "rejected", True),
        ("L1", at("2025-05-03T07:00"), "sal", False),
        ("L1", at("2025-05-03T13:00"), "mql", True),
        ("L2", at("2025-05-02T22:00"), "mql", True),
    ]
    assert done.column('select "at" from deal_events order by all') == [at("2025-05-03T14:00"), at("2025-05-03T22:00")]
    assert done.column('select "at" from touches order by touch_id') == [
        at("2025-05-03T13:00"), at("2025-05-03T14:00"), at("2025-05-03T13:00"), at("2025-05-02T22:00"),
    ]  # fmt: skip
    assert done.rows("select file, records from warnings where reason = 'day_precision' order by all") == [
        ("deal_events.csv", 2), ("lead_events.csv", 3), ("touches.csv", 3),
    ]  # fmt: skip
    assert ("day_precision", 8) in [(reason, records) for reason, records, _ in done.summary.warnings]


def test_a_day_the_clocks_change_is_the_local_day(importing: Importer) -> None:
    """23 hours long, from 23:00 UTC on; a lead of its last minute is of that day, one of the next midnight is not."""
    done = importing(
        {
            "leads.csv": "lead_id,created_at\nL1,2025-03-30 23:59\nL2,2025-03-31 00:00\n",
            "lead_events.csv": "lead_id,at,event\nL1,2025-03-30,mql\nL2,2025-03-30,mql\n",
        },
        settings={"time_zone": "Europe/Berlin"},
    )
    assert done.column('select "at" from lead_events order by lead_id') == [
        at("2025-03-30T21:59"), at("2025-03-29T23:00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("formats", "value", "moment"),
    [
        ('"D.M.YYYY"', "3.5.2025", "2025-05-03T15:00"),
        ('"D.M.YYYY"', "3.5.2025 09:00", "2025-05-03T09:00"),
        ('"YYYYMMDD"', "20250503", "2025-05-03T15:00"),
        ('"excel"', "45780", "2025-05-03T15:00"),
        ('"excel"', "45780.5", "2025-05-03T12:00"),
        ('"D MMM YYYY HH:mm"', "3 May 2025 00:00", "2025-05-03T00:00"),
        ('"epoch"', "1746230400", "2025-05-03T00:00"),
        ('"iso", "epoch"', "2025-05-03", "2025-05-03T15:00"),
    ],
)
def test_however_the_day_is_written(importing: Importer, formats: str, value: str, moment: str) -> None:
    """Pictures, serial numbers of spreadsheets, seconds: what names a time keeps it, midnight too."""
    done = importing({"people.csv": f"Id,Created,Qualified\nL1,2025-05-03 15:00,{value}\n"}, MAPPING % formats)
    assert done.column('select "at" from lead_events') == [at(moment)]
