"""Since a week before: what is new, still there or freed is told by the same question asked at either moment."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.findings.words import a_week_before
from dashboard.screens.stalled.since import since_a_week_before, state_words
from dashboard.screens.stalled.words import in_one_line
from dashboard.screens.stories.causes import evidence
from dashboard.texts import count, money
from tests.screens.conftest import Draw, drawn_on

CURRENCY = "EUR"


@pytest.fixture
def view(sample_folder: Path) -> View:
    """The sample company."""
    return open_view(open_warehouse(sample_folder))


def list_of(app: AppTest, first: str) -> list[str]:
    """The first column of the list that begins with that column."""
    table = next(each.value for each in app.dataframe if each.value.columns[0] == first)
    return [str(value) for value in table[first]]


def test_the_states_make_up_what_either_moment_has_stalled(view: View) -> None:
    """New and still are those of now, freed and still those of a week before; their worth sums up as well."""
    since = since_a_week_before(view)
    keys = {state: {deal["deal_id"] for deal in since.of_state(state)} for state in ("new", "still", "freed")}
    now, before = (
        {deal["deal_id"]: deal["value"] or 0 for deal in each.ask("stalled/deals").rows}
        for each in (view, replace(view, as_of=view.days_before(view.as_of, 7)))
    )
    assert keys["new"] | keys["still"] == now.keys()
    assert keys["freed"] | keys["still"] == before.keys()
    assert all(keys.values())
    for state, those in keys.items():
        worth = sum((now | before)[key] for key in those)
        assert since.states[state]["records"] == len(those)
        assert since.states[state]["value"] == worth
        said = state_words(since, state, CURRENCY).replace("\u00a0", " ")
        assert said == f"{state.capitalize()} {len(those)}, {money(worth, CURRENCY)}"


def test_chips_filter_the_stalled_deals(sample_folder: Path, monkeypatch: pytest.MonkeyPatch, view: View) -> None:
    """By state and by what changed; the cards stand beside those of a week before, and an owner has a name."""
    since = since_a_week_before(view)
    app = drawn_on(sample_folder, monkeypatch, "stalled")
    totals = a_week_before(view).ask("stalled/totals").one()
    assert {metric.label: metric.delta for metric in app.metric}["Stalled deals"] == (
        f"{count(totals['stalled_deals'])} a week before"
    )
    overloaded = next(deal for deal in view.ask("stalled/deals").rows if "owner_overloaded" in deal["causes"])
    said = evidence(overloaded, view.local, view.local(view.as_of).date())
    assert said["owner_overloaded"].startswith(f"{overloaded['owner']} has {overloaded['load']} open deals")
    assert in_one_line(said, None) in set(app.dataframe[0].value["evidence"])
    app = drawn_on(sample_folder, monkeypatch, "stalled", since="freed", changed="stage")
    freed = [deal for deal in since.of_state("freed") if "stage" in deal["changes"]]
    assert freed
    assert list_of(app, "deal") == [deal["deal_name"] for deal in freed]
    assert any(part.value.startswith(f"Freed deals ({len(freed)})") for part in app.subheader)
    assert f"{freed[0]['stage_before']} → {freed[0]['stage']}" in app.dataframe[0].value["since"][0]


def test_chips_filter_who_waits(sample_folder: Path, monkeypatch: pytest.MonkeyPatch, view: View) -> None:
    """New and still are those who wait now; a freed one says by what."""
    app = drawn_on(sample_folder, monkeypatch, "response", since="freed")
    waiting, before = (each.ask("response/waiting", rows=None).rows for each in (view, a_week_before(view)))
    (now, then) = ({(row["lead_id"], row["cycle_number"]) for row in rows} for rows in (waiting, before))
    protos = [group.proto for group in app.get("button_group") if isinstance(group, ButtonGroup)]
    options = [option.content for proto in protos if proto.label == "Since a week before" for option in proto.options]
    assert options == [f"New {len(now - then)}", f"Still {len(now & then)}", f"Freed {len(then - now)}"]
    listed = Counter(next(each.value for each in app.dataframe if "waited" in each.value.columns)["waited"])
    assert sum(listed.values()) == len(then - now)
    assert listed.keys() <= {"answered", "closed", "older than these weeks"}


def test_an_import_of_an_earlier_version_still_has_its_list(
    drawn: Draw, monkeypatch: pytest.MonkeyPatch, kinds: dict[str, Path]
) -> None:
    """What it does not hold is said in a sentence; the stalled deals are all there."""
    warehouse = open_warehouse(kinds["normal"])
    number = len(open_view(warehouse).ask("stalled/deals").rows)
    monkeypatch.setattr("dashboard.screens.stalled.since.SINCE", "stalled/since_of_another_version")
    app = drawn("stalled", "normal")
    assert not app.exception
    assert any("An earlier version made this import" in info.value for info in app.info)
    assert len(list_of(app, "deal")) == number
