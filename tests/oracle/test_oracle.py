"""The plain second implementation gives the worked answers; otherwise it could not judge the product."""

import json
from typing import Any

import pytest

from tests.oracle.answer import answer
from tests.oracle.compare import differences
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
