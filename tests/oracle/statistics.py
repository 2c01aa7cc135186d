"""The statistics of the metric contract, each from its textbook definition."""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import mean
from typing import Any

Z = 1.959963984540054
SLACK = 1e-9
EVENT, COMPETING, CENSORED = 1, 2, 0


def rate_of(part: int, whole: int) -> float | None:
    """A share, None of nothing."""
    return part / whole if whole else None


def wilson(part: int, whole: int) -> tuple[float | None, float | None]:
    """The 95 % interval of a share."""
    if whole == 0:
        return None, None
    p, z2 = part / whole, Z * Z
    middle = p + z2 / (2 * whole)
    spread = Z * math.sqrt(p * (1 - p) / whole + z2 / (4 * whole * whole))
    low, high = (middle - spread) / (1 + z2 / whole), (middle + spread) / (1 + z2 / whole)
    return (0.0 if part == 0 else low), (1.0 if part == whole else high)


def rate_with_interval(part: int, whole: int) -> dict[str, float | None]:
    """``rate``, ``low`` and ``high``."""
    low, high = wilson(part, whole)
    return {"rate": rate_of(part, whole), "low": low, "high": high}


def incidence(observations: Sequence[tuple[Any, int]]) -> list[tuple[Any, float]]:
    """Aalen-Johansen: [(time, incidence of kind 1 up to it)] at the times where it rises."""
    at_risk, survival, total = len(observations), Fraction(1), Fraction(0)
    curve: list[tuple[Any, float]] = []
    for time in sorted({time for time, _ in observations}):
        here = [kind for at, kind in observations if at == time]
        events, others = here.count(EVENT), here.count(COMPETING)
        if events:
            total += survival * Fraction(events, at_risk)
            curve.append((time, float(total)))
        survival *= 1 - Fraction(events + others, at_risk)
        at_risk -= len(here)
    return curve


def reaches(curve: list[tuple[Any, float]], quantile: float) -> Any:
    """The first time at which the curve has reached the quantile, None when it never does."""
    return next((time for time, share in curve if share >= quantile - SLACK), None)


def incidence_at(curve: list[tuple[Any, float]], time: float) -> float:
    """The incidence at a time, that time included."""
    return max((share for at, share in curve if at <= time), default=0.0)


def agreement(both: int, first: int, second: int, neither: int) -> dict[str, Any]:
    """Two judges' agreement from the four cells."""
    names = [
        "po",
        "kappa",
        "kappa_max",
        "ac1",
        "alpha",
        "positive_agreement",
        "negative_agreement",
        "bias",
        "prevalence",
        "mcnemar_p",
    ]
    n = both + first + second + neither
    if n == 0:
        return {"n": 0, **dict.fromkeys(names)}
    po = Fraction(both + neither, n)
    yes1, yes2 = Fraction(both + first, n), Fraction(both + second, n)
    pe = yes1 * yes2 + (1 - yes1) * (1 - yes2)
    po_max = min(yes1, yes2) + min(1 - yes1, 1 - yes2)
    yes = (yes1 + yes2) / 2
    pe_ac1 = 2 * yes * (1 - yes)
    ratings, ones = 2 * n, 2 * both + first + second
    expected = Fraction(2 * ones * (ratings - ones), ratings * (ratings - 1))
    found: dict[str, Any] = {
        "po": po,
        "kappa": None if pe == 1 else (po - pe) / (1 - pe),
        "kappa_max": None if pe == 1 else (po_max - pe) / (1 - pe),
        "ac1": (po - pe_ac1) / (1 - pe_ac1),
        "alpha": None if expected == 0 else 1 - (1 - po) / expected,
        "positive_agreement": ratio(2 * both, 2 * both + first + second),
        "negative_agreement": ratio(2 * neither, 2 * neither + first + second),
        "bias": Fraction(first - second, n),
        "prevalence": Fraction(both - neither, n),
        "mcnemar_p": mcnemar(first, second),
    }
    return {"n": n, **{name: None if value is None else float(value) for name, value in found.items()}}


def ratio(part: Any, whole: Any) -> Any:
    """Exact division, None by nothing."""
    return Fraction(part) / Fraction(whole) if whole else None


def mcnemar(first: int, second: int) -> Fraction:
    """Exact two-sided p of the discordant pairs; 1 when there are none."""
    n, least = first + second, min(first, second)
    tail = sum(math.comb(n, k) for k in range(least + 1))
    return min(Fraction(1), Fraction(2 * tail, 2**n))


def mean_ranks(values: Sequence[Any]) -> list[float]:
    """Each value's rank; equal values share the mean of theirs."""
    ranks = {}
    for value in set(values):
        below = sum(other < value for other in values)
        ranks[value] = below + (sum(other == value for other in values) + 1) / 2
    return [ranks[value] for value in values]


def spearman(pairs: Sequence[tuple[Any, Any]]) -> float | None:
    """Rank correlation, None when one side does not vary."""
    left, right = mean_ranks([a for a, _ in pairs]), mean_ranks([b for _, b in pairs])
    if len(pairs) < 2:
        return None
    a, b = mean(left), mean(right)
    top = sum((x - a) * (y - b) for x, y in zip(left, right, strict=True))
    bottom = math.sqrt(sum((x - a) ** 2 for x in left) * sum((y - b) ** 2 for y in right))
    return top / bottom if bottom else None


def log_mean(a: float, b: float) -> float:
    """The logarithmic mean of two positive numbers."""
    return a if a == b else (a - b) / math.log(a / b)


def sample_deviation(values: Sequence[float]) -> float | None:
    """Sample standard deviation, None below two values."""
    if len(values) < 2:
        return None
    middle = mean(values)
    return math.sqrt(sum((value - middle) ** 2 for value in values) / (len(values) - 1))


def xmr(history: Sequence[float | None], current: float | None) -> dict[str, Any]:
    """Limits of individual values, and whether the current one is a signal; never below 0."""
    known = [value for value in history if value is not None]
    if len(known) < 8:
        return {"mean": None, "lower": None, "upper": None, "signal": None}
    middle = mean(known)
    moving = mean(abs(b - a) for a, b in pairwise(known))
    lower, upper = max(0.0, middle - 2.66 * moving), middle + 2.66 * moving
    if current is None:
        return {"mean": middle, "lower": lower, "upper": upper, "signal": None}
    last = [*known[-7:], current]
    run = all(value > middle for value in last) or all(value < middle for value in last)
    return {"mean": middle, "lower": lower, "upper": upper, "signal": run or not lower <= current <= upper}


def total(values: Sequence[Any], of: Callable[[Any], Fraction | None]) -> Fraction:
    """Exact sum, nulls as 0."""
    return sum((of(value) or Fraction(0) for value in values), Fraction(0))
