"""A link is followed as it is written, or says in a sentence why not: never the whole company in a part's place."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.scope.slices import FIELDS
from dashboard.screens.address import CHOSEN
from dashboard.screens.listing import SCREENS
from tests.screens.conftest import Draw
from tests.screens.test_deal_screens import words

HOME, *OTHERS = (screen.path for screen in SCREENS)


def refused(app: AppTest) -> bool:
    """Nothing is shown but the sentence and the way on."""
    return bool(app.error) and not app.metric and not app.get("plotly_chart") and not app.subheader


@pytest.mark.parametrize("screen", OTHERS)
def test_a_name_that_is_no_field_is_refused_with_one_like_it(drawn: Draw, screen: str) -> None:
    """Every screen says so, and leaving it out shows the screen."""
    app = drawn(screen, "normal", sorce="webinar")
    assert refused(app)
    assert "filters by “sorce”, which is no field of a lead. Close to it: “source”" in app.error[0].value
    app.button("leave-out-sorce").click().run()
    assert not app.error
    assert not app.exception
    assert "all leads and deals" in words(app)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("source", "", "names source without a value"),
        ("source", " ", "names source without a value"),
        ("source", ["pigeons", "owls"], 'There is no source "pigeons" in the data. There is no source "owls"'),
        ("cycle", "second", "asks for “second” in Cycles"),
        ("compare", "never", "asks for “never” in Compare with"),
        ("waterfall", "/etc/passwd", "asks for “/etc/passwd” in Waterfall"),
        ("week", "2031-W02", "asks for “2031-W02” in Review week"),
        ("week", "someday", "asks for “someday” in Review week"),
        ("generation", "20200101T000000-00000000", "from the import 20200101T000000-00000000, which is not kept"),
        ("generation", "../../etc/passwd", "which is not kept here any more"),
        ("window", ["2025-01-01"], "A window is a first and a last day"),
        ("window", ["2025-02-30", "2025-03-01"], "A window is a first and a last day"),
        ("window", ["2025-03-02", "2025-03-01"], "ends on 1 Mar 2025, before it begins on 2 Mar 2025"),
        ("window", ["2025-03-01", "2025-12-31"], "ends on 31 Dec 2025, but the review week ends on 1 Jun 2025"),
        ("window", ["2026-03-01", "2026-12-31"], "ends on 31 Dec 2026, but the review week ends on 1 Jun 2025"),
    ],
)
def test_what_is_not_there_is_said_and_no_figure_stands_under_it(
    drawn: Draw, name: str, value: str | list[str], said: str
) -> None:
    """A window past the data, a week that has not come, a box without that choice, a filter that names nobody."""
    app = drawn("waterfall", "normal", **{name: value})
    assert refused(app)
    assert said in app.error[0].value
    app.button(f"leave-out-{name}").click().run()
    assert not app.error
    assert app.get("plotly_chart")


@pytest.mark.parametrize("field", FIELDS)
def test_any_field_of_a_slice_filters_and_has_a_box_to_clear_it(drawn: Draw, field: str) -> None:
    """Whatever ``--slice`` takes a link takes, and refuses what ``--slice`` refuses; it can be taken out again."""
    app = drawn("waterfall", "normal", **{field: "Carrier pigeon"})
    assert refused(app)
    assert not app.exception
    assert f'There is no {field.replace("_", " ")} "Carrier pigeon" in the data.' in app.error[0].value
    box = next(box for box in app.multiselect if box.key == field)
    assert box.value == ["Carrier pigeon"]
    box.set_value([]).run()
    assert "all leads and deals" in words(app)
    assert not app.error
    assert field not in app.session_state[CHOSEN]


def test_a_value_nobody_has_is_said_beside_those_somebody_has(drawn: Draw, kinds: dict[str, Path]) -> None:
    """The others filter on; what is close to it is named."""
    view = open_view(open_warehouse(kinds["normal"]))
    there = view.ask("frame/choices", most=5).rows
    source = next(row["choice"] for row in there if row["field"] == "source" and row["choice"] != "(none)")
    app = drawn("waterfall", "normal", source=[source, f"{source}s"])
    (warning,) = app.warning
    assert f'There is no source "{source}s"; nearest: "{source}"' in warning.value
    assert f"source {source} or {source}s" in words(app)


def test_a_choice_of_a_screen_s_own_box_that_is_none_is_said(drawn: Draw) -> None:
    """The box shows what the figures show, and the sentence stands above it."""
    app = drawn("explore", "normal", measure="happiness")
    assert "asks for “happiness” in Measure" in app.warning[0].value
    assert app.selectbox(key="measure").value == "leads"


def test_choices_of_another_screen_go_along_without_a_word(drawn: Draw) -> None:
    """Their names are known on every screen."""
    app = drawn("waterfall", "normal", measure="sql", by="region", cause="no_activity")
    assert not app.error
    assert not app.warning
    assert {*app.session_state[CHOSEN]} == {"measure", "by", "cause"}


def test_an_earlier_week_than_the_box_offers_opens(drawn: Draw) -> None:
    """A link may name any week that has ended."""
    app = drawn("waterfall", "normal", week="2019-W01")
    assert not app.error
    assert "31 Dec 2018 – 6 Jan 2019" in words(app)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ({}, "compared with the 13 weeks before: 2 Dec 2024 – 2 Mar 2025"),
        ({"compare": "year"}, "compared with a year before: 4 Mar – 2 Jun 2024"),
        (
            {"window": ["2023-08-01", "2025-06-01"]},
            "compared with the same window 13 weeks earlier: 2 May 2023 – 2 Mar 2025",
        ),
        (
            {"window": ["2025-05-01", "2025-05-31"], "compare": "year"},
            "compared with the same window a year earlier: 2 May – 1 Jun 2024",
        ),
    ],
)
def test_what_a_screen_compares_with_is_said_in_days(drawn: Draw, url: dict[str, str | list[str]], said: str) -> None:
    """Thirteen weeks are called so only where they are thirteen."""
    assert said in words(drawn("waterfall", "normal", **url))


def test_a_screen_that_compares_with_the_window_before_says_that_one(drawn: Draw) -> None:
    """Velocity and Money look at the window just before, as long as the chosen one."""
    for screen in ("velocity", "money"):
        app = drawn(screen, "normal", window=["2024-06-01", "2025-05-31"])
        assert "compared with the window before, as long: 2 Jun 2023 – 31 May 2024" in words(app)
    (head,) = [caption.value for caption in drawn("stalled", "normal").caption if "**Week" in caption.value]
    assert "compared" not in head


def test_the_box_of_the_comparison_stands_where_it_does_something(drawn: Draw) -> None:
    """The Review compares with the window just before, whatever a link chose for the other screens."""
    review, waterfall = (drawn(screen, "normal", compare="year") for screen in ("review", "waterfall"))
    assert not [each for each in review.selectbox if each.label == "Compare with"]
    assert [each.value for each in waterfall.selectbox if each.label == "Compare with"] == ["year"]
    assert review.session_state[CHOSEN]["compare"] == ("year",)
