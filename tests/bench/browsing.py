"""What a reader waits for, in a real Chromium, and beside it what they would on a bare page with as many charts."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from dashboard.screens.listing import SCREENS
from tests.bench.bare_page import SOURCES
from tests.bench.measure import say
from tests.bench.watching import opened, redrawn, watch, worked
from tests.browser.driving import answering, chromium, free_port, launch, started, wait_until_charts_are_drawn
from tests.browser.reading import close_chip, open_chip

Filtered = tuple[float, float, float]
"""Milliseconds from the key that adds a filter to the last change of a chart; of work in the page; of it in scripts."""
STARTS = 3
LONGEST_WAIT = 120_000
MOMENT = 500
"""Milliseconds a person takes from one thing to the next."""
BARE_PAGE = Path(__file__).with_name("bare_page.py")
CHART = '[data-testid="stPlotlyChart"]'
BAR = ".js-plotly-plot .bars .point path"


def main(folder: Path) -> None:
    """Medians in milliseconds, each beside its floor: filters of every screen, opening a drawer, the first chart."""
    executable = chromium()
    if executable is None:
        say()
        return
    figures: dict[str, float] = {}
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        with _app(folder) as app, _bare() as floor:
            for screen in SCREENS:
                page = _visit(browser, f"{app}/{screen.path}")
                charts = page.locator(CHART).count()
                if charts:
                    beside = _visit(browser, f"{floor}/?charts={charts}")
                    by_chip, by_box = _filtered(page, _by_chip), _filtered(beside, _by_box)
                    for place, what in enumerate(("filter", "browser", "scripts")):
                        pair = ([each[place] for each in many] for many in (by_chip, by_box))
                        figures |= _pair(f"{what} {screen.title}", *pair)
                    figures[f"charts {screen.title}"] = charts
                    if screen.path == "waterfall":
                        figures |= _pair("drawer", _drawers(page), _drawers(beside))
                        most = charts
                    beside.close()
                page.close()
        ours = _starts(browser, lambda: _app(folder), "waterfall")
        figures |= _pair("first", ours, _starts(browser, _bare, f"?charts={most}"))
        browser.close()
    say(**figures)


def _pair(name: str, ours: list[float], floor: list[float]) -> dict[str, float]:
    return {f"{name} ours": median(ours), f"{name} floor": median(floor)}


@contextmanager
def _app(folder: Path) -> Iterator[str]:
    with started(folder) as (_, address):
        yield address


@contextmanager
def _bare() -> Iterator[str]:
    """The bare page, served by the same Streamlit with the same settings."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(BARE_PAGE), "--server.port", str(port)]
    with answering([*command, "--server.headless", "true"], port, []):
        yield f"http://127.0.0.1:{port}"


def _visit(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    wait_until_charts_are_drawn(page)
    watch(page)
    return page


def _filtered(page: Page, choose: Callable[[Page, str], Filtered]) -> list[Filtered]:
    """What each filter costs, none asked before."""
    return [choose(page, source) for source in SOURCES[:-1]]


def _by_chip(page: Page, source: str) -> Filtered:
    """A source more in the app's own filter."""
    took = _add(open_chip(page, "Source"), page, source)
    close_chip(page)
    wait_until_charts_are_drawn(page)
    page.wait_for_timeout(MOMENT)
    return took


def _by_box(page: Page, source: str) -> Filtered:
    """A source more in the bare page's filter."""
    return _add(page, page, source)


def _add(within: Page | Locator, page: Page, source: str) -> Filtered:
    box = within.get_by_role("combobox", name="Source", exact=True)
    box.fill(source)
    before = worked(page)
    box.press("Enter")
    took, after = redrawn(page), worked(page)
    return took, after[0] - before[0], after[1] - before[1]


def _drawers(page: Page) -> list[float]:
    """Milliseconds from a click on a bar of the first chart to the table in the drawer, one bar after the other."""
    times = []
    for number in range(4):
        bar = page.locator(CHART).first.locator(BAR).nth(number)
        box = bar.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(MOMENT)
        page.mouse.down()
        page.mouse.up()
        times.append(opened(page))
        page.keyboard.press("Escape")
        page.wait_for_function(
            "() => !document.querySelector('[role=dialog], .st-key-side-panel')", timeout=LONGEST_WAIT
        )
        wait_until_charts_are_drawn(page)
        page.wait_for_timeout(MOMENT)
    return times


def _starts(browser: Browser, serve: Callable[[], AbstractContextManager[str]], path: str) -> list[float]:
    """Milliseconds from starting a server to the first chart in the browser."""
    times = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        with serve() as address:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"{address}/{path}")
            page.wait_for_function("() => document.querySelector('.js-plotly-plot .main-svg')", timeout=LONGEST_WAIT)
            times.append(1000 * (time.perf_counter() - begun))
            page.close()
    return times


if __name__ == "__main__":
    main(Path(sys.argv[1]))
