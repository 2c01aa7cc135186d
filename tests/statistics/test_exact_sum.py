"""Sums whose last digit does not depend on the order they are added in."""

from fractions import Fraction

import pytest

from tests.statistics.conftest import Ask

CENTS = "select 0.1 + i * 0.01 as x from range(200000) as t (i)"


def test_cents_add_up_to_the_cent(ask: Ask) -> None:
    """The sum and the mean are the numbers nearest to the exact ones."""
    (row,) = ask(f"select exact_sum(x) as total, exact_mean(x) as mean from ({CENTS})")
    exact = sum(Fraction(10 + i, 100) for i in range(200000))
    assert row == {"total": float(exact), "mean": float(exact / 200000)}


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ("(null::double)", None),
        ("(1.5::double), (null)", 1.5),
        ("(1e20::double), (1e20)", 2e20),
        ("(-2::bigint)", -2.0),
    ],
)
def test_nulls_are_left_out_and_nothing_is_too_large(ask: Ask, values: str, total: float | None) -> None:
    """Null of nothing but nulls; numbers beyond the decimals are still added."""
    (row,) = ask(f"select exact_sum(x) as total from (values {values}) as t (x)")
    assert row["total"] == total
