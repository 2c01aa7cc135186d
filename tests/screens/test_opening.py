"""What is open stands in the address and opens from there; the panel says first what all of its records come to."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.listed import MOST_PARTS, listed_parts
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.scope.slices import Slice
from dashboard.texts import count, in_markdown, money
from tests.screens.clicking import choose_record, choose_row, click, marks, panels, said_in_drawer
from tests.screens.conftest import HOSTILE, Draw, drawn_on

HEALTHY: dict[str, object] = {"cause": "single_threaded", "is_stalled": False}


@pytest.fixture
def view(sample_folder: Path) -> View:
    """The sample company."""
    return open_view(open_warehouse(sample_folder))


def test_the_address_opens_what_was_clicked(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A click names mark or row in the address; from there the same opens, and in it the record it names."""
    app = drawn_on(sample_folder, monkeypatch, "response")
    bar = [mark for mark in marks(app) if mark.chart == "bands"][1]
    app = click(app, bar)
    named = str(app.query_params["open"])
    assert named == f"bands:{bar.customdata[0]}"
    said = said_in_drawer(app)
    listed = panels(app)[0].dataframe[0].value
    again = drawn_on(sample_folder, monkeypatch, "response", open=named)
    assert said_in_drawer(again) == said
    lead = str(listed["lead_id"].iloc[-1])
    story = drawn_on(sample_folder, monkeypatch, "response", open=named, record=f"lead:{lead}")
    (panel,) = panels(story)
    assert f"lead {lead}" in "".join(part.value for part in panel.markdown)
    assert panel.button(key="back-to-the-list").label.startswith(f"Back to the {count(bar.records)} ")
    back = panel.button(key="back-to-the-list").click().run()
    assert back.query_params["open"] == named
    assert "record" not in back.query_params
    assert said_in_drawer(back) == said


def test_a_row_of_a_list_is_named_by_its_record(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a link opens that deal, wherever it stands in the list by then."""
    app = choose_row(drawn_on(sample_folder, monkeypatch, "stalled"), 0, 2)
    named = str(app.query_params["open"])
    (panel,) = panels(app)
    assert f"deal {named.removeprefix('stalled-deals:')}" in panel.markdown[0].value
    filtered = app.selectbox(key="cause").select("pushed_twice").run()
    assert "open" not in filtered.query_params
    assert not panels(filtered)


def test_from_a_record_to_those_beside_it(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Next and previous, by J and K too, in a list of the screen and in one of the panel; none beyond its ends."""
    app = drawn_on(sample_folder, monkeypatch, "stalled")
    first, second, *_ = app.dataframe[0].value["deal"]
    app = choose_row(app, 0, 0)
    assert panels(app)[0].subheader[0].value == in_markdown(first)
    assert app.button(key="walk-K").disabled
    app = app.button(key="walk-J").click().run()
    assert panels(app)[0].subheader[0].value == in_markdown(second)
    app = app.button(key="walk-K").click().run()
    assert panels(app)[0].subheader[0].value == in_markdown(first)
    app = drawn_on(sample_folder, monkeypatch, "stalled", open="causes:single_threaded:healthy")
    *_, before, last = panels(app)[0].dataframe[0].value["deal_id"]
    app = choose_record(app, len(panels(app)[0].dataframe[0].value) - 1)
    assert str(app.query_params["record"]) == f"deal:{last}"
    assert app.button(key="walk-J").disabled
    app = app.button(key="walk-K").click().run()
    assert f"deal {before}" in "".join(part.value for part in panels(app)[0].markdown)


@pytest.mark.parametrize("named", ["bands:nonsense", "bands", "waiting:L-0", "nowhere:1", HOSTILE])
def test_what_is_not_there_is_said_and_opens_nothing(drawn: Draw, named: str) -> None:
    """The address only chooses among what stands on the screen."""
    app = drawn("response", "normal", open=named, window=["2024-06-01", "2025-06-01"])
    assert not app.exception
    assert not panels(app)
    assert any("What the address opens is not on this screen" in warning.value for warning in app.warning)


def test_a_record_that_the_list_does_not_hold_is_not_opened(drawn: Draw) -> None:
    """The list opens instead; nobody reads by an address what no list of the screen shows."""
    app = drawn("response", "normal", open="bands:never", record="lead:L-0", window=["2024-06-01", "2025-06-01"])
    assert not app.exception
    (panel,) = panels(app)
    assert "enquir" in panel.markdown[0].value


def test_a_list_s_sum_and_parts_are_those_of_all_its_records(view: View) -> None:
    """Asked of them all, however few are shown; the parts sum to the whole, their worth too."""
    deals = view.ask("stalled/cause_deals", **HEALTHY).rows
    whole, *parts = listed_parts(view, "stalled/cause_deals", **HEALTHY).rows
    assert whole["records"] == len(deals) == sum(part["records"] for part in parts)
    assert whole["value"] == sum(deal["value"] or 0 for deal in deals) == sum(part["value"] for part in parts)
    assert whole["without_value"] == sum(deal["value"] is None for deal in deals) > 0
    assert {part["part"] for part in parts} == {deal["stage"] for deal in deals}
    everybody = view.ask("response/waiting", rows=100_000).rows
    whole, *parts = listed_parts(view, "response/waiting", rows=10).rows
    assert whole["records"] == len(everybody) == sum(part["records"] for part in parts) > 10
    *named, rest = parts
    assert len(named) == MOST_PARTS
    assert rest["parts"] == len({lead["source"] for lead in everybody}) - MOST_PARTS
    for part in named:
        assert part["records"] == sum(lead["source"] == part["part"] for lead in everybody) >= rest["records"] / 10
    of_one = replace(view, slice=Slice.of({"source": ["Webinar"]}))
    _, *parts = listed_parts(of_one, "response/waiting", rows=10).rows
    assert {part["part"] for part in parts if not part["is_rest"]} <= {lead["owner"] for lead in everybody}


def test_the_panel_says_the_sum_first(sample_folder: Path, monkeypatch: pytest.MonkeyPatch, view: View) -> None:
    """How many deals, what they are worth together, how many have no amount; then the stages they stand in."""
    app = drawn_on(sample_folder, monkeypatch, "stalled", open="causes:single_threaded:healthy")
    whole, first, *_ = listed_parts(view, "stalled/cause_deals", **HEALTHY).rows
    said = (said_in_drawer(app) or "").replace("\u00a0", " ")
    worth = f"{money(whole['value'], 'EUR')}, {whole['without_value']} without an amount"
    assert said == f"**{whole['records']} open deals, {worth}**"
    assert panels(app)[0].caption[0].value.startswith(f"By stage: {first['part']} {first['records']} · ")
