"""Velocity, Stalled deals and Money: what they say stands in the metrics, and they stand every kind of warehouse."""

import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.metrics.report import section
from dashboard.screens.listing import SCREENS
from dashboard.screens.stalled.words import in_one_line
from dashboard.screens.stories.causes import next_step
from dashboard.texts import count, money
from tests.screens.conftest import FILES, Draw

DRAWN_ELSEWHERE = {"review", "waterfall", "response", "disagreement", "icp", "explore", "data"}
"""Screens that tests of their own draw on every kind of warehouse; all others are drawn here."""
DRAWN = [screen.path for screen in SCREENS if screen.path not in DRAWN_ELSEWHERE]
NOTHING = {
    "velocity": "There are no deals, so there is no pipeline.",
    "stalled": "There are no deals, so none can have stalled.",
}


def words(app: AppTest) -> str:
    """All that is said on the screen."""
    parts = [*app.markdown, *app.caption, *app.info, *app.subheader, *app.title]
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("screen", DRAWN)
def test_every_screen_draws_on_every_kind_of_warehouse(drawn: Draw, screen: str, kind: str) -> None:
    """Nothing raises, nothing is refused, and the foot of the screen says what it looked at."""
    app = drawn(screen, kind)
    assert not app.exception
    assert not app.error
    assert any("generation" in caption.value for caption in app.caption)


@pytest.mark.parametrize("screen", NOTHING)
def test_a_warehouse_without_deals_is_told_so(drawn: Draw, screen: str) -> None:
    """Leads alone give the sentence of what is missing, never a zero."""
    app = drawn(screen, "leads-only")
    assert [info.value for info in app.info] == [NOTHING[screen]]
    assert not app.metric


def test_money_without_spend_says_what_is_missing(drawn: Draw) -> None:
    """Deals alone: no cost, no load, no churn, each with its sentence."""
    said = [info.value for info in drawn("money", "deals-only").info]
    assert "There is no spend, so nothing says what a stage costs." in said
    assert "There are no leads." in said
    assert "There are no customers, so nothing says who left." in said


def test_without_amounts_velocity_says_so_and_shows_the_rest(drawn: Draw) -> None:
    """Deals without any amount give no money of 0, but win rates and time in stage all the same."""
    app = drawn("velocity", "no-amounts")
    assert "No deal has an amount, so nothing says what deals are worth." in [info.value for info in app.info]
    assert {metric.value for metric in app.metric} == {"–"}
    assert "Win rate, both ways" in words(app)
    assert "How long do deals stay in a stage?" in words(app)


def test_velocity_shows_the_figures_of_the_metrics(drawn: Draw, kinds: dict[str, Path]) -> None:
    """The cards hold the section's figures, and the bridge's sum is written out and closes."""
    view = open_view(open_warehouse(kinds["normal"]), date_from="2024-06-03")
    pipeline = section(view, "pipeline").section
    app = drawn("velocity", "normal", window=["2024-06-03", "2025-06-01"])
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Open pipeline"] == money(pipeline.open_value, view.settings.currency)
    assert shown["Velocity, per day"] == money(pipeline.velocity, view.settings.currency)
    assert shown["Won per day"] == money(pipeline.velocity_realised, view.settings.currency)
    assert f"= **{pipeline.bridge.end:,.0f}**" in words(app)
    assert "✓" in words(app)


def test_a_cause_in_the_link_filters_the_list(drawn: Draw, kinds: dict[str, Path]) -> None:
    """The number in the heading is the section's number of deals with that cause."""
    stalled = section(open_view(open_warehouse(kinds["normal"])), "stalled").section
    assert f"Stalled deals ({len(stalled.deals)})" in words(drawn("stalled", "normal"))
    of_them = next(cause.deals for cause in stalled.causes if cause.cause == "no_activity")
    app = drawn("stalled", "normal", cause="No activity for 14 days")
    assert f"Stalled deals: no activity for 14 days ({count(of_them)})" in words(app)


def test_a_filter_that_leaves_nothing_is_named(drawn: Draw) -> None:
    """The empty state names the filter to clear."""
    app = drawn("velocity", "normal", week="2019-W01", source="webinar")
    assert any("source webinar" in info.value for info in app.info)


@pytest.mark.parametrize("screen", DRAWN)
def test_hostile_text_stays_text(drawn: Draw, screen: str) -> None:
    """No field of the data reaches Markdown as a link, an image, a formula or an icon."""
    said = words(drawn(screen, "hostile"))
    for alive in ("<img", r"\]\(", r"\$\\x", ":smile:"):
        assert not re.search(r"(?<!\\)" + alive, said)


def test_a_row_of_the_list_says_how_much_of_the_evidence_it_leaves_out() -> None:
    """The chosen cause comes first and is never left out; what does not fit is counted."""
    shown = {name: f"{name} " + "x" * 48 for name in ("one", "two", "three", "four")}
    line = in_one_line(shown, "three")
    assert line.startswith("Three x")
    assert line.endswith("; and 2 more")
    assert "one x" in line
    assert in_one_line({"one": "one"}, None) == "One"
    assert in_one_line({"one": "x" * 900}, None) == "X" + "x" * 899


@pytest.mark.parametrize(
    ("verdict", "left", "step", "words"),
    [
        ("overdue", -16, "Meeting booked", "Meeting booked (12 Sep): 16 days overdue"),
        ("overdue", -1, None, "(12 Sep): 1 day overdue"),
        ("in time", 0, "Meeting booked", "Meeting booked (12 Sep): due today"),
        ("in time", 3, "Meeting booked", "Meeting booked (12 Sep): due in 3 days"),
        ("no day", None, "Meeting booked", "Meeting booked: no day set"),
        ("none", None, None, "No next step"),
        (None, None, None, "–"),
    ],
)
def test_a_next_step_says_whether_it_is_in_time(
    verdict: str | None, left: int | None, step: str | None, words: str
) -> None:
    """Overdue by how many days, due in how many, without a day, or none; nothing where the data has no next steps."""
    due = None if left is None else date(2026, 9, 12)
    deal = {"next_step": step, "next_step_on": due, "step_verdict": verdict, "days_to_step": left}
    assert next_step(deal) == words
