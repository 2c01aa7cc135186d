"""Churn (§9) under ``cycle=first``: which cycle a customer's deal belongs to, renewals too."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.asking.view import View
from dashboard.metrics.money import money
from dashboard.scope.slices import Slice
from tests.claims.company import Rows
from tests.metrics.conftest import profile

FIRST_IS_OPEN: Rows = []
COME_BACK: Rows = [
    {"lead_id": "L", "at": "2024-01-02", "event": "recycled"},
    {"lead_id": "L", "at": "2024-01-03", "event": "mql"},
]
LOST_UNTIL_WON: Rows = [
    {"lead_id": "L", "at": "2024-01-02", "event": "lost"},
    {"lead_id": "L", "at": "2024-03-01", "event": "won"},
]


@pytest.mark.parametrize("is_renewal", [False, True])
@pytest.mark.parametrize(
    ("events", "customers"),
    [(FIRST_IS_OPEN, 1), (COME_BACK, 0), (LOST_UNTIL_WON, 0)],
)
def test_a_deal_belongs_to_the_cycle_open_right_after_its_creation(
    company: Callable[..., View], tmp_path: Path, events: Rows, customers: int, *, is_renewal: bool
) -> None:
    """A deal opens a cycle when none is open; a renewal does not: it belongs to an open one or to none."""
    file = tmp_path / "icp.toml"
    file.write_text(profile(), encoding="utf-8")
    deal = {"deal_id": "D", "created_at": "2024-02-01", "lead_id": "L", "renewal": is_renewal}
    view = company(
        {
            "leads": [{"lead_id": "L", "created_at": "2024-01-01", "region": "north"}],
            "lead_events": events,
            "deals": [deal],
            "customers": [{"deal_id": "D", "started_on": "2024-02-02"}],
        },
        icp_file=file,
        chosen=Slice.of({"cycle": ["first"]}),
    )
    churn = money(view).section.churn
    assert churn is not None
    assert sum(row.customers for row in churn) == customers
