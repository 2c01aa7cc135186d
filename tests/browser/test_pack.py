"""The pack in a browser: the Review hands out the command's file, and the page is for everybody."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from typer.testing import CliRunner

from dashboard.cli import app
from tests.browser.conftest import Open, Theme
from tests.enduring import some

Served = Callable[[Path], str]


@pytest.fixture(scope="module")
def written(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page that the command writes of the sample company."""
    out = tmp_path_factory.mktemp("pack") / "pack.html"
    done = CliRunner().invoke(app, ["review", "--warehouse", str(sample_folder), "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


def test_one_click_hands_out_the_commands_file(
    open_page: Open, served: Served, sample_folder: Path, written: Path
) -> None:
    """Byte for byte; and the text for a channel says the same."""
    page = open_page(f"{served(sample_folder)}/review")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download the pack").click()
    assert downloading.value.suggested_filename == "funnel-review-2026-W46.html"
    assert Path(downloading.value.path()).read_bytes() == written.read_bytes()
    page.get_by_role("button", name="Copy for Slack").click()
    text = page.get_by_test_id("stPopoverBody").get_by_test_id("stCode")
    text.wait_for()
    assert (text.text_content() or "").startswith("Weekly funnel review 2026-W46")


@pytest.mark.parametrize(("theme", "width"), some(list(product(("light", "dark"), (1280, 390))), 2))
def test_the_page_is_for_everybody(browser: Browser, written: Path, theme: Theme, width: int) -> None:
    """Axe finds nothing; nothing but the file is asked for; no sideways scroll, on a phone either."""
    with browser.new_context(color_scheme=theme, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(written.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        paint = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(paint) == {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 20, 27)"}[theme]
        faults = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in faults] == []
        page.emulate_media(media="print")
        assert page.evaluate(paint) == "rgb(255, 255, 255)"
        assert asked == [written.as_uri()]
