"""What a table that is not there leaves unknown (§11): its figures are null, each with its sentence."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.asking.view import View
from dashboard.metrics.report import report
from tests.metrics.conftest import profile

DEALS = [{"deal_id": "D", "created_at": "2024-10-01", "amount": 100.0}]
MONEY = {
    "deals": DEALS,
    "deal_events": [{"deal_id": "D", "at": "2024-10-02", "event": "won"}],
    "customers": [{"deal_id": "D", "started_on": "2024-10-03"}],
    "spend": [{"on": "2025-05-01", "source": "mail", "amount": 50.0}],
}

WHOLE = {
    "leads": [
        {"lead_id": "L", "created_at": "2025-02-10", "source": "mail", "region": "north"},
        {"lead_id": "older", "created_at": "2024-11-01", "source": "mail", "region": "north"},
    ],
    "lead_events": [{"lead_id": "L", "at": "2025-02-11", "event": "sql"}],
    "touches": [{"lead_id": "L", "at": "2025-02-10T01:00:00"}],
    "deals": [{"deal_id": "D", "lead_id": "L", "created_at": "2025-02-12", "amount": 100.0}],
    "deal_events": [{"deal_id": "D", "at": "2025-02-13", "event": "won"}],
    "customers": [{"deal_id": "D", "started_on": "2025-02-14"}],
    "spend": [{"on": "2025-02-10", "source": "mail", "amount": 50.0}],
}
OF_OUTCOMES = ("win_rate", "mean_won", "median_won", "cycle_won_days", "cycle_all_days", "velocity", "change.current")
OF_INCENTIVES = ("revenue", "mean_won", "sqp_created")
OF_STAGES = ("tiers.lift", "tiers.sql.rate", "tiers.rejected_share", "quadrants.won")


@pytest.mark.parametrize(
    ("absent", "unknown"),
    [
        (["touches"], ["icp.tiers.response_median_minutes"]),
        (["customers"], ["icp.tiers.churned_share", "money.churn"]),
        (["spend"], ["money.spend", "money.incentives.cpl.current"]),
        (["leads"], [f"money.incentives.{name}.current" for name in ("lead_volume", "cpl", "lead_to_close")]),
        (
            ["deals"],
            [
                *(f"money.incentives.{name}.current" for name in OF_INCENTIVES),
                *("icp.tiers.mean_won", "icp.quadrants.won_value", "icp.quadrants.mean_won"),
            ],
        ),
        (["deal_events"], ["money.cac", *(f"pipeline.{name}" for name in OF_OUTCOMES)]),
        (
            ["lead_events", "deals"],
            ["money.incentives.lead_to_close.current", *(f"icp.{name}" for name in OF_STAGES)],
        ),
    ],
)
def test_what_rests_on_a_table_is_known_with_it_and_null_with_its_sentence_without(
    company: Callable[..., View], tmp_path: Path, absent: list[str], unknown: list[str]
) -> None:
    """Parts of a figure too; and nothing that says it is unknown holds a number."""
    for team in ("shared", "marketing", "sales"):
        (tmp_path / f"{team}.toml").write_text(profile(team), encoding="utf-8")
    options = {"icp_file": tmp_path / "shared.toml", "date_from": "2025-02-01", "date_to": "2025-02-28"}
    whole = report(company(WHOLE, **options))
    answer = report(company({name: rows for name, rows in WHOLE.items() if name not in absent}, **options))
    for figure in unknown:
        assert any(value is not None for value in _values(whole, figure)), figure
        assert all(value is None for value in _values(answer, figure)), figure
        assert any(f"{figure}.".startswith(f"{path}.") for path in answer["unsupported"]), figure
    for path in answer["unsupported"]:
        assert not [value for value in _values(answer, path) if isinstance(value, (int, float))], path


def _values(answer: dict[str, Any], path: str) -> Iterator[Any]:
    """What stands at a path of the answer, in every row on the way, where the path names none of them."""
    key, _, rest = path.partition(".")
    if key in answer:
        below = answer[key]
        for row in below if isinstance(below, list) else [below]:
            yield from _values(row, rest) if rest and isinstance(row, dict) else [row]
    else:
        for row in answer.values():
            yield from _values(row, path) if isinstance(row, dict) else []


def test_without_leads_what_rests_on_them_is_null_and_says_so(company: Callable[..., View], tmp_path: Path) -> None:
    """A definition judges leads: with deals alone nothing is left of it, nor of the tier of a customer."""
    file = tmp_path / "icp.toml"
    file.write_text(profile(), encoding="utf-8")
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


def test_without_a_definition_nobody_s_load_lies_outside_it(company: Callable[..., View]) -> None:
    """How many leads an owner gets is known; the sentence names the option that would tell the rest."""
    answer = report(company({"leads": [{"lead_id": "L", "created_at": "2025-05-01", "owner": "ann"}]}))
    (load,) = answer["money"]["rep_load"]
    assert (load["owner"], load["outside_icp"]) == ("ann", None)
    assert load["leads_per_week"] == pytest.approx(1 / 13)
    assert "--icp" in answer["unsupported"]["money.rep_load.outside_icp"]
