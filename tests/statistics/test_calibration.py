"""What calibration stands on, against the worked values and against scipy: drift, the c-statistic, isotonic rates."""

import json
from random import Random
from typing import Any

import duckdb
import pytest
from scipy.optimize import isotonic_regression
from scipy.stats import mannwhitneyu

from tests.shared import SHARED, needs_shared
from tests.statistics.conftest import STATISTICS

PATH = SHARED / "golden" / "ritual.json"
RITUAL: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8")) if PATH.is_file() else {}

SCORES = "with scores as (select unnest($x::double[]) as x, unnest($events::boolean[]) as is_event)"
CURVE = f"{SCORES} from isotonic('scores') order by x"
C_STATISTIC = f"{SCORES} from c_statistic('scores')"


@needs_shared
@pytest.mark.parametrize("name", RITUAL.get("psi", ()))
def test_drift_is_the_worked_one(ask: Any, name: str) -> None:
    """Also of a category that is new, and of small ones that are joined."""
    worked = RITUAL["psi"][name]
    names = sorted({*worked["before"], *worked["now"]})
    row = ask(
        "with counts as (select 'f' as field, unnest($names::varchar[]) as category, "
        "unnest($before::bigint[]) as n_before, unnest($now::bigint[]) as n) from population_stability('counts')",
        names=names,
        before=[worked["before"].get(each, 0) for each in names],
        now=[worked["now"].get(each, 0) for each in names],
    )[0]
    assert row["psi"] == pytest.approx(worked["psi"], rel=1e-9, abs=1e-12)
    assert (row["n_before"], row["n"]) == (sum(worked["before"].values()), sum(worked["now"].values()))


@needs_shared
def test_the_recalibrated_curve_is_the_worked_one(ask: Any) -> None:
    """Each distinct fit with its rate and how many have it; the c-statistic beside it."""
    worked = RITUAL["corp"]
    curve = ask(CURVE, x=worked["fit"], events=worked["outcome"])
    assert [[row["x"], row["rate"], row["n"]] for row in curve] == [pytest.approx(point) for point in worked["curve"]]
    assert ask(C_STATISTIC, x=worked["fit"], events=worked["outcome"])[0]["auc"] == pytest.approx(worked["auc"])


@pytest.mark.parametrize("seed", range(3))
def test_a_curve_without_a_recursion_is_the_same(ask: Any, seed: int) -> None:
    """What an engine without aggregates in a recursion reads in its place; ties, single scores and no event too."""
    dice = Random(seed)
    x = [dice.choice((None, *range(0, 101, 5))) for _ in range(40 * seed)]
    events = [dice.random() < (each or 50) / 150 and seed != 1 for each in x]
    with duckdb.connect() as con:
        con.execute((STATISTICS / "spark" / "isotonic.sql").read_text(encoding="utf-8"))
        rows = con.execute(f"select x, rate, n, events from ({CURVE})", {"x": x, "events": events}).fetchall()
    assert rows == [tuple(row[name] for name in ("x", "rate", "n", "events")) for row in ask(CURVE, x=x, events=events)]


@pytest.mark.parametrize("seed", range(3))
def test_rates_and_c_statistic_are_scipys(ask: Any, seed: int) -> None:
    """Drawn scores with many ties and some unknown: the same curve, the same statistic."""
    dice = Random(seed)
    x = [dice.choice((None, *range(0, 101, 5))) for _ in range(400)]
    events = [dice.random() < (each or 50) / 150 for each in x]
    known = sorted((score, event) for score, event in zip(x, events, strict=True) if score is not None)
    curve = ask(CURVE, x=x, events=events)
    shares = [row["events"] / row["n"] for row in curve]
    assert [row["rate"] for row in curve] == pytest.approx(
        isotonic_regression(shares, weights=[r["n"] for r in curve]).x
    )
    hits, others = ([score for score, event in known if event is is_event] for is_event in (True, False))
    row = ask(C_STATISTIC, x=x, events=events)[0]
    assert (row["n"], row["events"]) == (len(known), len(hits))
    assert row["auc"] == pytest.approx(mannwhitneyu(hits, others).statistic / (len(hits) * len(others)))


def test_one_kind_alone_has_no_c_statistic(ask: Any) -> None:
    """Nothing can be told apart from nothing; the curve stands all the same."""
    nothing = {"auc": None, "low": None, "high": None}
    assert ask(C_STATISTIC, x=[10, 20], events=[True, True]) == [{"n": 2, "events": 2} | nothing]
    assert [row["rate"] for row in ask(CURVE, x=[10, 20], events=[True, True])] == [1, 1]
    assert ask(C_STATISTIC, x=[], events=[]) == [{"n": 0, "events": 0} | nothing]


def test_the_variance_of_the_c_statistic_is_mann_and_whitneys_where_nothing_is_told_apart(ask: Any) -> None:
    """At one half (m + n + 1) / (12 m n), which is exact there; no doubt at all where every event scores above."""
    found = ask(
        "select c_statistic_variance(0.5::double, 51, 58) as half, c_statistic_variance(1::double, 51, 58) as sure"
    )
    assert found[0] == {"half": pytest.approx((51 + 58 + 1) / (12 * 51 * 58)), "sure": 0}
