"""The drawer of a lead tells why: its scores, what either side said with the reason, and everything in between."""

from pathlib import Path

import pytest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.texts import day, in_markdown
from tests.screens.clicking import choose_row
from tests.screens.conftest import drawn_on

HANDED_BACK = {"rejected": "handed it back", "disqualified": "disqualified it"}


def test_a_disputed_lead_opens_into_its_story(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of the list that sales turned down: verdict, day, who and why stand in the drawer."""
    app = drawn_on(sample_folder, monkeypatch, "disagreement", disputed="marketing_only")
    view = open_view(open_warehouse(sample_folder))
    leads = view.ask("disagreement/cell_leads", cells=["marketing_only"], rows=50).rows
    place, lead = next((place, lead) for place, lead in enumerate(leads) if lead["reason"])
    app = choose_row(app, -1, place)
    assert not app.exception
    (drawer,) = app.get("dialog")
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
    (drawer,) = app.get("dialog")
    said = "\n".join(part.value for part in drawer.markdown)
    assert "no MQL; sales has said nothing yet." in said
    assert "**Scores**" in said
