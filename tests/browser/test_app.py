"""The app as a reader meets it: every screen opens, in both themes, wide and narrow, and asks nobody outside."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from dashboard.screens.listing import SCREENS

Open = Callable[..., Page]
Served = Callable[[Path], str]


@pytest.mark.parametrize("path", [screen.path for screen in SCREENS])
def test_every_screen_opens(open_page: Open, served: Served, sample_folder: Path, path: str) -> None:
    """Drawn on the sample company at its own address: one title, no refusal, no traceback."""
    page = open_page(f"{served(sample_folder)}/{path}")
    assert page.locator("h1").count() == 1
    assert page.get_by_text("Page not found").count() == 0
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator('[data-testid="stAlertContentError"]').count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_scrolls_in_one_direction_only(
    open_page: Open, served: Served, sample_folder: Path, theme: Literal["light", "dark"]
) -> None:
    """At 390 pixels nothing is wider than the screen, and the page is light or dark as the phone is."""
    page = open_page(served(sample_folder), width=390, height=844, theme=theme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    brightness = page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor.match(/\\d+/g).map(Number)"
    )
    assert (min(brightness[:3]) > 200) == (theme == "light")
