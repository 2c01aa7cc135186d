"""What a table that is not there leaves unknown (§11): its figures are null, each with its sentence."""

from collections.abc import Callable
from pathlib import Path

from dashboard.metrics.report import report
from dashboard.view import View
from tests.metrics.conftest import PROFILE

DEALS = [{"deal_id": "D", "created_at": "2024-10-01", "amount": 100.0}]
MONEY = {
    "deals": DEALS,
    "deal_events": [{"deal_id": "D", "at": "2024-10-02", "event": "won"}],
    "customers": [{"deal_id": "D", "started_on": "2024-10-03"}],
    "spend": [{"on": "2025-05-01", "source": "mail", "amount": 50.0}],
}


def test_without_leads_what_rests_on_them_is_null_and_says_so(company: Callable[..., View], tmp_path: Path) -> None:
    """A definition judges leads: with deals alone nothing is left of it, nor of the tier of a customer."""
    file = tmp_path / "icp.toml"
    file.write_text(PROFILE, encoding="utf-8")
    answer = report(company(MONEY, icp_file=file))
    resting = {f"icp.{name}" for name in answer["icp"]}
    resting |= {f"money.{name}" for name in ("cpl", "cost_per_mql", "cost_per_sql", "wasted_spend", "undecided_spend")}
    resting |= {"money.rep_load", "money.churn", "money.lead_to_close"}
    for figure in resting:
        section, name = figure.split(".")
        assert answer[section][name] is None, figure
    assert resting <= set(answer["unsupported"])


def test_without_deals_the_cost_of_a_customer_is_null_and_says_so(company: Callable[..., View]) -> None:
    """What was spent is known, what it won is not."""
    answer = report(company({"leads": [{"lead_id": "L", "created_at": "2025-05-01"}], "spend": MONEY["spend"]}))
    assert answer["money"]["cpl"] == 50.0
    assert answer["money"]["cac"] is None
    assert "money.cac" in answer["unsupported"]
