"""How a figure's change is shared out among the reasons, so that the parts sum to it.

Ratios of counts are shared out by midpoints; all else, medians and quantiles among it, by Shapley values: what a reason
changes, averaged over the orders in which the reasons could have come. Of a count that is what its records add.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations
from math import factorial

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


def coalitions(reasons: Sequence[str]) -> list[Coalition]:
    """Every set of the reasons, the empty one first."""
    sets = chain.from_iterable(combinations(reasons, size) for size in range(len(reasons) + 1))
    return [frozenset(each) for each in sets]


def parts_of(figure: str, reasons: Sequence[str], by_coalition: Mapping[Coalition, Numbers]) -> dict[str, float] | None:
    """The part of each reason in a figure's change, from its values with the records of each set of reasons taken.

    None where the figure is null with some of them: there is then no change to share out.
    """
    ratio = _ratio(figure, reasons, by_coalition)
    shares = ratio if ratio is not None else _shapley(figure, reasons, by_coalition)
    return None if shares is None else {reason: float(share) for reason, share in shares.items()}


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
    beside, _, name = figure.rpartition(".")
    for terms in DENOMINATORS.get(name, ()):
        paths = [f"{beside}{term}" if term.startswith(".") else term for term in terms]
        if all(numbers.get(path) is not None for numbers in by_coalition.values() for path in paths):
            return {
                each: sum((Fraction(numbers[path] or 0) for path in paths), Fraction())
                for each, numbers in by_coalition.items()
            }
    return None
