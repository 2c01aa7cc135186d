"""A definition judges leads (§6): a deal's tier is its lead's, whatever the deal says of itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.asking.view import View
from dashboard.metrics.money import money
from dashboard.metrics.pipeline import pipeline
from dashboard.metrics.stalled import stalled
from dashboard.scope.slices import Slice

PROFILE = """
name = "profile"
version = "1"
effective_from = 2024-01-01
approved_by = { marketing = "Ann", sales = "Bob" }
[[criteria]]
name = "came by mail"
field = "source"
one_of = ["mail"]
weight = 1
[[criteria]]
name = "is the company"
field = "company"
one_of = ["ours"]
weight = 1
"""
LEAD = {"lead_id": "L", "created_at": "2024-01-01", "source": "mail", "company": "ours"}
DEAL = {"deal_id": "D", "created_at": "2024-10-01", "lead_id": "L", "source": "ads", "company": "another"}


@pytest.fixture
def judged(company: Callable[..., View], tmp_path: Path) -> Callable[..., View]:
    """``judged(**slice)``: a lead that fits, whose open deal says it came from elsewhere, and has a customer."""
    file = tmp_path / "icp.toml"
    file.write_text(PROFILE, encoding="utf-8")
    tables = {"leads": [LEAD], "deals": [DEAL], "customers": [{"deal_id": "D", "started_on": "2024-10-02"}]}

    def view(**chosen: list[str]) -> View:
        return company(tables, icp_file=file, chosen=Slice.of(chosen))

    return view


def test_a_deal_is_sliced_by_its_leads_tier_and_its_own_source(judged: Callable[..., View]) -> None:
    """The tier A of the lead; the source the deal has of its own."""
    for chosen, deals in ({"icp_tier": ["A"]}, 1), ({"icp_tier": ["D"]}, 0):
        assert pipeline(judged(**chosen)).section.open_count == deals
    for chosen, deals in ({"icp_tier": ["A"], "source": ["ads"]}, 1), ({"icp_tier": ["A"], "source": ["mail"]}, 0):
        assert pipeline(judged(**chosen)).section.open_count == deals


def test_neither_cause_nor_churn_looks_at_the_deals_own(judged: Callable[..., View]) -> None:
    """A lead that fits is not outside the profile, and its customer is one of tier A."""
    (deal,) = stalled(judged()).section.deals or []
    assert "outside_icp" not in deal.causes
    churn = {row.tier: row.customers for row in money(judged()).section.churn or []}
    assert churn["A"] == 1
