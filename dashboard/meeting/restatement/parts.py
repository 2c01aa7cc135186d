"""How a figure's change is shared out among the reasons, so that the parts sum to it.

Ratios of counts are shared out by midpoints, velocities over their factors by logarithmic means; all else, medians and
quantiles among it, by Shapley values: what a reason changes, averaged over the orders in which the reasons could have
come. Of a count that is what its records add.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations
from math import factorial, log1p

from dashboard.meeting.restatement.paths import Numbers

Coalition = frozenset[str]
DENOMINATORS: Mapping[str, Sequence[Sequence[str]]] = {
    "acceptance_rate": [(".accepted", ".rejected")],
    "of_first": [("waterfall.cohort",)],
    "win_rate": [(".won", ".lost")],
    "cpl": [("money.incentives.lead_volume.current",)],
    "rate": [(".mature",), (".n",), (".customers",)],
}
"""By a ratio's last name: the figures its denominator is the sum of, the first that are there; .name is beside it."""

OF_DEALS = (("pipeline.open_count", 1), ("pipeline.win_rate", 1), ("pipeline.mean_won", 1))
FACTORS: Mapping[str, Sequence[tuple[str, int]]] = {
    "pipeline.velocity": (*OF_DEALS, ("pipeline.cycle_all_days", -1)),
    "pipeline.change.current": (*OF_DEALS, ("pipeline.cycle_all_days", -1)),
    "pipeline.velocity_textbook": (*OF_DEALS, ("pipeline.cycle_won_days", -1)),
}
"""By velocity: what it is the product of, each to the power beside it."""


def coalitions(reasons: Sequence[str]) -> list[Coalition]:
    """Every set of the reasons, the empty one first."""
    sets = chain.from_iterable(combinations(reasons, size) for size in range(len(reasons) + 1))
    return [frozenset(each) for each in sets]


def parts_of(figure: str, reasons: Sequence[str], by_coalition: Mapping[Coalition, Numbers]) -> dict[str, float] | None:
    """The part of each reason in a figure's change, from its values with the records of each set of reasons taken.

    None where the figure is null with some of them: there is then no change to share out.
    """
    shares = _shares(figure, reasons, by_coalition)
    return None if shares is None else {reason: float(share) for reason, share in shares.items()}


def _shares(
    figure: str, reasons: Sequence[str], by_coalition: Mapping[Coalition, Numbers]
) -> Mapping[str, Fraction] | None:
    for way in (_velocity, _ratio, _shapley):
        if (shares := way(figure, reasons, by_coalition)) is not None:
            return shares
    return None


def _velocity(
    figure: str, reasons: Sequence[str], by_coalition: Mapping[Coalition, Numbers]
) -> dict[str, Fraction] | None:
    """By logarithmic means, as the contract's parts of a change: of each factor's part what the reason changed in it.

    None for what is no velocity, and where it or a factor is null or not positive.
    """
    factors = FACTORS.get(figure, ())
    ends = {name: _ends(name, reasons, by_coalition) for name in (figure, *(name for name, _ in factors))}
    shared = {name: _shares(name, reasons, by_coalition) for name, _ in factors}
    shares = dict.fromkeys(reasons, Fraction())
    for name, power in factors:
        of_factor, own, whole = shared[name], ends[name], ends[figure]
        if of_factor is None or own is None or whole is None:
            return None
        weight = Fraction(power * _logarithmic_mean(*whole) / _logarithmic_mean(*own))
        for reason, part in of_factor.items():
            shares[reason] += weight * part
    return shares if factors else None


def _ends(figure: str, reasons: Sequence[str], by_coalition: Mapping[Coalition, Numbers]) -> tuple[float, float] | None:
    """Its values with none of the records taken and with all of them; None unless both are positive."""
    first, last = (by_coalition[frozenset(each)].get(figure) for each in ((), reasons))
    return (first, last) if first is not None and last is not None and first > 0 and last > 0 else None


def _logarithmic_mean(first: float, last: float) -> float:
    return (last - first) / log1p((last - first) / first) if last != first else first


def _shapley(
    figure: str, reasons: Sequence[str], by_coalition: Mapping[Coalition, Numbers]
) -> dict[str, Fraction] | None:
    values: dict[Coalition, Fraction] = {}
    for coalition, numbers in by_coalition.items():
        value = numbers.get(figure)
        if value is None:
            return None
        values[coalition] = Fraction(value)
    return _shared(values, reasons)


def _shared(values: Mapping[Coalition, Fraction], reasons: Sequence[str]) -> dict[str, Fraction]:
    """The Shapley value of each reason; of what its records add, just that."""
    orders = factorial(len(reasons))
    shares = dict.fromkeys(reasons, Fraction())
    for coalition, without in values.items():
        for reason in set(reasons) - coalition:
            weight = factorial(len(coalition)) * factorial(len(reasons) - len(coalition) - 1)
            shares[reason] += Fraction(weight, orders) * (values[coalition | {reason}] - without)
    return shares


def _ratio(
    figure: str, reasons: Sequence[str], by_coalition: Mapping[Coalition, Numbers]
) -> dict[str, Fraction] | None:
    """By midpoints: a reason's (change of a - mean ratio x change of b) / mean b; None where it is no ratio a / b."""
    below = _denominator(figure, by_coalition)
    if below is None or any(numbers.get(figure) is None for numbers in by_coalition.values()):
        return None
    ratio = {each: Fraction(numbers[figure] or 0) for each, numbers in by_coalition.items()}
    first, last = frozenset[str](), frozenset(reasons)
    middle, half = (ratio[first] + ratio[last]) / 2, (below[first] + below[last]) / 2
    over = _shared({each: ratio[each] * below[each] for each in ratio}, reasons)
    under = _shared(below, reasons)
    return {reason: (over[reason] - middle * under[reason]) / half for reason in reasons} if half else None


def _denominator(figure: str, by_coalition: Mapping[Coalition, Numbers]) -> dict[Coalition, Fraction] | None:
    """The denominator of a ratio with the records of each set of reasons; None where the JSON does not have it."""
    parent, _, name = figure.rpartition(".")
    for terms in DENOMINATORS.get(name, ()):
        paths = [f"{parent}{term}" if term.startswith(".") else term for term in terms]
        if all(numbers.get(path) is not None for numbers in by_coalition.values() for path in paths):
            return {
                each: sum((Fraction(numbers[path] or 0) for path in paths), Fraction())
                for each, numbers in by_coalition.items()
            }
    return None
