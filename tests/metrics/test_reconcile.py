"""Two figures of one thing: both ends are the published figures, the rows between sum, each opens into its records."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.metrics.reconcile import PAIRS, Reconciliation, reconciled, records_of
from dashboard.metrics.report import report
from dashboard.scope.slices import Slice
from dashboard.warehouse.warehouse import Warehouse
from tests.metrics.conftest import GOLDEN

LOOKS: dict[str, dict[str, Any]] = {
    "sample": {},
    "sample, a source": {"chosen": Slice.of({"source": ["Webinar"]})},
    "sample, first cycles of a region": {"chosen": Slice.of({"cycle": ["first"], "region": ["DACH"]})},
    "sample, a window": {"date_from": "2026-06-01", "date_to": "2026-09-07"},
    "golden": {},
    "golden, two sources": {"chosen": Slice.of({"source": ["webinar", "(none)"]})},
}
ON_DEALS = {"velocity", "churn", "lead_to_close", "won", "won_per_day", "close", "buyers"}
"""Pairs of the screens that look from the end of the window on what is open."""
AMOUNTS = ("leads", "accepted", "reached", "won", "customers", "churned", "per_day")


@pytest.fixture(scope="module")
def warehouses(sample_folder: Path, golden_folder: Path) -> Iterator[Mapping[str, Warehouse]]:
    """Both companies, open, by name."""
    opened = {"sample": Warehouse(sample_folder), "golden": Warehouse(golden_folder)}
    yield opened
    for warehouse in opened.values():
        warehouse.close()


@pytest.fixture(params=LOOKS)
def view(request: pytest.FixtureRequest, warehouses: Mapping[str, Warehouse]) -> View:
    """One look at a company after the other."""
    name = request.param.partition(",")[0]
    golden: dict[str, Any] = {"as_of": "2025-06-02", "icp_file": GOLDEN / "icp.toml"} if name == "golden" else {}
    return open_view(warehouses[name], **golden | LOOKS[request.param])


@pytest.mark.parametrize("name", PAIRS)
def test_the_rows_sum_and_open(view: View, name: str) -> None:
    """The first figure and the signed rows are the second; each row opens into as many records as it says."""
    view = view.pipeline_view() if name in ON_DEALS else view
    found = reconciled(view, name)
    assert found or name in {"velocity", "churn", "won_per_day"}
    for each in found:
        for amount in {*AMOUNTS} & each.first.keys():
            assert each.first[amount] + sum(row[amount] for row in each.rows) == pytest.approx(each.second[amount])
    reasons = {row["reason"] for each in found for row in each.rows}
    for amount in {*AMOUNTS, "records"} & found[0].first.keys() if len(found) > 1 else ():
        ends = [(sum(one.first[amount] for one in found), sum(one.second[amount] for one in found))]
        assert ends == [(2 * found[-1].first[amount], 2 * found[-1].second[amount])], amount
    for reason in reasons:
        question, own = records_of(view, name, reason, 1_000_000)
        (counted,) = (row["records"] for row in found[-1].rows if row["reason"] == reason)
        assert len(view.ask(question, **own).rows) == counted > 0, reason


def test_both_ends_are_the_published_figures(view: View) -> None:
    """What the lines begin and end with stands in the JSON of ``metrics`` to the last digit."""
    figures = report(view)
    ends = {name: reconciled(view, name) for name in PAIRS}
    handoff, conversions = figures["disagreement"]["handoff"], figures["waterfall"]["conversions"]
    mature = next(step for step in conversions if step["from"] == "MQL")
    reached = {stage["stage"]: stage["reached"] for stage in figures["waterfall"]["stages"]}
    for name, of, met in (
        ("verdicts", handoff["accepted"] + handoff["rejected"], handoff["accepted"]),
        ("reached", reached["MQL"], reached["SAL"]),
    ):
        first, second = _ends(ends[name], "leads", "accepted")
        assert (first, second) == ([of, met], [mature["mature"], mature["converted"]])
    first, second = _ends(ends["leads"], "leads")
    assert (first, second) == (
        [figures["waterfall"]["cohort"]],
        [figures["money"]["incentives"]["lead_volume"]["current"]],
    )
    first, second = _ends(ends["clock"], "leads")
    assert (first, second) == ([figures["waterfall"]["cohort"]], [figures["response"]["n"]])
    first, second = _ends(ends["won"], "won")
    assert first == [reached["Won"]]
    assert second == [sum(source["won"] for source in view.ask("money/costs").rows)]
    fates, bands = figures["waterfall"]["fates"], figures["response"]["bands"]
    _check_waits(ends, fates, bands, view)
    first, second = _ends(ends["handed"], "leads")
    assert (first, second) == ([reached["MQL"]], [handoff["mql"]])
    costs = view.ask("money/totals").one()
    for stage in ("MQL", "SQL"):
        first, second = _ends(ends[stage.lower()], "leads")
        assert (first, second) == ([reached[stage]], [costs[f"{stage.lower()}s"]])
    _check_enquiries(ends, figures, view)
    if view.pipeline_view() != view:
        return  # the others look at the end of the window chosen
    (won_in_week,), (of_weeks,) = (
        [each.first for each in ends["lead_to_close"]],
        [each.second for each in ends["lead_to_close"]],
    )
    weekly = figures["changes"]["weekly"]["lead_to_close"]["weeks"][-1]
    assert (won_in_week["won"] / won_in_week["leads"] if won_in_week["leads"] else None) == weekly
    assert (of_weeks["leads"], of_weeks["won"]) == tuple(
        figures["money"]["lead_to_close"][name] for name in ("n", "won")
    )
    first, second = _ends(ends["close"], "leads", "reached")
    assert second == [figures["money"]["lead_to_close"][name] for name in ("n", "won")]
    for each in ends["won_per_day"]:
        assert each.second["per_day"] == figures["pipeline"]["velocity_realised"]
        (weeks,) = view.ask("pipeline/weekly", starts=[view.week_starts(3)[0]]).rows
        assert each.first["per_day"] == weeks["won_per_day"]
    for each in ends["velocity"]:
        assert each.first["per_day"] == figures["pipeline"]["velocity_realised"]
        assert each.second["per_day"] == figures["pipeline"]["velocity"]
    assert ends["velocity"] or figures["pipeline"]["velocity"] is None
    _check_churn(ends["churn"], figures)
    first, second = _ends(ends["buyers"], "won")
    customers = ends["churn"][-1].first["customers"] if ends["churn"] else 0
    assert (first, second) == ([ends["won_in_time"][0].first["reached"]], [customers])


def _check_enquiries(ends: Mapping[str, list[Reconciliation]], figures: Any, view: View) -> None:
    """Those that came in in the conversion window, whose fit is known, and in time, as Shared ICP counts them."""
    purity, tiers = view.ask("icp/purity").rows, figures["icp"]["tiers"]
    known = [next(row["leads"] for row in purity if row["stage"] == stage) for stage in ("Inquiry", "Won")]
    everybody = sum(tier["leads"] for tier in tiers)
    for name, second in (
        ("fit", known),
        *(
            (f"{stage}_in_time", [sum(tier[stage][of] for tier in tiers) for of in ("mature", "converted")])
            for stage in ("sql", "won")
        ),
    ):
        ended = _ends(ends[name], "leads", "reached")
        assert (ended[0][0], ended[1]) == (everybody, second), name


def _check_waits(ends: Mapping[str, list[Reconciliation]], fates: Any, bands: Any, view: View) -> None:
    """Who waits and who is past the limit, as the Waterfall, Response and Review count them."""
    unanswered = bands["never"]["n"] + bands["waiting"]["n"]
    late = sum(row["late"] for row in view.ask("owed/by_owner").rows)
    for name, both in (
        ("waiting", (fates["untouched"] + fates["waiting"], unanswered)),
        ("late", (unanswered, late)),
        ("untouched", (fates["untouched"], late)),
    ):
        first, second = _ends(ends[name], "leads")
        assert (*first, *second) == both, name


def _check_churn(found: list[Reconciliation], figures: Mapping[str, Any]) -> None:
    """By tier: the share of the cohort's customers that left, and the counts of all customers."""
    cohort = {tier["tier"]: tier["churned_share"] for tier in figures["icp"]["tiers"]}
    everybody = {tier["tier"]: (tier["customers"], tier["churned"]) for tier in figures["money"]["churn"]}
    for each in found[:-1]:
        tier, first, second = each.first["tier"], each.first, each.second
        assert (first["churned"] / first["customers"] if first["customers"] else None) == cohort.get(tier)
        assert (second["customers"], second["churned"]) == everybody[tier]
    absent = {tier for tier, (customers, _) in everybody.items() if customers} - {each.first["tier"] for each in found}
    assert not absent


def _ends(found: list[Reconciliation], *amounts: str) -> tuple[list[Any], list[Any]]:
    (each,) = found
    return [each.first[amount] for amount in amounts], [each.second[amount] for amount in amounts]
