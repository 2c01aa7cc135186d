"""The questions the worked answers belong to: by the name of the file, what ``golden_view`` takes to ask it."""

from typing import Any

from dashboard.scope.slices import Slice

QUESTIONS: dict[str, dict[str, Any]] = {
    "expected": {},
    "expected_sliced": {"chosen": Slice.of({"source": ["webinar", "(none)"]})},
    "expected_window": {"date_from": "2024-11-04", "date_to": "2025-03-03", "waterfall": "v2"},
}
