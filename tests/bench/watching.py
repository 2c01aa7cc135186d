"""When a page has drawn what was asked of it, told by the page itself: the same for the app and for the bare page."""

from functools import cache

from playwright.sync_api import CDPSession, Page

from tests.browser.driving import DRAW_MILLISECONDS

QUIET = 400
"""Milliseconds without a change after which a page has drawn."""
WATCH = """() => {
    const drawn = node => (node.nodeType === 1 ? node : node.parentElement)?.closest('.js-plotly-plot')
    const drawer = '[role=dialog], .st-key-side-panel'
    window.asked = window.changed = window.tabled = 0
    const ask = () => { window.asked = performance.now(); window.changed = window.tabled = 0 }
    document.addEventListener('keydown', event => { if (event.key === 'Enter') ask() }, true)
    document.addEventListener('mousedown', ask, true)
    new MutationObserver(records => {
        if (records.some(record => drawn(record.target))) window.changed = performance.now()
        if (!window.tabled && document.querySelector(drawer)?.querySelector('[data-testid=stDataFrame] canvas')) {
            window.tabled = -1
            requestAnimationFrame(() => setTimeout(() => { window.tabled = performance.now() }))
        }
    }).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true})
}"""
HAS_DRAWN = f"""() => window.changed > window.asked && performance.now() - window.changed > {QUIET}
    && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"""


def watch(page: Page) -> None:
    """Note from now on when a key or the pointer asks something, and when charts and a drawer's table are drawn."""
    page.evaluate(WATCH)
    worked(page)


def worked(page: Page) -> tuple[float, float]:
    """Milliseconds the page's main thread has worked so far, and of those in scripts, as Chromium counts them.

    The rest is style, layout, paint and what the browser does for itself.
    """
    metrics = _counting(page).send("Performance.getMetrics")["metrics"]
    counted = {each["name"]: 1000 * each["value"] for each in metrics}
    return counted["TaskDuration"], counted["ScriptDuration"]


@cache
def _counting(page: Page) -> CDPSession:
    """One session for all looks at a page: each counts from its own beginning."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    return session


def redrawn(page: Page) -> float:
    """Milliseconds from the last Enter to the last change of a chart, once nothing changes any more."""
    page.wait_for_function(HAS_DRAWN, timeout=DRAW_MILLISECONDS, polling=50)
    return float(page.evaluate("window.changed - window.asked"))


def opened(page: Page) -> float:
    """Milliseconds from the last click to the table of a drawer, painted."""
    page.wait_for_function("() => window.tabled > 0", timeout=DRAW_MILLISECONDS, polling=50)
    return float(page.evaluate("window.tabled - window.asked"))
