"""Every worked value of vectors.json is what the building blocks give, to the four digits it is written with."""

import json
import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.scope.settings import Settings, WorkingHours
from dashboard.warehouse.calendars import business_days
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared

PATH = SHARED / "golden" / "vectors.json"
VECTORS: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8")) if PATH.is_file() else {}
NOTES: dict[str, Any] = VECTORS.pop("_notes", {})

FIGURES = {
    "n": "n",
    "po": "po",
    "pe": "pe",
    "kappa": "kappa",
    "kappa_max": "kappa_max",
    "ac1": "ac1",
    "kripp_alpha": "alpha",
    "pos_agree": "positive_agreement",
    "neg_agree": "negative_agreement",
    "bias": "bias",
    "prevalence_index": "prevalence",
    "mcnemar_exact_p": "mcnemar_p",
}
NOT_FIGURES = {"scott_pi", "pabak", "sens", "spec", "ppv", "npv"}
"""Figures of the file that the product does not show."""

OBSERVED = """
    with observed as (
        select null::varchar as cohort, unnest($times::double[]) as elapsed, unnest($outcomes::integer[]) as outcome
    )
"""


def written(value: Any) -> Any:
    """A value as exact as the file writes it."""
    return None if value is None else pytest.approx(value, abs=5e-5, rel=0)


def entries(start: str) -> list[str]:
    """The names of the entries of one kind."""
    return [name for name in VECTORS if name.startswith(start)]


def lists(name: str) -> tuple[list[float], list[int]]:
    """The two lists in the name of a survival entry: times and outcomes."""
    times, outcomes = re.findall(r"\[[^]]*\]", name)
    return json.loads(times), json.loads(outcomes)


@pytest.mark.parametrize("name", entries("wilson"))
def test_wilson(ask: Any, name: str) -> None:
    """The interval of k of n, its exact ends, and its nulls."""
    k, n = map(int, name.removeprefix("wilson ").split("/"))
    assert ask("select wilson_low($k, $n) as low, wilson_high($k, $n) as high", k=k, n=n) == [
        {"low": written(VECTORS[name][0]), "high": written(VECTORS[name][1])}
    ]


@pytest.mark.parametrize("name", entries("newcombe"))
def test_newcombe(ask: Any, name: str) -> None:
    """The interval of a difference of two shares."""
    k1, n1, k2, n2 = map(int, re.findall(r"\d+", name))
    _, low, high = VECTORS[name]
    values = {"k1": k1, "n1": n1, "k2": k2, "n2": n2}
    found = ask("select newcombe_low($k1, $n1, $k2, $n2) as low, newcombe_high($k1, $n1, $k2, $n2) as high", **values)
    assert found == [{"low": written(low), "high": written(high)}]


@pytest.mark.parametrize("name", [*entries("agree"), *entries("audit")])
def test_agreement(ask: Any, name: str) -> None:
    """All figures of the four cells, the bare ones where sales judged only marketing's picks too."""
    cells = (
        [90, 110, 80, 720]
        if name.startswith("audit")
        else [int(cell) for cell in name.rsplit(maxsplit=1)[-1].split(",")]
    )
    found = ask(
        """
        with cells as (
            select $cells[1] as "both", $cells[2] as marketing_only, $cells[3] as sales_only, $cells[4] as neither
        )
        from agreement('cells')
        """,
        cells=cells,
    )[0]
    expected = {key: value for key, value in VECTORS[name].items() if key not in NOT_FIGURES}
    assert {key: found[FIGURES[key]] for key in expected} == {key: written(value) for key, value in expected.items()}


@pytest.mark.parametrize("name", entries("KM"))
def test_kaplan_meier(ask: Any, name: str) -> None:
    """The curve and its quantiles; one that is not reached is null."""
    times, outcomes = lists(name)
    curve = ask(OBSERVED + "from kaplan_meier('observed') order by elapsed", times=times, outcomes=outcomes)
    points = [[row["elapsed"], row["at_risk"], row["events"], row["survival"]] for row in curve]
    assert points == [written(point) for point in VECTORS[name]["curve"]]
    for key, q in (("median", 0.5), ("p80", 0.8)):
        if key in VECTORS[name]:
            ends = OBSERVED + "from kaplan_meier_quantile('observed', $q)"
            assert ask(ends, times=times, outcomes=outcomes, q=q)[0]["reached"] == VECTORS[name][key]


@pytest.mark.parametrize("name", entries("AJ"))
@pytest.mark.parametrize(("key", "event"), [("cif_won", 1), ("cif_lost", 2)])
def test_aalen_johansen(ask: Any, name: str, key: str, event: int) -> None:
    """The incidence of either outcome, its last value, and the survival at the end."""
    times, outcomes = lists(name)
    mine = [0 if outcome == 0 else 1 if outcome == event else 2 for outcome in outcomes]
    curve = ask(OBSERVED + "from incidence('observed') order by elapsed", times=times, outcomes=mine)
    steps, last, survival = VECTORS[name][key]
    assert [[row["elapsed"], row["incidence"]] for row in curve if row["events"]] == [written(step) for step in steps]
    assert [curve[-1]["incidence"], curve[-1]["survival"]] == [written(last), written(survival)]
    at_the_end = ask(OBSERVED + "from incidence_at('observed', 90)", times=times, outcomes=mine)[0]
    assert at_the_end == {"cohort": None, "observed": 10, "events": mine.count(1), "incidence": written(last)}


