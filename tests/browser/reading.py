"""What a screen says, as a reader sees it: cards, tables, words in charts; and the same figures from the command."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.scope.slices import BAR
from dashboard.screens import panel
from dashboard.screens.listing import SCREENS
from dashboard.texts import count
from tests.browser.driving import wait_until_charts_are_drawn

TITLES = {"review": "Weekly funnel review", "waterfall": "Demand waterfall"}
CHIPS = {"Review week": "chip-week", "Compare with": "chip-compare"} | dict.fromkeys(
    (*BAR.values(), "Window", "Cycles", "Waterfall")
)
"""The boxes of the slice bar by their labels, with the key of a chip that is always its own."""
PANEL = f'[data-testid="stLayoutWrapper"]:has(> .st-key-{panel.PANEL})'
"""The panel beside the screen, where one is open."""
CELLS = """table => [...table.querySelectorAll('tr')]
    .map(row => [...row.querySelectorAll('[role="gridcell"], [role="columnheader"]')].map(cell => cell.textContent))"""


@cache
def metrics_of(folder: Path, *chosen: str, generation: str | None = None, section: str | None = None) -> dict[str, Any]:
    """What ``funnel-review metrics`` prints of a warehouse, one of its generations, a slice: all, or one section."""
    options = [part for slice_ in chosen for part in ("--slice", slice_)]
    options += ["--generation", generation] if generation else []
    options += ["--section", section] if section else []
    done = CliRunner().invoke(app, ["metrics", "--warehouse", str(folder), *options])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def cohort_of(folder: Path, *chosen: str, generation: str | None = None) -> int:
    """How many enquiries the command counts of a slice."""
    return int(metrics_of(folder, *chosen, generation=generation, section="waterfall")["waterfall"]["cohort"])


def go_to(page: Page, path: str) -> None:
    """Choose a screen in the navigation and wait until it stands still."""
    name = next(screen.title for screen in SCREENS if screen.path == path)
    page.get_by_test_id("stTopNavLink").filter(has_text=re.compile(f"^{name}$")).click()
    expect(page.locator("h1")).to_have_text(title_of(path))
    wait_until_charts_are_drawn(page)


def title_of(path: str) -> str:
    """What stands at the top of a screen."""
    return TITLES.get(path) or next(screen.title for screen in SCREENS if screen.path == path)


def choose(page: Page, label: str, value: str) -> None:
    """Choose one value in a box of the slice bar or of the screen, and wait for the screen."""
    if label in CHIPS:
        open_chip(page, label)
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(value)
    page.get_by_role("option", name=value, exact=True).click()
    close_chip(page)
    wait_until_charts_are_drawn(page)


def open_chip(page: Page, label: str) -> Locator:
    """What the chip of a box of the slice bar opens: its own where it is set, else the one of all the others."""
    row = page.locator(".st-key-chip-row")
    expect(row).to_be_visible()
    own = row.get_by_role("button").filter(has_text=re.compile(f"^{label}:"))
    if key := CHIPS[label]:
        own = row.locator(f".st-key-{key}").get_by_role("button")
    (own if own.count() else row.get_by_role("button", name="Filter")).click()
    body = page.get_by_test_id("stPopoverBody")
    expect(body.get_by_text(label, exact=True)).to_be_visible()
    return body


def close_chip(page: Page) -> None:
    """Leave the box, then its chip, by the keyboard."""
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def copied_link(page: Page) -> str:
    """The link that the screen gives to be copied."""
    page.get_by_role("button", name="Copy link").click()
    link = page.get_by_test_id("stPopoverBody").get_by_test_id("stCode").inner_text().strip()
    page.keyboard.press("Escape")
    return link


def card(page: Page, label: str) -> Locator:
    """The card of a figure, by the whole of its label."""
    named = page.get_by_test_id("stMetricLabel").filter(has_text=re.compile(f"^{re.escape(label)}$"))
    return page.get_by_test_id("stMetric").filter(has=named)


def shows(page: Page, label: str, value: str) -> None:
    """A card of that label shows that value."""
    expect(card(page, label).first.get_by_test_id("stMetricValue")).to_have_text(value)


def charts_say(page: Page, *words: str) -> None:
    """Each of these stands in a text of a chart of the page, not as a part of a longer number."""
    charts = page.get_by_test_id("stPlotlyChart")
    for word in words:
        alone = re.compile(rf"(?<![\d,.]){re.escape(word)}(?!\d|,\d)")
        expect(charts.get_by_text(alone).first).to_be_attached()


def heading(page: Page, cohort: int) -> None:
    """The waterfall says so many leads came in."""
    expect(page.get_by_role("heading", name=f"{count(cohort)} enquiries came in")).to_be_visible()


def says(page: Page, *words: str) -> None:
    """Each of these stands in the words of the screen."""
    for word in words:
        expect(page.get_by_test_id("stMain")).to_contain_text(word)


def table(page: Page, first_column: str) -> list[list[str]]:
    """The rows of the table whose first named column that is."""
    found = page.locator("table").filter(has_text=first_column).first
    found.wait_for(state="attached")
    rows: list[list[str]] = found.evaluate(CELLS)
    return [row for row in rows[1:] if row]
