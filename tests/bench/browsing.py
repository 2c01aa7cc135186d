"""What a reader waits for, in a real Chromium: from starting the app to the first chart, from a filter to its chart."""

import sys
import time
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

from tests.bench.measure import say
from tests.browser.driving import chromium, launch, started, wait_until_charts_are_drawn
from tests.browser.reading import close_chip, open_chip

STARTS = 3
SOURCES = ("Webinar", "Referral", "Event", "Partner", "Outbound", "Content", "Organic search")
REGIONS = ("DACH", "Nordics", "UK")
COUNT_IS_DRAWN = """() => {
    const count = document.querySelector('[data-testid="stMain"] h3')?.innerText.split(' ')[0]
    return count && count !== window.counted
        && [...document.querySelectorAll('.js-plotly-plot svg text')].some(text => text.textContent === count)
}"""

REMEMBER_COUNT = """() => {
    window.counted = document.querySelector('[data-testid="stMain"] h3').innerText.split(' ')[0]
}"""


def main(folder: Path) -> None:
    """Seconds to the first chart; median and p95 milliseconds of 20 filters, none of them asked before."""
    executable = chromium()
    if executable is None:
        say()
        return
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        firsts = []
        for _ in range(STARTS):
            begun = time.perf_counter()
            with started(folder) as (_, address):
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.goto(f"{address}/waterfall")
                page.wait_for_function("() => document.querySelector('.js-plotly-plot .main-svg')", timeout=120_000)
                firsts.append(time.perf_counter() - begun)
                page.close()
        with started(folder) as (_, address):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"{address}/waterfall")
            wait_until_charts_are_drawn(page)
            times = filtered(page)
        browser.close()
    say(first_chart=1000 * median(firsts), redrawn=median(times), redrawn_p95=quantiles(times, n=20)[-1])


def filtered(page: Page) -> list[float]:
    """Add one filter after the other; milliseconds from the key that chooses it until its count stands in the chart."""
    times: list[float] = []
    for region in ("", *REGIONS):
        if region:
            _choose(page, "Region", region)
        times += [_choose(page, "Source", source) for source in SOURCES]
        box = open_chip(page, "Source").get_by_role("combobox", name="Source", exact=True)
        for _ in SOURCES:
            box.press("Backspace")
            page.wait_for_timeout(300)
        close_chip(page)
        wait_until_charts_are_drawn(page)
    return times[:20]


def _choose(page: Page, label: str, value: str) -> float:
    field = open_chip(page, label).get_by_role("combobox", name=label, exact=True)
    field.fill(value)
    page.evaluate(REMEMBER_COUNT)
    begun = time.perf_counter()
    field.press("Enter")
    page.wait_for_function(COUNT_IS_DRAWN, timeout=120_000, polling="raf")
    took = 1000 * (time.perf_counter() - begun)
    close_chip(page)
    return took


if __name__ == "__main__":
    main(Path(sys.argv[1]))
