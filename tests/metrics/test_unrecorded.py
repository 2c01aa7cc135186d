"""What nobody records is null with its sentence, never 0; conversions go from each recorded stage to the next (§2)."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.asking.view import View
from dashboard.metrics.changes import changes
from dashboard.metrics.disagreement import disagreement
from dashboard.metrics.money import money
from dashboard.metrics.pipeline import pipeline
from dashboard.metrics.recorded import NO_LINK, NO_MQL, NO_OUTCOME, NO_VERDICT
from dashboard.metrics.report import report
from dashboard.metrics.response import response
from dashboard.metrics.support import support
from dashboard.metrics.waterfall import waterfall
from dashboard.scope.settings import Settings

LEADS = [{"lead_id": f"L{number}", "created_at": "2025-02-10T00:00:00"} for number in range(3)]
DEAL = {"deal_id": "D", "created_at": "2025-03-01T00:00:00", "amount": 10.0}
LOST = {"deal_id": "D", "at": "2025-05-01T00:00:00", "event": "lost"}


def event(lead: str, name: str, day: str = "2025-02-20") -> dict[str, Any]:
    """An event of a lead."""
    return {"lead_id": lead, "at": f"{day}T00:00:00", "event": name}


def steps(view: View) -> list[tuple[str, str]] | None:
    """The conversions there are."""
    found = waterfall(view).section.conversions
    return None if found is None else [(step.from_stage, step.to_stage) for step in found]


def test_leads_and_deals_alone_have_inquiry_sql_and_won(company: Callable[..., View]) -> None:
    """No opinion about marketing: no MQL, no SAL, no hand-off, no matrix."""
    tables = {"leads": LEADS, "deals": [DEAL | {"lead_id": "L0"}], "deal_events": [LOST]}
    view = company(tables, date_from="2025-01-01", date_to="2025-06-02")
    found = waterfall(view)
    assert [(stage.stage, stage.reached) for stage in found.section.stages or []] == [
        ("Inquiry", 3), ("MQL", None), ("SAL", None), ("SQL", 1), ("Won", 0),
    ]  # fmt: skip
    assert steps(view) == [("Inquiry", "SQL"), ("SQL", "Won")]
    assert found.unsupported["waterfall.stages.MQL"] == NO_MQL
    opinions = disagreement(view)
    assert opinions.section.model_dump(exclude_none=True).keys() == {"scores"}
    assert opinions.unsupported["disagreement.matrix"] == NO_MQL


def test_deals_that_name_no_lead_record_nothing_of_leads(company: Callable[..., View]) -> None:
    """Inquiry is all that is known of leads; won, lost and lead to close are null, the pipeline stands."""
    tables = {"leads": LEADS, "deals": [DEAL], "deal_events": [LOST]}
    view = company(tables, date_from="2025-01-01", date_to="2025-06-02")
    found = waterfall(view)
    assert steps(view) is None
    assert found.section.fates is not None
    assert (found.section.fates["won"], found.section.fates["lost"]) == (None, None)
    assert found.unsupported["waterfall.fates.won"] == NO_LINK
    assert money(view).section.lead_to_close is None
    assert money(view).unsupported["money.lead_to_close"] == NO_LINK
    assert pipeline(view).section.win_rate == 0


def test_a_renewal_records_nothing(company: Callable[..., View]) -> None:
    """Its creation is on no timeline and its end is no outcome of new business."""
    renewal = DEAL | {"lead_id": "L0", "renewal": True}
    view = company({"leads": LEADS, "deals": [renewal], "deal_events": [LOST]})
    assert steps(view) is None
    assert pipeline(view).section.velocity_realised is None


def test_without_an_outcome_nothing_says_how_deals_end(company: Callable[..., View]) -> None:
    """Win rates and velocities, weekly ones too, are null; what is open stands; an outcome after T is none yet."""
    later = LOST | {"at": "2025-06-02T00:00:00"}
    view = company({"deals": [DEAL], "deal_events": [later, LOST | {"event": "Demo"}]}, as_of="2025-06-02")
    found = pipeline(view)
    ends = {"win_rate", "win_rate_cohort", "velocity", "velocity_realised", "won"}
    assert found.section.model_dump(include=ends) == dict.fromkeys(ends)
    assert found.section.open_value == 10
    assert found.unsupported["pipeline.win_rate_cohort"] == NO_OUTCOME
    weekly = changes(view).section.weekly or {}
    assert set(weekly["velocity_realised"].weeks) == {None}
    assert weekly["sqp_created"].mean is not None


def test_opinions_need_a_verdict_of_sales_somewhere(company: Callable[..., View]) -> None:
    """MQLs alone are a hand-off nobody answered; the matrix waits for the first verdict of any lead, in any slice."""
    tables = {"leads": LEADS, "lead_events": [event("L0", "mql")]}
    waiting = disagreement(company(tables))
    assert waiting.section.handoff is not None
    assert waiting.section.matrix is None
    assert waiting.unsupported["disagreement.matrix"] == NO_VERDICT
    judged = tables | {"lead_events": [event("L0", "mql"), event("L2", "disqualified")]}
    assert disagreement(company(judged)).section.matrix is not None


def test_the_clock_of_mql_needs_an_mql(company: Callable[..., View]) -> None:
    """All of the section is null, n and arrivals too."""
    tables = {"leads": LEADS, "touches": [{"lead_id": "L0", "at": "2025-02-11T00:00:00"}]}
    given = response(company(tables, Settings(clock="mql")))
    assert given.section.model_dump(exclude_none=True) == {}
    assert given.unsupported == {"response": NO_MQL}


def test_recorded_is_judged_at_the_moment_looked_from(company: Callable[..., View]) -> None:
    """The first MQL of the company came on 20 February: before it there is no stage MQL."""
    tables = {"leads": LEADS, "lead_events": [event("L0", "mql")]}
    assert steps(company(tables, as_of="2025-02-20")) is None
    assert steps(company(tables, as_of="2025-02-20T00:00:01")) == [("Inquiry", "MQL")]


def test_a_waterfall_of_ones_own_leaves_its_unrecorded_stages_out(company: Callable[..., View], tmp_path: Any) -> None:
    """The stage that holds won is recorded by a deal's creation."""
    file = tmp_path / "own.toml"
    stages = {"In": "inquiry", "Met": "tal", "Asked": "sgl", "Signed": "won"}
    file.write_text("".join(f'[[stages]]\nname = "{name}"\nevents = ["{one}"]\n' for name, one in stages.items()))
    tables = {"leads": LEADS, "deals": [DEAL | {"lead_id": "L0"}], "lead_events": [event("L1", "tal")]}
    assert steps(company(tables, waterfall=str(file))) == [("In", "Met"), ("Met", "Signed")]


@pytest.mark.parametrize("tables", [{"leads": LEADS}, {"deals": [DEAL]}])
def test_nothing_is_ok_that_rests_on_nothing(company: Callable[..., View], tables: dict[str, Any]) -> None:
    """What ``check`` calls ok holds some number; what is null has a sentence; the JSON is JSON."""
    view = company(tables)
    answer = report(view)
    json.dumps(answer)
    for line in support(view):
        section, _, figure = line.figure.partition(".")
        if answer[section][figure] is None:
            assert line.state in {"missing", "empty"}, line
