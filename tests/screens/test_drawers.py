"""What is clicked opens into as many records as it says, for every chart and table that has records behind it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import icp
from dashboard.asking.opening import open_view
from dashboard.asking.parameters import WEEKS_BEFORE
from dashboard.asking.view import View
from dashboard.charts.response import BAND_WORDS
from dashboard.findings.weeks import KPIS
from dashboard.metrics.money import close_window
from dashboard.metrics.report import section
from dashboard.metrics.waterfall import OPEN_FATES
from dashboard.metrics.windows import YEAR_DAYS
from dashboard.scope.slices import NONE
from dashboard.screens.drawers import MOST_RECORDS, listed_rows, narrowed
from dashboard.screens.icp import tiers as icp_tiers
from dashboard.screens.response import parts as response_parts
from dashboard.screens.response.groups import GROUPINGS
from dashboard.screens.response.parts import TRIES
from dashboard.screens.review.kpi_records import records_of
from dashboard.screens.waterfall.segments import ANY_LEAD
from dashboard.warehouse.warehouse import Warehouse

LAST_DAYS = 5


@pytest.fixture(scope="module")
def view(kinds: dict[str, Path]) -> Iterator[View]:
    """The random company over a window in which a bit of everything happens."""
    warehouse = Warehouse(kinds["normal"])
    definition = Path(icp.__file__).parent / "definitions" / "shared.toml"
    yield open_view(warehouse, date_from="2024-09-01", icp_file=definition)
    warehouse.close()


def found(view: View, name: str, **bound: object) -> Sequence[Mapping[str, Any]]:
    """The records a drawer lists."""
    return view.ask(name, rows=MOST_RECORDS, **bound).rows


def test_the_bars_of_the_waterfall(view: View) -> None:
    """Reached, and of the hatched part not advanced."""
    stages = section(view, "waterfall").section.stages
    for number, stage in enumerate(stages, start=1):
        assert len(view.ask("waterfall/records", **ANY_LEAD | {"stage": number}).rows) == stage.reached
        stopped = view.ask("waterfall/records", **ANY_LEAD | {"stage": number, "not_beyond": True}).rows
        if number < len(stages):
            assert len(stopped) == stage.reached - stages[number].reached
    parts = view.ask("waterfall/segments", dimension="region").rows
    for row in (part for part in parts if part["stage_number"] == 1):
        chosen = {"part": row["part"], "dimension": "region"}
        assert len(view.ask("waterfall/records", **ANY_LEAD | chosen).rows) == row["cycles"]


def test_the_dots_of_the_conversions(view: View) -> None:
    """The mature, and of them the converted; source by source they add up."""
    for step, conversion in enumerate(section(view, "waterfall").section.conversions, start=1):
        records = found(view, "waterfall/conversion_leads", step=step, source=None)
        assert len(records) == conversion.mature
        assert sum(record["is_converted"] for record in records) == conversion.converted
        for driver in view.ask("changes/drivers", step=step).rows:
            of_source = found(view, "waterfall/conversion_leads", step=step, source=driver["part"])
            assert len(of_source) == driver["leads_now"]


def test_the_parts_of_the_fates(view: View) -> None:
    """Every fate has as many leads as its part says."""
    fates = section(view, "waterfall").section.fates
    assert sum(fates.values())
    for fate, cycles in fates.items():
        kinds = OPEN_FATES if fate == "open" else (fate,)
        assert len(found(view, "waterfall/fate_leads", fates=list(kinds))) == cycles


def test_the_bars_of_the_flow(view: View) -> None:
    """Whoever reached a stage in a week."""
    starts = [*view.week_starts(WEEKS_BEFORE), view.as_of]
    for step, stage in enumerate(section(view, "waterfall").section.stages, start=1):
        for place, cycles in enumerate([*stage.weeks, stage.week]):
            bound = {"step": step, "reached_from": starts[place], "reached_to": starts[place + 1]}
            assert len(found(view, "waterfall/flow_leads", **bound)) == cycles


def test_the_dots_of_the_outcomes(view: View) -> None:
    """The older leads of a band, and of them those that reached SQL."""
    for band, figures in section(view, "response").section.bands.items():
        records = found(view, "response/outcome_leads", band=band)
        assert len(records) == figures.mature
        assert sum(record["is_sql_in_time"] for record in records) == figures.sql
    assert BAND_WORDS.keys() == section(view, "response").section.bands.keys()


def test_the_bars_of_the_tries(view: View) -> None:
    """As many leads as were tried so often, and the given up are the share that is said."""
    response = section(view, "response").section
    assert response.attempts
    for name, leads in response.attempts.items():
        least, most = TRIES[name]
        assert len(found(view, "response/attempt_leads", least=least, most=most, only_known=False)) == leads
    tried_once = found(view, "response/attempt_leads", least=1, most=1, only_known=False)
    assert any(record["is_given_up"] for record in tried_once)


def test_the_squares_of_the_scores(view: View) -> None:
    """Every square opens into its leads."""
    squares = view.ask("disagreement/score_grid").rows
    assert squares
    for square in squares:
        bands = {name: square[name] for name in ("marketing_band", "sales_band")}
        assert len(found(view, "disagreement/score_leads", **bands)) == square["cycles"]


def test_the_marks_of_the_criteria(view: View) -> None:
    """Of the leads behind a mark the share that meets the criterion is the one drawn."""
    criteria = section(view, "disagreement").section.criteria
    names = {team: [item.name for item in view.teams[team].criteria] for team in ("marketing", "sales")}
    assert criteria
    for criterion in criteria:
        place = names[criterion.team].index(criterion.name) + 1
        for cell in ("marketing_only", "sales_only"):
            records = found(view, "disagreement/criterion_leads", cell=cell, team=criterion.team, place=place)
            share = getattr(criterion, cell)
            assert (share is None) == (not records)
            if records:
                assert sum(record["is_met"] for record in records) / len(records) == pytest.approx(share)


@pytest.mark.parametrize("verdict", ["accepted", "rejected", "undecided"])
def test_the_leads_of_a_verdict(view: View, verdict: str) -> None:
    """The hand-off's cards open into their leads."""
    handoff = section(view, "disagreement").section.handoff
    records = found(view, "disagreement/handoff_leads", verdicts=[verdict], is_unworked=False)
    assert len(records) == getattr(handoff, verdict)


