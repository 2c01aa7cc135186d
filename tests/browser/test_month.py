"""Three people in three browsers hold a month: decks, a calibration, what is proposed; and a year later all of it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket, expect
from typer.testing import CliRunner

from dashboard.cli import app
from tests.browser.driving import DRAW_MILLISECONDS, answering, free_port, wait_until_drawn
from tests.meeting.company import AS_OF, WEEK, Company, company
from tests.meeting.profiles import with_profile
from tests.screens.meeting import ACCESS

pytestmark = pytest.mark.endure  # on the wire of one screen the same is seen in tests/screens/test_audit.py

ANN, BO, CHAIR = "ann@example.com", "bo@example.com", "cy@example.com"
HOUR = timedelta(hours=1)
DECKS = 4
TRIES = 5
NOTE = "anns-own-note"
SECRETS = ("Secret source", "Secret campaign", "Secret owner", "73.25", NOTE, "mql_", "no_score", "rejected")
"""What a judge is not to see: what a lead's row says, the strata, what the other head said."""


class Office:
    """A company with a shared profile that is served by a clock of its own, and imports as the weeks go by."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._files, self._clock = folder / "w", folder / "files", folder / "clock"
        self._imports = count()
        self.made = company()
        for row in self.made.tables["leads"]:
            row |= {"source": "webinar" if row["source"] == "webinar" else "paid search", "company": "Acme"}

    def import_at(self, moment: datetime) -> None:
        """Take in what had happened by then."""
        known = Company(
            {
                table: [row for row in rows if (row.get("at") or row.get("created_at") or "") < str(moment)]
                for table, rows in self.made.tables.items()
            }
        )
        known.import_into(self.folder, self._files / str(next(self._imports)), as_of=moment)

    def set_clock(self, now: datetime) -> None:
        """From now on the journal takes it to be then."""
        self._clock.write_text(now.isoformat(), encoding="utf-8")

    @contextmanager
    def served(self) -> Iterator[str]:
        """Its address."""
        port = free_port()
        command = [sys.executable, "-m", "tests.browser.timed", str(self._clock), str(self.folder), str(port)]
        with answering(command, port, []):
            yield f"http://127.0.0.1:{port}"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A company in which the heads and the chair have their own roles, before its first import."""
    found = Office(tmp_path)
    found.folder.mkdir()
    with_profile(found.folder)
    (found.folder / "access.toml").write_text(ACCESS, encoding="utf-8")
    return found


def sit(page: Page, address: str, name: str) -> None:
    """Open a screen and say who one is."""
    page.goto(address)
    wait_until_drawn(page)
    page.get_by_role("combobox", name="You are").or_(page.get_by_text("Say who you are")).first.click()
    page.get_by_role("combobox", name="You are").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="ask whoever")).to_have_count(0)
    page.keyboard.press("Escape")
    wait_until_drawn(page)


def judge(page: Page, cards: int, keys: str = "121") -> None:
    """Say by the keyboard what one thinks of every card."""
    for number in range(cards):
        expect(page.get_by_text(f"{number} judged")).to_be_visible()
        wait_until_drawn(page)  # until then the keys are those of the card before
        page.keyboard.press(keys[number % len(keys)])
    expect(page.get_by_text("You have judged all").or_(page.get_by_text("both have judged it"))).to_be_visible()


def open_deck(page: Page, week: str) -> None:
    """Open a deck that is judged, on the Disagreement screen."""
    page.get_by_text("Decks judged so far").click()
    wait_until_drawn(page)
    choose(page, "Open a deck as it was judged", week)


def choose(page: Page, box: str, words: str) -> None:
    """Choose in a box by typing how the words begin."""
    found, first = page.get_by_role("combobox", name=box), page.get_by_role("option").first
    for _ in range(TRIES):  # a page that looks anew by itself just then closes the list
        found.click()
        found.fill(words)
        with suppress(AssertionError):
            expect(first).to_contain_text(words, timeout=DRAW_MILLISECONDS / TRIES)
            break
    page.keyboard.press("Enter")
    wait_until_drawn(page)


def test_nothing_of_one_head_reaches_the_other_while_both_judge(open_page: Callable[..., Page], office: Office) -> None:
    """All that the server sends to the one's browser, from the first card to the last, while the other has judged."""
    for row in office.made.tables["leads"]:
        row |= {"source": "Secret source", "campaign": "Secret campaign", "owner": "Secret owner"}
        row["engagement_score"] = "73.25"
    office.import_at(AS_OF)
    office.set_clock(AS_OF + HOUR)
    assert CliRunner().invoke(app, ["audit", "deck", "--warehouse", str(office.folder), "--by", CHAIR]).exit_code == 0
    wire: list[str | bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda sent: wire.append(sent))  # noqa: PLW0108 -- it sets an attribute on it

    with office.served() as address:
        one, other = (open_page(f"{address}/disagreement?judge={WEEK}", fresh=True) for _ in range(2))
        sit(one, f"{address}/disagreement?judge={WEEK}", ANN)
        one.get_by_label("Note").fill(NOTE)
        one.get_by_role("heading", name="Blind audit").click()  # keys are the judge's again
        judge(one, 3)
        other.on("websocket", listen)
        sit(other, f"{address}/disagreement?judge={WEEK}", BO)
        judge(other, 3)
        sent = b"".join(each.encode() if isinstance(each, str) else each for each in wire)
        assert b"Acme" in sent
        assert [secret for secret in SECRETS if secret.encode() in sent] == []
        sit(other, f"{address}/disagreement", BO)
        open_deck(other, WEEK)
        expect(other.get_by_text("3 cards of leads that came in")).to_be_visible()
        one.close()
        other.close()


