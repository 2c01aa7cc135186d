"""The story of a lead or a deal tells why: scores, what either side said with the reason, stages, limit, next step."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.charts.look import DARK, LIGHT
from dashboard.charts.story import MARKS, Ahead, story_chart
from dashboard.texts import day, in_markdown
from tests.screens.clicking import choose_row, panels
from tests.screens.conftest import HOSTILE, drawn_on
from tests.screens.contrast import weak_marks

HANDED_BACK = {"rejected": "handed it back", "disqualified": "disqualified it"}


def test_a_disputed_lead_opens_into_its_story(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of the list that sales turned down: verdict, day, who and why stand in the drawer."""
    app = drawn_on(sample_folder, monkeypatch, "disagreement", disputed="marketing_only")
    view = open_view(open_warehouse(sample_folder))
    leads = view.ask("disagreement/cell_leads", cells=["marketing_only"], rows=50).rows
    place, lead = next((place, lead) for place, lead in enumerate(leads) if lead["reason"])
    app = choose_row(app, -1, place)
    assert not app.exception
    (drawer,) = panels(app)
    said = "\n".join(part.value for part in drawer.markdown)
    cycle = next(
        cycle
        for cycle in view.ask("lead/cycles", lead_id=lead["lead_id"]).rows
        if cycle["exit_reason"] == lead["reason"]
    )
    assert f"marketing's {lead['engagement_score']:.0f}" in said
    assert f"**Fit**: tier {lead['icp_tier']}" in said
    assert f"marketing qualified it on {day(view.local(cycle['mql_at']))}" in said
    assert f"reason: {in_markdown(lead['reason'])}" in said
    assert f"by {in_markdown(cycle['exit_actor'])}" in said
    assert HANDED_BACK.get(cycle["verdict"], "accepted it") in said
    told = drawer.dataframe[0].value
    assert len(told) == len(view.ask("lead/history", lead_id=lead["lead_id"]).rows)
    assert lead["reason"] in set(told["why"])


def test_a_lead_that_waits_opens_into_its_story(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has said anything of it yet, and the drawer says so."""
    app = choose_row(drawn_on(sample_folder, monkeypatch, "response"), -1, 0)
    assert not app.exception
    (drawer,) = panels(app)
    said = "\n".join(part.value for part in drawer.markdown)
    assert "no MQL; sales has said nothing yet." in said
    assert "**Scores**" in said


def chart_of(app: AppTest) -> dict[str, Any]:
    """The line of time in the panel that is open."""
    (chart,) = panels(app)[0].get("plotly_chart")
    drawn: dict[str, Any] = json.loads(chart.proto.spec)
    return drawn


def words_of(chart: dict[str, Any]) -> str:
    """All that is written on a chart."""
    return "\n".join(each["text"] for each in chart["layout"]["annotations"])


def test_a_stalled_deal_opens_into_its_line_of_time(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each stage is named on its bar with who moved it, the limit marked where it was passed, the next step ahead."""
    view = open_view(open_warehouse(sample_folder))
    deal = next(
        deal for deal in view.ask("stalled/deals").rows if deal["stage"] and deal["next_step_on"] and deal["pushes"]
    )
    history = view.ask("stalled/history", deal_id=deal["deal_id"], counts_changes=True).rows
    app = drawn_on(sample_folder, monkeypatch, "stalled", open=f"stalled-deals:{deal['deal_id']}")
    assert not app.exception
    chart = chart_of(app)
    begun = {row["happened_at"]: row for row in reversed(history) if row["kind"] in {"stage", "closed"}}
    for row in history:
        if row["kind"] == "stage" and row is not begun[row["happened_at"]]:
            assert row["what"] == "Deal created"  # and moved in the same instant, so that it stood in no stage
        elif row["kind"] in {"stage", "closed"}:
            assert f"<b>{row['what']}</b>  {view.local(row['happened_at']):%-d %b}" in words_of(chart)
            assert not row["who"] or f" · {row['who'][:17]}" in words_of(chart)
        else:
            assert MARKS[row["kind"]] in words_of(chart)
    limit = next(trace for trace in chart["data"] if "limit of its stage" in str(trace["hovertemplate"]))
    passed_at = view.local(deal["entered_at"] + timedelta(days=deal["limit_days"])).replace(tzinfo=None)
    assert abs(datetime.fromisoformat(limit["x"][0]) - passed_at) < timedelta(seconds=1)
    assert f"<b>Next step</b>  {deal['next_step']}" in words_of(chart)
    assert str(deal["next_step_on"]) in chart["data"][-1]["x"][0]
    assert len(panels(app)[0].dataframe[0].value) == len(history)


def test_a_closed_deal_has_a_story_too(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A won deal of a list opens with its outcome, without limit or cause."""
    app = drawn_on(sample_folder, monkeypatch, "review", open="records-velocity_realised")
    won = panels(app)[0].dataframe[0].value["deal_id"].iloc[0]
    app = drawn_on(sample_folder, monkeypatch, "review", open="records-velocity_realised", record=f"deal:{won}")
    assert not app.exception
    said = "\n".join(part.value for part in panels(app)[0].caption)
    assert said.startswith("Won on ")
    assert not any("limit" in str(trace["hovertemplate"]) for trace in chart_of(app)["data"])
    assert "<b>Deal won</b>" in words_of(chart_of(app))


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_a_story_s_marks_stand_out_and_its_text_stays_text(look: Any) -> None:
    """Whatever the CRM wrote: no tag, no formula; each mark by 3 to 1."""
    at = datetime(2026, 1, 5)  # noqa: DTZ001 -- local, as a chart draws it
    kinds = ["closed", "stage", *MARKS]
    rows = [
        {"kind": kind, "happened_at": at - timedelta(days=place), "what": HOSTILE, "who": HOSTILE, "why": HOSTILE}
        for place, kind in enumerate(kinds)
    ]
    ahead = Ahead(at, "the limit", at, HOSTILE)
    figure = story_chart(rows, at + timedelta(days=30), ahead, look)
    assert not list(weak_marks(figure.to_json(), look.page))
    assert "<img" not in figure.to_json()
    assert "$\\\\x" not in figure.to_json()
    assert len(figure.layout.annotations) == 2 + len(MARKS) + 1
    assert len(story_chart([], at, Ahead(), look).data) == 0
