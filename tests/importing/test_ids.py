"""Ids as exports spell them: rounded by a spreadsheet (class 34), in letters of either case, in any file type."""

# ruff: noqa: E501 — the lines of an export are as long as they are

from pathlib import Path

import duckdb
import openpyxl
import pytest

from dashboard.importing.canonical import TABLES, ColumnKind
from dashboard.importing.mapping.files import load_mapping
from tests.enduring import some
from tests.importing.importer import Importer

VALUES = {
    "event": "mql", "kind": "call", "direction": "outbound", "amount": "5", "source": "web", "team": "sdr",
    "created_at": "2025-01-01", "at": "2025-02-01", "on": "2025-02-01", "started_on": "2025-02-01",
    "lead_id": "L1", "deal_id": "D1", "touch_id": "T1", "account_id": "A1", "rep": "R1",
}  # fmt: skip
LEADS = "lead_id,created_at\nL1,2025-01-01\n"
DEALS = "deal_id,created_at\nD1,2025-01-01\n"
IDS = [
    (table.name, column.name, column.required)
    for table in TABLES.values()
    for column in table.columns
    if column.kind is ColumnKind.KEY
]


@pytest.mark.parametrize("mangled", ["4.88E+18", "123.0"])
@pytest.mark.parametrize(("table", "column", "required"), some(IDS, 9))
def test_a_rounded_id_is_never_an_id(
    importing: Importer, table: str, column: str, required: bool, mangled: str
) -> None:
    """Every id of every table: a row without its id is set aside each time, an id it can do without becomes null."""
    row = {item.name: VALUES.get(item.name, "") for item in TABLES[table].columns if item.required}
    row |= {"touches": {"lead_id": "L1", "deal_id": "D1"}}.get(table, {})
    row[column] = mangled
    line = ",".join(row.values())
    files = {"leads.csv": LEADS, "deals.csv": DEALS} | {f"{table}.csv": f"{','.join(row)}\n{line}\n{line}\n"}
    done = importing(files)
    reasons = [(line, name, reason) for line, name, reason in done.quarantine if reason != "orphan"]
    if required:
        assert reasons == [(2, column, "id_mangled_by_spreadsheet"), (3, column, "id_mangled_by_spreadsheet")]
        assert done.counts[f"{table}.csv"] == (2, 0, 2, 0)
    else:
        assert done.rows(f"select distinct {column} from {table}") == [(None,)]
        assert (2, column, "id_mangled_by_spreadsheet", mangled) in done.warnings


def test_numbers_of_a_workbook_and_of_parquet(importing: Importer, tmp_path: Path) -> None:
    """A number that still holds every digit is its id; one past 2^53, or past what its kind holds, is not."""
    book = openpyxl.Workbook()
    sheet = book[book.sheetnames[0]]
    for row in (
        ("lead_id", "created_at"),
        *((number, "2025-01-01") for number in (123, 9007199254740993, 4.876876e18)),
    ):
        sheet.append(row)
    book.save(tmp_path / "leads.xlsx")
    duckdb.sql(
        """
        copy (select date '2025-01-01' as created_at,
            unnest([123, 9007199254740993, 4876876000000376001]::double[]) as deal_id,
            unnest([12, 108912345678, 7]::float[]) as owner, unnest([1, 9007199254740993, 2]::bigint[]) as account_id)
        to '$' (format parquet)
    """.replace("$", str(tmp_path / "deals.parquet"))
    )
    done = importing([tmp_path / "leads.xlsx", tmp_path / "deals.parquet"])
    assert done.column("select lead_id from leads") == ["123"]
    assert done.rows("select deal_id, owner, account_id from deals") == [("123", "12", "1")]
    assert done.rows("select file, line, column_name, reason from quarantine order by all") == [
        ("deals.parquet", 3, "deal_id", "id_mangled_by_spreadsheet"),
        ("deals.parquet", 4, "deal_id", "id_mangled_by_spreadsheet"),
        ("leads.xlsx", 3, "lead_id", "id_mangled_by_spreadsheet"),
        ("leads.xlsx", 4, "lead_id", "id_mangled_by_spreadsheet"),
    ]


