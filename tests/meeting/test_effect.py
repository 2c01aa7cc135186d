"""Effects of decisions: the worked answers, and how often chance alone would look like success."""

import json
import random
from itertools import pairwise
from math import isclose, sqrt
from statistics import fmean
from typing import Any

import pytest

from dashboard.meeting.decisions.effect import Baseline, baseline_of, effect_of
from tests.shared import SHARED, needs_shared

RITUAL = SHARED / "golden" / "ritual.json"
WEEKS = tuple(f"2026-W{week:02d}" for week in range(1, 27))
QUIET = [98.0, 102.0] * 13


def worked() -> dict[str, Any]:
    """The worked effects by name; none where they are not there."""
    return json.loads(RITUAL.read_text(encoding="utf-8"))["effects"] if RITUAL.is_file() else {}


@needs_shared
@pytest.mark.parametrize("name", worked())
def test_worked_effects(name: str) -> None:
    """Every number of the worked answers."""
    case = worked()[name]
    effect = effect_of(baseline_of(WEEKS, case["baseline"]), case["judged"], case["direction"], case["expected"])
    assert effect.effect == case["effect"]
    assert effect.k == case["k"]
    assert baseline_of(WEEKS, case["baseline"]).n == case["n"]
    for field in ("moved", "reach", "low", "high"):
        found, right = getattr(effect, field), case[field]
        assert found is right is None or isclose(found, right, rel_tol=1e-9), field


@pytest.mark.parametrize(
    ("judged", "direction", "expected", "effect"),
    [
        ([101.0, 102.0], "up", None, "within_usual_range"),
        ([120.0], "up", None, "too_early"),
        ([None, 120.0, None], "up", None, "too_early"),
        ([120.0, 121.0], "up", None, "moved_as_promised"),
        ([120.0, 121.0], "down", None, "moved_the_other_way"),
        ([120.0, 121.0], "up", 60.0, "moved_less_than_promised"),
        ([80.0, 79.0], "down", 60.0, "moved_less_than_promised"),
        ([80.0, 79.0], "down", 20.0, "moved_as_promised"),
        ([120.0, 121.0], "up", 25.0, "moved_as_promised"),  # 20.5 ± 5.1 reaches it
        ([120.0, 121.0], "up", 26.0, "moved_less_than_promised"),
        ([80.0, 79.0], "down", 25.0, "moved_as_promised"),
        ([80.0, 79.0], "up", 60.0, "moved_the_other_way"),
    ],
)
def test_each_effect(judged: list[float | None], direction: Any, expected: float | None, effect: str) -> None:
    """By hand: mean 100, moving range 4, so that two weeks reach ± 2.66 · 4 · √(1/2 + 1/26) = 7.8."""
    found = effect_of(baseline_of(WEEKS, QUIET), judged, direction, expected)
    assert found.effect == effect
    if found.reach is not None:
        assert isclose(found.reach, 2.66 * 4 * sqrt(1 / 2 + 1 / 26))


def test_on_the_edge_is_within() -> None:
    """A move of exactly its reach is no more than usual, rounding aside."""
    baseline = Baseline(weeks=WEEKS, n=26, mean=0.1, mean_moving_range=0.0)
    assert effect_of(baseline, [0.1, 0.1 + 1e-17], "up", None).effect == "within_usual_range"
    reach = baseline_of(WEEKS, QUIET).reach(2)
    assert reach is not None
    assert effect_of(baseline_of(WEEKS, QUIET), [100 + reach] * 2, "up", None).effect == "within_usual_range"


def test_few_weeks_before_cannot_be_judged() -> None:
    """Seven are too few, and it says how many there are; eight are enough."""
    short = effect_of(baseline_of(WEEKS[:9], [1.0] * 7 + [None] * 2), [2.0] * 5, "up", None)
    assert (short.effect, short.moved) == ("cannot_be_judged", None)
    assert "Only 7 weeks" in (short.why or "")
    assert effect_of(baseline_of(WEEKS[:8], [1.0] * 8), [2.0] * 5, "up", None).effect == "moved_as_promised"


def test_chance_alone_is_rarely_a_success_and_a_real_shift_is_often_found() -> None:
    """Skewed series (gamma, shape 4), 13 weeks: idle ≤ 2 % judged a success, a shift of one deviation found ≥ 45 %."""
    chance = random.Random(20261116)
    runs, idle, found = 4_000, 0, 0
    for _ in range(runs):
        before = baseline_of(WEEKS, [chance.gammavariate(4, 25) for _ in WEEKS])
        after: list[float | None] = [chance.gammavariate(4, 25) for _ in range(13)]
        idle += effect_of(before, after, "up", None).effect == "moved_as_promised"
        shifted = [value + 50 for value in after if value is not None]
        found += effect_of(before, shifted, "up", None).effect == "moved_as_promised"
    assert idle / runs <= 0.02
    assert found / runs >= 0.45


def test_the_moving_range_spans_a_week_without_a_value() -> None:
    """Between the values there are."""
    values = [1.0, None, 4.0, 2.0]
    assert baseline_of(WEEKS[:4], values).mean_moving_range == fmean(abs(b - a) for a, b in pairwise([1.0, 4.0, 2.0]))
