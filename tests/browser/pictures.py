"""The README's pictures, taken from the running sample company: `make pictures` writes docs/*.png."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from dashboard.errors import FunnelReviewError
from dashboard.importing.progress import progress_bar
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.journal.journal import open_journal
from dashboard.meeting.pack.building import pack_of
from dashboard.meeting.pack.page import page as html
from dashboard.meeting.review.review import reviews
from dashboard.sample.demo import build_demo
from dashboard.scope.slices import Slice
from tests.browser.driving import chromium, launch, serving, wait_until_charts_are_drawn

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHOWN = ("review", "waterfall")
SIZES = {"": (1440, 900), "-phone": (390, 844)}
THEMES = ("light", "dark")
PAGE: ViewportSize = {"width": 721, "height": 953}
"""What an A4 page holds between its margins, in pixels of the browser, and some air."""


def main() -> None:
    """Builds the sample company, serves it and writes every picture."""
    executable = chromium()
    if executable is None:
        sys.exit("No Chromium here; install chromium to take the pictures.")
    DOCS.mkdir(exist_ok=True)
    with TemporaryDirectory() as name:
        try:
            with progress_bar() as progress:
                build_demo(Path(name), progress)
        except FunnelReviewError as error:
            sys.exit(str(error))
        with serving(Path(name)) as address, sync_playwright() as playwright:
            browser = launch(playwright, executable)
            for path in SHOWN:
                for theme in THEMES:
                    for suffix, size in SIZES.items():
                        _take(browser, f"{address}/{path}", theme, size, DOCS / f"{path}-{theme}{suffix}.png")
            _take_pack(browser, Path(name), DOCS / "pack.png")
            browser.close()


def _take_pack(browser: Browser, folder: Path, out: Path) -> None:
    """The first page of the last signed week's pack, as it is printed."""
    week = max(week for week, review in reviews(open_journal(folder)).items() if review.state == "signed")
    pack, _ = pack_of(folder, open_journal(folder), week, None, Slice(), lambda: week_view(folder, week))
    with browser.new_context(viewport=PAGE, device_scale_factor=1.25) as context:
        page = context.new_page()
        page.set_content(html(pack))
        page.emulate_media(media="print")
        page.add_style_tag(content="section.first { padding: 24px; } .rest { display: none; }")
        page.locator("section.first").screenshot(path=out)


def _take(browser: Browser, address: str, theme: str, size: tuple[int, int], out: Path) -> None:
    width, height = size
    with browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        page.goto(address)
        wait_until_charts_are_drawn(page)
        page.screenshot(path=out, animations="disabled")


if __name__ == "__main__":
    main()