def test_a_month_is_held_and_every_step_opens_a_year_later(open_page: Callable[..., Page], office: Office) -> None:
    """Four decks, a calibration, a proposal declined, one signed with a reservation; then a year goes by."""
    mondays = [AS_OF - timedelta(weeks=DECKS - 1 - number) for number in range(DECKS)]
    office.import_at(mondays[0])
    office.set_clock(mondays[0] + HOUR)
    with office.served() as address:
        ann, bo, chair = (open_page(f"{address}/disagreement", fresh=True) for _ in range(3))
        weeks = []
        for number, monday in enumerate(mondays):
            if number:
                office.import_at(monday)
            office.set_clock(monday + HOUR)
            weeks.append(f"{(monday - timedelta(days=1)):%G-W%V}")
            sit(chair, f"{address}/disagreement", CHAIR)
            chair.get_by_role("button", name="Draw this week's deck").click()
            expect(chair.get_by_text(f"The deck of {weeks[-1]}:")).to_be_visible()
            for page, name in ((ann, ANN), (bo, BO)):
                sit(page, f"{address}/disagreement", name)
                start = page.get_by_role("button", name="blind", exact=False).filter(has_text="Judge")
                cards = int((start.text_content() or "").split("Judge ")[1].split()[0])
                start.click()
                judge(page, cards, "112" if page is ann else "121")
            if number == 1:
                propose(ann, address, "Webinars close better", "3")
                decline(bo, address, "Not in this quarter")
            elif number == 2:
                calibrate(chair, address, "Too few of them reached SQL")
                propose(ann, address, "An owner matters less", "2")
                sign(ann, address, ANN, "marketing", "Until the spring")
                sign(bo, address, BO, "sales")
                expect(bo.get_by_text("Version 2 takes effect at midnight of Monday")).to_be_visible()
        office.made.add("leads", lead_id="later", created_at=AS_OF + timedelta(days=360), source="webinar")
        office.made.remove(office.made.tables["leads"][-5]["lead_id"])
        office.import_at(AS_OF + timedelta(days=364))
        office.set_clock(AS_OF + timedelta(days=365))
        sit(bo, f"{address}/disagreement", BO)
        bo.get_by_text("Decks judged so far").click()
        for week in weeks:
            choose(bo, "Open a deck as it was judged", week)
            expect(bo.get_by_text("drawn by cy@")).to_be_visible()
        sit(chair, f"{address}/icp", CHAIR)
        expect(chair.get_by_text("Shared ICP, version 2")).to_be_visible()
        chair.get_by_text("What was proposed and decided").click()
        for step, *words in (
            (f"{mondays[1]:%Y-%m-%d}", "Version 2: declined", "Webinars close better", "Not in this quarter"),
            (f"{mondays[2]:%Y-%m-%d} 01:00  Version", "Version 2: in force", "with a reservation: “Until the spring”"),
            (f"{mondays[2]:%Y-%m-%d} 01:00  Calibration", "Too few of them reached SQL", "2 · Does it separate?"),
        ):
            choose(chair, "Open a step as it was", step)
            for each in words:
                expect(chair.get_by_text(each, exact=False).first).to_be_visible()
        for page in (ann, bo, chair):
            page.close()
    assert CliRunner().invoke(app, ["journal", "verify", "--warehouse", str(office.folder)]).exit_code == 0


def propose(page: Page, address: str, why: str, weight: str) -> None:
    """As Ann, give the first criterion another weight, and propose that."""
    sit(page, f"{address}/icp", ANN)
    page.get_by_text("What if the profile were different?").click()
    weight_box = page.get_by_role("spinbutton", name="Weight")
    weight_box.fill(weight)
    weight_box.press("Tab")
    box = page.get_by_role("textbox", name="Why")
    box.last.fill(why)
    box.last.press("Tab")
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.get_by_text("Version 2 is proposed", exact=True)).to_be_visible()


def decline(page: Page, address: str, why: str) -> None:
    """As Bo, do not sign what is proposed."""
    sit(page, f"{address}/icp", BO)
    page.get_by_role("button", name="Decline for sales").click()
    page.get_by_role("textbox", name="Why").first.fill(why)
    page.get_by_role("textbox", name="Why").first.press("Tab")
    page.get_by_role("button", name="Decline", exact=True).click()
    expect(page.get_by_text("was declined by bo@")).to_be_visible()


def sign(page: Page, address: str, name: str, side: str, reservation: str = "") -> None:
    """Sign what is proposed for a side."""
    sit(page, f"{address}/icp", name)
    if reservation:
        page.get_by_role("button", name=f"Sign for {side} with a reservation").click()
        page.get_by_role("textbox", name="Reservation").fill(reservation)
        page.get_by_role("textbox", name="Reservation").press("Tab")
        page.get_by_role("button", name="Sign with it").click()
        expect(page.get_by_text(f"with a reservation: “{reservation}”")).to_be_visible()
    else:
        page.get_by_role("button", name=f"Sign for {side}", exact=True).click()


def calibrate(page: Page, address: str, why: str) -> None:
    """As the chair, leave the profile as it is, with a word why."""
    sit(page, f"{address}/icp", CHAIR)
    page.get_by_text("Calibration review").first.click()
    page.get_by_role("radio", name="Leave it as it is").click()
    page.get_by_role("textbox", name="Why").first.fill(why)
    page.get_by_role("textbox", name="Why").first.press("Tab")
    page.get_by_role("button", name="Save the review").click()
    expect(page.get_by_text(f"“{why}”")).to_be_visible()
