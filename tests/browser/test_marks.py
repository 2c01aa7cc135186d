"""Marks and rows in a real browser: found by the pointer, clicked, opened again after they were closed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import dashboard
from tests.browser.driving import wait_until_at_rest, wait_until_charts_are_drawn, wait_until_drawn
from tests.browser.reading import PANEL
from tests.screens.clicking import CHARTED, LISTED, NUMBER, first_number

Open = Callable[..., Page]
Served = Callable[[Path], str]
OPENING_TABLES = '[data-testid="stElementContainer"][class*="st-key-"] [data-testid="stDataFrame"]:visible'
"""The tables whose rows open: only they stand under a key."""
SUM = ".st-key-side-panel [data-testid='stMarkdownContainer'] strong >> nth=0"
"""What a drawer says first: how many records it holds, and what they are worth."""
NAMES_WHAT_IS_OPEN = re.compile(r"[?&]open=")
FIRST_ROW, ROW = 52, 35
"""Pixels from a table's top to the middle of its first row, and from row to row."""
MAIN = """document.querySelector('[data-testid="stMain"]')"""
WHERE = f"""() => [{MAIN}, document.querySelector('[class*="folded-waiting"] .dvn-scroller')]
    .map(part => part.scrollTop > 0)"""
"""Whether the page has moved, and whether what is in the list of those who wait has."""
POINTS = ".barlayer .point path, .scatterlayer .point"
MOST_MARKS = 3
"""So many of a chart's marks are clicked here, spread over it."""
DOUBLE_CLICK = 350
"""Milliseconds after which a second click is one of its own for Plotly."""
HOVER_LOOKS = 50
"""How often to look whether the chart says something of the mark under the pointer; a busy machine takes its time."""
WITHOUT_RECORDS = (
    "Velocity per day before and now",
    "Bridge of velocity per day",
    "Share of enquiries with a human answer",
)
"""How the charts are called whose marks have no records of their own."""
SPLIT = {"waterfall": "?split=campaign"}
"""What lets a list be there that is not in a screen's first look: of the values for which there is no funnel."""
CLICKS_ACROSS = (0.02, 0.4, 0.8)
"""Where a row is clicked, one after the other, as parts of the table's width."""


def spread(marks: int) -> list[int]:
    """Some of a chart's marks, the last too, and its first before the others and after."""
    places = range(1, min(marks, MOST_MARKS) + 1)
    return [0, *(round((marks - 1) * place / len(places)) for place in places), 0]


def under_pointer(page: Page, chart: Locator, mark: int) -> str | None:
    """Move the pointer onto a mark; what is said of it, None where the pointer finds nothing there."""
    point = chart.locator(POINTS).nth(mark)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    if box is None or min(box["width"], box["height"]) < 1:
        return None
    page.mouse.move(2, 2)
    said = chart.locator(".hoverlayer .hovertext")
    expect(said).to_have_count(0)
    page.wait_for_timeout(DOUBLE_CLICK)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(HOVER_LOOKS):
        if said.count():
            return said.first.text_content()
        page.wait_for_timeout(30)
    return None


def opened(page: Page) -> Locator:
    """The drawer, with what it says."""
    expect(page.locator(SUM)).to_be_visible()
    return page.locator(PANEL)


def closed(page: Page) -> None:
    """The drawer closed again, and the screen beneath it drawn without what was chosen."""
    page.keyboard.press("Escape")
    expect(page.locator(PANEL)).to_have_count(0)
    expect(page).not_to_have_url(NAMES_WHAT_IS_OPEN)
    wait_until_drawn(page)
    wait_until_at_rest(page)


def test_a_chart_without_records_is_there() -> None:
    """Under the name by which its marks are passed over."""
    texts = [path.read_text(encoding="utf-8") for path in Path(dashboard.__file__).parent.rglob("*.py")]
    assert [name for name in WITHOUT_RECORDS if not any(name in text for text in texts)] == []


