"""Headings that are findings: by rule from the answers of questions, and never more than their intervals allow."""

from typing import Any

import pytest

from dashboard.metrics.disagreement import Matrix
from dashboard.metrics.response import Band, Response
from dashboard.screens.data.words import emptiest, in_all, supported
from dashboard.screens.disagreement.words import disputed_leads
from dashboard.screens.explore.measures import MEASURES
from dashboard.screens.explore.words import highest_and_lowest
from dashboard.screens.money.words import gets_most
from dashboard.screens.response.words import answered_within, outside_hours, quick_against_slow, unanswered
from dashboard.screens.velocity.words import slowest_stage
from tests.screens.conftest import FILES, Draw

SHARE, COUNT = MEASURES["mql_sal"], MEASURES["leads"]


def limit(name: str, n: int) -> dict[str, Any]:
    """A limit that half of ``n`` leads kept."""
    return {"answered_within": name, "n": n, "rate": 0.5, "low": 0.4, "high": 0.6}


def part(name: str, low: float, high: float, n: int = 100) -> dict[str, Any]:
    """A part whose share lies in the middle of its interval."""
    met = round(n * (low + high) / 2)
    return {
        "part": name, "second": None, "rate": (low + high) / 2, "low": low, "high": high, "mature": n, "reached": met,
        "records": n,
    }  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_every_heading_stands_on_every_kind_of_warehouse(drawn: Draw, kind: str) -> None:
    """What cannot be said leaves its question as the heading, and nothing fails."""
    for module in ("explore", "data"):
        app = drawn(module, kind)
        assert not app.exception
        assert not app.error


def test_what_was_answered_by_when_has_its_interval() -> None:
    """An hour and a day; of fewer than ten leads nothing is said."""
    rows = [limit("5m", 90), limit("1h", 90), limit("24h", 90), limit("48h", 9)]
    assert answered_within(rows) == ("50 % (40–60 %) had a human answer within an hour, 50 % (40–60 %) within a day")
    assert answered_within([limit("1h", 9), limit("24h", 10)]) == "50 % (40–60 %) had a human answer within a day"
    assert answered_within([limit("1h", 9), limit("24h", 9)]) == ""


def test_who_was_never_answered_is_counted() -> None:
    """Those closed and those who still wait; nobody is said as that."""
    now = Response(n=40, bands={"never": Band(n=1), "closed_unanswered": Band(n=12)})
    assert (
        unanswered(now)
        == "Of the 40 enquiries 12 were closed without an answer and 1 still waits after 48 hours or more"
    )
    assert unanswered(Response(n=1, bands={})) == (
        "Every one of the 1 enquiry had an answer, or is younger than 48 hours"
    )


@pytest.mark.parametrize(("low", "said"), [(-0.1, "no more than chance"), (0.1, "more than chance, and no proof")])
def test_quick_against_slow_says_no_more_than_its_interval(low: float, said: str) -> None:
    """An interval that holds nothing is no finding."""
    words = quick_against_slow(
        {"rate": 0.4, "words": "within 5 min"}, {"rate": 0.2, "words": "after 48 h"}, {"low": low, "high": 0.3}
    )
    assert words.startswith("40 % of those answered within 5 min became SQL, 20 % of those answered after 48 h: ")
    assert said in words


def test_hours_of_arrival_need_ten_leads() -> None:
    """None outside is said; fewer than ten are no share."""
    rows = [{"is_open": False, "n": 5, "share": 0.25}, {"is_open": True, "n": 15, "share": 0.75}]
    assert outside_hours(Response(n=20), rows) == "25 % of the 20 enquiries came in outside working hours"
    assert outside_hours(Response(n=20), rows[1:]) == "All 20 enquiries came in during working hours"
    assert outside_hours(Response(n=9), rows) == ""


