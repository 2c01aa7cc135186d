"""Review (home) and Waterfall: what they say stands in the metrics, and they stand every kind of warehouse."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.importing.run import ImportOptions, run_import
from dashboard.metrics.report import section
from dashboard.scope.settings import Settings
from dashboard.scope.slices import Slice
from dashboard.serving.start import ROOT
from dashboard.texts import count
from dashboard.warehouse.generations import WAREHOUSE_VARIABLE
from tests.screens.clicking import click, first_number, marks, said_in_drawer
from tests.screens.conftest import FILES, IMPORTED_AS_OF, PATIENCE, Draw, drawn_on


def home(kinds: dict[str, Path], monkeypatch: pytest.MonkeyPatch, kind: str) -> AppTest:
    """The app as its entry draws it: the first screen, with the navigation its links need."""
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(kinds[kind]))
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE).run()


@pytest.mark.parametrize("kind", FILES)
def test_the_review_draws_on_every_kind_of_warehouse(
    kinds: dict[str, Path], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Nothing raises; the agenda has its four parts whatever the data holds."""
    app = home(kinds, monkeypatch, kind)
    assert not app.exception
    assert not app.error
    parts = [part.value.partition(" :small")[0] for part in (*app.caption, *app.subheader)]
    assert sorted(part for part in parts if " · " in part[:4]) == [
        "1 · Conversion: what moved, and why?",
        "2 · Velocity: faster or slower?",
        "3 · Stalled deals: what holds them back?",
        "4 · Decisions",
    ]


@pytest.mark.parametrize("kind", FILES)
def test_the_waterfall_draws_on_every_kind_of_warehouse(drawn: Draw, kind: str) -> None:
    """Nothing raises, nothing is refused."""
    app = drawn("waterfall", kind)
    assert not app.exception
    assert not app.error
    assert any("generation" in caption.value for caption in app.caption)


def test_the_waterfall_shows_the_cohort_of_the_metrics(drawn: Draw, kinds: dict[str, Path]) -> None:
    """The heading's number and the sum of fates are those of the section, whole and filtered."""
    whole = open_view(open_warehouse(kinds["normal"]))
    for source in (None, "webinar"):
        app = drawn("waterfall", "normal", **({"source": source} if source else {}))
        chosen = Slice.of({"source": [source]} if source else {})
        view = open_view(whole.warehouse, chosen=chosen)
        cohort = section(view, "waterfall").section.cohort
        assert app.subheader[0].value.startswith(count(cohort)) or cohort == 0
        assert not cohort or any(f"= **{count(cohort)}**" in caption.value for caption in app.caption)


def test_a_part_of_the_review_stays_in_its_place_whatever_the_others_say(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the whole and of a filter, of this week and of others: else a browser makes all that follow it anew."""
    looks: tuple[dict[str, str], ...] = ({}, {"source": "Webinar"}, {"week": "2026-W40"})
    drawn = [drawn_on(sample_folder, monkeypatch, "review", **look) for look in looks]
    places = [[part.type for part in app.main.children.values()] for app in drawn]
    assert places[1:] == places[:1] * (len(looks) - 1)
    assert len({len(list(app.main)) for app in drawn}) > 1, "the looks say as many things as each other"


def test_without_leads_the_waterfall_says_so(drawn: Draw) -> None:
    """Deals alone: one sentence, no chart of zeros."""
    app = drawn("waterfall", "deals-only")
    assert [info.value for info in app.info] == ["There are no leads, so there is no waterfall of leads."]


def test_a_filter_of_the_link_is_used_and_shown(drawn: Draw) -> None:
    """A link with a field beyond the bar's own filters by it, and it can be cleared on the screen."""
    app = drawn("waterfall", "normal", campaign="(none)", week="2019-W01")
    assert any("campaign (none)" in caption.value for caption in app.caption)
    assert any("No lead came in here" in info.value for info in app.info)
    assert app.multiselect(key="campaign").value == ["(none)"]


def test_stages_nobody_tells_of_are_no_zeros(drawn: Draw) -> None:
    """Leads alone: the stages after the first are neither bars nor columns, and the reason is said once."""
    app = drawn("waterfall", "leads-only")
    segments = next(table.value for table in app.dataframe if "part" in table.value.columns)
    assert [*segments.columns] == ["part", "stage_1"]
    said = [info.value for info in app.info]
    assert len(said) == len(set(said))


def test_a_review_without_stages_has_no_empty_chart(kinds: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Leads alone: the agenda says that no conversion can be looked at, and draws none."""
    app = home(kinds, monkeypatch, "leads-only")
    assert any("no conversion can be looked at" in info.value for info in app.info)
    assert not app.get("plotly_chart")


def test_a_step_that_was_not_recorded_before_has_no_ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MQLs are recorded since March: the other steps keep their rings in their own rows, which open what they say."""
    leads, events = ["lead_id,created_at"], ["lead_id,at,event"]
    for number in range(180):
        came = datetime.fromisoformat("2024-06-03") + timedelta(days=2 * number)
        is_late = came > datetime.fromisoformat("2024-12-20")
        qualified = max(came, datetime.fromisoformat("2025-03-08")) if is_late else came
        leads.append(f"{number},{came}")
        events += [f"{number},{qualified + timedelta(days=1)},mql"] if is_late else []
        events.append(f"{number},{qualified + timedelta(days=2)},sql")
        events += [f"{number},{qualified + timedelta(days=3)},won"] if number % 3 else []
    (tmp_path / "leads.csv").write_text("\n".join(leads), encoding="utf-8")
    (tmp_path / "lead_events.csv").write_text("\n".join(events), encoding="utf-8")
    files = [tmp_path / "leads.csv", tmp_path / "lead_events.csv"]
    run_import(files, [], tmp_path / "w", Settings(), IMPORTED_AS_OF, ImportOptions(), lambda _: None)
    app = drawn_on(tmp_path / "w", monkeypatch, "waterfall")
    steps = section(open_view(open_warehouse(tmp_path / "w")), "waterfall").section.conversions
    assert [step.from_stage for step in steps] == ["Inquiry", "MQL", "SQL"]
    rings = [mark for mark in marks(app) if mark.chart == "conversions" and mark.customdata[1] == "before"]
    assert [ring.customdata[0] for ring in rings] == [2]
    app = click(app, rings[0])
    assert not app.exception
    assert first_number(said_in_drawer(app) or "") == str(rings[0].records)
