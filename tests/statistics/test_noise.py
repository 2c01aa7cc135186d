"""Limits of noise: from the 26 points before the current one, and what counts as a signal."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

POINTS = """
    with points as (
        select
            'created' as series,
            unnest($values::double[]) as value,
            unnest(range(len($values::double[]))) as position,
            $floor as floor_at_zero
    )
    select mean, lower, upper, signal from xmr_limits('points')
"""

VALUES = st.lists(st.one_of(st.none(), st.integers(-5, 20).map(float)), min_size=1, max_size=32)


def limits(ask: Any, values: Sequence[float | None], *, floor: bool = False) -> dict[str, Any]:
    """The one row of a series."""
    rows = ask(POINTS, values=list(values), floor=floor)
    assert len(rows) == 1
    return dict(rows[0])


@settings(max_examples=60, deadline=None)
@given(values=VALUES, floor=st.booleans())
def test_limits_are_the_definition(ask: Any, values: list[float | None], floor: bool) -> None:
    """Mean ± 2.66 × mean moving range over the values known among the 26 before the last."""
    known, current = [value for value in values[-27:-1] if value is not None], values[-1]
    found = limits(ask, values, floor=floor)
    if len(known) < 8:
        assert set(found.values()) == {None}
        return
    mean = fmean(known)
    reach = 2.66 * fmean(abs(after - before) for before, after in pairwise(known))
    lower = max(mean - reach, 0) if floor else mean - reach
    assert found["mean"] == pytest.approx(mean, abs=1e-12)
    assert (found["lower"], found["upper"]) == pytest.approx((lower, mean + reach), abs=1e-9)
    if current is None:
        assert found["signal"] is None
        return
    run = [value > mean for value in (*known[-7:], current)], [value < mean for value in (*known[-7:], current)]
    outside = current < mean - reach - 1e-9 or current > mean + reach + 1e-9
    assert found["signal"] == (outside or any(map(all, run)))


def test_eight_in_a_row_is_a_signal_inside_the_limits(ask: Any) -> None:
    """Seven before the current one on its side make it one; six do not."""
    start = [4.0, 16.0] * 9
    assert limits(ask, [*start, 1, *[12.0] * 7, 12.0])["signal"] is True
    assert limits(ask, [*start, 1, 1, *[12.0] * 6, 12.0])["signal"] is False


def test_a_run_passes_over_weeks_without_a_value(ask: Any) -> None:
    """A null is skipped, it neither breaks nor lengthens the run."""
    values = [4.0, 16.0, 4.0, 16.0, 4.0, 4.0, 4.0, *[12.0] * 4, None, None, *[12.0] * 3, 12.0]
    assert limits(ask, values)["signal"] is True


def test_a_series_that_never_moves_gives_no_signal(ask: Any) -> None:
    """Not even when the mean of equal values is off by its last digit."""
    assert limits(ask, [0.1] * 27)["signal"] is False


def test_only_26_points_before_the_current_one_count(ask: Any) -> None:
    """Older ones change nothing."""
    recent = [float(value % 5) for value in range(27)]
    assert limits(ask, [1e6, -1e6, *recent]) == limits(ask, recent)


def test_each_series_has_its_own_row(ask: Any) -> None:
    """One without limits stays null, floor or not."""
    found = ask(
        """
        with points as (
            select 'long' as series, week::double as value, week as position, true as floor_at_zero
            from range(9) as weeks(week)
            union all
            select 'short', week::double, week, true from range(8) as weeks(week)
        )
        select series, mean, lower from xmr_limits('points') order by series
        """
    )
    assert found == [
        {"series": "long", "mean": 3.5, "lower": pytest.approx(0.84)},
        {"series": "short", "mean": None, "lower": None},
    ]
