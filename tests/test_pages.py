"""The pages say what holds: figures are the questions' own, references lead somewhere, the worked company is right."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings
from tests.figures_page import PAGE, figures_page
from tests.oracle.answer import answer
from tests.oracle.compare import differences

ROOT = Path(__file__).resolve().parents[1]
WORKED = ROOT / "tests" / "golden" / "data"
AS_OF = "2025-06-02"
SINCE = "2025-02-03"
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "queries/README.md",
    *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]


def test_the_page_of_figures_is_the_questions_own() -> None:
    """A changed word is on the page; `make figures` writes it."""
    assert PAGE.read_text(encoding="utf-8") == figures_page(), "docs/figures.md is not of today: make figures"


def test_each_reference_to_a_section_leads_to_one() -> None:
    """A § in the code is a heading of the concepts or of the figures."""
    headings = "".join((ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8") for page in ("concepts", "figures"))
    sections = set(re.findall(r"^## (§[0-9]+) ", headings, re.MULTILINE))
    assert len(sections) == 11
    for folder in ("dashboard", "icp", "queries"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".sql", ".md", ".toml"}:
                for reference in re.findall(r"§[0-9]+", path.read_text(encoding="utf-8")):
                    assert reference in sections, path


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    """Every relative link and picture, and every path in code, is a file or folder of the project."""
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)|(?:src|srcset)=\"([^\"]+)\"", text)
    assert [
        link for pair in links if (link := "".join(pair)) and not (ROOT / page).parent.joinpath(link).exists()
    ] == []
    if page not in {"queries/README.md", "docs/figures.md"}:  # which name questions
        paths = re.findall(r"`((?:dashboard|queries|tests|icp|docs)/[\w./]*)`", text)
        assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the company that docs/concepts.md works by hand."""
    folder = tmp_path_factory.mktemp("worked")
    run_import([WORKED], [], folder, Settings(), datetime.fromisoformat(AS_OF), ImportOptions(), lambda _: None)
    return folder


def metrics(warehouse: Path, *options: str) -> dict[str, Any]:
    """What the command prints of it."""
    done = CliRunner().invoke(app, ["metrics", "--warehouse", str(warehouse), "--as-of", AS_OF, *options])
    assert done.exit_code == 0, done.output
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


@pytest.mark.parametrize("since", [None, SINCE])
def test_the_worked_company_is_answered_twice_alike(worked: Path, since: str | None) -> None:
    """All its figures, by the product and by the second implementation."""
    figures = metrics(worked, *(["--from", since, "--to", AS_OF] if since else []))
    expected = answer(WORKED, {}, AS_OF, date_from=since, date_to=AS_OF if since else None, import_as_of=AS_OF)
    expected.pop("generation")
    figures.pop("generation")
    assert differences(expected, figures) == []


def test_the_worked_figures_are_the_pages(worked: Path) -> None:
    """What docs/concepts.md says of the four leads."""
    conversions = {row["from"]: row for row in metrics(worked)["waterfall"]["conversions"]}
    assert [conversions["Inquiry"][key] for key in ("entered", "mature", "converted", "rate")] == [5, 4, 3, 0.75]
    assert [conversions["SQL"][key] for key in ("entered", "mature", "converted", "rate")] == [2, 2, 1, 0.5]
    assert [round(100 * conversions["SQL"][key]) for key in ("low", "high")] == [9, 91]
    since = metrics(worked, "--from", SINCE, "--to", AS_OF)["waterfall"]
    assert {row["stage"]: row["skipped"] for row in since["stages"]} == {
        "Inquiry": 0, "MQL": 1, "SAL": 1, "SQL": 0, "Won": 0,
    }  # fmt: skip
    assert {fate: n for fate, n in since["fates"].items() if n} == {
        "won": 1, "rejected": 1, "admin": 1, "untouched": 1, "stalled": 1,
    }  # fmt: skip
