"""The mappings for Pipedrive, Zoho CRM and Dynamics 365, each on a small export of the product in ``exports/``."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.importing.mapping.files import DESCRIPTION, bundled, load_mapping
from tests.importing.importer import Imported, Importer

EXPORTS = Path(__file__).parent / "exports"
README = Path(__file__).parents[2] / "README.md"

DEALS = 'select name, lead_id, account_id, company, amount, currency, renewal from deals order by "name"'
DEAL_EVENTS = """
    select name, event, "at"::varchar, reason from deal_events join deals using (deal_id) order by name, "at"
"""
LEAD_EVENTS = """select lead_id, event, "at"::varchar, reason from lead_events order by "at" """
TOUCHES = """
    select kind, direction, lead_id, deal_id, automated, connected, "at"::varchar from touches order by "at"
"""


def zoho(number: int) -> str:
    """A record id of the export of Zoho CRM."""
    return f"zcrm_400000000000000{number}"


def guid(number: int) -> str:
    """A record id of the export of Dynamics 365."""
    return f"5b3f0c11-0000-4000-8000-000000000{number}"


def nothing_is_lost(done: Imported) -> None:
    """Every row of every file is loaded, set aside or skipped, and every file is read."""
    assert not [file.file for file in done.summary.files if file.not_read]
    assert all(read == loaded + aside + skipped for read, loaded, aside, skipped in done.counts.values())


def test_pipedrive(importing: Importer) -> None:
    """People are the leads, the inbox their inquiries; won and lost are a status beside the stage."""
    inbox = "a1b2c3d4-0000-4000-8000-000000000002"
    done = importing(EXPORTS / "pipedrive", load_mapping("pipedrive"))
    nothing_is_lost(done)
    assert done.rows('select lead_id, name, company, account_id, source, email from leads order by "created_at"') == [
        ("11", "Ann Lee", "Acme", "31", None, "ann@acme.example"),
        ("12", "Bob Ray", "Bolt", "32", None, "bob@bolt.example"),
        ("13", "Cay Sol", None, None, None, "cay@cog.example"),
        (inbox, None, "Dent", None, "Ads", None),
    ]
    assert done.rows(LEAD_EVENTS) == [
        ("13", "inquiry", "2025-01-09 10:00:00", None),
        ("13", "recycled", "2025-02-03 10:00:00", None),
    ]
    assert done.rows(DEALS) == [
        ("Acme 20 seats", "11", "31", "Acme", 1000.0, "EUR", False),
        ("Acme next year", "11", "31", "Acme", 4000.0, "EUR", True),
        ("Bolt 10 seats", "12", "32", "Bolt", 2000.0, "EUR", False),
    ]
    assert done.rows(DEAL_EVENTS) == [
        ("Acme 20 seats", "Proposal Made", "2025-02-01 09:00:00", None),
        ("Acme 20 seats", "won", "2025-03-01 12:00:00", None),
        ("Bolt 10 seats", "Qualified", "2025-01-20 09:00:00", None),
        ("Bolt 10 seats", "lost", "2025-02-20 12:00:00", "Price"),
    ]
    assert done.rows(TOUCHES) == [
        ("call", "outbound", "11", None, False, None, "2025-01-06 11:20:00"),
        ("meeting", "outbound", "11", "1", False, None, "2025-01-15 14:00:00"),
        ("email", "outbound", "12", "2", False, None, "2025-01-16 08:00:00"),
    ]
    assert done.rows("select name, domain, employees, country from accounts where account_id = '31'") == [
        ("Acme", "https://acme.example", 120, "Germany")
    ]
    assert done.quarantine == []


def test_pipedrive_without_its_people(importing: Importer) -> None:
    """The inbox alone has the leads then, and deals find them by the person they name."""
    files = ("leads.csv", "deals.csv")
    done = importing([EXPORTS / "pipedrive" / name for name in files], load_mapping("pipedrive"))
    assert done.column("select name from leads order by created_at") == ["Cay Sol", None]
    assert done.column("select lead_id from deals where lead_id is not null") == []
    named = (EXPORTS / "pipedrive" / "deals.csv").read_text(encoding="utf-8").replace('"Ann Lee",11', '"Cay Sol",13')
    inbox = (EXPORTS / "pipedrive" / "leads.csv").read_text(encoding="utf-8")
    done = importing({"deals.csv": named, "leads.csv": inbox}, load_mapping("pipedrive"))
    assert done.rows("select d.name, l.name from deals d join leads l using (lead_id)") == [
        ("Acme 20 seats", "Cay Sol")
    ]


def test_zoho(importing: Importer) -> None:
    """Leads are found by what they were converted to, or by their contact's address; histories say when."""
    ann, bob, cay, dee = (zoho(1001 + each) for each in range(4))
    won, account = zoho(4001), zoho(2001)
    done = importing(EXPORTS / "zoho", load_mapping("zoho"))
    nothing_is_lost(done)
    assert done.rows(
        'select lead_id, name, company, account_id, source, employees from leads order by "created_at"'
    ) == [
        (ann, "Ann Lee", "Acme", account, "Web", 120),
        (bob, "Bob Ray", "Bolt", None, "Trade Show", None),
        (cay, "Cay Sol", "Cog", None, "Web", None),
        (dee, "Dee Tor", "Dent", None, "Web", None),
    ]
    assert done.rows(LEAD_EVENTS) == [
        (ann, "sal", "2025-01-07 10:00:00", None),
        (ann, "sal", "2025-01-09 10:00:00", None),
        (bob, "sql", "2025-01-12 09:00:00", None),
        (cay, "disqualified", "2025-02-03 10:00:00", None),
    ]
    assert done.rows(DEALS) == [
        ("Acme 20 seats", ann, account, "Acme", 1000.0, "EUR", False),
        ("Acme next year", ann, account, "Acme", 4000.0, "EUR", True),
        ("Bolt 10 seats", bob, None, None, 2000.0, "EUR", False),
    ]
    assert done.rows(DEAL_EVENTS) == [
        ("Acme 20 seats", "Qualification", "2025-01-10 09:00:00", None),
        ("Acme 20 seats", "Proposal/Price Quote", "2025-02-01 09:00:00", None),
        ("Acme 20 seats", "won", "2025-03-03 12:00:00", None),
        ("Bolt 10 seats", "lost", "2025-02-20 00:00:00", "Price"),
    ]
    assert done.rows(TOUCHES) == [
        ("call", "outbound", ann, None, False, None, "2025-01-06 11:20:00"),
        ("call", "inbound", bob, None, False, False, "2025-01-14 11:00:00"),
        ("meeting", "outbound", ann, won, False, None, "2025-01-15 14:00:00"),
        ("call", "inbound", ann, won, False, None, "2025-02-03 11:00:00"),
    ]
    assert done.rows("select name, domain, employees, region from accounts") == [
        ("Acme", "acme.example", 130, "Bavaria")
    ]
    assert done.quarantine == []


