"""The slice bar: figures follow it, the link carries it, another screen keeps it, another session never sees it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.texts import waiting_time
from tests.browser.reading import (
    choose,
    close_chip,
    cohort_of,
    go_to,
    heading,
    metrics_of,
    open_chip,
    says,
    shows,
)
from tests.enduring import FULL

Open = Callable[..., Page]
Served = Callable[[Path], str]
TIERS = ("A", "B", "C") if FULL else ("A", "B")
WAITED = "Half answered within"
# Notes every caption and heading that ever stood on the page, however short.
NOTING = """() => {
    window.noted = new Set()
    const note = () => document.querySelectorAll('[data-testid="stCaptionContainer"], h1, h2, h3, h4')
        .forEach(part => window.noted.add(part.textContent))
    new MutationObserver(note).observe(document.body, {childList: true, subtree: true, characterData: true})
    note()
}"""


@pytest.mark.endure
def test_a_filter_redraws_the_figures_and_its_link_shows_the_same(
    open_page: Open, served: Served, sample_folder: Path
) -> None:
    """Two filters, one after the other; then the address in a browser that has never seen the app."""
    everything = cohort_of(sample_folder)
    webinar = cohort_of(sample_folder, "source=Webinar")
    chosen = ("source=Webinar", "segment=Enterprise")
    both = cohort_of(sample_folder, *chosen)
    assert everything > webinar > both > 0
    page = open_page(f"{served(sample_folder)}/waterfall")
    heading(page, everything)
    choose(page, "Source", "Webinar")
    heading(page, webinar)
    choose(page, "Company size", "Enterprise")
    heading(page, both)
    assert "source=Webinar" in page.url
    assert "segment=Enterprise" in page.url
    copied = open_page(page.url, fresh=True)
    heading(copied, both)
    go_to(copied, "response")
    answered = metrics_of(sample_folder, *chosen, section="response")["response"]
    shows(copied, WAITED, waiting_time(answered["median_minutes"]))
    assert "segment=Enterprise" in copied.url


@pytest.mark.endure
def test_a_screen_s_link_keeps_the_filters_and_a_cleared_one_is_gone(
    open_page: Open, served: Served, sample_folder: Path
) -> None:
    """From the review to the waterfall by its link; then the filter is taken away again."""
    page = open_page(f"{served(sample_folder)}/review?source=Event&cycle=first")
    page.get_by_role("link", name="Open the waterfall").click()
    heading(page, cohort_of(sample_folder, "source=Event", "cycle=first"))
    open_chip(page, "Source").get_by_role("button", name="Remove Event").click()
    heading(page, cohort_of(sample_folder, "cycle=first"))
    assert "source=" not in page.url


@pytest.mark.endure
def test_what_a_link_asks_for_in_vain_is_said_and_can_be_left_out(
    open_page: Open, served: Served, sample_folder: Path
) -> None:
    """A source nobody has, a week that has not come, a field of nobody: none of them shows the whole company."""
    everything = cohort_of(sample_folder)
    page = open_page(f"{served(sample_folder)}/waterfall?source=Carrier+pigeon")
    says(page, 'There is no source "Carrier pigeon" in the data.')
    assert not page.get_by_role("heading", name="enquiries came in").count()
    open_chip(page, "Source").get_by_role("button", name="Remove Carrier pigeon").click()
    heading(page, everything)
    expect(page).to_have_url(re.compile(r"/waterfall$"))
    page = open_page(f"{served(sample_folder)}/waterfall?sorce=Webinar&week=2031-W02")
    for said in ("“sorce”, which is no field of a lead", "“2031-W02” in Review week"):
        says(page, said)
        assert not page.get_by_role("heading", name="enquiries came in").count()
        page.get_by_role("button", name="Leave it out").first.click()
        expect(page.get_by_text(said)).to_have_count(0)
    heading(page, everything)
    expect(page).to_have_url(re.compile(r"/waterfall$"))


@pytest.mark.endure
def test_a_window_past_the_data_is_a_sentence_and_no_figure(
    open_page: Open, served: Served, sample_folder: Path
) -> None:
    """Typed into the box, whose days are never red: what was shown before does not stay."""
    page = open_page(f"{served(sample_folder)}/waterfall")
    heading(page, cohort_of(sample_folder))
    open_chip(page, "Window")
    for group, digits in (("Window start date", "20261001"), ("Window end date", "20261231")):
        page.get_by_role("group", name=group).get_by_role("spinbutton").first.click()
        page.keyboard.type(digits)
    page.locator("h1").click()
    says(page, "The window ends on 31 Dec 2026, but the review week ends on 15 Nov 2026")
    assert not page.get_by_role("heading", name="enquiries came in").count()
    assert page.locator('[aria-invalid="true"]').count() == 0
    page.get_by_role("button", name="Leave it out").click()
    heading(page, cohort_of(sample_folder))


def test_two_sessions_at_once_never_show_each_other_s_slice(
    open_page: Open, served: Served, sample_folder: Path
) -> None:
    """Both change their filters at the same moments; no caption or heading ever names the other's."""
    address = f"{served(sample_folder)}/waterfall"
    first, second = (open_page(f"{address}?source={source}") for source in ("Webinar", "Event"))
    pages = (first, second)
    for page in pages:
        page.evaluate(NOTING)
    for page in pages:
        open_chip(page, "ICP tier")
    for tier in TIERS:
        for page in pages:  # not waiting for the first before the second asks
            page.get_by_role("button", name=tier, exact=True).click()
    for page in pages:
        expect(page.get_by_test_id("stMain")).to_contain_text(f"ICP tier {' or '.join(TIERS)}")
    noted = ["\n".join(page.evaluate("[...window.noted]")) for page in pages]
    assert "source Webinar" in noted[0]
    assert "source Event" not in noted[0]
    assert "source Event" in noted[1]
    assert "source Webinar" not in noted[1]
    for page, source in zip(pages, ("Webinar", "Event"), strict=True):
        heading(page, cohort_of(sample_folder, f"source={source}", f"icp_tier={','.join(TIERS)}"))


