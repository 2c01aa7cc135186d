"""Meeting mode in a real browser: its keys, what the address keeps, and that a slide fills the window and no more."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.driving import at_size, comes_to, wait_until_at_rest, wait_until_charts_are_drawn
from tests.browser.reading import says
from tests.enduring import FULL

Open = Callable[..., Page]
Served = Callable[[Path], str]
OVERFLOW = """() => {
    const main = document.querySelector('[data-testid="stMain"]')
    const place = document.querySelector('.st-key-slide-page').parentElement
    return [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth,
            place.scrollHeight - place.clientHeight]
}"""
LETTERS = """() => {
    const page = document.querySelector('.st-key-slide-page')
    const least = chosen => Math.min(
        ...[...page.querySelectorAll(chosen)].map(each => parseFloat(getComputedStyle(each).fontSize)), 99)
    return [least('h3'), least('.main-svg text'), least('[data-testid="stMarkdownContainer"] p')]
}"""
CLAIMS = (
    "",
    "1 · Conversion",
    "Do the two agree?",
    "2 · Velocity",
    "3 · Stalled deals",
    "Who owes what?",
    "4 · Decisions",
)
LEFT = """() => Number(getComputedStyle(document.querySelector('.meeting-clock')).getPropertyValue('--left'))"""


def test_the_keys_lead_through_the_slides_and_the_address_keeps_the_place(
    open_page: Open, served: Served, sample_folder: Path
) -> None:
    """F enters, the arrows move, a reload stays, Back goes back; the form takes the keys; Escape leaves the mode."""
    address = f"{served(sample_folder)}/review"
    page = open_page(f"{address}?source=Webinar&week=2026-W45", width=1280, height=720)
    wait_until_charts_are_drawn(page)
    page.keyboard.press("f")
    for place, claim in enumerate(CLAIMS):
        if place:
            page.keyboard.press("ArrowRight")
        expect(page.get_by_text(f"{place + 1} / 7")).to_be_visible()
        wait_until_charts_are_drawn(page)
        says(page, claim, "source Webinar", "Week 2026-W45")
        expect(page.get_by_test_id("stTopNavLink").first).to_be_hidden()
        assert comes_to(page, OVERFLOW, [0, 0, 0]) == [0, 0, 0]
        letters = page.evaluate(LETTERS)
        assert letters[0] >= 28
        assert min(letters[1:]) >= 18
        if FULL or place in {0, len(CLAIMS) - 1}:
            with at_size(page, 1440, 900):
                assert comes_to(page, OVERFLOW, [0, 0, 0]) == [0, 0, 0]
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("6 / 7")).to_be_visible()
    wait_until_charts_are_drawn(page)
    left = page.evaluate(LEFT)
    assert 40 * 60 < left < 45 * 60
    page.reload()
    wait_until_charts_are_drawn(page)
    expect(page.get_by_text("6 / 7")).to_be_visible()
    assert page.evaluate(LEFT) <= left
    page.go_back()
    expect(page.get_by_text("7 / 7")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("6 / 7")).to_be_visible()
    says(page, "source Webinar", "Week 2026-W45")
    wait_until_charts_are_drawn(page)
    page.get_by_role("button", name="Decide on this").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_text("Evidence:")).to_contain_text("source Webinar")
    form.get_by_role("button", name="Keep the decision").focus()
    page.keyboard.press("ArrowRight")
    form.get_by_label("What is decided").fill("f")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(page.get_by_text("6 / 7")).to_be_visible()
    expect(page.get_by_role("button", name="Next slide")).to_be_enabled()
    wait_until_charts_are_drawn(page)
    wait_until_at_rest(page)
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{address}?source=Webinar&week=2026-W45")
    expect(page.get_by_role("button", name="Meeting mode")).to_be_visible()
    wait_until_charts_are_drawn(page)
    page.keyboard.press("f")
    expect(page.get_by_text("1 / 7")).to_be_visible()
    page.keyboard.press("f")
    expect(page).to_have_url(f"{address}?source=Webinar&week=2026-W45")
    wait_until_charts_are_drawn(page)
    page.keyboard.press("s")
    expect(page.get_by_test_id("stPopoverBody").get_by_text("Company size", exact=True)).to_be_visible()
