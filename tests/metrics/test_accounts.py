"""A waterfall of accounts (§2, §3): the leads of an account on one timeline, worked as one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.asking.view import View
from dashboard.metrics.waterfall import waterfall
from dashboard.scope.slices import Slice
from tests.claims.company import Rows

OF_ACCOUNTS = """
unit = "account"
stages = [
    { name = "Inquiry", events = ["inquiry"] },
    { name = "SQL", events = ["sql", "sgl"] },
    { name = "Won", events = ["won"] },
]
"""
OPENED_BY_MAIL, JOINED_FROM_ADS = "2025-05-01", "2025-05-02"
LEADS = [
    {"lead_id": "1", "created_at": OPENED_BY_MAIL, "source": "mail", "account_id": "A"},
    {"lead_id": "2", "created_at": JOINED_FROM_ADS, "source": "ads", "account_id": "A"},
]


@pytest.fixture
def accounts(company: Callable[..., View], tmp_path: Path) -> Callable[[dict[str, Rows], str], dict[str, int]]:
    """``accounts(tables, source)``: the fates of the cycles of accounts that a source opened."""
    file = tmp_path / "accounts.toml"
    file.write_text(OF_ACCOUNTS, encoding="utf-8")

    def fates(tables: dict[str, Rows], source: str) -> dict[str, int]:
        view = company(
            {"accounts": [{"account_id": "A"}], "leads": LEADS} | tables,
            waterfall=str(file),
            chosen=Slice.of({"source": [source]}),
        )
        return {fate: cycles for fate, cycles in (waterfall(view).section.fates or {}).items() if cycles}

    return fates


def test_a_cycle_is_sliced_by_the_lead_that_opened_it(
    accounts: Callable[[dict[str, Rows], str], dict[str, int]],
) -> None:
    """The account has one cycle, of the source of the lead that came first."""
    nobody: dict[str, Rows] = {"touches": [{"at": "2025-01-01", "lead_id": "1"}]}
    assert accounts(nobody, "mail") == {"untouched": 1}
    assert accounts(nobody, "ads") == {}


def test_whoever_of_the_account_is_touched_the_cycle_is(
    accounts: Callable[[dict[str, Rows], str], dict[str, int]],
) -> None:
    """A touch of the colleague, who is outside the slice by source, is one of the cycle that is inside it."""
    assert accounts({"touches": [{"at": "2025-05-30", "lead_id": "2"}]}, "mail") == {"active": 1}


def test_what_a_colleague_does_keeps_the_cycle_going(
    accounts: Callable[[dict[str, Rows], str], dict[str, int]],
) -> None:
    """So is an event of the colleague, once the cycle has reached SQL."""
    events = [
        {"lead_id": "1", "at": "2025-05-03", "event": "sql"},
        {"lead_id": "2", "at": "2025-05-30", "event": "mql"},
    ]
    touches = [{"at": "2025-05-03", "lead_id": "1"}]
    assert accounts({"lead_events": events, "touches": touches}, "mail") == {"active": 1}
    assert accounts({"lead_events": events[:1], "touches": touches}, "mail") == {"stalled": 1}
