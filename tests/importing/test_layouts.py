"""A mapping says how its files are laid out: sheets, header lines, footers, blanks that repeat the line above."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard.errors import BadInput, MustAsk
from tests.importing.importer import Importer

LEADS = """
[[sources]]
name = "leads"
headers = ["Lead Id", "Created"]
{layout}
[[sources.feeds]]
table = "leads"
[sources.feeds.columns]
lead_id = "Lead Id"
created_at = "Created"
source = "Source"
"""
DEALS = """
[[sources]]
name = "deals"
headers = ["Deal Id", "Opened"]
{layout}
[[sources.feeds]]
table = "deals"
[sources.feeds.columns]
deal_id = "Deal Id"
created_at = "Opened"
lead_id = "Lead Id"
"""


def mapping(leads: str = "", deals: str = "") -> str:
    """Leads and deals, each with keys of its own."""
    return 'name = "layouts"\n' + LEADS.format(layout=leads) + DEALS.format(layout=deals)


def book(path: Path, sheets: dict[str, list[list[Any]]], merged: str = "") -> Path:
    """A workbook with these sheets, the cells of ``merged`` of its first merged."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for cells in merged.split():
        made.worksheets[0].merge_cells(cells)
    made.save(path)
    return path


LEAD_ROWS = [["Lead Id", "Created", "Source"], ["L1", "2025-01-01", "Web"], ["L2", "2025-01-02", "Fair"]]
DEAL_ROWS = [["Deal Id", "Opened", "Lead Id"], ["D1", "2025-02-01", "L1"]]


def test_each_sheet_is_a_table(importing: Importer) -> None:
    """Two sheets feed two tables; a cover is named as not read, with what it begins with."""
    folder = importing.write({})
    book(folder / "export.xlsx", {"Cover": [["Our funnel"]], "People": LEAD_ROWS, "Won and lost": DEAL_ROWS})
    done = importing(folder, mapping())
    assert done.counts == {"export.xlsx / People": (2, 2, 0, 0), "export.xlsx / Won and lost": (1, 1, 0, 0)}
    assert done.rows("select deal_id, lead_id from deals") == [("D1", "L1")]
    (cover,) = [file for file in done.summary.files if file.not_read]
    assert (cover.file, cover.read) == ("export.xlsx / Cover", 0)
    assert "begins with “Our funnel”" in cover.not_read
    assert done.column("select file from warnings where reason = 'not_read'") == ["export.xlsx / Cover"]


def test_sheets_alike_are_asked_about_and_named_in_the_mapping(importing: Importer) -> None:
    """One of two may be a copy; a source that names one reads it, one that names both reads both."""
    more = [LEAD_ROWS[0], ["L3", "2025-01-03", "Web"]]
    folder = importing.write({})
    book(folder / "export.xlsx", {"2024": LEAD_ROWS, "2025": more})
    with pytest.raises(MustAsk, match=r"the sheets “2024”, “2025” are alike.*--sheet"):
        importing(folder, mapping())
    assert importing(folder, mapping('sheet = "2025"')).column("select lead_id from leads") == ["L3"]
    assert importing(folder, mapping('sheet = "20*"')).column("select lead_id from leads") == ["L1", "L2", "L3"]
    assert importing(folder, mapping(), sheet="2024").column("select lead_id from leads") == ["L1", "L2"]


def test_sheets_called_like_our_tables_need_no_mapping(importing: Importer) -> None:
    """As files do; a cover beside them is left out."""
    leads = [["lead_id", "created_at"], ["L1", "2025-01-01"]]
    deals = [["deal_id", "created_at", "lead_id"], ["D1", "2025-02-01", "L1"]]
    folder = importing.write({})
    book(folder / "all of it.xlsx", {"Read me": [["Hello"]], "Leads": leads, "deals": deals})
    done = importing(folder)
    assert done.counts == {"all of it.xlsx / Leads": (1, 1, 0, 0), "all of it.xlsx / deals": (1, 1, 0, 0)}


TITLED = "Leads report\nFiltered by: all\n\nLead Id,Created,Source\nL1,2025-01-01,Web\nL2,2025-01-02,Fair\nTotal,2,\n"
PLAIN = "Deal Id,Opened,Lead Id\nD1,2025-02-01,L1\nD2,2025-02-02,L2\nD3,2025-02-03,L1\nD4,2025-02-04,L1\n"


def test_one_file_has_titles_and_the_other_none(importing: Importer) -> None:
    """The line of the header is a key of the source; what stands above and the totals are skipped."""
    done = importing(
        {"report.csv": TITLED, "deals.csv": PLAIN}, mapping("header_row = 4\nskip_footer = 1", "header_row = 1")
    )
    assert done.counts == {"deals.csv": (4, 4, 0, 0), "report.csv": (5, 2, 0, 3)}


def test_the_option_is_for_files_whose_first_line_is_no_header(importing: Importer) -> None:
    """It names line 4; of the other file line 4 is a row like any."""
    done = importing({"report.csv": TITLED, "deals.csv": PLAIN}, mapping(), header_row=4)
    assert done.counts == {"deals.csv": (4, 4, 0, 0), "report.csv": (5, 2, 0, 3)}
    ours = "lead_id,created_at\nL1,2025-01-01\n"
    done = importing({"leads.csv": ours, "deals.csv": "Deals\n\ndeal_id,created_at\nD1,2025-01-01\n"}, header_row=3)
    assert done.counts == {"deals.csv": (2, 1, 0, 1), "leads.csv": (1, 1, 0, 0)}


