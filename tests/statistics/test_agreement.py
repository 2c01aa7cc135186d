"""The figures of agreement are those of statsmodels, scipy and the definitions, for any four counts."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa

Cells = tuple[int, int, int, int]

CELLS = """
    with cells as (
        select
            unnest($both::bigint[]) as "both",
            unnest($marketing_only::bigint[]) as marketing_only,
            unnest($sales_only::bigint[]) as sales_only,
            unnest($neither::bigint[]) as neither
    )
    from agreement('cells')
"""
NAMES = ("both", "marketing_only", "sales_only", "neither")
FIGURES = ("po", "pe", "kappa", "kappa_max", "ac1", "alpha", "positive_agreement", "negative_agreement")
COUNTS = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 4_000))
FOUR = st.tuples(COUNTS, COUNTS, COUNTS, COUNTS)


def figures(ask: Any, *rows: Cells) -> list[dict[str, Any]]:
    """The figures of one or more rows of cells."""
    return ask(CELLS, **{name: [row[place] for row in rows] for place, name in enumerate(NAMES)})


def krippendorff(cells: Cells) -> Fraction | None:
    """Alpha from the coincidence matrix: every cycle gives both orders of its two answers."""
    both, marketing_only, sales_only, neither = cells
    same_yes, same_no, mixed = 2 * both, 2 * neither, marketing_only + sales_only
    yes, no, answers = same_yes + mixed, same_no + mixed, 2 * sum(cells)
    if yes * no == 0:
        return None
    return 1 - Fraction(2 * mixed, answers) / Fraction(2 * yes * no, answers * (answers - 1))


def gwet(cells: Cells) -> Fraction:
    """AC1: by chance two judges agree as often as a share of yes answers allows."""
    both, marketing_only, sales_only, neither = cells
    yes = Fraction(2 * both + marketing_only + sales_only, 2 * sum(cells))
    chance = 2 * yes * (1 - yes)
    return (Fraction(both + neither, sum(cells)) - chance) / (1 - chance)


@settings(max_examples=60, deadline=None)
@given(cells=FOUR)
def test_kappa_is_that_of_statsmodels(ask: Any, cells: Cells) -> None:
    """With its maximum; null where both judges gave one and the same answer throughout."""
    assume(sum(cells))
    found = figures(ask, cells)[0]
    both, marketing_only, sales_only, neither = cells
    if both == sum(cells) or neither == sum(cells):
        assert found["kappa"] is None
        assert found["kappa_max"] is None
        return
    with np.errstate(all="ignore"):  # its own test of significance divides by zero where nothing disagrees
        theirs = cohens_kappa(np.array([[both, marketing_only], [sales_only, neither]]))
    assert found["kappa"] == pytest.approx(theirs.kappa, rel=1e-9, abs=1e-12)
    assert found["kappa_max"] == pytest.approx(theirs.kappa_max, rel=1e-9, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(cells=FOUR)
def test_the_other_figures_are_their_definitions(ask: Any, cells: Cells) -> None:
    """AC1, alpha, positive and negative agreement, bias and prevalence."""
    assume(sum(cells))
    both, marketing_only, sales_only, neither = cells
    discordant, n = marketing_only + sales_only, sum(cells)
    expected: dict[str, Fraction | int | None] = {
        "n": n,
        "po": Fraction(both + neither, n),
        "ac1": gwet(cells),
        "alpha": krippendorff(cells),
        "positive_agreement": Fraction(2 * both, 2 * both + discordant) if both + discordant else None,
        "negative_agreement": Fraction(2 * neither, 2 * neither + discordant) if neither + discordant else None,
        "bias": Fraction(marketing_only - sales_only, n),
        "prevalence": Fraction(both - neither, n),
    }
    found = figures(ask, cells)[0]
    assert {name: found[name] for name in expected} == {
        name: None if value is None else pytest.approx(float(value), rel=1e-9, abs=1e-15)
        for name, value in expected.items()
    }


@settings(max_examples=60, deadline=None)
@given(cells=FOUR)
def test_mcnemar_is_that_of_statsmodels(ask: Any, cells: Cells) -> None:
    """Exact and two-sided, 1 when nothing is discordant."""
    assume(sum(cells))
    both, marketing_only, sales_only, neither = cells
    if marketing_only + sales_only:
        theirs = mcnemar([[both, marketing_only], [sales_only, neither]], exact=True).pvalue
    else:
        theirs = 1
    assert figures(ask, cells)[0]["mcnemar_p"] == pytest.approx(theirs, rel=1e-9, abs=1e-300)


@pytest.mark.parametrize(("marketing_only", "sales_only"), [(5_000, 4_800), (20_000, 20_001), (9_000, 300), (0, 1_500)])
def test_mcnemar_stays_exact_for_thousands_of_discordant_pairs(ask: Any, marketing_only: int, sales_only: int) -> None:
    """No overflow, no normal approximation."""
    found = figures(ask, (7, marketing_only, sales_only, 7))[0]["mcnemar_p"]
    expected = binomtest(sales_only, marketing_only + sales_only).pvalue
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-300)
    assert math.isfinite(found)


def test_nobody_judged_has_no_figures(ask: Any) -> None:
    """All null at n = 0, the p included; a row beside it keeps its own."""
    empty, one = figures(ask, (0, 0, 0, 0), (1, 1, 1, 1))
    assert empty["n"] == 0
    assert {empty[name] for name in (*FIGURES, "bias", "prevalence", "mcnemar_p")} == {None}
    assert one["mcnemar_p"] == 1
