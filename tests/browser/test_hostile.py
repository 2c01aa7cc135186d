"""Text from a CRM is text everywhere: on every screen, in every drawer, list and receipt, in every file to download."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.screens.listing import SCREENS
from dashboard.texts import plain
from tests.browser.driving import at_size, comes_to
from tests.browser.hostile import TEXTS, hostile_warehouse
from tests.browser.reading import choose, go_to
from tests.browser.test_marks import (
    FIRST_ROW,
    OPENING_TABLES,
    POINTS,
    ROW,
    WITHOUT_RECORDS,
    choose_row,
    closed,
    opened,
    under_pointer,
)
from tests.enduring import FULL, some

Open = Callable[..., Page]
Served = Callable[[Path], str]
FORMULAS = {"=", "+", "-", "@", "\t", "\r"}
LOOK = "window=2024-10-01&window=2025-10-05"
ALIVE = """() => {
    const ours = ['rgb(74, 85, 96)', 'rgb(0, 114, 178)', 'rgb(138, 75, 0)']  // below a heading; the texts are red
    const foreign = [...document.querySelectorAll('a[href], img, iframe, object, embed, form')].filter(part => {
        const address = part.href || part.src || part.data || part.action || ''
        return !(address.startsWith(location.origin) || address.startsWith('data:image/svg'))
    })
    const handlers = [...document.querySelectorAll('*')]
        .filter(part => [...part.attributes].some(each => each.name.startsWith('on')))
    const scripts = [...document.scripts].filter(each => each.textContent.includes('hostile'))
    const told = '[data-testid="stMain"] [data-testid="stMarkdownContainer"], [role="dialog"]'
        + ' [data-testid="stMarkdownContainer"]'
    const made = [...document.querySelectorAll(told)].flatMap(part => [...part.querySelectorAll(
        'img, [role="img"], em, code, del, blockquote, sup, sub, h1, h2, h3, ol, [style*="color"]'
    )]).filter(part => !part.closest('[data-testid="stHeading"], button, [data-testid="stMetricDelta"]')
        && !(part.matches('.stMarkdownColoredText') && ours.includes(getComputedStyle(part).color)))
    const formulas = [...document.querySelectorAll('.katex, .MathJax, .mjx-container')]
    const alive = [...foreign, ...handlers, ...scripts, ...made, ...formulas].map(part => part.outerHTML.slice(0, 200))
    const main = document.querySelector('[data-testid="stMain"]')
    const wide = Math.max(...[document.documentElement, main].map(part => part.scrollWidth - part.clientWidth))
    const traced = document.querySelectorAll('[data-testid="stException"]').length
    return {alive, wide, traced, ran: window.hostile === 1}
}"""
HARMLESS = {"alive": [], "wide": 0, "traced": 0, "ran": False}
WORDS = (
    "() => [...document.querySelectorAll('main, [role=dialog], [data-testid=stPopoverBody]')].map(p => p.textContent)"
)
MOST_OPENED = 3 if FULL else 1
"""So many marks of a chart and rows of a table are opened."""
MOST_OF_A_KIND = 1
"""So many charts of a screen, tables of records, and boxes of figures are opened, unless it is a full run."""
PATHS = [screen.path for screen in SCREENS]
WALKED = PATHS if FULL else ["review", "response", "disagreement"]
"""The screens that are walked through: these have sentences that name what the records name."""
TABLES = {"review": 1, "response": 7, "disagreement": 2, "icp": 1, "stalled": 1, "money": 1}
"""The table under which of the screen's charts holds the texts."""


@dataclass
class Visit:
    """The session that walks through all screens of the hostile company, with all that it read on the way."""

    page: Page
    read: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Nothing here is alive, and every word of it is kept."""
        assert comes_to(self.page, ALIVE, HARMLESS) == HARMLESS
        self.read += self.page.evaluate(WORDS)


@pytest.fixture(scope="module")
def visit(open_page_kept: Open, served: Served, tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """One session over a year of the company."""
    address = served(hostile_warehouse(tmp_path_factory.mktemp("hostile")))
    return Visit(open_page_kept(f"{address}/review?{LOOK}"))


@pytest.mark.parametrize("path", WALKED)
def test_hostile_text_stays_text(visit: Visit, path: str) -> None:
    """No element, request, script, dialog or formula comes of it, and the page is no wider than the window."""
    page = visit.page
    go_to(page, path)
    visit.look()
    for opens in (_marks, _rows, _popovers):
        for part in opens(page):
            visit.look()
            assert part.evaluate("part => part.scrollWidth <= part.clientWidth + 1")
            closed(page)
    with at_size(page, 390, 844):
        visit.look()


def _marks(page: Page) -> Iterator[Locator]:
    """The drawers of the first marks of each chart."""
    charts = page.get_by_test_id("stPlotlyChart")
    for number in some(range(charts.count()), MOST_OF_A_KIND):
        chart = charts.nth(number)
        if (chart.get_attribute("aria-label") or "").startswith((*WITHOUT_RECORDS, "No activity")):
            continue
        for mark in range(min(chart.locator(POINTS).count(), MOST_OPENED)):
            said = under_pointer(page, chart, mark)
            if said is not None and " stalled deals" not in said:
                page.mouse.down()
                page.mouse.up()
                yield opened(page)


def _rows(page: Page) -> Iterator[Locator]:
    """The drawers of the first rows of each table whose rows can be chosen."""
    tables = page.locator(OPENING_TABLES)
    for number in some(range(tables.count()), MOST_OF_A_KIND):
        for row in range(MOST_OPENED):
            box = tables.nth(number).bounding_box()
            assert box is not None
            if box["height"] > FIRST_ROW + ROW * row:
                yield choose_row(page, tables.nth(number), row)


def _popovers(page: Page) -> Iterator[Locator]:
    """The tables and receipts behind the figures."""
    for words in ("Table", "Receipt"):
        buttons = page.get_by_role("button", name=words, exact=True)
        for number in some(range(buttons.count()), MOST_OF_A_KIND):
            buttons.nth(number).click()
            body = page.get_by_test_id("stPopoverBody")
            expect(body.get_by_test_id("stDataFrame").first).to_be_visible()
            yield body


def test_it_is_shown_as_it_was_written(visit: Visit) -> None:
    """All of the texts stood somewhere on the way, letter by letter, in sentences, charts and tables."""
    go_to(visit.page, "explore")
    for column in ("Campaign", "Industry", "Country", "Region"):
        choose(visit.page, "Split by", column)
        visit.look()
    read = _squeezed(" ".join(visit.read))
    missing = [text for text in TEXTS if _squeezed(plain(text, 24).removesuffix("…")) not in read]
    assert missing == []
    for sentence in (
        "those of $10 off and $20 more wait longest,",
        "The most frequent reason it can act on: $10 off and $20 more,",
    ):
        assert sentence in read


def _squeezed(text: str) -> str:
    """A text without what nobody sees, its spaces being one."""
    return " ".join(text.replace("\u2060", "").replace("\u00a0", " ").split())


@pytest.mark.parametrize("path", some(PATHS, 1))
def test_every_screen_s_table_downloads_as_files_that_run_nothing(visit: Visit, path: str) -> None:
    """CSV, Excel and Parquet of the same rows; no cell begins like a formula or is one."""
    page = visit.page
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
