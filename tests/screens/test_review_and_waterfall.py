"""Review (home) and Waterfall: what they say stands in the metrics, and they stand every kind of warehouse."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.metrics.report import section
from dashboard.scope.slices import Slice
from dashboard.serving.start import ROOT
from dashboard.texts import count
from dashboard.warehouse.generations import WAREHOUSE_VARIABLE
from tests.screens.conftest import FILES, PATIENCE, Draw


def home(kinds: dict[str, Path], monkeypatch: pytest.MonkeyPatch, kind: str) -> AppTest:
    """The app as its entry draws it: the first screen, with the navigation its links need."""
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(kinds[kind]))
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE).run()


@pytest.mark.parametrize("kind", FILES)
def test_the_review_draws_on_every_kind_of_warehouse(
    kinds: dict[str, Path], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Nothing raises; the agenda has its three parts whatever the data holds."""
    app = home(kinds, monkeypatch, kind)
    assert not app.exception
    assert not app.error
    assert [part.value for part in app.subheader if part.value[0].isdigit()] == [
        "1 · Conversion",
        "2 · Velocity",
        "3 · Stalled deals by root cause",
    ]


@pytest.mark.parametrize("kind", FILES)
def test_the_waterfall_draws_on_every_kind_of_warehouse(drawn: Draw, kind: str) -> None:
    """Nothing raises, nothing is refused."""
    app = drawn("waterfall", kind)
    assert not app.exception
    assert not app.error
    assert "generation" in app.caption[-1].value


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


def test_without_leads_the_waterfall_says_so(drawn: Draw) -> None:
    """Deals alone: one sentence, no chart of zeros."""
    app = drawn("waterfall", "deals-only")
    assert [info.value for info in app.info] == ["There are no leads, so there is no waterfall of leads."]


def test_a_filter_of_the_link_is_used_and_shown(drawn: Draw) -> None:
    """A link with a field beyond the bar's own filters by it, and it can be cleared on the screen."""
    app = drawn("waterfall", "normal", campaign="no such campaign")
    assert any("campaign no such campaign" in caption.value for caption in app.caption)
    assert any("No lead came in here" in info.value for info in app.info)
    assert app.multiselect(key="campaign").value == ["no such campaign"]


def test_stages_nobody_tells_of_are_no_zeros(drawn: Draw) -> None:
    """Leads alone: the stages after the first are neither bars nor columns, and the reason is said once."""
    app = drawn("waterfall", "leads-only")
    segments = next(table.value for table in app.dataframe if "segment" in table.value.columns)
    assert "Inquiry" in segments.columns
    assert not {"MQL", "SAL", "SQL", "Won", "share"} & {*segments.columns}
    said = [info.value for info in app.info]
    assert len(said) == len(set(said))


def test_a_review_without_stages_has_no_empty_chart(kinds: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Leads alone: the agenda says that no conversion can be looked at, and draws none."""
    app = home(kinds, monkeypatch, "leads-only")
    assert any("no conversion can be looked at" in info.value for info in app.info)
    assert not app.get("plotly_chart")
