"""Cells of a workbook that failed, or were never calculated, are no blanks."""

import re
from pathlib import Path

import openpyxl
import pytest

from dashboard.importing.reading.cell_errors import cell_errors
from tests.importing.importer import Importer
from tests.importing.workbooks import text_cell, write_workbook

NAMES = {"B1": "deal_id", "C1": "created_at", "D1": "amount", "E1": "owner"}
HEADER = "".join(text_cell(place, name) for place, name in NAMES.items())
FAILED = '<c r="{}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
LOOSE = '<c r="{}" t="e"><v>#VALUE!</v></c>'
NEVER = '<c r="{}"><f>A1</f><v/></c>'
NO_VALUE = '<c r="{}"><f>A1</f></c>'
EMPTY_TEXT = '<c r="{}" t="str"><f>IF(TRUE,"","")</f><v></v></c>'
NUMBER = '<c r="{}"><f>2+3</f><v>5</v></c>'


def deal(row: int, *, key: str | None = None, created: str | None = None, amount: str = "", owner: str = "") -> str:
    """A row of a deal, some of its cells in a form of their own."""
    cells = [
        key.format(f"B{row}") if key else text_cell(f"B{row}", f"D{row}"),
        created.format(f"C{row}") if created else text_cell(f"C{row}", "2025-01-02"),
        amount.format(f"D{row}"),
        owner.format(f"E{row}"),
    ]
    return f'<row r="{row}">{"".join(cells)}</row>'


def test_errors_and_formulas_without_a_result_are_said(importing: Importer, tmp_path: Path) -> None:
    """What a row needs sets it aside, what it may lack is null with a warning; a formula's result is read."""
    rows = [
        f'<row r="1">{HEADER}</row>',
        deal(2, amount=NUMBER, owner=EMPTY_TEXT),
        deal(3, amount=FAILED),
        deal(4, amount=NEVER, owner=LOOSE),
        deal(5, created=FAILED),
        deal(6, key=NO_VALUE),
        deal(7, owner=FAILED),
    ]
    done = importing(write_workbook(tmp_path / "deals.xlsx", [rows]))
    assert done.rows("select deal_id, amount, owner from deals order by deal_id") == [
        ("D2", 5.0, None), ("D3", None, None), ("D4", None, None), ("D7", None, None),
    ]  # fmt: skip
    assert done.quarantine == [(5, "created_at", "spreadsheet_error"), (6, "deal_id", "spreadsheet_error")]
    warned = [(line, column, value) for line, column, reason, value in done.warnings if reason == "spreadsheet_error"]
    assert warned == [
        (3, "amount", "#DIV/0!"), (4, "amount", "#CALC!"), (4, "owner", "#VALUE!"), (7, "owner", "#DIV/0!"),
    ]  # fmt: skip


def test_what_another_program_wrote_and_never_calculated(importing: Importer, tmp_path: Path) -> None:
    """Openpyxl stores formulas alone; a row of them alone is no blank line."""
    book = openpyxl.Workbook()
    for row in (["lead_id", "created_at"], ["L1", "2025-01-02"], ["=A2", "=B2"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "leads.xlsx")
    done = importing(tmp_path / "leads.xlsx")
    assert done.counts == {"leads.xlsx": (2, 1, 1, 0)}
    assert done.quarantine == [(3, "lead_id", "spreadsheet_error")]


def test_a_failed_cell_under_no_header_is_a_value(importing: Importer, tmp_path: Path) -> None:
    """Its row has more cells than the header, like one with a text there."""
    rows = [f'<row r="1">{HEADER}</row>', deal(2), deal(3).replace("</row>", f"{FAILED.format('G3')}</row>")]
    done = importing(write_workbook(tmp_path / "deals.xlsx", [rows]))
    assert [reason for _, _, reason in done.quarantine] == ["too_many_fields"]


@pytest.mark.parametrize("written", ["plain", "prefixed", "without places"])
def test_cells_are_found_however_they_are_written(tmp_path: Path, written: str) -> None:
    """Of the sheet that is asked for alone; elements may have a prefix, rows and cells no place."""
    row = f'<row r="1"><c r="A1"><v>1</v></c>{FAILED.format("B1")}</row>'
    if written == "without places":
        row = row.replace(' r="1"', "").replace(' r="A1"', "").replace(' r="B1"', "")
    if written == "prefixed":
        row = re.sub(r"<(/?)(\w)", r"<\1x:\2", row)
    book = str(write_workbook(tmp_path / "b.xlsx", [[row], ['<row r="1"><c r="A1"><v>1</v></c></row>']]))
    assert cell_errors(book, "S0") == {0: {1: "#DIV/0!"}}
    assert cell_errors(book, "S1") == {}
