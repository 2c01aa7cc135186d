"""What leads' histories and present statuses tell of: set back is recycled, a status without a date is said as such."""

# ruff: noqa: E501 — the lines of an export are as long as they are

from datetime import datetime
from typing import Any

import pytest

from dashboard.importing.mapping.files import load_mapping
from tests.importing.importer import Imported, Importer

LEAD = "00Q1G00000nDnM5UAK"


def events(done: Imported) -> list[tuple[Any, ...]]:
    """The leads' events with their days, in order."""
    return done.rows("""select ("at")::date::varchar, event from lead_events order by "at", event""")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param("7 mql, 9 lead", ["7 mql", "9 recycled"], id="set back to lead"),
        pytest.param("6 lead, 7 mql, 9 subscriber", ["6 inquiry", "7 mql", "9 recycled"], id="set back to nothing"),
        pytest.param("6 subscriber, 7 mql", ["7 mql"], id="a subscriber is none yet"),
        pytest.param("7 mql, 8 sql, 9 mql, 12 sql", ["7 mql", "8 sql", "9 recycled", "12 sql"], id="set back by one"),
        pytest.param("7 mql, 9 lead, 12 mql", ["7 mql", "9 recycled", "12 mql"], id="and forward again"),
        pytest.param("7 mql, 8 UNQUALIFIED, 8 lead", ["7 mql", "8 disqualified"], id="set back as it was disqualified"),
        pytest.param("7 mql, 8 UNQUALIFIED, 12 lead", ["7 mql", "8 disqualified", "12 inquiry"], id="comes in again"),
        pytest.param(
            "7 sql, 8 customer, 20 lead, 21 mql",
            ["7 sql", "8 won", "20 inquiry", "21 mql"],
            id="a customer begins anew",
        ),
        pytest.param("7 mql, 8 mql", ["7 mql", "8 mql"], id="the same again is no step back"),
    ],
)
@pytest.mark.parametrize("dated", [False, True])
def test_hubspots_lifecycle(importing: Importer, steps: str, expected: list[str], dated: bool) -> None:
    """With the date its record keeps of each stage beside its history, the history's counts alone."""
    names = {"mql": "marketingqualifiedlead", "sql": "salesqualifiedlead"}
    told = [step.split() for step in steps.split(", ")]
    rows = "".join(
        f"1,{'hs_lead_status' if word.isupper() else 'lifecyclestage'},{names.get(word, word)},2025-01-{int(day):02} 09:00:0{at}\n"
        for at, (day, word) in enumerate(told)
    )
    last = {word: f"2025-01-{int(day):02} 09:00:00" for day, word in told}
    stages = {"lead": "lead", "mql": "marketingqualifiedlead", "sql": "salesqualifiedlead", "customer": "customer"}
    header = "".join(f",property_hs_lifecyclestage_{name}_date" for name in stages.values()) if dated else ""
    dates = "".join(f",{last.get(word, '')}" for word in stages) if dated else ""
    done = importing(
        {
            "contact_property_history_data.csv": f"contact_id,name,value,timestamp\n{rows}",
            "contact_data.csv": f"id,property_createdate{header}\n1,2025-01-06 09:00:00{dates}\n",
        },
        load_mapping("hubspot"),
    )
    assert events(done) == [(f"2025-01-{int(day):02}", event) for day, event in (step.split() for step in expected)]
    assert done.quarantine == []


def test_a_salesforce_status_that_is_set_back(importing: Importer) -> None:
    """To New as well; a row that only says so is skipped where nothing came of it."""
    rows = [
        "05,New,Marketing Qualified", "06,Marketing Qualified,Working", "08,Working,Open - Not Contacted", "09,Open,New", "12,New,Marketing Qualified",
    ]  # fmt: skip
    log = "".join(f"{LEAD},Status,{old},{new},2024-01-{day}\n" for day, old, new in (row.split(",") for row in rows))
    done = importing(
        {
            "Lead.csv": f"Id,CreatedDate,Company\n{LEAD},2024-01-01,Acme\n",
            "LeadHistory.csv": f"LeadId,Field,OldValue,NewValue,CreatedDate\n{log}",
        },
        load_mapping("salesforce"),
    )
    assert events(done) == [
        ("2024-01-05", "mql"),
        ("2024-01-06", "sal"),
        ("2024-01-08", "recycled"),
        ("2024-01-12", "mql"),
    ]
    assert done.counts["LeadHistory.csv"] == (5, 3, 0, 2)


STATES = [
    pytest.param(
        "salesforce",
        {
            "Lead.csv": "Id,CreatedDate,Company,Status,Unqualified_Reason__c{more}\n"
            + LEAD
            + ",2025-01-06,Acme,Unqualified,Budget{value}\n"
        },
        "LastModifiedDate",
        "Budget",
        id="salesforce",
    ),
    pytest.param(
        "hubspot",
        {
            "contacts.csv": "Record ID,Email,Create Date,Lead Status{more}\n1,a@x.example,2025-01-06,Unqualified{value}\n"
        },
        "Last Modified Date",
        None,
        id="hubspot screens",
    ),
    pytest.param(
        "hubspot",
        {"contact_data.csv": "id,property_createdate,property_hs_lead_status{more}\n1,2025-01-06,UNQUALIFIED{value}\n"},
        "property_lastmodifieddate",
        None,
        id="hubspot connector",
    ),
]


