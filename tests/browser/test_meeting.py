"""Two browsers at one table: each sees by itself what the other wrote, and nothing of either is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.decisions import writing
from dashboard.meeting.decisions.decision import proposal
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of
from tests.browser.driving import serving
from tests.meeting.company import WEEK, company
from tests.meeting.people import ANN


@pytest.mark.endure
def test_two_people_write_on_one_card(open_page: Callable[..., Page], tmp_path: Path) -> None:
    """Both change its words: the second sees the first's beside their own, and both are in the journal."""
    folder = tmp_path / "w"
    company().import_into(folder, tmp_path / "files")
    journal = Journal(Store(place_of(folder)))
    kept = writing.make(
        journal, week_view(folder),
        proposal({"week": WEEK, "text": "First", "owner": "Bo", "side": "sales", "due_on": "2026-12-01"}), ANN,
    )  # fmt: skip
    with serving(folder) as address:
        one, other = (open_page(f"{address}/review") for _ in range(2))
        for page in (one, other):
            page.get_by_text("Change, close or look behind it").click()
            page.get_by_text("Reword").click()
            expect(text_of(page)).to_have_value("First")
        text_of(one).fill("One’s words")
        text_of(other).fill("The other’s words")
        one.get_by_role("button", name="Keep it", exact=True).click()
        expect(one.get_by_text("One’s words").first).to_be_visible()
        expect(other.get_by_text("One’s words").first).to_be_visible()
        expect(text_of(other)).to_have_value("The other’s words")
        other.get_by_role("button", name="Keep it", exact=True).click()
        other.get_by_role("button", name="Save mine as the next version").click()
        expect(other.get_by_text("The other’s words").first).to_be_visible()
        expect(one.get_by_text("The other’s words").first).to_be_visible()
        one.close()
        other.close()
    texts = [entry.body["typed"]["text"] for entry in journal.subject(f"decision:{kept.id}")]
    assert texts == ["First", "One’s words", "The other’s words"]
    journal.store.close()


def text_of(page: Page) -> Locator:
    """The box of a card's words."""
    return page.get_by_label("What is decided").first
