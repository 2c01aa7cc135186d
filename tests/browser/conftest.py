"""A real browser on the real app. Without a Chromium these tests are left out; where CI=true they fail."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.driving import (
    DRAW_MILLISECONDS,
    IN_ONE_PROCESS,
    Complaints,
    chromium,
    launch,
    serving,
    wait_until_drawn,
)

Open = Callable[..., Page]
Theme = Literal["light", "dark"]
Contexts = Callable[[Theme], BrowserContext]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine."""
    executable = chromium()
    if executable is None:
        sentence = "no Chromium here; install chromium to run the browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    with sync_playwright() as playwright:
        expect.set_options(timeout=DRAW_MILLISECONDS)  # a machine at work may take its time; conditions are waited for
        found = launch(playwright, executable, IN_ONE_PROCESS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path], str]]:
    """``served(folder)``: the address of the app on that warehouse, started once a session and ended with it."""
    with ExitStack() as stack:
        addresses: dict[Path, str] = {}

        def serve(folder: Path) -> str:
            if folder not in addresses:
                addresses[folder] = stack.enter_context(serving(folder))
            return addresses[folder]

        yield serve


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[Contexts]:
    """``contexts("light")``: one for all pages of a theme, so that the app's own files are fetched once.

    An empty page of it stays open, and with it the process that has compiled them: a page costs half as much.
    """
    kept: dict[str, BrowserContext] = {}

    def context(theme: Theme) -> BrowserContext:
        if theme not in kept:
            kept[theme] = browser.new_context(color_scheme=theme, reduced_motion="reduce")
            kept[theme].new_page()
        return kept[theme]

    yield context
    for each in kept.values():
        each.close()


@pytest.fixture(scope="module")
def open_page_kept(browser: Browser, contexts: Contexts) -> Iterator[Open]:
    """``open_page`` for a page that the tests of a module share."""
    yield from _opening(browser, contexts)


@pytest.fixture
def open_page(browser: Browser, contexts: Contexts) -> Iterator[Open]:
    """``open_page(address, width=…, height=…, theme=…, fresh=…, script=…)``: a drawn screen in a session of its own.

    ``fresh``: in a browser that has never seen the app; ``script`` runs before the app's own. When the test ends, no
    page may have asked any other machine for anything, opened a dialog or met an error.
    """
    yield from _opening(browser, contexts)


def _opening(browser: Browser, contexts: Contexts) -> Iterator[Open]:
    pages: list[Page] = []
    complaints = Complaints()

    def opened(
        address: str,
        *,
        width: int = 1440,
        height: int = 900,
        theme: Theme = "light",
        fresh: bool = False,
        script: str = "",
    ) -> Page:
        context = browser.new_context(color_scheme=theme, reduced_motion="reduce") if fresh else contexts(theme)
        page = context.new_page()
        pages.append(page)
        page.set_default_timeout(DRAW_MILLISECONDS)
        page.set_viewport_size({"width": width, "height": height})
        complaints.watch(page)
        if script:
            page.add_init_script(script)
        page.goto(address)
        wait_until_drawn(page)
        return page

    yield opened
    for page in pages:
        page.close()
    assert complaints.found == []
