"""Real and vendor-shaped exports give their known answers, through mappings written for them and those that ship."""

from datetime import datetime
from pathlib import Path

import pytest

from dashboard.errors import BadInput
from dashboard.importing import run
from dashboard.importing.mapping.files import load_mapping
from dashboard.importing.mapping.matching import CANONICAL
from dashboard.importing.publishing.checking import refuse_empty_import
from dashboard.scope.settings import load_settings
from tests.importing.importer import Importer
from tests.shared import SHARED, needs_shared

MAPPINGS = Path(__file__).resolve().parents[1] / "mappings"
DATA = SHARED / "data"

pytestmark = needs_shared


def test_golden_small(importing: Importer) -> None:
    """No row is set aside; exact duplicates are skipped; four deals name a lead that does not exist."""
    small = SHARED / "golden" / "small"
    settings = load_settings(small / "settings.toml").model_dump()
    done = importing(small / "data", settings=settings, as_of=datetime.fromisoformat("2026-06-01"))
    assert {file: counts[2:] for file, counts in done.counts.items() if counts[2] or counts[3]} == {
        "lead_events.csv": (0, 16),
        "deal_events.csv": (0, 8),
    }
    assert done.rows("select file, column_name, reason, sum(records)::int from warnings group by all order by all") == [
        ("deal_events.csv", "at", "day_precision", 5),
        ("deals.csv", "amount", "zero_amount", 7),
        ("deals.csv", "lead_id", "orphan", 4),
        ("lead_events.csv", "at", "day_precision", 14),
        ("touches.csv", "at", "day_precision", 23),
    ]


def test_olist(importing: Importer) -> None:
    """842 of 8,000 leads are won; one of them two days before its first contact."""
    done = importing(DATA / "olist", load_mapping(str(MAPPINGS / "olist.toml")))
    assert done.counts == {
        "olist_closed_deals_dataset.csv": (842, 842, 0, 0),
        "olist_marketing_qualified_leads_dataset.csv": (8000, 8000, 0, 0),
    }
    assert done.rows("select count(*), count(lead_id) from deals") == [(842, 842)]
    won = "select coalesce(leads.source, ''), count(deal_id), count(*) from leads left join deals using (lead_id)"
    assert done.rows(f"{won} group by all order by 3 desc") == [
        ("organic search", 271, 2296),
        ("paid search", 195, 1586),
        ("social", 75, 1350),
        ("unknown", 179, 1099),
        ("direct traffic", 56, 499),
        ("email", 15, 493),
        ("referral", 24, 284),
        ("other", 4, 150),
        ("display", 6, 118),
        ("other publicities", 3, 65),
        ("", 14, 60),
    ]
    days = "date_diff('day', leads.created_at::date, deals.created_at::date)"
    assert done.rows(f"select median({days}), min({days}) from deals join leads using (lead_id)") == [(14, -2)]


def test_maven(importing: Importer) -> None:
    """The 500 without an engage date are set aside; the deals half alone works."""
    done = importing(DATA / "maven", load_mapping(str(MAPPINGS / "maven.toml")))
    assert done.counts == {
        "accounts.csv": (85, 85, 0, 0),
        "sales_pipeline.csv": (8800, 8300, 500, 0),
        "sales_teams.csv": (35, 35, 0, 0),
    }
    assert done.rows("select table_name, column_name, reason, count(*) from quarantine group by all") == [
        ("deals", "created_at", "missing_required", 500)
    ]
    assert done.column("select distinct file from warnings where reason = 'not_read' order by all") == [
        "data_dictionary.csv",
        "products.csv",
    ]
    assert dict(done.rows("select event, count(*) from deal_events group by all")) == {
        "Engaging": 8300,
        "won": 4238,
        "lost": 2473,
    }
    assert done.rows("select count(*), count(account_id), count(amount) from deals") == [(8300, 7212, 4238)]


