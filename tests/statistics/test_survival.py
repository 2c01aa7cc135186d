"""The curves of time to an event are the textbook's, with ties, heavy censoring and empty or nameless cohorts."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf
from statsmodels.duration.survfunc import CumIncidenceRight

Observation = tuple[str | None, int, int]

OBSERVED = """
    with observed as (
        select
            unnest($cohorts::varchar[]) as cohort,
            unnest($times::bigint[]) as elapsed,
            unnest($outcomes::integer[]) as outcome
    )
"""

COHORTS = st.sampled_from([None, "", "webinar", "paid search"])
TIMES = st.one_of(st.integers(0, 6), st.integers(0, 10**13))
OUTCOMES = st.one_of(st.integers(0, 2), st.sampled_from([0, 0, 0, 0, 1, 2]), st.just(0), st.just(1))
OBSERVATIONS = st.lists(st.tuples(COHORTS, TIMES, OUTCOMES), max_size=60)


def given_as(observations: Sequence[Observation]) -> dict[str, list[Any]]:
    """The observations as the three parameters of OBSERVED."""
    return {
        name: [observation[place] for observation in observations]
        for place, name in enumerate(("cohorts", "times", "outcomes"))
    }


def by_cohort(observations: Sequence[Observation]) -> dict[str | None, list[tuple[int, int]]]:
    """The (time, outcome) pairs of each cohort."""
    cohorts = defaultdict(list)
    for cohort, elapsed, outcome in observations:
        cohorts[cohort].append((elapsed, outcome))
    return cohorts


def textbook(pairs: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """Aalen–Johansen in exact fractions, time after time; events leave before the censored do."""
    survival, incidence, points = Fraction(1), Fraction(0), []
    for elapsed in sorted({at for at, outcome in pairs if outcome}):
        at_risk = sum(at >= elapsed for at, _ in pairs)
        events, competing = pairs.count((elapsed, 1)), pairs.count((elapsed, 2))
        incidence += survival * Fraction(events, at_risk)
        survival *= 1 - Fraction(events + competing, at_risk)
        points.append(
            {
                "elapsed": elapsed,
                "at_risk": at_risk,
                "events": events,
                "competing": competing,
                "survival": survival,
                "incidence": incidence,
            }
        )
    return points


def reached(points: Sequence[dict[str, Any]], q: Fraction) -> int | None:
    """The first time at which the exact incidence is q."""
    return next((point["elapsed"] for point in points if point["incidence"] >= q), None)


@settings(max_examples=60, deadline=None)
@given(observations=OBSERVATIONS)
def test_incidence_is_the_textbook_s(ask: Any, observations: list[Observation]) -> None:
    """Every column of the curve, cohort by cohort."""
    found = ask(OBSERVED + "from incidence('observed') order by cohort, elapsed", **given_as(observations))
    expected = {cohort: textbook(pairs) for cohort, pairs in by_cohort(observations).items()}
    curves = {
        cohort: [{key: row[key] for key in row if key != "cohort"} for row in found if row["cohort"] == cohort]
        for cohort in expected
    }
    assert curves == {
        cohort: [
            {key: pytest.approx(float(value), rel=1e-9, abs=1e-12) for key, value in point.items()} for point in points
        ]
        for cohort, points in expected.items()
    }
    assert len(found) == sum(map(len, expected.values()))


@settings(max_examples=60, deadline=None)
@given(observations=OBSERVATIONS)
def test_quantiles_are_read_off_the_curve(ask: Any, observations: list[Observation]) -> None:
    """One row per cohort, null where the curve ends below."""
    found = ask(OBSERVED + "from incidence_quantiles('observed')", **given_as(observations))
    assert {row.pop("cohort"): row for row in found} == {
        cohort: {
            "observed": len(pairs),
            "events": sum(outcome == 1 for _, outcome in pairs),
            "p50": reached(textbook(pairs), Fraction(1, 2)),
            "p90": reached(textbook(pairs), Fraction(9, 10)),
        }
        for cohort, pairs in by_cohort(observations).items()
    }


@settings(max_examples=60, deadline=None)
@given(observations=OBSERVATIONS, moment=TIMES)
def test_incidence_at_a_time_includes_it(ask: Any, observations: list[Observation], moment: int) -> None:
    """0 before the first event, the last value after it."""
    found = ask(OBSERVED + "from incidence_at('observed', $moment)", **given_as(observations), moment=moment)
    assert {row.pop("cohort"): row for row in found} == {
        cohort: {
            "observed": len(pairs),
            "events": sum(outcome == 1 and at <= moment for at, outcome in pairs),
            "incidence": pytest.approx(
                float(max((p["incidence"] for p in textbook(pairs) if p["elapsed"] <= moment), default=0)), rel=1e-9
            ),
        }
        for cohort, pairs in by_cohort(observations).items()
    }


@settings(max_examples=60, deadline=None)
@given(pairs=st.lists(st.tuples(TIMES, st.integers(0, 2)), min_size=1, max_size=80))
def test_incidence_is_that_of_statsmodels(ask: Any, pairs: list[tuple[int, int]]) -> None:
    """The curve of the event of interest agrees at every time."""
    pairs.append((max(at for at, _ in pairs) + 1, 1))  # statsmodels wants an event of interest
    times, outcomes = np.array(pairs).T
    with np.errstate(all="ignore"):  # its standard errors divide by zero at the last event
        theirs = CumIncidenceRight(times, outcomes)
    expected = dict(zip(theirs.times, theirs.cinc[0], strict=True))
    curve = ask(OBSERVED + "from incidence('observed')", **given_as([(None, *pair) for pair in pairs]))
    for row in curve:
        assert row["incidence"] == pytest.approx(expected[row["elapsed"]], rel=1e-9, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(pairs=st.lists(st.tuples(TIMES, st.integers(0, 2)), min_size=1, max_size=80), percent=st.integers(1, 100))
def test_kaplan_meier_is_that_of_scipy(ask: Any, pairs: list[tuple[int, int]], percent: int) -> None:
    """Any outcome but the event is censored; curve and quantile agree."""
    events = [at for at, outcome in pairs if outcome == 1]
    censored = [at for at, outcome in pairs if outcome != 1]
    values = given_as([(None, *pair) for pair in pairs])
    curve = ask(OBSERVED + "from kaplan_meier('observed') order by elapsed", **values)
    theirs = ecdf(CensoredData(uncensored=events, right=censored)).sf
    survival = {at: float(theirs.evaluate([at])[0]) for at in sorted(set(events))}
    assert {row["elapsed"]: row["survival"] for row in curve} == pytest.approx(survival, rel=1e-9, abs=1e-12)
    assert sum(row["events"] for row in curve) == len(events)

    found = ask(OBSERVED + "from kaplan_meier_quantile('observed', $q)", **values, q=percent / 100)
    ends = next((at for at, left in survival.items() if 1 - left >= percent / 100 - 1e-9), None)
    assert found == [{"cohort": None, "observed": len(pairs), "events": len(events), "reached": ends}]


def test_a_row_without_a_time_is_no_observation(ask: Any) -> None:
    """It neither makes a cohort nor stands at risk."""
    values = given_as([("a", 1, 1), ("a", 2, 0)])
    values = {name: [*column, None] for name, column in values.items()}
    values["cohorts"][-1], values["outcomes"][-1] = "b", 1
    found = ask(OBSERVED + "from incidence_quantiles('observed')", **values)
    assert found == [{"cohort": "a", "observed": 2, "events": 1, "p50": 1, "p90": None}]


def test_rounding_does_not_hide_a_quantile(ask: Any) -> None:
    """Ten of ten in ten steps: the ninth of them is at 0.9, whatever the last digit of the sum is."""
    values = given_as([(None, at, 1) for at in range(1, 11)])
    found = ask(OBSERVED + "from incidence_quantiles('observed')", **values)[0]
    assert (found["p50"], found["p90"]) == (5, 9)


@pytest.mark.parametrize("name", ["cohorts", "times", "observed", "rising", "reached", "watched"])
def test_the_caller_s_relation_may_have_any_name(ask: Any, name: str) -> None:
    """Even one that is used inside, and one that reads a relation of such a name."""
    sql = f"""
        with {name} as (
            select 'a' as cohort, unnest([1, 2, 3]) as elapsed, unnest([1, 1, $last]) as outcome
        )
        select p50 as ends from incidence_quantiles('{name}')
        union all
        select reached from kaplan_meier_quantile('{name}', 0.5)
        union all
        select events from incidence_at('{name}', 2)
    """
    assert ask(sql, last=0) == [{"ends": 2}, {"ends": 2}, {"ends": 2}]


def test_a_cohort_may_be_a_struct(ask: Any) -> None:
    """Several groupings can share one pass."""
    found = ask(
        """
        with observed as (
            select unnest([{'by': 'source', 'value': null}, {'by': 'source', 'value': 'web'}]) as cohort,
                1 as elapsed, 1 as outcome
        )
        select cohort.value as value, p50 from incidence_quantiles('observed') order by all
        """
    )
    assert found == [{"value": "web", "p50": 1}, {"value": None, "p50": 1}]
