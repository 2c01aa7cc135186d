"""Few records make no rate and no usual range, on no screen and in no sentence; a target is the whole company's."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.findings.drivers import main_driver
from dashboard.findings.velocity_words import too_few_closed, what_changed
from dashboard.findings.weeks import KPIS, Weeks, rests_on, together, usual_range, weeks_of
from dashboard.metrics.changes import ConversionChange
from dashboard.metrics.pipeline import Change
from dashboard.metrics.report import section
from dashboard.scope.slices import Slice
from dashboard.screens.review.kpi_records import records_of
from dashboard.texts import FEWEST_FOR_RATE
from tests.screens.conftest import Draw, drawn_on
from tests.screens.test_deal_screens import words

RATE = re.compile(r"\d %")


@pytest.fixture
def view(sample_folder: Path) -> View:
    """The usual look at the sample company."""
    return open_view(open_warehouse(sample_folder))


def test_weeks_of_enough_records_are_those_of_the_contract(view: View) -> None:
    """Values, limits and signal of the whole company, each week with what it rests on."""
    changes = section(view, "changes").section
    found = weeks_of(view, changes)
    assert found.keys() == KPIS.keys()
    for name, weeks in found.items():
        contract = changes.weekly[name]
        assert list(weeks.values) == contract.weeks
        limits = (contract.mean, contract.lower, contract.upper, contract.signal)
        assert (weeks.mean, weeks.lower, weeks.upper, weeks.signal) == limits
        assert KPIS[name].is_sum or min(weeks.records) >= FEWEST_FOR_RATE


def test_four_weeks_as_one_are_their_records(view: View) -> None:
    """A KPI of four weeks is made of the records its card opens; the median is the contract's of the same days."""
    changes = section(view, "changes").section
    for name in KPIS:
        found = together(view, changes, name)
        assert found is not None
        now, before = found
        _, asked, question, bound = records_of(view, name, now.start)
        rows = asked.ask(question, **bound).rows
        assert now.records == len(rows)
        weekly = changes.weekly[name].weeks
        if name == "median_minutes":
            expected = section(asked, "response").section.median_minutes
        elif name == "lead_to_close":
            expected = sum(lead["is_won"] for lead in rows) / len(rows)
        else:
            spans = 4 if name == "sqp_created" else 28
            expected = sum(deal["value"] or 0 for deal in rows) / spans
        assert now.value == pytest.approx(expected)
        if KPIS[name].is_sum:
            assert before.value == pytest.approx(sum(weekly[-8:-4]) / 4)


def test_a_week_of_few_leads_has_no_share_and_makes_no_range(view: View) -> None:
    """Weeks of fewer than ten are left out of the limits, too; sums stay, with what they rest on."""
    thin = replace(view, slice=Slice.of({"source": ["Outbound"], "region": ["Nordics"]}))
    changes = section(thin, "changes").section
    for name, weeks in weeks_of(thin, changes).items():
        for value, records, known in zip(weeks.values, weeks.records, changes.weekly[name].weeks, strict=True):
            few = not KPIS[name].is_sum and records < FEWEST_FOR_RATE
            assert value == (None if few else known)
        if not KPIS[name].is_sum:
            assert sum(value is not None for value in weeks.values[:-1]) >= 8 or weeks.lower is None
        elif weeks.baseline < FEWEST_FOR_RATE:
            assert weeks.lower is None


def test_the_words_say_what_a_week_rests_on() -> None:
    """A range with its records, none without enough, and why there is no figure."""
    enough = Weeks("deals won", [1.0] * 27, [2] * 27, mean=1.0, lower=0.5, upper=1.5, signal=False)
    assert rests_on(enough) == "2 deals won."
    assert usual_range(enough, str) == "Within its usual range, 0.5 to 1.5."
    few = Weeks("enquiries", [None] * 27, [1] * 27)
    assert rests_on(few) == "1 enquiry: too few for a rate."
    assert usual_range(few, str).startswith("No usual range: it needs 8 of the 26 weeks")


@pytest.mark.parametrize("screen", ["review", "response", "disagreement", "icp", "velocity", "stalled", "money"])
def test_of_a_handful_of_leads_no_rate_is_said(drawn: Draw, screen: str) -> None:
    """One lead in the data: counts alone; no card, no delta and no sentence holds a share."""
    app = drawn(screen, "one-row", window=["2023-01-01", "2025-06-01"])
    assert not app.exception
    told = [*(part.value for part in app.markdown), *(metric.value for metric in app.metric)]
    told += [metric.delta for metric in app.metric]
    assert not [text for text in told if RATE.search(str(text))]


def test_a_target_stands_beside_the_whole_company_alone(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, view: View
) -> None:
    """Under a filter it is left out, and the reason is said."""
    assert view.settings.targets
    whole = drawn_on(sample_folder, monkeypatch, "review")
    part = drawn_on(sample_folder, monkeypatch, "review", source="Webinar")
    sources = "\n".join(line.help or "" for line in whole.markdown)
    for target in view.settings.targets:
        assert target.source in sources
    assert "the target of" in words(whole)
    assert "the target of" not in words(part)
    assert "A target is the whole company's" in words(part)
    assert "A target is the whole company's" not in words(whole)


def test_a_rate_is_ranked_only_from_thirty_leads_on() -> None:
    """Whoever converted best of a handful moved nothing that can be told."""
    step = ConversionChange(
        from_stage="MQL", to_stage="SAL", previous=0.5, current=0.4, change=-0.1, mix=0.0, rate=-0.1
    )
    few = {"part": "few", "mix": 0.0, "rate": -0.09, "leads_before": 9, "leads_now": 400}
    many = {"part": "many", "mix": 0.0, "rate": -0.01, "leads_before": 300, "leads_now": 400}
    kind, first = main_driver(step, [few, many])
    assert (kind, first) == ("rate", many)
    assert main_driver(step, [few]) == ("rate", None)


def test_a_velocity_of_fewer_than_ten_closed_deals_is_not_compared() -> None:
    """Either window may be too thin."""
    enough, few = {"closed": 10}, {"closed": 9}
    assert too_few_closed(enough, enough, "the 13 weeks before") == ""
    for now, before in ((few, enough), (enough, few)):
        assert "too few for a win rate" in too_few_closed(now, before, "the 13 weeks before")


def test_one_closed_deal_makes_no_velocity(drawn: Draw) -> None:
    """The cards and the agenda leave it out and say how many closed."""
    app = drawn("velocity", "normal", window=["2025-05-26", "2025-06-01"])
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Velocity, per day"] == "–"
    assert shown["Textbook, per day"] == "–"
    assert "too few for a win rate" in words(app)


def test_a_change_of_many_times_is_said_by_both_ends() -> None:
    """683 % of next to nothing is no finding; of less than three times it is."""
    grown = Change(previous=190.0, current=1_490.0, change=1_300.0, relative=6.84, count=1_300.0)
    assert what_changed(grown, "EUR", "before").startswith(
        "Velocity rose by € 1.3 k a day, from € 190 to € 1.5 k, most"
    )
    moved = Change(previous=1_000.0, current=1_500.0, change=500.0, relative=0.5, count=500.0)
    assert what_changed(moved, "EUR", "before").startswith("Velocity rose by € 500 a day (50 %), most of it from")
