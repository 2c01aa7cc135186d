"""A workbook with several sheets that fit: the command line asks which, and its option answers."""

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import MustAsk

HEADER = ["lead_id", "created_at"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with last year's leads and this year's."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in {
        "Last year": [["L1", "2024-05-01"]],
        "This year": [["L2", "2025-05-01"], ["L3", "2025-05-02"]],
    }.items():
        sheet = made.create_sheet(title)
        for row in [HEADER, *rows]:
            sheet.append(row)
    made.save(tmp_path / "leads.xlsx")
    return tmp_path / "leads.xlsx"


def test_an_import_asks_which_sheet_and_takes_the_answer(book: Path, tmp_path: Path) -> None:
    """The refusal names the sheets and the option; with it the rows of that sheet load, and the receipt says so."""
    command = ["import", str(book), "--warehouse", str(tmp_path / "warehouse"), "--json"]
    asked = CliRunner().invoke(app, command)
    assert isinstance(asked.exception, MustAsk)
    assert "“Last year”, “This year”" in str(asked.exception)
    assert "--sheet" in str(asked.exception)
    assert not (tmp_path / "warehouse" / "current.json").exists()
    done = CliRunner().invoke(app, [*command, "--sheet", "this year"])
    assert done.exit_code == 0, done.output
    (file,) = json.loads(done.stdout)["files"]
    assert (file["read"], file["loaded"]) == (2, 2)


@pytest.mark.endure
def test_a_draft_names_sheets_that_are_alike(book: Path) -> None:
    """Each is a table of its own, unless one is a copy, which the draft asks; `map` takes the same answer."""
    both = CliRunner().invoke(app, ["map", str(book)]).stdout
    words = "leads.xlsx / Last year and leads.xlsx / This year are alike: if one is a copy, leave it out."
    assert f"# unsure: {words}" in both
    assert ('sheet = "Last year"' in both, 'sheet = "This year"' in both) == (True, True)
    for said, sheets in (("no", 2), ("yes", 1)):
        answer = ["--answer", f"leads.xlsx / This year:copy={said}", "--no-rehearse"]
        answered = CliRunner().invoke(app, ["map", str(book), *answer]).stdout
        assert (answered.count("sheet = "), "# unsure: leads.xlsx" in answered) == (sheets, False)
    drafted = CliRunner().invoke(app, ["map", str(book), "--sheet", "Last year"])
    assert drafted.exit_code == 0, drafted.output
    assert 'lead_id = "lead_id"' in drafted.stdout
    assert "This year" not in drafted.stdout
