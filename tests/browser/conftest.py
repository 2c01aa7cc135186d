"""A real browser on the real app. Without a Chromium these tests are left out; where CI=true they fail."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.driving import chromium, goes_outside, launch, serving, wait_until_drawn

Open = Callable[..., Page]


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
        found = launch(playwright, executable)
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


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """``open_page(address, width=…, height=…, theme=…)``: a drawn screen in a session of its own.

    When the test ends, no page may have asked any other machine for anything, nor met an error of its own.
    """
    contexts: list[BrowserContext] = []
    outside: list[str] = []
    errors: list[str] = []

    def opened(
        address: str, *, width: int = 1440, height: int = 900, theme: Literal["light", "dark"] = "light"
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: outside.append(request.url) if goes_outside(request.url) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        wait_until_drawn(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert outside == []
    assert errors == []
