"""Meeting mode: the screen's own findings as slides, on every kind of warehouse, with the form docked below."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.charts.bridge import BridgeStep, bridge_chart
from dashboard.charts.conversions import conversions_chart
from dashboard.charts.enlarging import SMALLEST, enlarged
from dashboard.charts.look import LIGHT
from dashboard.meeting.review import freezing
from dashboard.metrics.report import section
from dashboard.metrics.waterfall import Conversion
from dashboard.screens.drawers import MOST_RECORDS
from dashboard.screens.review.slides import SLIDES
from dashboard.screens.review.words import decisions_claim
from dashboard.screens.slides.clock import CLOCK, LONGEST
from dashboard.serving.start import ROOT
from dashboard.texts import count, in_markdown
from dashboard.warehouse.generations import WAREHOUSE_VARIABLE
from tests.meeting.company import WEEK
from tests.meeting.people import ANN, CHAIR
from tests.screens.conftest import FILES, PATIENCE, Draw
from tests.screens.meeting import Table, all_words

NAMES = [slide.name for slide in SLIDES]
HELD = re.compile(r"\*\*(.+)\*\*  \n[^\n]+  \n:gray\[([0-9]+) deals?\]")
"""An owner on the slide of who owes what, and how many of their deals have stalled."""


@pytest.fixture
def home(kinds: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Any:
    """``home("normal", slide="velocity")``: the app on a kind of warehouse, at its first screen."""

    def draw(kind: str, **url: str) -> AppTest:
        monkeypatch.setenv(WAREHOUSE_VARIABLE, str(kinds[kind]))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)
        for name, value in url.items():
            app.query_params[name] = value
        return app.run()

    return draw


def claims(app: AppTest) -> list[str]:
    """The headings of what is shown."""
    return [str(heading.value) for heading in app.subheader]


@pytest.mark.parametrize("kind", FILES)
def test_each_slide_says_its_claim_on_every_kind_of_warehouse(home: Any, kind: str) -> None:
    """From the first to the last by the arrows: one heading each, that of the screen."""
    app = home(kind)
    on_screen = {*claims(app), *(str(info.value).removesuffix(".") for info in app.info)}
    app.button("enter-meeting-mode").click().run()
    seen = []
    for _ in SLIDES:
        assert not app.exception
        assert not app.error
        assert len(claims(app)) == 1
        seen.append((app.query_params["slide"], claims(app)[0]))
        if not app.button("slide-Right").disabled:
            app.button("slide-Right").click().run()
    assert [name for name, _ in seen] == NAMES
    agenda = {said for name, said in seen if name in {"conversion", "velocity", "stalled"}}
    assert agenda <= on_screen
    if kind == "normal":
        assert {said for name, said in seen if name in {"agreement", "owed"}} <= on_screen
    app.button("leave-by-Esc").click().run()
    assert "slide" not in app.query_params
    assert {*claims(app)} <= on_screen


def test_the_slide_of_agreement_counts_what_sales_handed_back(home: Any, kinds: dict[str, Path]) -> None:
    """As the section of the screen has it, which asks otherwise: the whole, and the most frequent reasons."""
    disagreement = section(open_view(open_warehouse(kinds["normal"])), "disagreement").section
    words = all_words(home("normal", slide="agreement"))
    assert f"Why sales hands leads back, of {count(disagreement.handoff.rejected)} MQLs" in words
    first = disagreement.reasons[0]
    assert f"**{in_markdown(first.reason)}**  \n{count(first.count)}" in words


def test_the_slide_of_who_owes_what_names_those_of_the_lists(home: Any, kinds: dict[str, Path]) -> None:
    """The enquiries past the response SLA and the stalled deals of the owners, counted from the lists themselves."""
    view = open_view(open_warehouse(kinds["normal"])).pipeline_view()
    words = all_words(home("normal", slide="owed"))
    assert view.settings.sla_clock == "elapsed"
    limit = 60 * view.settings.response_sla_hours
    waits = view.ask("response/waiting", rows=MOST_RECORDS).rows
    waiting = Counter(wait["owner"] for wait in waits)
    late = Counter(wait["owner"] for wait in waits if wait["waited_minutes"] >= limit)
    deals = Counter(deal["owner"] for deal in view.ask("stalled/deals").rows)
    assert late
    assert deals
    for owner, most in late.most_common(1):
        assert f"**{in_markdown(owner or 'Nobody')}**  \n{count(most)} of {count(waiting[owner])} that wait" in words
    by_name = {in_markdown(owner or "Nobody"): held for owner, held in deals.items()}
    shown = {name: int(held) for name, held in HELD.findall(words)}
    assert shown
    assert shown == {name: by_name[name] for name in shown}


def test_the_letters_of_a_slides_chart_are_read_from_afar() -> None:
    """No letter is smaller, marks grow with them, and the height is the page's; the chart itself is unchanged."""
    steps = [BridgeStep("a", "Before", 3.0, is_level=True), BridgeStep("b", "More", 1.0), BridgeStep("c", "Less", -2.0)]
    share = Conversion(from_stage="MQL", to_stage="SAL", mature=100, converted=60, rate=0.6, low=0.5, high=0.7)
    for figure in (bridge_chart(steps, LIGHT, str), conversions_chart([share], [share], "before", LIGHT)):
        before, after = figure.to_dict(), enlarged(figure).to_dict()
        assert "height" not in after["layout"]
        assert min(_sizes(after)) >= SMALLEST > min(_sizes(before))
        assert figure.to_dict() == before
    assert after["data"][-1]["marker"]["size"] == 1.5 * before["data"][-1]["marker"]["size"]
    assert after["data"][-1]["x"] == before["data"][-1]["x"]


