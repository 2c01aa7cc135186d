"""Whether a figure moved after a decision by more than its own noise. Association, never cause."""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from statistics import fmean
from typing import Literal

from dashboard.meeting.model import MeetingModel

FEWEST_BEFORE = 8
FEWEST_AFTER = 2
XMR = 2.66
"""Times the mean moving range is how far a value strays by chance (Wheeler 1993)."""
Z = 1.959963984540054
DEVIATIONS = 3
"""What 2.66 mean moving ranges are in standard deviations."""
ROUNDING = 1e-12

Direction = Literal["up", "down"]
EffectVerdict = Literal[
    "cannot_be_judged",
    "too_early",
    "within_usual_range",
    "moved_the_other_way",
    "moved_less_than_promised",
    "moved_as_promised",
]


class Baseline(MeetingModel):
    """What a figure was in the weeks before a decision, as known then; ``n`` counts the weeks that had a value."""

    weeks: tuple[str, ...]
    n: int
    mean: float | None = None
    mean_moving_range: float | None = None

    def reach(self, k: int) -> float | None:
        """How far the mean of ``k`` weeks may lie from this one by chance, in the figure's unit; None if unknown."""
        if self.mean_moving_range is None or self.n < FEWEST_BEFORE or k < 1:
            return None
        return XMR * self.mean_moving_range * sqrt(1 / k + 1 / self.n)


class Effect(MeetingModel):
    """What came of a decision; ``k`` weeks were judged, ``low`` and ``high`` bound the move at 95 %."""

    effect: EffectVerdict
    k: int = 0
    moved: float | None = None
    reach: float | None = None
    low: float | None = None
    high: float | None = None
    why: str | None = None


def baseline_of(weeks: Sequence[str], values: Sequence[float | None]) -> Baseline:
    """The baseline of these weeks; a moving range spans the weeks without a value."""
    present = [value for value in values if value is not None]
    ranges = [abs(after - before) for before, after in pairwise(present)]
    return Baseline(
        weeks=tuple(weeks),
        n=len(present),
        mean=fmean(present) if present else None,
        mean_moving_range=fmean(ranges) if ranges else None,
    )


def effect_of(
    baseline: Baseline, judged: Sequence[float | None], direction: Direction, expected: float | None
) -> Effect:
    """What came of a decision whose weeks since have the values ``judged``.

    ``expected`` is the size of the move that was promised, in the figure's unit, in the direction of ``direction``.
    """
    present = [value for value in judged if value is not None]
    k = len(present)
    if baseline.n < FEWEST_BEFORE or baseline.mean is None:
        weeks = "week" if baseline.n == 1 else "weeks"
        sentence = f"Only {baseline.n} {weeks} before it had a value; {FEWEST_BEFORE} are needed."
        return Effect(effect="cannot_be_judged", k=k, why=sentence)
    reach = baseline.reach(k)
    if k < FEWEST_AFTER or reach is None:
        return Effect(effect="too_early", k=k)
    moved = fmean(present) - baseline.mean
    half = Z / DEVIATIONS * reach
    bounds = {"k": k, "moved": moved, "reach": reach, "low": moved - half, "high": moved + half}
    return Effect(effect=_verdict(baseline.mean, moved, reach, half, direction, expected), **bounds)


def _verdict(
    mean: float, moved: float, reach: float, half: float, direction: Direction, expected: float | None
) -> EffectVerdict:
    towards = moved if direction == "up" else -moved
    if abs(moved) <= reach + ROUNDING * abs(mean):
        return "within_usual_range"
    if towards < 0:
        return "moved_the_other_way"
    if expected is not None and towards + half < expected:
        return "moved_less_than_promised"
    return "moved_as_promised"