def test_stages_are_compared_where_many_have_left_them() -> None:
    """A stage without a limit of its own, or half of whose visits go on, is not told."""
    rows: list[dict[str, Any]] = [
        {"stage": "A", "own_limit_days": 20, "median_days": 9.0},
        {"stage": "B", "own_limit_days": 40, "median_days": 21.0},
        {"stage": "C", "own_limit_days": None, "median_days": 60.0},
        {"stage": "D", "own_limit_days": 90, "median_days": None},
    ]
    said = slowest_stage(rows, lambda row: row["stage"])
    assert said == "Slowest was B: half moved on within 21 days; quickest A, within 9 days"
    assert slowest_stage(rows[:1], lambda row: row["stage"]) == "Slowest was A: half moved on within 9 days"
    assert slowest_stage(rows[2:], lambda row: row["stage"]) == ""


def test_who_gets_most_leads_is_somebody() -> None:
    """Leads without an owner are nobody's load; a share of fewer than ten is left out."""
    load: dict[str, Any] = {
        "owner": "Ann",
        "leads_per_week": 4.25,
        "known": 30,
        "outside_icp": 0.5,
        "low": 0.3,
        "high": 0.7,
    }
    nobody = load | {"owner": "(none)", "leads_per_week": 9.0}
    assert gets_most([nobody, load]) == (
        "Ann gets most: 4.2 leads a week, 50 % (30–70 %) of those whose fit is known outside the ICP"
    )
    assert gets_most([load | {"known": 9}]) == "Ann gets most: 4.2 leads a week"
    assert gets_most([nobody]) == ""


def test_the_disputed_are_counted_by_who_wanted_them() -> None:
    """A side without any is left out."""
    cells = {"both": 3, "neither": 4}
    assert (
        disputed_leads(Matrix(marketing_only=12, sales_only=0, **cells))
        == "Only marketing wanted 12 of the enquiries sales judged"
    )
    assert disputed_leads(Matrix(marketing_only=12, sales_only=5, **cells)) == (
        "Only marketing wanted 12 of the enquiries sales judged, only sales 5"
    )
    assert disputed_leads(Matrix(marketing_only=0, sales_only=0, **cells)) == (
        "No enquiry is wanted by one of the two alone"
    )


def test_explore_tells_parts_apart_by_their_intervals() -> None:
    """Parts below thirty are not compared; overlapping intervals are no finding; of counts the most is told."""
    apart = [part("Web", 0.1, 0.3), part("Event", 0.4, 0.6), part("Few", 0.8, 0.9, 29)]
    assert (
        highest_and_lowest(SHARE, apart, "none", None)
        == "Event is highest at 50 % (40–60 %), Web lowest at 20 % (10–30 %)"
    )
    near = [part("Web", 0.1, 0.3), part("Event", 0.2, 0.4)]
    assert "No part can be told apart" in highest_and_lowest(SHARE, near, "none", None)
    assert highest_and_lowest(SHARE, near[:1], "none", None) == ""
    assert highest_and_lowest(COUNT, apart, "none", None).startswith("Web has the most: ")


def test_the_data_says_what_is_emptiest_and_what_is_missing() -> None:
    """Of fewer than ten records the counts; all of it is said as that."""
    field = {"field": "need", "leads": 20, "filled": 5, "share": 0.25, "low": 0.1, "high": 0.5}
    assert emptiest([field], "leads") == "Emptiest is need, filled on 25 % (10–50 %) of 20 leads"
    assert emptiest([field | {"leads": 9}], "leads") == "Emptiest is need, filled on 5 of 9 leads"
    assert emptiest([field | {"filled": 20}], "leads") == "Every field is filled on all 20 leads"
    reasons = [{"reason": "bad_date", "records": 3}, {"reason": "no_id", "records": 9}]
    assert in_all(reasons, "reason", 12, "Rows set aside") == "Rows set aside: 12, most often no id (9)"
    assert in_all(reasons[:1], "reason", 3, "Rows set aside") == "Rows set aside: 3"
    screens = [{"Screen": "Money", "Shows": "Some", "Figures": "3 of 9"}, {"Screen": "Review", "Shows": "All"}]
    assert supported(screens) == "Not all can be shown of Money (3 of 9)"
    assert supported(screens[1:]) == "Every screen can show all its figures"
