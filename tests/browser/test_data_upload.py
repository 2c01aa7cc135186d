"""Files brought in a real browser: looked at, imported, and the screens show the new figures."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings
from dashboard.warehouse.disk import locked
from dashboard.warehouse.generations import Generations
from tests.browser.driving import DRAW_MILLISECONDS, wait_until_drawn

Open = Callable[..., Page]
Served = Callable[[Path], str]
OLD_AS_OF = datetime(2025, 6, 2)  # noqa: DTZ001 — naive UTC, as the product keeps instants
MONTH_AGO = datetime.now(UTC).date() - timedelta(days=30)


def exports() -> list[FilePayload]:
    """Thirty leads of a month ago and one without a date, eight of them qualified a week later."""
    leads = "".join(f"L{number},{MONTH_AGO},Webinar\n" for number in range(30))
    events = "".join(f"L{number},{MONTH_AGO + timedelta(days=7)},mql\n" for number in range(8))
    texts = {
        "leads.csv": f"lead_id,created_at,source\n{leads}L99,someday,Webinar\n",
        "lead_events.csv": f"lead_id,at,event\n{events}",
    }
    return [{"name": name, "mimeType": "text/csv", "buffer": text.encode()} for name, text in texts.items()]


def many() -> list[FilePayload]:
    """So many leads that importing them takes some seconds."""
    rows = "".join(f"L{number},{MONTH_AGO},Webinar\n" for number in range(150_000))
    return [{"name": "leads.csv", "mimeType": "text/csv", "buffer": f"lead_id,created_at,source\n{rows}".encode()}]


def hand_in(page: Page, files: list[FilePayload]) -> None:
    """Put files into the box for them."""
    page.locator('[data-testid="stFileUploader"] input[type=file]').first.set_input_files(files)


@pytest.mark.endure
def test_files_are_looked_at_then_imported_and_the_screens_show_them(
    open_page: Open, served: Served, tmp_path: Path
) -> None:
    """The preview changes nothing; the import replaces one lead by thirty, and the Waterfall says as `metrics` does."""
    expect.set_options(timeout=DRAW_MILLISECONDS)
    warehouse = tmp_path / "warehouse"
    (tmp_path / "leads.csv").write_text("lead_id,created_at\nL1,2025-03-11\n", encoding="utf-8")
    run_import([tmp_path / "leads.csv"], [], warehouse, Settings(), OLD_AS_OF, ImportOptions(), lambda _: None)
    before = Generations(warehouse).current()
    page = open_page(f"{served(warehouse)}/data")
    hand_in(page, exports())
    page.get_by_role("button", name="Rehearse, changing nothing").click()
    expect(page.get_by_role("heading", name="What would stand on the screens")).to_be_visible()
    expect(page.get_by_text("Rows that would be set aside")).to_be_visible()
    assert Generations(warehouse).current() == before
    page.get_by_role("button", name="Import and replace").click()
    expect(page.get_by_text("Imported: 1 row set aside")).to_be_visible()
    expect(page.get_by_text("39 rows read = 38 loaded + 1 set aside + 0 skipped")).to_be_visible()
    assert Generations(warehouse).current() != before
    printed = CliRunner().invoke(app, ["metrics", "--warehouse", str(warehouse), "--section", "waterfall"])
    stages = json.loads(printed.stdout)["waterfall"]["stages"]
    assert [stage["reached"] for stage in stages[:2]] == [30, 8]
    page.goto(f"{served(warehouse)}/waterfall")
    wait_until_drawn(page)
    expect(page.get_by_role("heading", name="30 enquiries came in")).to_be_visible()


PUT = """async ([address, size]) => {
    const token = decodeURIComponent(document.cookie.match(/_streamlit_xsrf=([^;]+)/)[1])
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(size)]), 'x.csv')
    return (await fetch(address, {method: 'PUT', body: form, headers: {'X-Xsrftoken': token}})).status
}"""


def test_the_first_files_are_brought_on_a_server_that_has_none(open_page: Open, served: Served, tmp_path: Path) -> None:
    """Whatever address is opened shows the place for files, beside it how to look at the sample, and no other screen.

    Closing the tab in the middle of an import ends it; after an import all screens are there.
    """
    warehouse = tmp_path / "new"
    address = served(warehouse)
    page = open_page(address)
    expect(page.get_by_role("heading", name="Bring your files", exact=True)).to_be_visible()
    expect(page.get_by_text("funnel-review demo --port")).to_be_visible()
    expect(page.get_by_role("link", name="Waterfall")).to_have_count(0)
    page.goto(f"{address}/waterfall")
    expect(page.get_by_role("heading", name="Bring your files", exact=True)).to_be_visible()
    hand_in(page, many())
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("Closing this tab, or a click on anything else on this page, stops it")).to_be_visible()
    while not list(warehouse.glob("generations/.building*")):
        time.sleep(0.05)
    page.close()
    with locked(warehouse / "import.lock", wait=True):  # its process had it, until it ended
        assert Generations(warehouse).all() == []
    page = open_page(address)
    hand_in(page, exports())
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("39 rows read = 38 loaded + 1 set aside + 0 skipped")).to_be_visible()
    page.get_by_role("link", name="Waterfall").click()
    expect(page.get_by_role("heading", name="30 enquiries came in")).to_be_visible()
    other = open_page(address)
    expect(other.get_by_role("link", name="Waterfall")).to_be_visible()
    expect(other.get_by_role("heading", name="Bring your files", exact=True)).to_have_count(0)


@pytest.mark.endure
def test_files_are_taken_where_a_box_asks_for_them_and_no_more_than_fit(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    """On the Data screen up to a bound; on another screen, and after leaving, none."""
    page = browser.new_page()
    with page.expect_request(lambda asked: "/upload_file/" in asked.url and asked.method == "PUT") as asked:
        page.goto(served(tmp_path / "bound"))
        wait_until_drawn(page)
        hand_in(page, exports())
    session = asked.value.url.rpartition("/")[0]
    expect(page.get_by_text("leads.csv")).to_be_visible()
    answers = [page.evaluate(PUT, [f"{session}/{number}", 45 << 20]) for number in range(5)]
    assert answers == [204, 204, 204, 204, 413]
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("Imported: 1 row set aside")).to_be_visible()
    page.get_by_role("link", name="Waterfall").click()
    expect(page.get_by_role("heading", name="30 enquiries came in")).to_be_visible()
    assert page.evaluate(PUT, [f"{session}/again", 10]) == 403
    page.get_by_role("link", name="Data").click()
    expect(page.get_by_text("39 rows read = 38 loaded + 1 set aside + 0 skipped")).to_be_visible()
    assert page.evaluate(PUT, [f"{session}/large", 45 << 20]) == 204  # what was there before is gone
    page.close()
