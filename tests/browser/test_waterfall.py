"""The main job in a real browser: the waterfall's figures, a filter, a click on a bar, the records, a link to share."""

import csv
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from typer.testing import CliRunner

from dashboard.cli import app
from tests.browser.driving import DRAW_MILLISECONDS, wait_until_drawn
from tests.browser.reading import PANEL
from tests.browser.test_marks import closed

Open = Callable[..., Page]
Served = Callable[[Path], str]
BAR = '[data-testid="stPlotlyChart"] .barlayer .trace:first-child .point path'
LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


@cache
def waterfall_of(folder: Path, *options: str) -> dict[str, Any]:
    """The section as ``funnel-review metrics`` prints it."""
    done = CliRunner().invoke(app, ["metrics", "--warehouse", str(folder), "--section", "waterfall", *options])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)["waterfall"]
    return found


def heading(cohort: int) -> str:
    """What the screen says above the bars."""
    return f"{cohort:,} enquiries came in"


@pytest.fixture(scope="module")
def page(open_page_kept: Open, served: Served, sample_folder: Path) -> Page:
    """The waterfall of the sample company, for all that follows."""
    return open_page_kept(f"{served(sample_folder)}/waterfall")


def test_the_screen_shows_the_figures_of_the_metrics(page: Page, sample_folder: Path) -> None:
    """Every count of the bars and the sum of fates stand on the screen as in the JSON."""
    expected = waterfall_of(sample_folder)
    expect(page.get_by_role("heading", name=heading(expected["cohort"]))).to_be_visible()
    chart = page.locator('[data-testid="stPlotlyChart"]').first
    for stage in expected["stages"]:
        expect(chart.get_by_text(f"{stage['reached']:,}", exact=True).first).to_be_attached()
    summed = " + ".join(str(count) for count in expected["fates"].values() if count)
    assert sum(expected["fates"].values()) == expected["cohort"], summed
    expect(page.get_by_text(f"= {expected['cohort']:,}.")).to_be_visible()


def test_the_receipt_opens_with_the_question_and_its_sql(page: Page) -> None:
    """Question, who is counted and the SQL stand behind the figure."""
    page.get_by_role("button", name="Receipt").first.click()
    expect(page.get_by_text("how many reached each stage of the waterfall by now?")).to_be_visible()
    expect(page.get_by_text("came in before the window").first).to_be_visible()
    wait_until_drawn(page)
    page.keyboard.press("Escape")


def test_a_click_on_a_bar_opens_its_leads_and_they_can_be_downloaded(page: Page, sample_folder: Path) -> None:
    """The drawer counts what the bar counts, and the download holds one line for each of them.

    The bar under a drawer that was closed opens it again.
    """
    won = waterfall_of(sample_folder)["stages"][-1]["reached"]
    page.locator(BAR).nth(4).wait_for(timeout=DRAW_MILLISECONDS)
    box = page.locator(BAR).nth(4).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    drawer = page.locator(PANEL)
    expect(drawer).to_be_visible()
    closed(page)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(drawer.get_by_text("Reached Won")).to_be_visible()
    expect(drawer.get_by_text(f"{won:,} enquiries")).to_be_visible()
    with page.expect_download() as downloading:
        drawer.get_by_role("button", name="CSV").click()
    with Path(downloading.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == won
    assert all(LOCAL_TIME.fullmatch(row["opened_at"]) for row in rows), "as the panel shows it, to the minute"
    for _ in range(2):  # others look on meanwhile: the second of their runs used to tidy it away
        page.reload()
        wait_until_drawn(page)
    assert page.request.get(downloading.value.url).ok, "fetched late, as over a slow line"


def test_a_version_and_a_filter_in_the_link_are_those_of_the_screen(
    page: Page, served: Served, sample_folder: Path
) -> None:
    """A copied link shows the stages of its version, and the figures of its slice."""
    chosen = "waterfall=v2&source=Webinar"
    expected = waterfall_of(sample_folder, "--waterfall", "v2", "--slice", "source=Webinar")
    page.goto(f"{served(sample_folder)}/waterfall?{chosen}")
    expect(page.get_by_role("heading", name=heading(expected["cohort"]))).to_be_visible()
    expect(page.get_by_text("source Webinar").first).to_be_visible()
    chart = page.locator('[data-testid="stPlotlyChart"]').first
    for stage in expected["stages"]:
        expect(chart.get_by_text(stage["stage"], exact=True).first).to_be_attached()
    assert page.url.endswith(chosen)