def test_the_tiers_the_tenths_and_the_stages_of_fit(view: View) -> None:
    """Tiers by stage and in all, tenths of the fit scale, stages of purity, quadrants."""
    fit = section(view, "icp").section
    assert fit.tiers
    for tier in fit.tiers:
        everybody = icp_tiers.ANY_LEAD | {"tier": tier.tier}
        assert len(view.ask("icp/cycles", **everybody).rows) == tier.leads
        for stage in icp_tiers.STAGES:
            records = found(view, "icp/mature_leads", tier=tier.tier, decile=None, stage=stage)
            reached = getattr(tier, stage.lower())
            assert len(records) == reached.mature
            assert sum(record["is_reached_in_time"] for record in records) == reached.converted
    for row in view.ask("icp/calibration").rows:
        records = found(view, "icp/mature_leads", tier=None, decile=row["decile"], stage="SQL")
        assert len(records) == row["sql_mature"]
    for row in view.ask("icp/purity").rows:
        reached_it = icp_tiers.ANY_LEAD | {"stage": row["stage"]}
        assert len(view.ask("icp/cycles", **reached_it).rows) == row["leads"]
    for name, quadrant in fit.quadrants.items():
        assert len(view.ask("icp/cycles", **icp_tiers.ANY_LEAD | {"quadrant": name}).rows) == quadrant.leads


def test_the_leads_of_lead_to_close(view: View) -> None:
    """Everybody who had the time, and of them the won."""
    close = section(view, "money").section.lead_to_close
    records = found(view, "money/close_leads", has_come_back=None, **close_window(view))
    assert len(records) == close.n
    assert sum(record["is_won"] for record in records) == close.won


def test_the_deals_of_a_cause(view: View) -> None:
    """Every cause opens into the stalled deals it holds for; the open deals are all there."""
    for cause in section(view, "stalled").section.causes:
        assert len(view.ask("stalled/cause_deals", cause=cause.cause, is_stalled=True).rows) == cause.deals
    opened = view.ask("pipeline/open", stage=None, is_unvalued=False).rows
    assert len(opened) == section(view, "pipeline").section.open_count


def test_the_records_of_the_week_on_the_review(view: View) -> None:
    """What is created, won, due and to be answered this week adds up to the KPI."""
    weekly = section(view, "changes").section.weekly
    rows = {name: _behind(view, name, view.week_start) for name in KPIS}
    assert sum(deal["value"] or 0 for deal in rows["sqp_created"]) == pytest.approx(weekly["sqp_created"].weeks[-1])
    days = (view.as_of - view.week_start).total_seconds() / 86_400
    won = sum(deal["value"] or 0 for deal in rows["velocity_realised"])
    assert won / days == pytest.approx(weekly["velocity_realised"].weeks[-1])
    leads = rows["lead_to_close"]
    share = weekly["lead_to_close"].weeks[-1]
    assert (not leads and share is None) or sum(lead["is_won"] for lead in leads) / len(leads) == pytest.approx(share)
    assert len(rows["median_minutes"]) == view.ask("response/weekly").rows[-1]["n"]


def _behind(view: View, name: str, start: datetime) -> Sequence[Mapping[str, Any]]:
    _, asked, question, bound = records_of(view, name, start)
    return asked.ask(question, **bound).rows


def test_the_dots_of_the_sources(view: View) -> None:
    """The decided and the wanted of each source, which add up to the hand-off and the matrix of the section."""
    rows = view.ask("disagreement/by_source").rows
    both = section(view, "disagreement").section
    assert sum(row["mql"] for row in rows) == both.handoff.mql
    assert sum(row["accepted"] for row in rows) == both.handoff.accepted
    assert sum(row["overlooked"] for row in rows) == both.matrix.sales_only
    for row in rows:
        of_source = narrowed(view, "source", row["part"])
        verdicts = ["accepted", "rejected"]
        decided = found(of_source, "disagreement/handoff_leads", verdicts=verdicts, is_unworked=False)
        assert len(decided) == row["decided"]
        assert len(found(of_source, "disagreement/cell_leads", cells=["both", "sales_only"])) == row["wanted"]


