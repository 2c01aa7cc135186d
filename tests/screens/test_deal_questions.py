"""The questions of the deal screens agree with the metrics they open, on a random company."""

from collections.abc import Iterator, Mapping, Sequence
from math import exp, log
from pathlib import Path
from typing import Any

import pytest

from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.metrics.pipeline import counts_changes, pipeline
from dashboard.metrics.stalled import stalled
from dashboard.metrics.windows import YEAR_DAYS
from dashboard.screens.money.words import came_back
from dashboard.screens.velocity.words import quarter_end
from dashboard.warehouse.warehouse import Warehouse
from tests.claims.company import open_company

PARTS = ("start", "created", "reopened", "won", "lost", "removed", "revalued", "end")


@pytest.fixture
def view(kinds: dict[str, Path]) -> Iterator[View]:
    """The random company, looked at when its deals are in full motion."""
    warehouse = Warehouse(kinds["normal"])
    yield open_view(warehouse, as_of="2025-06-02")
    warehouse.close()


@pytest.mark.parametrize("part", PARTS)
def test_the_deals_behind_a_part_of_the_bridge_sum_to_it(view: View, part: str) -> None:
    """What the drawer lists adds up to the bar that was clicked."""
    bridge = pipeline(view).section.bridge
    assert bridge
    rows = view.ask("pipeline/bridge_deals", part=part, counts_changes=counts_changes(view)).rows
    assert sum(row["value"] or 0 for row in rows) == pytest.approx(bridge.model_dump(by_alias=True)[part])


def test_both_win_rates_are_those_of_the_metrics() -> None:
    """The rates with intervals are the section's rates, inside their own intervals."""
    deals = [{"deal_id": f"D{number:02d}", "created_at": "2025-04-01 09:00:00"} for number in range(20)]
    events = [
        {"deal_id": deal["deal_id"], "at": f"2025-05-{number + 2:02d} 09:00:00", "event": outcome}
        for number, (deal, outcome) in enumerate(zip(deals, ["won", "lost", "lost", "won", "lost"] * 3, strict=False))
    ]
    with open_company({"deals": deals, "deal_events": events}, {}, {}) as view:
        section = pipeline(view).section
        rows = {row["way"]: row for row in _win_rates(view)}
    assert rows["closed"]["rate"] == section.win_rate == pytest.approx(6 / 15)
    assert rows["cohort"]["rate"] == section.win_rate_cohort
    for row in rows.values():
        assert row["low"] <= row["rate"] <= row["high"]


def test_without_open_deals_the_followed_win_rate_has_the_error_of_a_share() -> None:
    """With nothing censored the variance of Aalen and Greenwood is p (1 - p) / n, whatever the order of outcomes."""
    deals = [{"deal_id": f"D{number:02d}", "created_at": "2025-01-01 09:00:00"} for number in range(20)]
    events = [
        {"deal_id": deal["deal_id"], "at": f"2025-01-{number + 2:02d} 09:00:00", "event": outcome}
        for number, (deal, outcome) in enumerate(zip(deals, ["won", "lost", "lost", "won", "lost"] * 4, strict=True))
    ]
    with open_company({"deals": deals, "deal_events": events}, {}, {}) as view:
        row = next(row for row in _win_rates(view) if row["way"] == "cohort")
    share, error = 8 / 20, (0.4 * 0.6 / 20) ** 0.5
    reach = 1.959963984540054 * error / (share * log(share))
    assert row["rate"] == pytest.approx(share)
    assert row["low"] == pytest.approx(share ** exp(-reach))
    assert row["high"] == pytest.approx(share ** exp(reach))


def test_the_limits_of_time_in_stage_are_those_deals_stall_by(view: View) -> None:
    """One definition of the limit, wherever it is shown."""
    limits = {row["stage"]: row["limit_days"] for row in view.ask("pipeline/time_in_stage").rows}
    deals = stalled(view).section.deals
    assert deals
    for deal in deals:
        assert deal.limit_days == pytest.approx(limits[deal.stage])


def test_every_stalled_deal_is_counted_once_in_the_totals(view: View) -> None:
    """The headline's numbers are those of the list, and the causes compare stalled with all the other open deals."""
    totals = view.ask("stalled/totals").one()
    deals = stalled(view).section.deals or []
    assert totals["stalled_deals"] == len(deals)
    assert totals["stalled_value"] == pytest.approx(sum(deal.value or 0 for deal in deals))
    for cause in view.ask("stalled/causes").rows:
        assert cause["stalled"] + cause["healthy"] == totals["open_deals"]


def test_a_history_holds_every_move_of_its_deal_and_nothing_later(view: View) -> None:
    """Latest first, from the lead's coming in on, never past the moment looked at."""
    for deal in (stalled(view).section.deals or [])[:5]:
        happened = [
            row["happened_at"] for row in view.ask("stalled/history", deal_id=deal.deal_id, counts_changes=True).rows
        ]
        assert happened == sorted(happened, reverse=True)
        assert happened[0] < view.as_of


def _win_rates(view: View) -> Sequence[Mapping[str, Any]]:
    return view.ask("pipeline/win_rates", year_from=view.days_before(view.as_of, YEAR_DAYS)).rows


def test_quarter_ends_and_returns_are_told_only_beyond_chance() -> None:
    """Above the share of the days, and outside chance; of thirty at least."""
    late = {"what": "pushed", "n": 100, "rate": 0.4, "low": 0.3, "share_of_days": 0.055}
    assert "40 % of the 100 pushes fall in the last five days of a quarter" in quarter_end([late])
    assert quarter_end([late | {"low": 0.05}]).startswith("Neither")
    assert quarter_end([late | {"n": 29}]).startswith("Too few")
    back, first = {"n": 100, "share": 0.25, "won": 20, "rate": 0.2}, {"n": 300, "won": 15, "rate": 0.05}
    told = came_back(back, first, {"low": 0.08, "high": 0.22})
    assert told.endswith("more than chance.\nThey are 25 % of the enquiries.")
    assert "chance alone" in came_back(back, first, {"low": -0.01, "high": 0.2})
    assert "too few" in came_back(back | {"n": 29}, first, {"low": 0.08, "high": 0.22})