def test_naive_kaplan_meier_of_won_overstates(ask: Any) -> None:
    """What the entry calls one_minus_KM_won: losses taken for censoring."""
    for name in entries("AJ"):
        times, outcomes = lists(name)
        curve = ask(OBSERVED + "from kaplan_meier('observed') order by elapsed", times=times, outcomes=outcomes)
        assert 1 - curve[-1]["survival"] == written(VECTORS[name]["one_minus_KM_won"])


@pytest.mark.parametrize("name", entries("biz"))
def test_working_minutes(ask: Any, name: str) -> None:
    """Working minutes in New York, over a change of the clocks and a holiday."""
    calendar = NOTES["biz ..."]
    zone = ZoneInfo(calendar["time_zone"])
    hours = WorkingHours(open=time.fromisoformat(calendar["open"]), close=time.fromisoformat(calendar["close"]))
    days = business_days([zone.key], Settings(working_hours=hours, country="US"), date(2025, 3, 1), date(2025, 7, 31))
    found = ask(
        """
        with days as (
            select unnest($days, max_depth := 2)
        ),

        intervals as (
            select $zone as calendar, $start::timestamp as start_at, $end::timestamp as end_at
        )

        select working_minutes from working_minutes('intervals', 'days')
        """,
        days=[dict(zip(("calendar", "opens_at", "closes_at", "minutes_before"), day, strict=True)) for day in days],
        zone=zone.key,
        **{
            end: datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
            for end, at in zip(("start", "end"), calendar["intervals"][name], strict=True)
        },
    )
    assert found == [{"working_minutes": written(VECTORS[name])}]


def test_mix_and_rate(ask: Any) -> None:
    """Every segment fell while the total rose."""
    notes, expected = NOTES["mix/rate (midpoint, exact)"], VECTORS["mix/rate (midpoint, exact)"]
    rows = [
        {
            "step": "step",
            "segment": segment,
            **{f"previous_{key}": value for key, value in notes["previous"][segment].items()},
            **{f"current_{key}": value for key, value in notes["current"][segment].items()},
        }
        for segment in notes["previous"]
    ]
    found = ask("with segments as (select unnest($rows, max_depth := 2)) from mix_rate('segments')", rows=rows)
    assert found == [
        {
            "step": "step",
            "previous": written(expected["R0"]),
            "current": written(expected["R1"]),
            "change": written(expected["delta"]),
            "mix": written(expected["mix"]),
            "rate": written(expected["rate"]),
            "simpson": True,
        }
    ]


def test_log_mean_split_of_velocity(ask: Any) -> None:
    """Count, win rate, size and cycle: each part, and the cycle with the sign turned."""
    notes, expected = NOTES["velocity LMDI"], VECTORS["velocity LMDI"]
    before, after = notes["previous"], notes["current"]
    totals = {
        name: side["open_count"] * side["win_rate"] * side["mean_won"] / side["cycle_days"]
        for name, side in (("v0", before), ("v1", after))
    }
    assert totals == {name: written(expected[name]) for name in totals}
    found = ask(
        """
        select
            log_mean_part($v0, $v1, $previous.open_count, $current.open_count) as n,
            log_mean_part($v0, $v1, $previous.win_rate, $current.win_rate) as w,
            log_mean_part($v0, $v1, $previous.mean_won, $current.mean_won) as a,
            log_mean_part($v0, $v1, $current.cycle_days, $previous.cycle_days) as l
        """,
        **totals,
        previous=before,
        current=after,
    )[0]
    assert found == {name: written(expected[name]) for name in found}
    assert sum(found.values()) == written(expected["delta"])


@pytest.mark.parametrize(("name", "reach"), [("n for +-0.1 at p=.5", 0.1), ("n for +-0.05 at p=.5", 0.05)])
def test_how_many_are_enough(name: str, reach: float) -> None:
    """The smallest n of the plain interval at one half, which the reading thresholds come from."""
    z = 1.959963984540054
    assert VECTORS[name] == next(n for n in range(1, 1000) if z * (0.25 / n) ** 0.5 <= reach)


def test_no_kind_of_entry_is_left_out() -> None:
    """A new kind of entry in the file fails here until it has its test; the three named are plain arithmetic."""
    kinds = ("wilson", "newcombe", "agree", "audit", "KM", "AJ", "biz", "mix/rate", "velocity LMDI", "n for")
    arithmetic = ("elapsed (wall true minutes)", "period ratio", "seed 90->120")
    assert [name for name in VECTORS if not name.startswith((*kinds, *arithmetic))] == []