def test_titles_above_a_sheet(importing: Importer) -> None:
    """A workbook's sheets have header lines of their own."""
    folder = importing.write({})
    book(folder / "export.xlsx", {"A": [["Report"], ["Filtered by", "all"], [], *LEAD_ROWS], "B": DEAL_ROWS})
    done = importing(folder, mapping("header_row = 4"))
    assert done.counts == {"export.xlsx / A": (4, 2, 0, 2), "export.xlsx / B": (1, 1, 0, 0)}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_two_lines_are_one_header(importing: Importer, ending: str) -> None:
    """A name stands over the blanks beside it, merged or not."""
    rows: list[list[Any]] = [
        ["Lead", None, "Deal", None],
        ["Id", "Created", "Id", "Opened"],
        ["L1", "2025-01-01", "D1", "2025-02-01"],
    ]
    folder = importing.write({})
    if ending == "csv":
        (folder / "both.csv").write_text("\n".join(",".join(cell or "" for cell in row) for row in rows))
    else:
        book(folder / "both.xlsx", {"Both": rows}, merged="A1:B1")
    text = """name = "two lines"
    [[sources]]
    name = "both"
    headers = ["Lead Id", "Deal Opened"]
    header_row = [1, 2]
    feeds = [
        { table = "leads", columns = { lead_id = "Lead Id", created_at = "Lead Created" } },
        { table = "deals", columns = { deal_id = "Deal Id", created_at = "Deal Opened", lead_id = "Lead Id" } },
    ]"""
    done = importing(folder, text)
    assert done.rows("select deal_id, lead_id, created_at::date::text from deals") == [("D1", "L1", "2025-02-01")]
    with pytest.raises(BadInput, match="two lines they stand in"):
        importing(folder, text.replace("[1, 2]", "[2, 4]"))


def test_a_blank_repeats_the_line_above(importing: Importer) -> None:
    """A grouped report names the source once; the group's totals have no id and are left out."""
    rows = ["Web,L1,2025-01-01", ",L2,2025-01-02", "Subtotal,,2", "Fair,L3,2025-01-03", ",L4,2025-01-04"]
    text = "\n".join(["Source,Lead Id,Created", *rows])
    keep = 'fill_down = ["Source"]\nkeep = [{ column = "Lead Id", empty = false }]'
    done = importing({"report.csv": text}, mapping(keep))
    assert done.column("select source || lead_id from leads") == ["WebL1", "WebL2", "FairL3", "FairL4"]
    assert done.counts == {"report.csv": (5, 4, 0, 1)}


def test_a_lookup_goes_through_a_table_between(importing: Importer) -> None:
    """A deal names a contact, the contact has the address of a lead."""
    text = """name = "chain"
    [[sources]]
    name = "leads"
    headers = ["Lead Id"]
    feeds = [{ table = "leads", columns = { lead_id = "Lead Id", created_at = "Created", email = "Email" } }]
    [[sources]]
    name = "contacts"
    headers = ["Contact Id", "Mail"]
    [[sources]]
    name = "deals"
    headers = ["Deal Id", "Contact"]
    [[sources.feeds]]
    table = "deals"
    [sources.feeds.columns]
    deal_id = "Deal Id"
    created_at = "Opened"
    [sources.feeds.columns.lead_id.lookup]
    source = "leads"
    key = "Email"
    value = "Lead Id"
    email = true
    by = { source = "contacts", key = "Contact Id", by = "Contact", value = "Mail" }
    """
    files = {
        "contacts.csv": "Contact Id,Mail\nC1,a@x.example\nC2,b@x.example\n",
        "deals.csv": "Deal Id,Opened,Contact\nD1,2025-02-01,C2\nD2,2025-02-02,C9\n",
        "leads.csv": "Lead Id,Created,Email\nL1,2025-01-01,A@x.example\nL2,2025-01-02,b@X.example\n",
    }
    done = importing(files, text)
    assert done.rows("select deal_id, lead_id from deals order by deal_id") == [("D1", "L2"), ("D2", None)]
    with pytest.raises(BadInput, match='a lookup names the source "nowhere"'):
        importing(files, text.replace('source = "contacts"', 'source = "nowhere"'))


def test_a_file_nobody_reads_is_named_with_its_headers(importing: Importer) -> None:
    """It stands among the files; so it does in what scripts read."""
    leads = "Lead Id,Created,Source\nL1,2025-01-01,Web\n"
    files = {"a.csv": leads, "deals_2026.csv": "Opp,Made,Worth\nD1,2026-05-02,5\n"}
    read, unread = importing(files, mapping()).summary.files
    assert (read.file, read.not_read) == ("a.csv", "")
    assert unread.not_read == (
        "deals_2026.csv is not read: it begins with “Opp”, “Made”, “Worth”, and no source of the mapping layouts fits "
        "that; add one if its rows are meant to count."
    )
