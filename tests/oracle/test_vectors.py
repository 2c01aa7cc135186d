"""The oracle's statistics give the worked vectors, so that both rest on the same textbook."""

import json
import math
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.oracle.changes import split
from tests.oracle.clock import MINUTE, resolve
from tests.oracle.statistics import agreement, incidence, log_mean, reaches, wilson
from tests.oracle.working import working_time
from tests.shared import SHARED, needs_shared

NEAR = 0.00005
ALIASES = {
    "kripp_alpha": "alpha",
    "pos_agree": "positive_agreement",
    "neg_agree": "negative_agreement",
    "prevalence_index": "prevalence",
    "mcnemar_exact_p": "mcnemar_p",
}


def near(found: Any, worked: Any) -> bool:
    """The same numbers, as nearly as the vectors are written."""
    if isinstance(worked, list | tuple):
        return len(found) == len(worked) and all(map(near, found, worked))
    return found is None if worked is None else bool(abs(found - worked) <= NEAR)


def vectors(start: str) -> dict[str, Any]:
    """The worked values whose name starts so."""
    known = json.loads((SHARED / "golden" / "vectors.json").read_text(encoding="utf-8"))
    return {name: value for name, value in known.items() if name.startswith(start)}


@needs_shared
def test_intervals_are_wilsons() -> None:
    """Every worked interval, its ends at none and all included."""
    for name, (low, high) in vectors("wilson").items():
        part, whole = map(int, name.split()[1].split("/"))
        assert near(wilson(part, whole), (low, high))


@needs_shared
def test_agreement_has_every_worked_figure() -> None:
    """Two judges' figures, from the four cells in the name."""
    for name, worked in vectors("agree ").items():
        found = agreement(*map(int, name.split()[-1].split(",")))
        for key, value in worked.items():
            own = ALIASES.get(key, key)
            if own in found:
                assert near(found[own], value), (name, key)


@needs_shared
def test_curves_count_events_before_censoring() -> None:
    """Survival and incidence curves, with a quantile that is reached and one that is not."""
    for name, worked in vectors("KM").items():
        times, kinds = (json.loads(text) for text in re.findall(r"\[[^\]]*\]", name))
        curve = incidence(list(zip(times, kinds, strict=True)))
        assert near(curve, [(at, 1 - left) for at, _, _, left in worked["curve"]])
        assert reaches(curve, 0.5) == worked["median"]
        assert "p80" not in worked or reaches(curve, 0.8) is None
    for name, worked in vectors("AJ").items():
        times, kinds = (json.loads(text) for text in re.findall(r"\[[^\]]*\]", name))
        curve = incidence(list(zip(times, kinds, strict=True)))
        assert near(curve, worked["cif_won"][0])


@needs_shared
def test_working_time_is_true_to_the_clocks() -> None:
    """Nights, week-ends, the spring change and a holiday are no working time."""
    zone = ZoneInfo("America/New_York")
    settings = {"country": "US", "working_hours": {"days": [1, 2, 3, 4, 5], "open": "09:00", "close": "17:00"}}
    worked = vectors("biz ")
    intervals = vectors("_notes")["_notes"]["biz ..."]["intervals"]
    for name, (start, end) in intervals.items():
        opened, closed = (resolve(datetime.fromisoformat(text), zone) for text in (start, end))
        assert working_time(opened, closed, zone, settings) / MINUTE == worked[name]


@needs_shared
def test_a_change_is_split_exactly() -> None:
    """Mix and rate of two cohorts, and the four parts of a velocity's change."""
    notes = vectors("_notes")["_notes"]
    cohorts = notes["mix/rate (midpoint, exact)"]
    counts = [{k: (v["converted"], v["mature"]) for k, v in cohorts[w].items()} for w in ("previous", "current")]
    found, worked = split(*counts), vectors("mix/rate")["mix/rate (midpoint, exact)"]
    assert (found["mix"], found["rate"]) == (pytest.approx(worked["mix"]), pytest.approx(worked["rate"]))
    assert found["simpson"] is True
    lmdi = vectors("velocity LMDI")["velocity LMDI"]
    before, now = notes["velocity LMDI"]["previous"], notes["velocity LMDI"]["current"]
    weight = log_mean(lmdi["v1"], lmdi["v0"])
    assert weight * math.log(now["win_rate"] / before["win_rate"]) == pytest.approx(lmdi["w"])
