"""The browser's history, the link that is handed on, and the chips: page, boxes and address say the same."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of
from dashboard.meeting.review.freezing import freeze
from dashboard.warehouse.generations import Generations
from tests.browser.driving import at_size, wait_until_at_rest, wait_until_charts_are_drawn
from tests.browser.reading import (
    PANEL,
    choose,
    close_chip,
    cohort_of,
    copied_link,
    go_to,
    heading,
    says,
    title_of,
)
from tests.enduring import FULL
from tests.meeting.company import WEEK, company
from tests.meeting.people import CHAIR

Open = Callable[..., Page]
Served = Callable[[Path], str]
FROZEN = "2026-W44"
"""The week whose review is frozen."""
WITHOUT_TIMERS = """const every = window.setInterval
window.setInterval = (run, wait, ...rest) => wait >= 2000 ? 0 : every(run, wait, ...rest)"""
"""Streamlit writes an entry of its own when a part that looks anew by itself answers just while somebody goes back."""
IS_ON_TOP = """part => {
    const {x, y, width, height} = part.getBoundingClientRect()
    return part.contains(document.elementFromPoint(x + width / 2, y + height / 2))
}"""


def test_the_browser_keeps_one_entry_for_each_screen_and_choice(
    open_page: Open, served: Served, sample_folder: Path
) -> None:
    """Back and Forward walk through what was seen, a reload stays there, and the page says what its address says."""
    address = served(sample_folder)
    page = open_page(f"{address}/waterfall", script=WITHOUT_TIMERS)
    wait_until_charts_are_drawn(page)
    length = page.evaluate("history.length")
    webinar = "source=Webinar"
    both, narrowed = (
        (f"{webinar}&segment=Enterprise", "· segment Enterprise ·") if FULL else (webinar, "· source Webinar")
    )
    seen: list[tuple[Callable[[], None] | None, str, str]] = [
        (None, "/waterfall", "all leads and deals"),
        (lambda: choose(page, "Source", "Webinar"), f"/waterfall?{webinar}", "· source Webinar ·"),
    ]
    if FULL:
        seen += [
            (lambda: go_to(page, "response"), f"/response?{webinar}", "· source Webinar ·"),
            (lambda: choose(page, "Company size", "Enterprise"), f"/response?{both}", narrowed),
        ]
    seen += [
        (lambda: go_to(page, "explore"), f"/explore?{both}", narrowed),
        (lambda: choose(page, "Split by", "Region"), f"/explore?{both}&by=region", narrowed),
        *([(lambda: go_to(page, "stalled"), f"/stalled?{both}&by=region", narrowed)] if FULL else []),
        (lambda: go_to(page, "review"), f"/?{both}&by=region", narrowed),
    ]

    def stands(place: int) -> None:
        """The address and the head of the screen are those of this step, and the screen has come to rest."""
        _, path, said = seen[place]
        expect(page).to_have_url(f"{address}{path}")
        expect(page.locator("h1")).to_have_text(title_of(path.partition("?")[0].lstrip("/") or "review"))
        wait_until_charts_are_drawn(page)
        expect(page.get_by_test_id("stCaptionContainer").filter(has_text="Week 2026-W").first).to_contain_text(said)
        wait_until_at_rest(page)

    for place, (step, *_) in enumerate(seen):
        if step:
            step()
        stands(place)
    assert page.evaluate("history.length") == length + len(seen) - 1
    for place in range(len(seen) - 2, -1, -1):
        page.go_back()
        stands(place)
    again = len(seen) if FULL else len(seen) // 2
    for place in range(1, again):
        page.go_forward()
        stands(place)
    page.reload()
    stands(again - 1)


@pytest.fixture
def imported_twice(tmp_path: Path) -> Path:
    """A warehouse whose week before last was frozen on an import that lacks a lead of the one that is served."""
    folder, made = tmp_path / "w", company()
    whole = made.copy()
    made.remove(next(row["lead_id"] for row in reversed(made.tables["leads"]) if row["source"] == "webinar"))
    made.import_into(folder, tmp_path / "files")
    view = week_view(folder, FROZEN)
    journal = Journal(Store(place_of(folder)))
    freeze(journal, view, CHAIR)
    journal.store.close()
    view.warehouse.close()
    whole.import_into(folder, tmp_path / "files")
    return folder


def test_a_copied_link_opens_what_was_seen_on_the_import_it_was_seen_on(
    open_page: Open, served: Served, imported_twice: Path
) -> None:
    """In another browser: week, filters and import; an earlier import says so, and a past review is one step back."""
    earlier, current = Generations(imported_twice).all()
    of_earlier = cohort_of(imported_twice, "source=webinar", generation=earlier)
    of_current = cohort_of(imported_twice, "source=webinar")
    assert of_earlier != of_current
    address = served(imported_twice)
    page = open_page(f"{address}/waterfall?source=webinar")
    heading(page, of_current)
    link = copied_link(page)
    assert link == f"{address}/waterfall?source=webinar&week={WEEK}&generation={current}"
    page.locator(".st-key-week-chip").get_by_role("button").click()
    length = page.evaluate("history.length")
    page.get_by_role("combobox", name="Open a review as it was frozen").click()
    page.get_by_role("option", name=re.compile(f"^{FROZEN}, revision 1")).click()
    says(page, f"This is the review of {FROZEN}, revision 1, on its own data")
    expect(page).to_have_url(f"{address}/waterfall?source=webinar&week={FROZEN}&revision=1")
    wait_until_charts_are_drawn(page)
    assert page.evaluate("history.length") == length + 1
    assert copied_link(page) == page.url
    page.go_back()
    heading(page, of_current)
    expect(page).to_have_url(f"{address}/waterfall?source=webinar")
    other = open_page(link, theme="dark")
    heading(other, of_current)
    expect(other.get_by_text("as the link says")).to_have_count(0)
    other.goto(link.replace(f"week={WEEK}&generation={current}", f"generation={earlier}"))
    heading(other, of_earlier)
    says(other, f"({earlier}), as the link says.")
    go_to(other, "response")
    says(other, f"({earlier}), as the link says.", "source webinar")
    other.get_by_role("button", name="Show the import served now").click()
    expect(other.get_by_text("as the link says")).to_have_count(0)
    expect(other).to_have_url(f"{address}/response?source=webinar")


def test_the_chips_say_what_is_set_stay_in_view_and_bring_nothing_back(
    open_page: Open, served: Served, sample_folder: Path
) -> None:
    """A filter taken out by Back or Clear, its box closed, does not come back with the next click."""
    address = f"{served(sample_folder)}/stalled"
    page = open_page(address)
    row = page.locator(".st-key-chip-row")
    before, after = (row.get_by_role("button", name=f"The week {side}") for side in ("before", "after"))
    expect(after).to_be_disabled()
    choose(page, "Source", "Webinar")
    expect(row.get_by_role("button", name="Source: Webinar")).to_be_visible()
    page.go_back()
    expect(row.get_by_role("button", name="Source: Webinar")).to_have_count(0)
    before.click()
    expect(page).to_have_url(f"{address}?week=2026-W45")
    expect(row.get_by_role("button", name="W45, to 8 Nov 2026")).to_be_visible()
    after.click()
    expect(page).to_have_url(address)
    row.get_by_role("button", name="Filter").press("Enter")
    box = page.get_by_role("combobox", name="Source", exact=True)
    for value in ("Webinar", "Event"):
        box.fill(value)
        page.get_by_role("option", name=value, exact=True).click()
    close_chip(page)
    expect(row.get_by_role("button", name="Source: 2 values")).to_be_visible()
    wait_until_charts_are_drawn(page)
    for width, lines in ((1440, 2), (390, 3)):
        with at_size(page, width, 844):
            page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 600)")
            box_of_row = row.bounding_box()
            assert box_of_row is not None
            assert 50 <= box_of_row["y"] < 80
            assert box_of_row["height"] < 60 * lines
            assert row.evaluate("row => row.scrollWidth <= row.clientWidth + 1")
            week = row.locator(".st-key-chip-week button")
            assert week.evaluate(IS_ON_TOP)
    row.get_by_role("button", name="Clear").click()
    expect(page).to_have_url(address)
    before.click()
    expect(page).to_have_url(f"{address}?week=2026-W45")


@pytest.mark.endure
def test_back_closes_what_was_opened_and_a_reload_or_a_link_opens_it_again(
    open_page: Open, served: Served, sample_folder: Path
) -> None:
    """A bar, its list, a record of it: each is one entry of the history; the slice stays, and so does the chart."""
    address = f"{served(sample_folder)}/response?source=Webinar"
    page = open_page(address, script=WITHOUT_TIMERS)
    wait_until_charts_are_drawn(page)
    chart = page.locator('[class*="st-key-bands-"]')
    bars = chart.locator(".barlayer .point path")
    bars.nth(1).scroll_into_view_if_needed()
    click(page, bars.nth(1))
    panel = page.locator(PANEL)
    expect(panel.get_by_text("Click a row for its story.")).to_be_visible()
    listed = f"{address}&open=bands%3A%3C%3D1h"
    expect(page).to_have_url(listed)
    wait_until_charts_are_drawn(page)
    beside = page.locator(PANEL).bounding_box()
    drawn = chart.bounding_box()
    assert beside is not None
    assert drawn is not None
    assert 480 <= beside["width"] <= 560
    assert drawn["x"] + drawn["width"] <= beside["x"]
    click(page, bars.nth(2))  # the screen beside the panel is alive
    expect(page).to_have_url(f"{address}&open=bands%3A%3C%3D24h")
    expect(panel.get_by_role("heading", name="1 h – 24 h")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(listed)
    expect(panel.get_by_role("heading", name="5 min – 1 h")).to_be_visible()
    wait_until_charts_are_drawn(page)
    table = panel.get_by_test_id("stDataFrame").bounding_box()
    assert table is not None
    page.mouse.click(table["x"] + table["width"] * 0.7, table["y"] + 52)
    expect(panel.get_by_text("Scores")).to_be_visible()
    story = re.compile(re.escape(f"{listed}&record=lead%3A"))
    expect(page).to_have_url(story)
    page.go_back()
    expect(page).to_have_url(listed)
    expect(panel.get_by_text("Click a row for its story.")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(address)
    expect(page.locator(PANEL)).to_have_count(0)
    page.go_forward()
    page.go_forward()
    expect(panel.get_by_text("Scores")).to_be_visible()
    page.reload()
    wait_until_charts_are_drawn(page)
    expect(panel.get_by_text("Scores")).to_be_visible()
    panel.get_by_role("button", name="Copy link").click()
    link = page.get_by_test_id("stPopoverBody").get_by_test_id("stCode").inner_text().strip()
    page.keyboard.press("Escape")
    panel.get_by_role("button", name="Back to the").click()
    expect(page).to_have_url(listed)
    expect(panel.get_by_text("Click a row for its story.")).to_be_visible()
    wait_until_charts_are_drawn(page)
    page.keyboard.press("Escape")
    expect(page).to_have_url(address)
    page.goto(link)
    expect(panel.get_by_text("Scores")).to_be_visible()
    expect(page).to_have_url(re.compile("source=Webinar&open=.*&record=lead.*&week=2026-W46&generation="))
    with at_size(page, 390, 844):
        narrow = page.locator(PANEL).bounding_box()
        assert narrow is not None
        assert narrow["width"] == 390


def click(page: Page, bar: Locator) -> None:
    """Click on the middle of a bar, as the pointer does; Plotly wants to have seen it come."""
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