def test_dynamics_365(importing: Importer) -> None:
    """Records are found by name, leads by their address first; what was won is worth what it brought."""
    ann, bob, cay, other = (guid(101 + each) for each in range(4))
    won, lost, account = guid(201), guid(202), guid(301)
    done = importing(EXPORTS / "dynamics365", load_mapping("dynamics365"))
    nothing_is_lost(done)
    assert done.rows('select lead_id, name, company, source, employees from leads order by "lead_id"') == [
        (ann, "Ann Lee", "Acme", "Web", 120),
        (bob, "Bob Ray", "Bolt", "Trade Show", None),
        (cay, "Cay Sol", "Cog", "Web", None),
        (other, "Ann Lee", "Dent", "Web", None),
    ]
    assert done.rows(LEAD_EVENTS) == [(cay, "disqualified", "2025-02-23 10:00:00", "No Longer Interested")]
    assert done.rows(DEALS) == [
        ("Acme 20 seats", ann, account, "Acme", 900.0, "EUR", None),
        ("Acme next year", None, account, "Acme", 4000.0, "EUR", None),
        ("Bolt 10 seats", bob, None, "Bolt", 2000.0, "EUR", None),
    ]
    assert done.rows(DEAL_EVENTS) == [
        ("Acme 20 seats", "won", "2025-03-01 00:00:00", None),
        ("Bolt 10 seats", "lost", "2025-02-20 00:00:00", "Out-Sold"),
    ]
    assert done.rows(TOUCHES) == [
        ("call", "outbound", bob, None, False, None, "2025-01-17 11:20:00"),
        ("email", "inbound", bob, None, False, None, "2025-01-18 08:00:00"),
        ("email", "outbound", bob, None, True, None, "2025-01-18 08:01:00"),
        ("meeting", "outbound", None, won, False, None, "2025-01-25 15:00:00"),
    ]
    assert done.quarantine == [(6, "lead_id", "missing_required")]
    assert lost in done.column("select deal_id from deals")