def test_ids_written_out_after_they_were_rounded(importing: Importer) -> None:
    """A spreadsheet keeps 15 digits: where every long id of a file ends in zeros, they are no ids any more."""
    leads = "lead_id,created_at\n4876876000000370000,2025-01-01\n4876876000000370000,2025-01-01\n4876876000000380000,2025-01-02\n"
    deals = (
        "deal_id,created_at,lead_id,owner\nD1,2025-01-01,4876876000000370000,10001\nD2,2025-01-01,,3000000000000000\n"
    )
    done = importing({"leads.csv": leads, "deals.csv": deals})
    assert done.quarantine == [(line, "lead_id", "id_mangled_by_spreadsheet") for line in (2, 3, 4)]
    assert done.rows("select lead_id, owner from deals") == [(None, "10001"), (None, "3000000000000000")]
    assert done.warnings == [(2, "lead_id", "id_mangled_by_spreadsheet", "4876876000000370000")]
    whole = leads.replace("380000", "380001")
    done = importing({"leads.csv": whole, "lead_events.csv": "lead_id,at,event\n4876876000000380001,2025-01-03,mql\n"})
    assert done.counts["leads.csv"] == (3, 2, 0, 1)
    assert done.counts["lead_events.csv"] == (1, 1, 0, 0)


def test_ids_a_formula_kept_from_rounding(importing: Importer) -> None:
    """A spreadsheet shows what stands in it."""
    done = importing(
        {
            "leads.csv": 'lead_id,created_at\n"=""0048""",2025-01-01\n',
            "lead_events.csv": "lead_id,at,event\n0048,2025-01-02,mql\n",
        }
    )
    assert done.column("select lead_id from lead_events") == ["0048"]


def test_long_digits_as_text_are_an_id(importing: Importer) -> None:
    """What no spreadsheet touched has every digit."""
    done = importing({"leads.csv": "lead_id,created_at\n9007199254740993,2025-01-01\n9007199254740992,2025-01-01\n"})
    assert done.column("select lead_id from leads") == ["9007199254740993", "9007199254740992"]


def test_the_letters_of_a_guid_have_no_case(importing: Importer) -> None:
    """One system writes {A1B2…}, another a1b2…: in every table, and where a lookup compares them."""
    guid, braced = "a1b2c3d4-0001-4abc-8def-0123456789ab", "{A1B2C3D4-0001-4ABC-8DEF-0123456789AB}"
    done = importing(
        {
            "leads.csv": f"lead_id,created_at\n{braced},2025-01-01\n{guid},2025-01-01\n",
            "lead_events.csv": f"lead_id,at,event\n{guid.upper()},2025-01-02,mql\n",
        }
    )
    assert done.column("select lead_id from leads") == [guid]
    assert done.column("select lead_id from lead_events") == [guid]
    mapping = """
        name = "guids"
        [[sources]]
        name = "links"
        headers = ["call", "person"]
        [[sources]]
        name = "people"
        headers = ["id", "born"]
        [[sources.feeds]]
        table = "leads"
        [sources.feeds.columns]
        lead_id = "id"
        created_at = "born"
        [[sources]]
        name = "calls"
        headers = ["key", "when"]
        [[sources.feeds]]
        table = "touches"
        [sources.feeds.columns]
        touch_id = "key"
        at = "when"
        kind = { constant = "call" }
        direction = { constant = "outbound" }
        lead_id = { lookup = { source = "links", key = "call", by = "key", value = "person" } }
    """
    done = importing(
        {
            "people.csv": f"id,born\n{guid},2025-01-01\n",
            "links.csv": f"call,person\n{guid.upper()},{braced}\n4.88E+18,{braced}\n",
            "calls.csv": f"key,when\n{guid},2025-01-02\nC2,2025-01-02\n",
        },
        mapping,
    )
    assert done.rows("select touch_id, lead_id from touches") == [(guid, guid)]


COMPANIES = "Record ID,Company name,Industry\n555,Acme,Software\n666,Beta,Retail\n"
CONTACTS = (
    "Record ID,Email,Create Date,Associated Company IDs\n111,a@x.example,2025-01-06,{}\n222,b@x.example,2025-01-06,\n"
)
DEALS_SCREEN = "Record ID,Deal Name,Create Date,Associated Contact IDs,Associated Company IDs\n1,A,2025-01-16,{},{}\n"


