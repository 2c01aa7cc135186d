"""What moved a figure: parts of a change sum to it, and say what their definitions say."""

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

SEGMENTS = """
    with segments as (
        select
            'step' as step,
            unnest($segments::varchar[]) as segment,
            unnest($previous_mature::bigint[]) as previous_mature,
            unnest($previous_converted::bigint[]) as previous_converted,
            unnest($current_mature::bigint[]) as current_mature,
            unnest($current_converted::bigint[]) as current_converted
    )
    from mix_rate('segments')
"""

Segment = tuple[int, int, int, int]

COUNTED = st.one_of(st.just(0), st.integers(1, 9), st.integers(1, 10**6)).flatmap(
    lambda mature: st.tuples(st.just(mature), st.integers(0, mature))
)
SEGMENT = st.tuples(COUNTED, COUNTED).map(lambda pair: (*pair[0], *pair[1]))


def split(ask: Any, segments: list[Segment]) -> dict[str, Any]:
    """The one row of a step; the first segment has no name."""
    columns = ("previous_mature", "previous_converted", "current_mature", "current_converted")
    values = {name: [segment[place] for segment in segments] for place, name in enumerate(columns)}
    names = [None, *map(str, range(1, len(segments)))][: len(segments)]
    rows = ask(SEGMENTS, segments=names, **values)
    assert len(rows) == 1
    return dict(rows[0])


def expected(segments: list[Segment]) -> dict[str, Any]:
    """The contract's words, in exact fractions."""
    before, after = sum(s[0] for s in segments), sum(s[2] for s in segments)
    previous = Fraction(sum(s[1] for s in segments), before) if before else None
    current = Fraction(sum(s[3] for s in segments), after) if after else None
    found: dict[str, Any] = {"step": "step", "previous": previous, "current": current}
    if previous is None or current is None:
        return {**found, "change": None, "mix": None, "rate": None, "simpson": None}
    mix, rate, moves = Fraction(0), Fraction(0), []
    for mature, converted, mature_now, converted_now in segments:
        rates = [Fraction(c, m) if m else None for m, c in ((mature, converted), (mature_now, converted_now))]
        old = rates[0] if rates[0] is not None else rates[1]
        new = rates[1] if rates[1] is not None else rates[0]
        if old is None or new is None:
            continue
        if mature and mature_now:
            moves.append(new - old)
        mix += (Fraction(mature_now, after) - Fraction(mature, before)) * (old + new) / 2
        rate += (Fraction(mature_now, after) + Fraction(mature, before)) * (new - old) / 2
    change = current - previous
    against = len(moves) >= 2 and all(move * change < 0 for move in moves)
    assert mix + rate == change
    return {**found, "change": change, "mix": mix, "rate": rate, "simpson": against}


@settings(max_examples=60, deadline=None)
@given(segments=st.lists(SEGMENT, min_size=1, max_size=6))
def test_mix_and_rate_are_their_definition(ask: Any, segments: list[Segment]) -> None:
    """Segments absent from one window, from both, or from neither; whole windows without anything mature."""
    assert split(ask, segments) == {
        name: pytest.approx(float(value), rel=1e-9, abs=1e-12) if isinstance(value, Fraction) else value
        for name, value in expected(segments).items()
    }


@settings(max_examples=60, deadline=None)
@given(
    rates=st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=2, max_size=3),
    weights=st.lists(st.integers(1, 50), min_size=6, max_size=6),
)
def test_simpson_is_found_when_every_segment_moves_against_the_total(
    ask: Any, rates: list[tuple[int, int]], weights: list[int]
) -> None:
    """Drawn so that the segments often move together."""
    falling = [(max(rate), min(rate)) for rate in rates]
    segments = [
        (100 * before, old * before, 100 * after, new * after)
        for (old, new), before, after in zip(falling, weights, weights[3:], strict=False)
    ]
    assert split(ask, segments)["simpson"] is expected(segments)["simpson"]


def test_a_segment_in_one_window_only_is_all_mix(ask: Any) -> None:
    """It takes its other rate, so nothing of it is rate."""
    found = split(ask, [(10, 5, 10, 5), (0, 0, 10, 1)])
    assert (found["rate"], found["mix"]) == (0, pytest.approx(found["change"]))
    assert found["simpson"] is False


FACTORS = st.lists(
    st.tuples(st.floats(1e-3, 1e6), st.one_of(st.floats(1e-3, 1e6), st.none())), min_size=4, max_size=4
).map(lambda pairs: [(old, old if new is None else new) for old, new in pairs])

PARTS = """
    select
        log_mean_part($v0::double, $v1::double, $old[1]::double, $new[1]::double) as count,
        log_mean_part($v0::double, $v1::double, $old[2]::double, $new[2]::double) as win_rate,
        log_mean_part($v0::double, $v1::double, $old[3]::double, $new[3]::double) as size,
        log_mean_part($v0::double, $v1::double, $new[4]::double, $old[4]::double) as cycle
"""


@settings(max_examples=60, deadline=None)
@given(factors=FACTORS)
def test_log_mean_parts_sum_to_the_change(ask: Any, factors: list[tuple[float, float]]) -> None:
    """Exactly, with a divisor turned round; a factor that stands still has no part."""
    old, new = map(list, zip(*factors, strict=True))
    v0, v1 = (side[0] * side[1] * side[2] / side[3] for side in (old, new))
    found = ask(PARTS, v0=v0, v1=v1, old=old, new=new)[0]
    # what is left of a difference of two near numbers is as uncertain as they are
    assert sum(found.values()) == pytest.approx(v1 - v0, rel=1e-9, abs=1e-12 * max(v0, v1, *map(abs, found.values())))
    for part, before, after in zip(found.values(), old, new, strict=True):
        assert (part == 0) == (before == after)


@pytest.mark.parametrize("bad", [None, 0.0, -1.0])
def test_a_factor_that_is_not_positive_leaves_no_parts(ask: Any, bad: float | None) -> None:
    """Its total is then null or not positive too, which takes the other three with it."""
    new = [bad, 0.25, 20.0, 90.0]
    v1 = None if bad is None else bad * 0.25 * 20 / 90
    found = ask(PARTS, v0=1.0, v1=v1, old=[50.0, 0.25, 20.0, 90.0], new=new)[0]
    assert set(found.values()) == {None}


@settings(max_examples=60, deadline=None)
@given(x=st.floats(1e-6, 1e12), ratio=st.one_of(st.floats(0.999999, 1.000001), st.floats(1e-9, 1e9)))
def test_log_mean_keeps_its_digits_near_equality(ask: Any, x: float, ratio: float) -> None:
    """Its series around the middle of the two, where the plain quotient has lost its digits."""
    y = x * ratio
    found = ask("select log_mean($x::double, $y::double) as mean", x=x, y=y)[0]["mean"]
    middle, half = (x + y) / 2, (x - y) / (x + y)
    near = middle * (1 - half**2 / 3 - 4 * half**4 / 45)
    assert found == pytest.approx(near if abs(half) < 1e-3 else (x - y) / math.log(x / y), rel=1e-9)
