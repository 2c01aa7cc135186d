"""Files brought in a real browser: looked at, imported, and the screens show the new figures."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.generations import Generations
from dashboard.importing.run import ImportOptions, run_import
from dashboard.settings import Settings
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
    page.locator('[data-testid="stFileUploader"] input[type=file]').first.set_input_files(exports())
    page.get_by_role("button", name="Preview, changing nothing").click()
    expect(page.get_by_text("1 row would be set aside; nothing has changed")).to_be_visible()
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
    expect(page.get_by_role("heading", name="30 leads came in; how far did they get?")).to_be_visible()