@pytest.mark.parametrize(
    ("contacts", "companies", "expected", "reasons"),
    [
        ("999;111", "777; 666;555", ("111", "666"), ["several_ids", "several_ids"]),
        ("222;111", "555", ("222", "555"), ["several_ids"]),
        ("999;888", "777;778", (None, "777"), ["orphan", "several_ids", "several_ids"]),
        (";111;", ";", ("111", None), []),
        ("4.88E+18;111", "", ("111", None), ["several_ids"]),
        ("111", "", ("111", None), []),
    ],
)
def test_several_ids_in_one_cell(
    importing: Importer, contacts: str, companies: str, expected: tuple[str, str], reasons: list[str]
) -> None:
    """The first that is there counts, and the row is said."""
    done = importing(
        {
            "companies.csv": COMPANIES,
            "contacts.csv": CONTACTS.format(""),
            "deals.csv": DEALS_SCREEN.format(contacts, companies),
        },
        load_mapping("hubspot"),
    )
    assert done.rows("select lead_id, account_id from deals") == [expected]
    assert done.column("select reason from warnings where reason <> 'day_precision' order by all") == reasons


def test_several_ids_of_a_contacts_companies(importing: Importer) -> None:
    """Of a lead's accounts too."""
    done = importing({"companies.csv": COMPANIES, "contacts.csv": CONTACTS.format("777;666")}, load_mapping("hubspot"))
    assert done.rows("select lead_id, account_id from leads") == [("111", "666"), ("222", None)]
    assert done.warnings == [(2, "account_id", "several_ids", "777;666")]


def test_several_ids_that_a_lookup_finds(importing: Importer) -> None:
    """Of the contacts of a deal or of a mail the lowest that is there counts, not one of a colleague outside the export."""
    done = importing(
        {
            "contact_data.csv": "id,property_createdate\n111,2025-01-06\n222,2025-01-06\n",
            "deal_data.csv": "deal_id,property_createdate\n1,2025-01-16\n",
            "deal_contact_data.csv": "contact_id,deal_id,type_id\n222,1,3\n100,1,3\n111,1,3\n",
            "call_data.csv": "engagement_id,property_hs_timestamp,property_hs_call_direction\n7,2025-01-17,OUTBOUND\n",
            "engagement_contact_data.csv": "contact_id,engagement_id\n050,7\n222,7\n",
        },
        load_mapping("hubspot"),
    )
    assert done.column("select lead_id from deals") == ["111"]
    assert done.column("select lead_id from touches") == ["222"]
    assert done.column("select reason from warnings where reason <> 'day_precision'") == [
        "lookup_several",
        "lookup_several",
    ]


def test_several_salesforce_ids(importing: Importer) -> None:
    """Fifteen and eighteen characters meet; what is no id of the object, or none at all, does not count."""
    lead, deal = "00Q1G00000nDnM5UAK", "0061G00000N38JZQAZ"
    mapping = """
        name = "ours"
        [[sources]]
        name = "leads"
        headers = ["Id", "Born"]
        [[sources.feeds]]
        table = "leads"
        [sources.feeds.columns]
        lead_id = { column = "Id", salesforce_id = "00Q" }
        created_at = "Born"
        [[sources]]
        name = "touches"
        headers = ["Key", "Who"]
        [[sources.feeds]]
        table = "touches"
        [sources.feeds.columns]
        touch_id = "Key"
        at = "When"
        kind = { constant = "call" }
        direction = { constant = "outbound" }
        lead_id = { column = "Who", ids = ",", salesforce_id = "00Q" }
    """
    done = importing(
        {
            "people.csv": f"Id,Born\n{lead},2025-01-01\n",
            "calls.csv": f'Key,When,Who\n1,2025-01-02,"{deal},00Q1G00000nDnM6, {lead[:15]}"\n2,2025-01-02,"{deal},{deal}"\n',
        },
        mapping,
    )
    assert done.rows("select touch_id, lead_id from touches") == [("1", lead)]
    assert done.quarantine == [(3, "lead_id", "wrong_object")]
