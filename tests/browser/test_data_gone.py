"""Data that goes beneath an open page: the page says so by itself, keeps its figures, and finds the data again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings
from dashboard.warehouse.generations import Generations

Open = Callable[..., Page]
Served = Callable[[Path], str]
SEVEN = "7 enquiries came in"
MONTH_AGO = datetime.now(UTC).date() - timedelta(days=30)


def imported(warehouse: Path, leads: int) -> Path:
    """The file of a generation of so many leads of a month ago, one of them qualified."""
    exports = warehouse.with_name(f"{warehouse.name}-exports")
    exports.mkdir(exist_ok=True)
    rows = "".join(f"L{number},{MONTH_AGO}\n" for number in range(leads))
    (exports / "leads.csv").write_text(f"lead_id,created_at\n{rows}")
    (exports / "lead_events.csv").write_text(f"lead_id,at,event\nL1,{MONTH_AGO + timedelta(days=7)},mql\n")
    done = run_import([exports], [], warehouse, Settings(), None, ImportOptions(), lambda _: None)
    return Generations(warehouse).path(done.generation)


@pytest.fixture
def page(open_page: Open, served: Served, tmp_path: Path) -> Page:
    """The Waterfall screen of seven leads."""
    imported(tmp_path / "w", 7)
    shown = open_page(f"{served(tmp_path / 'w')}/waterfall")
    expect(shown.get_by_role("heading", name=SEVEN)).to_be_visible()
    return shown


@pytest.mark.endure
def test_the_folder_is_moved_away_and_back(page: Page, open_page: Open, served: Served, tmp_path: Path) -> None:
    """The figures stay under a word that says so and since when; who comes now sees the same, and no invitation."""
    warehouse, away = tmp_path / "w", tmp_path / "away"
    warehouse.rename(away)
    word = "is gone. These are the last figures that could be read; put it back, or import again."
    expect(page.get_by_text(word)).to_be_visible()
    expect(page.get_by_text("It is so since")).to_be_visible()
    expect(page.get_by_role("heading", name=SEVEN)).to_be_visible()
    other = open_page(f"{served(warehouse)}/data")
    expect(other.get_by_text(word)).to_be_visible()
    expect(other.get_by_text("sample company")).to_have_count(0)
    away.rename(warehouse)
    expect(page.get_by_text(word)).to_have_count(0)
    expect(page.get_by_role("heading", name=SEVEN)).to_be_visible()


@pytest.mark.endure
def test_a_file_is_damaged_in_place_and_mended(page: Page, open_page: Open, served: Served, tmp_path: Path) -> None:
    """Without another generation nothing is left: when it was last whole is said; mended, the figures return."""
    path = Generations(tmp_path / "w").path(str(Generations(tmp_path / "w").current()))
    whole = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(whole[: len(whole) // 2])
    word = "has no generation that is whole; it was last whole on"
    expect(page.get_by_text(word)).to_be_visible()
    expect(page.get_by_text("This page looks again every few seconds.")).to_be_visible()
    other = open_page(f"{served(tmp_path / 'w')}/data")
    expect(other.get_by_text(word)).to_be_visible()
    expect(other.get_by_role("heading", name="Bring your files", level=3)).to_be_visible()
    expect(other.get_by_text("sample company")).to_have_count(0)
    path.write_bytes(whole)
    expect(page.get_by_role("heading", name=SEVEN)).to_be_visible()
    expect(page.get_by_text(word)).to_have_count(0)


def test_a_new_import_shows_and_a_broken_one_does_not(page: Page, tmp_path: Path) -> None:
    """The page goes to nine leads by itself; when those break, back to the seven, with a word."""
    nine = imported(tmp_path / "w", 9)
    expect(page.get_by_role("heading", name=SEVEN.replace("7", "9"))).to_be_visible()
    whole = nine.read_bytes()
    nine.chmod(0o644)
    nine.write_bytes(b"garbage" * 999)
    expect(page.get_by_role("heading", name=SEVEN)).to_be_visible()
    expect(page.get_by_text("is damaged or gone on disk")).to_be_visible()
    nine.write_bytes(whole)
    expect(page.get_by_role("heading", name=SEVEN.replace("7", "9"))).to_be_visible()
    expect(page.get_by_text("is damaged or gone on disk")).to_have_count(0)
