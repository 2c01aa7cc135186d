"""When a page has drawn what was asked of it, told by the page itself: the same for the app and for the bare page."""

from playwright.sync_api import Page

from tests.browser.driving import DRAW_MILLISECONDS

QUIET = 400
"""Milliseconds without a change after which a page has drawn."""
WATCH = """() => {
    const drawn = node => (node.nodeType === 1 ? node : node.parentElement)?.closest('.js-plotly-plot')
    window.asked = window.changed = window.tabled = 0
    const ask = () => { window.asked = performance.now(); window.changed = window.tabled = 0 }
    document.addEventListener('keydown', event => { if (event.key === 'Enter') ask() }, true)
    document.addEventListener('mousedown', ask, true)
    new MutationObserver(records => {
        if (records.some(record => drawn(record.target))) window.changed = performance.now()
        if (!window.tabled && document.querySelector('[role=dialog] [data-testid=stDataFrame] canvas')) {
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


def redrawn(page: Page) -> float:
    """Milliseconds from the last Enter to the last change of a chart, once nothing changes any more."""
    page.wait_for_function(HAS_DRAWN, timeout=DRAW_MILLISECONDS, polling=50)
    return float(page.evaluate("window.changed - window.asked"))


def opened(page: Page) -> float:
    """Milliseconds from the last click to the table of a drawer, painted."""
    page.wait_for_function("() => window.tabled > 0", timeout=DRAW_MILLISECONDS, polling=50)
    return float(page.evaluate("window.tabled - window.asked"))