def test_what_hubspots_screens_export(importing: Importer) -> None:
    """Contacts, deals and activities find each other by e-mail; notes and tasks are no touches."""
    done = importing(DATA / "hubspot_ui", load_mapping("hubspot"))
    assert done.counts == {
        "hubspot_activities.csv": (2000, 1212, 0, 788),
        "hubspot_contacts.csv": (950, 950, 0, 0),
        "hubspot_deals.csv": (500, 500, 0, 0),
    }
    assert done.rows("select count(*), count(lead_id) from touches") == [(1212, 1212)]
    assert done.rows("select count(*), count(lead_id), count(*) filter (where renewal) from deals") == [(500, 500, 248)]
    assert dict(done.rows("select event, count(*) from deal_events group by all")) == {"won": 71, "lost": 69}
    assert dict(done.rows("select kind, count(*) from touches group by all")) == {
        "call": 402,
        "email": 398,
        "meeting": 412,
    }
    assert dict(done.rows("select connected, count(*) from touches where kind = 'call' group by all")) == {
        True: 78,
        False: 254,
        None: 70,
    }
    assert done.rows("select reason, count(*) from warnings group by all order by all") == [
        ("assumed_value", 402),  # no column says which way the calls went
        ("day_precision", 2),
        ("undated_status", 42),
    ]


def test_what_connectors_land_of_hubspot(importing: Importer) -> None:
    """The tables are recognised by their headers; what names nobody is set aside and nothing is lost."""
    done = importing(DATA / "hubspot_fivetran", load_mapping("hubspot"))
    assert {file: counts for file, counts in done.counts.items() if counts[1]} == {
        "contact_data.csv": (22, 19, 0, 3),
        "deal_data.csv": (44, 44, 0, 0),
        "owner_data.csv": (100, 100, 0, 0),
    }
    assert {file: counts[3] for file, counts in done.counts.items() if counts[3]} == {
        "contact_data.csv": 3,  # one contact names them as merged into it
        "contact_property_history_data.csv": 100,
        "deal_contact_data.csv": 11,
        "deal_pipeline_data.csv": 6,
        "deal_pipeline_stage_data.csv": 71,
        "engagement_contact_data.csv": 1,
        "engagement_data.csv": 1,
        "engagement_deal_data.csv": 1,
    }
    assert done.rows("select file, reason, count(*) from quarantine group by all order by all") == [
        ("deal_stage_data.csv", "orphan", 14),
        ("engagement_call_data.csv", "orphan", 1),
        ("engagement_email_data.csv", "missing_required", 1),
        ("engagement_meeting_data.csv", "bad_timestamp", 7),
        ("engagement_meeting_data.csv", "missing_required", 93),
    ]


def test_what_connectors_land_of_salesforce(importing: Importer) -> None:
    """Deleted records and past versions are skipped, activities of unknown people set aside."""
    done = importing(DATA / "salesforce_fivetran", load_mapping("salesforce"))
    assert done.counts == {
        "sf_account_data.csv": (10, 1, 0, 9),
        "sf_event_data.csv": (10, 0, 10, 0),
        "sf_lead_data.csv": (1, 1, 0, 0),
        "sf_opportunity_data.csv": (10, 0, 0, 10),
        "sf_opportunity_history_data.csv": (10, 0, 0, 10),
        "sf_task_data.csv": (10, 0, 10, 0),
        "sf_user_data.csv": (10, 8, 0, 2),
    }
    assert done.rows("select lead_id, name, company, annual_revenue from leads") == [
        ("00Q1G00000nDnM5UAK", "h", "Z", 280522000.0)
    ]


@pytest.mark.parametrize(
    "name", ["contacts_all_properties_header.csv", "flinn_contacts_header.csv", "flinn_deals_header.csv"]
)
def test_headers_without_rows_load_nothing(importing: Importer, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Alone they are refused, as nothing could be reviewed; beside others a warning says there are no rows."""
    with monkeypatch.context() as patch, pytest.raises(BadInput, match="Not one lead and not one deal would load"):
        patch.setattr(run, "refuse_empty_import", refuse_empty_import)  # which the importer of the tests leaves out
        importing(DATA / "headers" / name, load_mapping("hubspot"))
    beside = importing.folder / "leads.csv"
    beside.write_text("lead_id,created_at\nL1,2025-01-02T10:00\n", encoding="utf-8")
    done = importing([DATA / "headers" / name, beside], [load_mapping("hubspot"), CANONICAL])
    assert done.counts == {name: (0, 0, 0, 0), "leads.csv": (1, 1, 0, 0)}
    assert done.rows("select file, reason from warnings") == [(name, "no_rows")]


def test_a_header_that_repeats_is_never_told_by_position(importing: Importer) -> None:
    """Create Date is the contact's and the company's: which one is not ours to say."""
    with pytest.raises(BadInput, match='the header "Create Date" is used and stands in 2 columns'):
        importing(DATA / "headers" / "contacts_with_company_columns_header.csv", load_mapping("hubspot"))