@pytest.mark.endure
@pytest.mark.parametrize("path", CHARTED)
def test_every_mark_is_found_by_the_pointer_and_opens_what_it_says(
    open_page: Open, served: Served, sample_folder: Path, path: str
) -> None:
    """One click, one drawer, whose number stands on the mark; the chart under a closed drawer is as alive as before."""
    page = open_page(f"{served(sample_folder)}/{path}")
    wait_until_charts_are_drawn(page)
    charts = page.get_by_test_id("stPlotlyChart")
    clicked = 0
    for number in range(charts.count()):
        chart = charts.nth(number)
        if (chart.get_attribute("aria-label") or "").startswith(WITHOUT_RECORDS):
            continue
        for mark in spread(chart.locator(POINTS).count()):
            said = under_pointer(page, chart, mark)
            if said is None or (path == "stalled" and " stalled deals" in said):
                continue
            page.mouse.down()
            page.mouse.up()
            counted = first_number(opened(page).locator(SUM).inner_text())
            assert counted in NUMBER.findall(said), (number, mark, said)
            closed(page)
            clicked += 1
    assert clicked, f"no mark of {path} opens"


@pytest.mark.endure
@pytest.mark.parametrize("path", LISTED)
def test_a_row_opens_and_opens_again(open_page: Open, served: Served, sample_folder: Path, path: str) -> None:
    """The first row of every table whose rows can be chosen, again and again, each time clicked elsewhere."""
    page = open_page(f"{served(sample_folder)}/{path}{SPLIT.get(path, '')}")
    wait_until_charts_are_drawn(page)
    tables = page.locator(OPENING_TABLES)
    assert tables.count()
    for across in CLICKS_ACROSS:
        for number in range(tables.count()):
            choose_row(page, tables.nth(number), 0, across)
            closed(page)


def test_a_long_list_leaves_the_wheel_to_the_page_until_it_is_asked_to_scroll(
    open_page: Open, served: Served, sample_folder: Path
) -> None:
    """The pointer rests on a list on its way down a screen; what lies below the list is reached all the same."""
    page = open_page(f"{served(sample_folder)}/response")
    wait_until_at_rest(page)
    turned_on(page, page.locator(".st-key-folded-waiting"))
    assert page.evaluate(WHERE) == [True, False]
    page.locator(".st-key-folded-waiting").get_by_role("button", name="Scroll through").click()
    listed = page.locator(".st-key-unfolded-waiting")
    expect(listed).to_be_visible()
    turned_on(page, listed)
    page.wait_for_function(f"() => ({WHERE})()[1]")


def turned_on(page: Page, listed: Locator) -> None:
    """Turn the wheel with the pointer on a list, from the top of the page."""
    page.evaluate(f"() => {MAIN}.scrollTo({{top: 0, behavior: 'instant'}})")
    box = listed.locator('[data-testid="stDataFrame"]').bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + FIRST_ROW, box["y"] + FIRST_ROW)
    page.mouse.wheel(0, ROW)
    page.wait_for_function(f"() => ({WHERE})().some(moved => moved)")


def choose_row(page: Page, table: Locator, row: int, across: float = 0.02) -> Locator:
    """Click on a row of a table, so far across it; the drawer that it opens."""
    table.evaluate("part => part.scrollIntoView({block: 'center', behavior: 'instant'})")  # not beneath the top bar
    box = table.bounding_box()
    assert box is not None
    x, y = box["x"] + max(18, box["width"] * across), box["y"] + FIRST_ROW + ROW * row
    for beside in (40, 20, 0):  # a hand comes from somewhere: a table that lay behind a panel has not seen it yet
        page.mouse.move(x + beside, y)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.mouse.click(x, y)
    drawer = page.locator(PANEL)
    expect(drawer.get_by_role("button", name="CSV", exact=True)).to_be_visible()  # no cell that names a file
    return drawer
