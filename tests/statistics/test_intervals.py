"""Wilson and Newcombe intervals are those of statsmodels, for counts of any size."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

SHARES = st.integers(1, 2_000_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=60, deadline=None)
@given(share=st.one_of(SHARES, st.integers(1, 30).flatmap(lambda n: st.tuples(st.sampled_from([0, n]), st.just(n)))))
def test_wilson_is_that_of_statsmodels(ask: Any, share: tuple[int, int]) -> None:
    """Both ends agree, and the ends at none and at all are exactly 0 and 1."""
    k, n = share
    found = ask("select wilson_low($k, $n) as low, wilson_high($k, $n) as high", k=k, n=n)[0]
    low, high = proportion_confint(k, n, method="wilson")
    assert found == {
        "low": 0 if k == 0 else pytest.approx(low, rel=1e-9, abs=1e-12),
        "high": 1 if k == n else pytest.approx(high, rel=1e-9, abs=1e-12),
    }


@settings(max_examples=60, deadline=None)
@given(first=SHARES, second=SHARES)
def test_newcombe_is_that_of_statsmodels(ask: Any, first: tuple[int, int], second: tuple[int, int]) -> None:
    """Both ends of the interval of a difference agree."""
    values = dict(zip(("k1", "n1", "k2", "n2"), (*first, *second), strict=True))
    found = ask("select newcombe_low($k1, $n1, $k2, $n2) as low, newcombe_high($k1, $n1, $k2, $n2) as high", **values)
    low, high = confint_proportions_2indep(*first, *second, method="newcomb")
    assert list(found[0].values()) == pytest.approx([low, high], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("k", "n"), [(0, 0), (None, None), (None, 5), (0, None)])
def test_nothing_to_divide_by_has_no_interval(ask: Any, k: int | None, n: int | None) -> None:
    """Null in, or nobody counted: null out."""
    found = ask(
        """
        select
            wilson_low($k::bigint, $n::bigint) as low,
            wilson_high($k::bigint, $n::bigint) as high,
            newcombe_low($k::bigint, $n::bigint, 1, 2) as low_of_difference,
            newcombe_high(1, 2, $k::bigint, $n::bigint) as high_of_difference
        """,
        k=k,
        n=n,
    )
    assert set(found[0].values()) == {None}
