"""Text from a CRM is text everywhere: on every screen, in every drawer, in every file to download."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.screens.listing import SCREENS
from tests.browser.driving import at_size, comes_to
from tests.browser.hostile import TEXTS, hostile_warehouse
from tests.browser.reading import go_to

Open = Callable[..., Page]
Served = Callable[[Path], str]
FORMULAS = {"=", "+", "-", "@", "\t", "\r"}
ALIVE = """() => {
    const foreign = [...document.querySelectorAll('a[href], img, iframe, object, embed, form')].filter(part => {
        const address = part.href || part.src || part.data || part.action || ''
        return !(address.startsWith(location.origin) || address.startsWith('data:image/svg'))
    })
    const handlers = [...document.querySelectorAll('*')]
        .filter(part => [...part.attributes].some(each => each.name.startsWith('on')))
    const scripts = [...document.scripts].filter(each => each.textContent.includes('hostile'))
    const formulas = [...document.querySelectorAll('.katex')]
    const alive = [...foreign, ...handlers, ...scripts, ...formulas].map(part => part.outerHTML.slice(0, 200))
    const main = document.querySelector('[data-testid="stMain"]')
    const wide = Math.max(...[document.documentElement, main].map(part => part.scrollWidth - part.clientWidth))
    return {alive, wide, ran: window.hostile === 1}
}"""
HARMLESS = {"alive": [], "wide": 0, "ran": False}
# The table under which of the screen's charts holds the texts, and the list whose rows open into a drawer.
TABLES = {"review": 1, "response": 6, "disagreement": 1, "icp": 1, "stalled": 2, "money": 1}
LISTS = {"waterfall": 0, "response": -1, "disagreement": -1, "stalled": -1}


@pytest.fixture(scope="module")
def page(open_page_kept: Open, served: Served, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """One session that walks through all screens of the hostile company."""
    return open_page_kept(served(hostile_warehouse(tmp_path_factory.mktemp("hostile"))))


def opened_list(page: Page, place: int) -> Locator:
    """The drawer after a click on the first row of a list."""
    grid = page.get_by_test_id("stDataFrame").nth(place)
    grid.scroll_into_view_if_needed()
    grid.locator("table td").first.wait_for(state="attached")
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 20, box["y"] + 60)
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("CSV").first).to_be_visible()
    return drawer


@pytest.mark.parametrize("path", [screen.path for screen in SCREENS])
def test_hostile_text_stays_text(page: Page, path: str) -> None:
    """No element, request, script, dialog or formula comes of it, and the page is no wider than the window."""
    go_to(page, path)
    assert page.get_by_test_id("stException").count() == 0
    assert comes_to(page, ALIVE, HARMLESS) == HARMLESS
    if path in LISTS:
        drawer = opened_list(page, LISTS[path])
        assert comes_to(page, ALIVE, HARMLESS) == HARMLESS
        assert drawer.evaluate("part => part.scrollWidth <= part.clientWidth + 1")
        page.keyboard.press("Escape")
        expect(drawer).to_be_hidden()
    with at_size(page, 390, 844):
        assert comes_to(page, ALIVE, HARMLESS) == HARMLESS


def test_it_is_shown_as_it_was_written(page: Page) -> None:
    """Markup and formulas of a source stand in the chart and in the table letter by letter."""
    go_to(page, "explore")
    cells = page.locator("table td")
    for text in (text[:12] for text in TEXTS if text.startswith(("<", "!", "[", "="))):
        expect(cells.filter(has_text=text).first).to_be_attached()


@pytest.mark.parametrize("path", [screen.path for screen in SCREENS])
def test_every_screen_s_table_downloads_as_files_that_run_nothing(page: Page, path: str) -> None:
    """CSV, Excel and Parquet of the same rows; no cell begins like a formula or is one."""
    go_to(page, path)
    page.get_by_role("button", name="Table", exact=True).nth(TABLES.get(path, 0)).click()
    files = {}
    for words in ("CSV", "Excel", "Parquet"):
        button = page.get_by_role("button", name=words, exact=True).last
        with page.expect_download() as downloading:
            button.click()
        files[words] = downloading.value.path().read_bytes()
    page.keyboard.press("Escape")
    lines = list(csv.reader(io.StringIO(files["CSV"].decode("utf-8-sig"))))
    assert not [cell for line in lines for cell in line if cell[:1] in FORMULAS and not _is_number(cell)]
    sheet = openpyxl.load_workbook(io.BytesIO(files["Excel"])).active
    assert sheet is not None
    assert not [cell.value for row in sheet for cell in row if cell.data_type == "f"]
    assert sheet.max_row == len(lines)
    assert pq.read_table(io.BytesIO(files["Parquet"])).num_rows == len(lines) - 1


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
