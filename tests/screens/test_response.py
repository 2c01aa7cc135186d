"""The Response screen: what it says stands in the metrics, and it stands every kind of warehouse."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.asking.ask import ask, open_warehouse
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.metrics.report import section
from dashboard.metrics.response import NO_LEADS, NO_TOUCHES
from dashboard.screens.response.words import gives_up_most, waits_longest
from dashboard.texts import waiting_time
from tests.screens.conftest import FILES, Draw
from tests.screens.test_deal_screens import words


@pytest.fixture
def view(kinds: dict[str, Path]) -> View:
    """The usual look at the normal warehouse."""
    return open_view(open_warehouse(kinds["normal"]))


@pytest.mark.parametrize("kind", FILES)
def test_it_draws_on_every_kind_of_warehouse(drawn: Draw, kind: str) -> None:
    """Nothing raises, nothing is refused, and the foot of the screen says what it looked at."""
    app = drawn("response", kind)
    assert not app.exception
    assert not app.error
    assert "generation" in app.caption[-1].value


@pytest.mark.parametrize(("kind", "sentence"), [("leads-only", NO_TOUCHES), ("deals-only", NO_LEADS)])
def test_what_is_missing_is_said(drawn: Draw, kind: str, sentence: str) -> None:
    """Without touches or leads a sentence stands where the figures would, never a zero."""
    app = drawn("response", kind)
    assert [info.value for info in app.info] == [sentence]
    assert not app.metric


def test_the_cards_follow_the_clock(drawn: Draw, view: View) -> None:
    """The medians are the section's, from the inquiry and, with ``clock=mql`` in the link, from the MQL."""
    for url, clock in (({}, "inquiry"), ({"clock": "From the MQL"}, "mql")):
        now = section(replace(view, clock=clock), "response").section
        shown = {metric.label: metric.value for metric in drawn("response", "normal", **url).metric}
        assert shown["Half answered within"] == waiting_time(now.median_minutes)
        assert shown["Median of the answered alone"] == waiting_time(now.naive_median_minutes)


def test_those_waiting_now_are_listed_as_of_the_import(drawn: Draw, view: View) -> None:
    """Longest wait first, as of the import's own moment, which is said; an earlier week shows those waiting then."""
    latest = replace(view, as_of=view.warehouse.generation.as_of)
    rows = ask(latest, "response/waiting", rows=5_000).rows
    assert rows == sorted(rows, key=lambda row: row["started_at"])
    said = words(drawn("response", "normal"))
    moment = latest.local(latest.as_of)
    assert f"As of **{moment.day} {moment:%b %Y %H:%M}**" in said
    assert f"{len(rows)} lead" in said
    earlier = replace(view, as_of=view.days_before(view.as_of, 28))
    assert "Waiting then" in words(drawn("response", "normal", week=earlier.week))


def test_hostile_text_stays_text(drawn: Draw) -> None:
    """No field of the data reaches Markdown as a link, an image, a formula or an icon."""
    said = words(drawn("response", "hostile"))
    for alive in ("<img", r"\]\(", r"\$\\x", ":smile:"):
        assert not re.search(r"(?<!\\)" + alive, said)


def test_who_waits_and_who_gives_up_is_named_only_beyond_chance() -> None:
    """The largest difference whose interval leaves zero out, of thirty leads at least."""
    slow = {"value": "north", "due": 100, "n": 100, "rate": 0.4, "others_rate": 0.8, "gap_high": -0.2}
    slow |= {"median_minutes": 1500.0}
    quick = slow | {"value": "south", "median_minutes": 60.0, "rate": 0.8, "gap_high": 0.5}
    told = waits_longest("Region", [slow, quick])
    assert "**north**, half within 1 d 1 h, 40 % within our limit against 80 % elsewhere" in told
    assert "shortest south, half within 1 h" in told
    for noise in ({"gap_high": 0.1}, {"due": 29}):
        assert "more than chance" in waits_longest("Region", [slow | noise, quick])
    owner = {"part": "Cal", "known": 200, "rate": 0.7, "others_rate": 0.1, "gap_low": 0.5}
    assert gives_up_most([owner]).startswith("**Cal** gave up on 70 % of 200 leads")
    assert gives_up_most([owner | {"gap_low": -0.1}]).startswith("No owner")
