"""Rank correlation is scipy's, ties and all."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from tests.enduring import FULL

PAIRS = """
    with pairs as (
        select unnest($x::double[]) as x, unnest($y::double[]) as y
    )
    from spearman('pairs')
"""
SCORES = st.one_of(st.none(), st.integers(0, 4).map(lambda step: step * 25.0), st.floats(0, 100))


@settings(max_examples=60 if FULL else 20, deadline=None)
@given(pairs=st.lists(st.tuples(SCORES, SCORES), max_size=60))
def test_spearman_is_that_of_scipy(ask: Any, pairs: list[tuple[float | None, float | None]]) -> None:
    """Rows without both scores are no pair; a side that does not vary has no correlation."""
    found = ask(PAIRS, x=[x for x, _ in pairs], y=[y for _, y in pairs])
    whole = [(x, y) for x, y in pairs if x is not None and y is not None]
    varies = all(len({pair[side] for pair in whole}) > 1 for side in (0, 1))
    expected = spearmanr([x for x, _ in whole], [y for _, y in whole]).statistic if varies else None
    assert found == [{"n": len(whole), "spearman": None if expected is None else pytest.approx(expected, abs=1e-9)}]