def test_the_sources_and_the_owners_of_money(view: View) -> None:
    """A source's row and an owner's bar open into the leads they count."""
    for row in view.ask("money/costs").rows:
        source = NONE if row["source"] is None else row["source"]
        assert len(found(view, "money/created_leads", dimension="source", part=source, fit=None)) == row["leads"]
        verdicts = ["accepted", "rejected"]
        of_source = narrowed(view, "source", source)
        decided = found(of_source, "disagreement/handoff_leads", verdicts=verdicts, is_unworked=False)
        assert len(decided) == row["accepted"] + row["rejected"]
    for row in view.ask("money/rep_load", weeks=13.0).rows:
        assert len(found(view, "money/created_leads", dimension="owner", part=row["owner"], fit=None)) == row["leads"]


@pytest.mark.parametrize("dimension", list(GROUPINGS))
def test_the_dots_of_the_waits(view: View, dimension: str) -> None:
    """The parts add up to all that waited, and each opens into its leads; sources are those of the contract."""
    response = section(view, "response").section
    rows = view.ask("response/by_part", dimensions=[dimension]).rows
    assert sum(row["n"] for row in rows) == response.n
    for row in rows:
        asked = narrowed(view, dimension, row["value"])
        assert len(asked.ask("response/leads", **response_parts.ANY_LEAD).rows) == row["n"]
    if dimension in {"source", "owner"}:
        same = {row["value"]: (row["n"], row["median_minutes"]) for row in rows}
        contract = getattr(response, f"by_{dimension}")
        assert same == {name: (group.n, group.median_minutes) for name, group in contract.items()}


def test_the_dots_of_giving_up(view: View) -> None:
    """The owners' known and given up make the share of the contract; a dot opens into the leads tried once."""
    rows = view.ask("response/tries_by_owner").rows
    known = sum(row["known"] for row in rows)
    gave_up = section(view, "response").section.gave_up_after_one
    assert sum(row["gave_up"] for row in rows) / known == pytest.approx(gave_up)
    for row in rows:
        asked = narrowed(view, "owner", row["part"])
        known = found(asked, "response/attempt_leads", least=0, most=None, only_known=True)
        assert len(known) == row["known"]
        assert sum(record["is_given_up"] for record in known) == row["gave_up"]


def test_the_dots_of_coming_back(view: View) -> None:
    """First and returning leads add up to lead to close, and open into themselves."""
    close = section(view, "money").section.lead_to_close
    rows = view.ask("money/close_by_cycle", **close_window(view)).rows
    assert sum(row["n"] for row in rows) == close.n
    assert sum(row["won"] for row in rows) == close.won
    for row in rows:
        bound = {"has_come_back": row["has_come_back"]} | close_window(view)
        assert len(found(view, "money/close_leads", **bound)) == row["n"]


def test_the_dots_of_the_quarter_ends(view: View) -> None:
    """Pushes and wins of the year, and of them those of the last five days of a quarter."""
    year = {"year_from": view.days_before(view.as_of, YEAR_DAYS)}
    rows = view.ask("pipeline/quarter_ends", **year).rows
    assert {row["what"] for row in rows} == {"pushed", "won"}
    for row in rows:
        records = found(view, "pipeline/quarter_end_deals", what=row["what"], **year)
        assert len(records) == row["n"]
        assert sum(record["is_late"] for record in records) == row["late"]
        days = [view.local(record["happened_at"]).date() for record in records]
        ends = [(date(day.year + day.month // 12, day.month % 12 + 1, 1) - day).days for day in days]
        assert row["late"] == sum(
            day.month % 3 == 0 and left <= LAST_DAYS for day, left in zip(days, ends, strict=True)
        )


def test_what_an_owner_owes(view: View) -> None:
    """The leads that wait and the deals that have stalled; listed together, both are records."""
    rows = view.ask("owed/by_owner").rows
    assert sum(row["late"] for row in rows) == rows[0]["late_of_all"]
    for row in rows:
        owed = narrowed(view, "owner", row["owner"]).ask("owed/records").rows
        kinds = [each["kind"] for each in owed]
        assert (kinds.count("waiting"), kinds.count("stalled")) == (row["waiting"], row["stalled"])
    both = view.ask("owed/records").rows
    assert {each["kind"] for each in both} == {"waiting", "stalled"}
    assert {"record"} == {next(iter(each)) for each in listed_rows(both)}


def test_the_rows_of_an_answer_are_made_once(view: View) -> None:
    """Whoever asks again reads the same: a long list is looked at many times in one drawing."""
    assert view.ask("waterfall/stages").rows is view.ask("waterfall/stages").rows