@pytest.mark.parametrize(("mapping", "files", "modified", "reason"), STATES)
def test_a_status_without_a_date(
    importing: Importer, mapping: str, files: dict[str, str], modified: str, reason: str | None
) -> None:
    """It counts at the record's last change, else at the end of the last whole week, and is said."""
    for more, value, at in (
        (f",{modified}", ",2025-03-04 05:06:07", "2025-03-04 05:06:07"),
        (f",{modified}", ",2026-03-04 05:06:07", "2025-06-01 23:59:59.999999"),
        ("", "", "2025-06-01 23:59:59.999999"),
    ):
        done = importing(
            {name: text.format(more=more, value=value) for name, text in files.items()}, load_mapping(mapping)
        )
        assert done.rows("""select event, reason, ("at")::varchar from lead_events""") == [("disqualified", reason, at)]
        assert done.warnings == [(2, "at", "undated_status", "disqualified")]


CONTACT = (
    "id,property_createdate,property_hs_lead_status,property_lastmodifieddate\n1,2025-01-06,UNQUALIFIED,2025-01-20\n"
)
LOG = "contact_id,name,value,timestamp\n"


@pytest.mark.parametrize(
    ("files", "expected", "is_said"),
    [
        pytest.param({"contact_property_history_data.csv": f"{LOG}1,hs_lead_status,UNQUALIFIED,2025-01-08\n"}, [("2025-01-08", "disqualified")], False, id="its history dates it"),
        pytest.param({"contact_property_history_data.csv": f"{LOG}1,lifecyclestage,customer,2025-01-08\n"}, [("2025-01-08", "won")], False, id="it ended otherwise"),
        pytest.param({"contact_property_history_data.csv": f"{LOG}1,lifecyclestage,marketingqualifiedlead,2025-01-25\n"}, [("2025-01-25", "mql"), ("2025-01-25", "disqualified")], True, id="it moved after that"),
        pytest.param({"deal_data.csv": "deal_id,property_createdate\n7,2025-01-10\n", "deal_contact_data.csv": "contact_id,deal_id,type_id\n1,7,3\n"}, [], False, id="its deal tells"),
    ],
)  # fmt: skip
def test_what_is_recorded_comes_before_a_status_without_a_date(
    importing: Importer, files: dict[str, str], expected: list[tuple[str, str]], is_said: bool
) -> None:
    """No exit is told twice, and none before what the lead is known to have done."""
    done = importing({"contact_data.csv": CONTACT, **files}, load_mapping("hubspot"))
    assert sorted(events(done)) == sorted(expected)
    assert ("undated_status" in done.column("select reason from warnings where reason <> 'day_precision'")) is is_said


OWN = """
name = "ours"
[[sources]]
name = "leads"
headers = ["LeadId", "Born"]
[[sources.feeds]]
table = "leads"
[sources.feeds.columns]
lead_id = "LeadId"
created_at = "Born"
[[sources.feeds]]
table = "lead_records"
where = [{ column = "Stage", one_of = ["Junk", "Hot"] }]
[sources.feeds.columns]
lead_id = "LeadId"
event = { column = "Stage", values = { "Junk" = "disqualified", "Hot" = "mql" } }
at = "Since"
reason = "Why"
"""


def test_a_mapping_of_ones_own_states_a_status(importing: Importer) -> None:
    """Entries and exits; a date that cannot be read is none, and makes no state of today."""
    rows = "1,2025-01-06,Junk,Spam,\n2,2025-01-06,Hot,,\n3,2025-01-06,Junk,Spam,2025-01-09\n4,2025-01-06,Junk,,soon\n5,2025-01-06,New,,\n6,2025-01-06,Junk,,2025-12-01\n"
    done = importing({"leads.csv": f"LeadId,Born,Stage,Why,Since\n{rows}"}, OWN)
    assert done.rows("""select lead_id, event, reason, ("at")::varchar from lead_events order by all""") == [
        ("1", "disqualified", "Spam", "2025-06-01 23:59:59.999999"),
        ("2", "mql", None, "2025-06-01 23:59:59.999999"),
        ("3", "disqualified", "Spam", "2025-01-09 00:00:00"),
    ]
    assert done.rows("select line, reason, value from warnings where reason <> 'day_precision' order by all") == [
        (2, "undated_status", "disqualified"),
        (3, "undated_status", "mql"),
        (5, "bad_timestamp", "soon"),
        (7, "future_timestamp", "2025-12-01"),
    ]


def test_a_status_of_a_lead_that_came_in_this_week(importing: Importer) -> None:
    """It cannot have counted before the lead was there."""
    done = importing(
        {"leads.csv": "LeadId,Born,Stage,Why,Since\n1,2025-06-04,Junk,Spam,\n"},
        OWN,
        as_of=datetime.fromisoformat("2025-06-05"),
    )
    assert done.rows("""select ("at")::varchar from lead_events""") == [("2025-06-04 23:59:59.999999",)]