@pytest.mark.endure
def test_a_filter_that_has_no_box_goes_along_too(open_page: Open, served: Served, sample_folder: Path) -> None:
    """A link may name any column of a lead, a week and a window of days: the next screen is about them still."""
    chosen = "title=CFO&week=2026-W40&cycle=first&window=2026-07-01&window=2026-08-31"
    page = open_page(f"{served(sample_folder)}/waterfall?{chosen}")
    words = page.get_by_test_id("stCaptionContainer").filter(has_text="Enquiries that came in 1").first
    said = "1 Jul – 31 Aug 2026 · title CFO · first cycles only"
    expect(words).to_contain_text(said)
    go_to(page, "response")
    expect(words).to_contain_text(said)
    for part in chosen.split("&"):
        assert part in page.url


@pytest.mark.endure
def test_a_box_of_words_keeps_its_value_in_the_link_and_follows_the_browser_s_back(
    open_page: Open, served: Served, sample_folder: Path
) -> None:
    """What is chosen reads as words, the address says it as ``--slice`` does, and going back undoes it."""
    page = open_page(f"{served(sample_folder)}/waterfall?waterfall=v2")
    words = page.get_by_test_id("stCaptionContainer").filter(has_text="compared with").first
    expect(words).to_contain_text("compared with the 13 weeks before")
    expect(page).to_have_url(re.compile(r"/waterfall\?waterfall=v2$"))
    choose(page, "Compare with", "A year before")
    expect(words).to_contain_text("compared with a year before")
    expect(page).to_have_url(re.compile(r"compare=year"))
    choose(page, "Cycles", "First of each lead")
    expect(page).to_have_url(re.compile(r"compare=year.*cycle=first"))
    heading(page, cohort_of(sample_folder, "cycle=first"))
    page.go_back()
    expect(words).to_contain_text("all leads and deals · compared with a year before")
    box = open_chip(page, "Cycles").get_by_role("combobox", name="Cycles", exact=True)
    expect(box).to_have_value("All, returns too")
    close_chip(page)
    page.go_back()
    expect(words).to_contain_text("compared with the 13 weeks before")


@pytest.mark.endure
def test_the_navigation_marks_the_review_at_both_its_addresses(
    open_page: Open, served: Served, sample_folder: Path
) -> None:
    """It is one screen at `/` and at `/review`: named once, and marked as the one the reader is on."""
    marked = '[data-testid="stTopNavLink"][aria-current="page"]'
    for address in ("", "/review", "/review?cycle=first"):
        page = open_page(served(sample_folder) + address)
        expect(page.locator(marked)).to_have_text("Review")
        go_to(page, "velocity")
        expect(page.locator(marked)).to_have_text("Velocity")
        go_to(page, "review")
        expect(page.locator(marked)).to_have_text("Review")
        expect(page.get_by_test_id("stTopNavLink").filter(has_text="Review")).to_have_count(1)
