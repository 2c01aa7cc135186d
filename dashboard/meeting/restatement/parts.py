"""How a figure's change is shared out among the reasons, so that the parts sum to it.

Ratios of counts are shared out by midpoints; all else, medians and quantiles among it, by Shapley values: what a reason
changes, averaged over the orders in which the reasons could have come. Of a count that is what its records add.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations
from math import factorial

from dashboard.meeting.restatement.paths import Numbers, moved

Coalition = frozenset[str]
RATIOS = {
    "acceptance_rate": (("accepted",), ("accepted", "rejected")),
    "rate": (("converted",), ("mature",)),
}
"""By a figure's last name: the figures beside it that are its numerator's and its denominator's terms."""
OF_BANDS = (("sql",), ("mature",))
OF_LIMITS = (("met",), ("n",))


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
    beside, _, name = figure.rpartition(".")
    before, after = by_coalition[frozenset()], by_coalition[frozenset(reasons)]
    for above, below in (RATIOS.get(name, ((), ())), *((OF_BANDS, OF_LIMITS) if name == "rate" else ())):
        terms = [f"{beside}.{term}" for term in (*above, *below)]
        if not terms or any(numbers.get(term) is None for numbers in by_coalition.values() for term in terms):
            continue
        numerator, denominator = ([f"{beside}.{term}" for term in each] for each in (above, below))
        ends = [(_sum(numbers, numerator), _sum(numbers, denominator)) for numbers in (before, after)]
        if all(
            b and not moved(float(a / b), numbers.get(figure))
            for (a, b), numbers in zip(ends, (before, after), strict=True)
        ):
            (a0, b0), (a1, b1) = ends
            middle, half = (a0 / b0 + a1 / b1) / 2, (b0 + b1) / 2
            over = _summed(numerator, reasons, by_coalition)
            under = _summed(denominator, reasons, by_coalition)
            return {reason: (over[reason] - middle * under[reason]) / half for reason in reasons}
    return None


def _sum(numbers: Numbers, figures: Iterable[str]) -> Fraction:
    return sum((Fraction(numbers[figure] or 0) for figure in figures), Fraction())


def _summed(
    figures: Sequence[str], reasons: Sequence[str], by_coalition: Mapping[Coalition, Numbers]
) -> dict[str, Fraction]:
    each = [_shapley(figure, reasons, by_coalition) or {} for figure in figures]
    return {reason: sum((shares.get(reason, Fraction()) for shares in each), Fraction()) for reason in reasons}