def test_dynamics_365_as_its_tables(importing: Importer) -> None:
    """What Dataverse exports land: ids instead of names, numbers instead of statuses; a quote is no opportunity."""
    done = importing(
        {
            "lead.csv": (
                "leadid,createdon,modifiedon,statecode,fullname,companyname\n"
                "L1,2025-01-06T09:00:00Z,2025-01-10T09:00:00Z,1,Ann Lee,Acme\n"
                "L2,2025-01-07T09:00:00Z,2025-01-12T09:00:00Z,1,Ann Lee,Bolt\n"
                "L3,2025-01-08T09:00:00Z,2025-02-03T09:00:00Z,2,Cay Sol,Cog\n"
            ),
            "opportunity.csv": (
                "opportunityid,name,statecode,createdon,modifiedon,originatingleadid,estimatedvalue,actualvalue,"
                "actualclosedate,stepname\n"
                "O1,Acme,1,2025-01-10T09:00:00Z,2025-03-01T12:00:00Z,L1,1000,900,2025-03-01,4-Close\n"
                "O2,Acme again,2,2025-01-11T09:00:00Z,2025-03-02T12:00:00Z,,500,0,2025-03-02,1-Qualify\n"
            ),
            "quote.csv": "quoteid,opportunityid,name,statecode,createdon\nQ1,O1,Offer,1,2025-01-20T09:00:00Z\n",
            "phonecall.csv": (
                "activityid,activitytypecode,regardingobjectid,statecode,directioncode,actualend\n"
                "P1,4210,L1,1,false,2025-01-06T10:00:00Z\n"
                "P2,4212,L1,1,,2025-01-06T11:00:00Z\n"
            ),
        },
        load_mapping("dynamics365"),
    )
    assert [file.file for file in done.summary.files if file.not_read] == ["quote.csv"]
    assert done.rows("select deal_id, lead_id, amount from deals order by 1") == [("O1", "L1", 900), ("O2", None, 500)]
    assert done.rows(LEAD_EVENTS) == [
        ("L2", "sql", "2025-01-12 09:00:00", None),
        ("L3", "disqualified", "2025-02-03 09:00:00", None),
    ]
    assert done.rows(TOUCHES) == [("call", "inbound", "L1", None, False, None, "2025-01-06 10:00:00")]


@pytest.mark.parametrize("name", bundled())
def test_each_mapping_that_ships_is_named(name: str) -> None:
    """In the README, on the language's page, in the help of the command; each says what to do where it fits nothing."""
    told = CliRunner().invoke(app, ["import", "--help"], terminal_width=200).stdout
    for text in (README.read_text(encoding="utf-8"), DESCRIPTION.read_text(encoding="utf-8"), told):
        assert name in text
    assert load_mapping(name).advice
