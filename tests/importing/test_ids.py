"""Ids as exports spell them: rounded by a spreadsheet (class 34), in letters of either case, in any file type."""

from pathlib import Path

import duckdb
import openpyxl
import pytest

from dashboard.importing.canonical import TABLES, Kind
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
    if column.kind is Kind.KEY
]


@pytest.mark.parametrize("mangled", ["4.88E+18", "123.0"])
@pytest.mark.parametrize(("table", "column", "required"), IDS)
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
    for row in (
        ("lead_id", "created_at"),
        *((number, "2025-01-01") for number in (123, 9007199254740993, 4.876876e18)),
    ):
        book.active.append(row)
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
