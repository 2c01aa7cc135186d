"""The calibration review as JSON: what the contract spells, and the sealed weeks left alone."""

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dashboard.metrics.calibration import calibration_review, sealed_view, training_view, with_calibration
from dashboard.metrics.report import report
from tests.claims.company import open_company

PROFILE = """
name = "P"
version = "1"
effective_from = 2024-01-01

[[criteria]]
name = "near"
field = "country"
one_of = ["DE"]
weight = 1

[[criteria]]
name = "big"
field = "employees"
at_least = 100
weight = 3
"""
SEALED_FROM = date(2024, 12, 3)
"""Of a look at 2 June 2025: 13 weeks that ended 90 days before."""


def rows(is_other: bool) -> dict[str, list[dict[str, Any]]]:
    """A lead every eight hours for a year and a half; near ones reach SQL, big ones no more than others.

    ``is_other``: in the sealed weeks it is the other way round.
    """
    dice = Random(5)
    leads, events, touches = [], [], []
    for number in range(1_600):
        at = datetime(2023, 12, 1) + timedelta(hours=8 * number)  # noqa: DTZ001 -- naive UTC
        is_near, is_big, luck = dice.random() < 0.5, dice.random() < 0.5, dice.random()
        turned = is_other and at.date() >= SEALED_FROM
        lead = {"lead_id": f"L{number}", "created_at": at, "account_id": f"A{number // 2}"}
        leads.append(lead | {"country": "DE" if is_near else "FR", "employees": 500 if is_big else 5})
        touches.append({"lead_id": f"L{number}", "at": at + timedelta(hours=1)})
        if luck < (0.5 if (is_big if turned else is_near) else 0.1):
            events.append({"lead_id": f"L{number}", "at": at + timedelta(days=9), "event": "sql"})
    return {"leads": leads, "lead_events": events, "touches": touches}


@pytest.fixture(scope="module")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """``icp.calibration_review`` of the company, and of the one with other sealed weeks."""
    file = tmp_path_factory.mktemp("profile") / "shared.toml"
    file.write_text(PROFILE, encoding="utf-8")
    found = []
    for is_other in (False, True):
        with open_company(rows(is_other), {}, {"icp_file": Path(file)}) as view:
            assert sealed_view(view).local(sealed_view(view).conversion_window.start).date() == SEALED_FROM
            assert training_view(view).conversion_window.end == sealed_view(view).conversion_window.start
            found.append(with_calibration(view, report(view, ["icp"])))
    return [each["icp"]["calibration_review"] for each in found]


def test_its_keys_are_those_of_the_contract(reviews: list[dict[str, Any]]) -> None:
    """By name and part; shares follow from the counts."""
    review = reviews[0]
    assert review.keys() >= {"population", "left_out", "coverage", "drift", "auc", "corp", "criteria", "suggested"}
    assert review["coverage"][0].keys() == {"criterion", "known", "share"}
    assert review["drift"][0].keys() == {"field", "psi", "n", "n_before"}
    assert review["corp"].keys() == {"discrimination", "uncertainty", "skill", "curve"}
    assert review["criteria"][0].keys() == {
        *("criterion", "known", "met", "precision", "recall", "lift", "low", "high"),
        *("adds", "adds_low", "adds_high"),
    }
    assert review["suggested"][0].keys() == {"criterion", "now", "suggested"}
    assert sum(n for _, _, n in review["corp"]["curve"]) == review["population"] == 273
    assert review["corp"]["skill"] == pytest.approx(review["corp"]["discrimination"] / review["corp"]["uncertainty"])


def test_weights_follow_the_training_weeks_and_leave_the_sealed_ones_alone(reviews: list[dict[str, Any]]) -> None:
    """Other sealed weeks change every figure of them, and neither what a criterion adds nor a weight."""
    review, other = reviews
    assert review["suggested"] == other["suggested"]
    for name in ("adds", "adds_low", "adds_high"):
        assert [each[name] for each in review["criteria"]] == [each[name] for each in other["criteria"]]
    assert review["auc"] != other["auc"]
    near, big = review["suggested"]
    assert near["suggested"] > near["now"]
    assert big["suggested"] < big["now"]
    assert review["criteria"][0]["adds_low"] > 0 >= review["criteria"][1]["adds_low"]


def test_without_touches_nothing_says_who_was_worked() -> None:
    """The whole is null, with its sentence."""
    tables = {"leads": [{"lead_id": "L", "created_at": datetime(2025, 1, 10)}]}  # noqa: DTZ001 -- naive UTC
    with open_company(tables, {}, {}) as view:
        assert calibration_review(view) is None
        answer = with_calibration(view, report(view, ["icp"]))
    assert answer["icp"]["calibration_review"] is None
    assert "no ideal-customer definition" in answer["unsupported"]["icp.calibration_review"]
