"""The plain second implementation gives the worked answers; otherwise it could not judge the product."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.answer import answer
from tests.oracle.company import digest, write_company
from tests.oracle.compare import differences
from tests.oracle.fuzz import ask_oracle
from tests.shared import SHARED, needs_shared

SMALL = SHARED / "golden" / "small"

QUESTIONS: dict[str, dict[str, Any]] = {
    "expected": {},
    "expected_sliced": {"slice": {"source": ["webinar", "(none)"]}},
    "expected_window": {"date_from": "2024-11-04", "date_to": "2025-03-03", "waterfall": "v2"},
}


@needs_shared
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_small_company_is_answered_as_worked(name: str) -> None:
    """Every figure of the golden files, whole, but the generation's name."""
    expected = json.loads((SMALL / f"{name}.json").read_text(encoding="utf-8"))
    del expected["generation"]
    given = answer(SMALL / "data", SMALL / "settings.toml", "2025-06-02", SMALL / "icp.toml", **QUESTIONS[name])
    assert differences(expected, given) == []


def test_a_difference_is_told_with_its_path() -> None:
    """Numbers to 1e-9, integers exactly, instants as instants, absent keys named, further keys allowed."""
    expected = {"a": [{"b": 1}, 2.0], "t": "2025-06-02T00:00:00+02:00", "gone": None, "n": 3}
    actual = {"a": [{"b": 2}, 2.0 + 1e-12], "t": "2025-06-01T22:00:00Z", "n": 3, "more": 1}
    assert differences(expected, actual) == [
        "a[0].b: expected 1, got 2",
        "gone: expected None, absent",
    ]


@pytest.mark.parametrize("seed", [1, 9])
def test_a_seed_writes_the_same_company_twice(seed: int, tmp_path: Path) -> None:
    """Random companies are the same bytes and the same answer for the same seed, so a failure can be repeated."""
    one, two = write_company(tmp_path / "one", seed), write_company(tmp_path / "two", seed)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    assert ask_oracle(one) == ask_oracle(two)


@pytest.mark.parametrize("seed", range(20, 32))
def test_the_laws_hold_for_random_companies(seed: int, tmp_path: Path) -> None:
    """Reached counts never rise, fates sum to the cohort, the bridge closes, the parts sum to their change."""
    found = ask_oracle(write_company(tmp_path, seed, leads=40))
    waterfall, pipeline = found["waterfall"], found["pipeline"]
    if waterfall["cohort"] is not None:
        counts = [row["reached"] for row in waterfall["stages"] if row["reached"] is not None]
        assert counts == sorted(counts, reverse=True)
        fates = [number for number in (waterfall["fates"] or {}).values() if number is not None]
        assert waterfall["fates"] is None or sum(fates) == waterfall["cohort"]
    if pipeline["bridge"] is not None:
        assert pipeline["bridge"]["end"] == pytest.approx(pipeline["open_value"])
    for row in found["changes"]["conversions"] or []:
        if row["change"] is not None:
            assert row["mix"] + row["rate"] == pytest.approx(row["change"])
