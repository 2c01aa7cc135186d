"""Suggested weights and what each criterion adds, held against statsmodels and against companies of known truth."""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from icp.document import Definition
from icp.fitting import Cells, fitted
from icp.reading import checked
from icp.suggesting import PENALTIES, penalty_for, refusal, sealed_refusal, suggestion, what_each_adds
from tests.enduring import FULL

TRUE_WEIGHTS = (0.4, 0.8, 1.2, 1.6)
"""On the log-odds scale; a fifth criterion adds nothing."""
LEADS, COMPANIES = 6_000, 3_500
SEEDS = range(300 if FULL else 4)


def definition(*weights: float) -> Definition:
    """A profile of so many criteria."""
    fields = ("industry", "employees", "country", "title", "annual_revenue")
    criteria = [
        {"name": f"criterion {place}", "field": field, "weight": weight}
        | ({"at_least": 10} if field in {"employees", "annual_revenue"} else {"one_of": ["yes"]})
        for place, (field, weight) in enumerate(zip(fields, weights, strict=False))
    ]
    return checked({"name": "P", "version": "1", "effective_from": date(2025, 1, 1), "criteria": criteria}, "a test's")


def company(seed: int, weights: tuple[float, ...] = (*TRUE_WEIGHTS, 0.0), leads: int = LEADS) -> Cells:
    """A year of a company's leads: several of one company, answers that go together, a tenth unknown, a trend."""
    dice = np.random.default_rng(seed)
    of_company = dice.integers(COMPANIES, size=leads)
    common = dice.normal(size=(COMPANIES, 1)) * 0.5
    is_met = (common + dice.normal(size=(COMPANIES, len(weights))))[of_company] > 0.2
    is_unknown = dice.random(is_met.shape) < 0.1
    trend = np.linspace(-0.3, 0.3, leads)
    luck = dice.normal(size=COMPANIES)[of_company] * 0.3
    odds = -2.6 + trend + luck + is_met @ np.array(weights)
    outcome = dice.random(leads) < 1 / (1 + np.exp(-odds))
    answers = np.where(is_unknown, "?", np.where(is_met, "1", "0"))
    rows: dict[int, list[str]] = {}
    for place in range(leads):
        lead = f"{1 + 5 * place // leads}:{''.join(answers[place])}:{int(outcome[place])}"
        rows.setdefault(int(of_company[place]), []).append(lead)
    made_up = Counter(tuple(sorted(each)) for each in rows.values())
    return Cells.of(sorted(made_up.items()), len(weights))


def test_coefficients_are_those_of_statsmodels() -> None:
    """The same penalty written out with its free scale: β = s · w + δ, δ alone penalised, on 2,000 leads."""
    import statsmodels.api as sm  # takes seconds to import, and this test alone needs it

    cells, present, penalty = company(7, leads=2_000), np.array([1.0, 3, 2, 2, 1]), 25.0
    mine = fitted(cells, present, penalty)
    along = (cells.met @ present)[:, None]
    design = np.hstack([np.ones((len(cells.leads), 1)), along, cells.met, cells.unknown])
    total = cells.leads.sum()
    alpha = np.array([0.0, 0.0, *[penalty] * 5, *[1.0] * 5]) / total
    model = sm.GLM(cells.outcome, design, family=sm.families.Binomial(), freq_weights=cells.leads)
    theirs = model.fit_regularized(alpha=alpha * total / len(cells.leads), L1_wt=0).params
    assert mine.weights == pytest.approx(theirs[1] * present + theirs[2:7], abs=2e-3)
    assert [mine.intercept, *mine.unknown] == pytest.approx([theirs[0], *theirs[7:]], abs=2e-3)
    assert (mine.weights > 0).all(), "the comparison is of a fit that no bound holds"


def test_a_penalty_without_end_leaves_the_proportions_as_they_are() -> None:
    """And no penalty forgets them; a criterion that speaks against is held at 0."""
    cells, present = company(7), np.array([1.0, 3, 2, 2, 1])
    held, free = fitted(cells, present, 1e9).weights, fitted(cells, present, 0).weights
    assert held / held[0] == pytest.approx(present, rel=1e-3)
    assert list(np.argsort(free[:4])) == [0, 1, 2, 3]
    assert fitted(company(7, (1.0, -1.0)), np.array([1.0, 1]), 0).weights[1] == 0


def test_refusals_are_sentences() -> None:
    """Too few, one class, hardly known, too few sealed; none where there is enough."""
    two = definition(1, 1)
    assert refusal(company(1, (1, 1)), two) is None
    assert "No worked lead" in str(refusal(Cells.of([], 2), two))
    assert "nothing tells them apart" in str(refusal(Cells.of([(["1:11:1"], 50)], 2), two))
    few = Cells.of([(["1:11:1"], 19), (["2:10:0"], 900)], 2)
    assert str(refusal(few, two)) == (
        "19 worked leads of the training weeks reached SQL; 2 weights need 20 (10 for each)."
    )
    unknown = Cells.of([(["1:1?:1"], 71), (["2:10:0"], 29)], 2)
    assert "“criterion 1” is known for 29 % of the worked leads, and 30 % are needed" in str(refusal(unknown, two))
    assert sealed_refusal(20) is None
    assert "19 worked leads of the sealed weeks" in str(sealed_refusal(19))


def test_what_is_suggested_sums_to_the_present_in_halves_and_small_moves_are_left_out() -> None:
    """1.3, off the halves, stays where the move is less than a quarter."""
    profile = definition(1.3, 2.5, 3.7, 5, 0.5)
    weights = suggestion(profile, company(3), min(PENALTIES))
    assert weights is not None
    for each in weights:
        moved = each.suggested - each.now
        assert moved == 0 or each.suggested % 0.5 == 0
    assert any(each.suggested != each.now for each in weights)
    assert sum(each.suggested for each in weights) == pytest.approx(13, abs=1.5)


@pytest.fixture(scope="module")
def judged() -> list[tuple[bool, bool]]:
    """By company: whether what adds nothing is called so, whether the order of the four weights is the true one."""
    profile = definition(2, 2, 2, 2, 2)
    rows = []
    for seed in SEEDS:
        cells = company(seed)
        penalty = penalty_for(cells, np.full(5, 2.0))
        weights = suggestion(profile, cells, penalty) or []
        is_shown = what_each_adds(profile, cells, penalty)[4].is_shown
        order = [each.suggested for each in weights[:4]]
        rows.append((not is_shown, order == sorted(set(order))))
    return rows


def test_what_adds_nothing_is_called_so(judged: list[tuple[bool, bool]]) -> None:
    """In 93 of 100 companies at least."""
    assert sum(is_called for is_called, _ in judged) >= 0.93 * len(judged)


def test_the_order_of_four_weights_is_recovered(judged: list[tuple[bool, bool]]) -> None:
    """In 80 of 100 companies at least, from weights that are all equal now."""
    assert sum(is_recovered for _, is_recovered in judged) >= 0.8 * len(judged) - (0 if FULL else 1)