def _sizes(words: Any, within: str = "") -> list[float]:
    """The size of every font in a chart."""
    if isinstance(words, dict):
        own = [words["size"]] if "font" in within and "size" in words else []
        return [*own, *(size for key, each in words.items() for size in _sizes(each, key))]
    return [size for each in words for size in _sizes(each, within)] if isinstance(words, list | tuple) else []


def test_the_dock_opens_the_form_filled_with_what_is_shown(table: Table) -> None:
    """Evidence and figure of the slide; until the form is left the arrows and Escape are its own."""
    app = table.home(slide="velocity", source="webinar")
    app.button("dock-pipeline/standing").click().run()
    assert not app.exception
    form = app.get("dialog")[0]
    assert any("Evidence: How much is open" in caption.value for caption in form.caption)
    assert app.session_state["decide-pipeline/standing-figure"] == "velocity_realised"
    assert app.session_state["decide-pipeline/standing-slice"] == {"source": ["webinar"]}
    assert all(app.button(key).disabled for key in ("slide-Left", "slide-Right", "leave-by-Esc", "leave-by-F"))


def test_a_link_that_opens_nothing_leaves_the_slide_alive(home: Any) -> None:
    """It says so, and the arrows and the way out stay with the slide; what does open has the keys for itself."""
    app = home("normal", slide="stalled", open="review-causes:nowhere")
    assert any("What the address opens is not on this screen" in warning.value for warning in app.warning)
    assert not any(app.button(key).disabled for key in ("slide-Left", "slide-Right", "leave-by-Esc", "leave-by-F"))


def test_decisions_stand_on_their_slide_and_can_be_closed_there(table: Table) -> None:
    """How many are open and made now is the claim; what is decided now is read out first, earlier ones are cards."""
    made = table.decided(text="Call at once")
    before = table.decided("2026-W45", text="Call twice", due_on="2030-11-02")
    app = table.home(ANN.id, slide="decisions")
    assert not app.exception
    assert claims(app) == [f"1 earlier decision is open; 1 decided in {made.week} so far"]
    words = all_words(app)
    assert words.index("Call at once") < words.index("Call twice")
    app.session_state[f"card-{before.id}"] = True
    app.run()
    assert "What became of it?" in [getattr(group, "label", "") for group in app.get("button_group")]


def test_a_claim_counts_the_open_and_the_overdue(table: Table) -> None:
    """None, one, several, and who owes the overdue; all of them overdue is said as that."""
    assert decisions_claim([], [], "2026-W46") == "No earlier decision is open; none decided in 2026-W46 so far"
    table.decided("2026-W44", due_on="2026-11-02")
    table.decided("2026-W45", due_on="2030-11-02")
    app = table.home(slide="decisions")
    assert claims(app)[0].startswith("2 earlier decisions are open, 1 overdue (Bo); none decided")


def test_whoever_may_not_decide_sees_the_slide_without_the_dock(table: Table) -> None:
    """A reader has the arrows and no form."""
    table.restrict()
    app = table.home("di@example.com", slide="velocity")
    assert not app.exception
    assert [button.label for button in app.button if str(button.key).startswith("dock-")] == []
    assert not app.button("slide-Right").disabled


def test_the_clock_goes_on_from_when_it_began(home: Any) -> None:
    """Of a meeting that is on; of one long over, or of no time at all, it waits to be started."""
    now = datetime.now(UTC)
    app = home("one-row", slide="kpis", began=(now - timedelta(minutes=5)).isoformat(timespec="seconds"))
    assert any(f'class="{CLOCK}"' in html.proto.body and "-30" in html.proto.body for html in app.get("html"))
    app.button("slide-Right").click().run()
    assert app.query_params["began"]
    app.button("leave-by-F").click().run()
    assert "began" not in app.query_params
    app.button("enter-meeting-mode").click().run()
    assert app.query_params["began"] == (now - timedelta(minutes=5)).isoformat(timespec="seconds")
    for said in ((now - LONGEST).isoformat(), (now + timedelta(hours=1)).isoformat(), "2026-11-29T10:00:00", "soon"):
        app = home("one-row", slide="kpis", began=said)
        assert not app.exception
        app.button("start-clock").click().run()
        assert any(CLOCK in html.proto.body for html in app.get("html"))


def test_a_slide_there_is_not_is_said_and_the_first_is_shown(home: Any, drawn: Draw) -> None:
    """Another screen has no slides, and takes no notice of one in its address."""
    app = home("one-row", slide="prices")
    assert "The link asks for the slide “prices”, which is none; this is the first." in all_words(app)
    assert app.button("slide-Left").disabled
    app = drawn("waterfall", "one-row", slide="conversion", began="2026-11-29T10:00:00+00:00")
    assert not app.warning
    assert not app.error


def test_a_frozen_week_is_shown_as_it_was(table: Table) -> None:
    """The slides of a past review look at its own data, and say so; the arrows keep the week and the revision."""
    freezing.freeze(table.journal, table.view(), CHAIR)
    app = table.home(slide="velocity", week=WEEK, revision="1")
    assert not app.exception
    assert any(f"This is the review of **{WEEK}**, revision 1" in info.value for info in app.info)
    assert len(claims(app)) == 1
    app.button("slide-Right").click().run()
    assert [app.query_params[name] for name in ("slide", "week", "revision")] == ["stalled", WEEK, "1"]
