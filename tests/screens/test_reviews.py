"""A review is frozen, signed and opened again in the week's chip; a past one opens on its own data on every screen."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.asking.ask import open_warehouse
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.restatement.paths import numbers
from dashboard.meeting.review import freezing
from dashboard.meeting.review.manifest import figures_of
from dashboard.meeting.review.replay import frozen_figures, manifest_for
from dashboard.meeting.review.review import Review, review_of
from dashboard.screens.meeting import past
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.memory import Memory
from tests.enduring import some
from tests.meeting.company import WEEK, Company
from tests.meeting.people import ANN, BO, CHAIR
from tests.screens.meeting import HOSTILE, SHOWN, Table, all_words, press, table_of, unfold


def chip(app: AppTest) -> str:
    """What stands on the week's chip."""
    return next(each.proto.popover.label for each in app.get("popover") if "week-chip" in each.proto.id)


def frozen(table: Table) -> Review:
    """The week, frozen by the chair."""
    return freezing.freeze(table.journal, table.view(), CHAIR)


def doubled(made: Company) -> None:
    """The amount of every deal is twice what it was."""
    for row in made.tables["deals"]:
        row["amount"] = str(2 * int(row["amount"]))


def test_a_review_is_frozen_signed_and_opened_again(table: Table) -> None:
    """By whoever may each, with a reservation that stays text; the other side is still missing."""
    table.restrict()
    reader = unfold(table.screen("waterfall", "di@example.com"), "week-chip")
    assert not [each for each in reader.button if each.key in {"freeze", "sign-sales", "reopen"}]
    app = unfold(table.screen("waterfall", CHAIR.id), "week-chip")
    assert "is not frozen" in all_words(app)
    app = press(app, "freeze", "week-chip")
    assert not [each for each in app.button if each.key == "sign-sales"]
    app = unfold(table.screen("waterfall", BO.id), "week-chip")
    assert not [each for each in app.button if each.key == "sign-marketing"]
    app.text_area("words-sales").set_value(HOSTILE)
    app = press(app, "sign-sales", "week-chip")
    assert "**Sales** signed by bo@" in all_words(app)
    assert "(not verified)" in all_words(app)
    assert f"“{SHOWN}" in all_words(app)
    review = review_of(table.journal, WEEK)
    assert review.latest
    assert [(each.side, each.words) for each in review.latest.signatures] == [("sales", HOSTILE)]
    app = unfold(table.screen("waterfall", ANN.id), "week-chip")
    app = press(app, "decline-marketing", "week-chip")
    assert "give a reason" in all_words(app)
    app.text_area("words-marketing").set_value("Spend is missing")
    app = press(app, "decline-marketing", "week-chip")
    assert "**Marketing** declined by" in all_words(app)
    app = unfold(table.screen("waterfall", CHAIR.id), "week-chip")
    app.text_input("reopen-why").set_value("Spend came")
    app = press(app, "reopen", "week-chip")
    assert "It was opened again on" in all_words(app)
    assert "“Spend came”" in all_words(app)
    app = press(app, "freeze", "week-chip")
    review = review_of(table.journal, WEEK)
    assert (len(review.freezes), review.is_frozen) == (2, True)


def test_two_sides_sign_in_two_tabs(table: Table) -> None:
    """Whoever comes second sees what the first did, and their own is the next version."""
    frozen(table)
    app = unfold(table.screen("waterfall", ANN.id), "week-chip")
    freezing.sign(table.journal, review_of(table.journal, WEEK), "sales", BO)
    app = press(app, "sign-marketing", "week-chip")
    assert "Bo changed this at" in all_words(app)
    app = press(app, f"mine-{WEEK}", "week-chip")
    assert review_of(table.journal, WEEK).state == "signed"


def test_who_has_not_signed_is_said_after_a_week(table: Table) -> None:
    """Nothing signs itself."""
    eight_days_ago = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=8)
    earlier = Journal(table.journal.store, clock=lambda: eight_days_ago)
    review = freezing.freeze(earlier, table.view(), CHAIR)
    freezing.sign(earlier, review, "sales", BO)
    app = unfold(table.screen("waterfall"), "week-chip")
    assert app.warning[0].value == "Nothing from marketing for 7 days. Nothing signs itself."
    assert chip(app) == "W46 · signed by sales, nothing from marketing for 7 days"
    freezing.sign(table.journal, review_of(table.journal, WEEK), "marketing", ANN)
    assert not app.run().warning


@pytest.mark.parametrize("screen", some(["icp", "velocity", "explore", "data"], 2))
def test_every_screen_follows_to_the_past(past_table: Table, screen: str) -> None:
    """It says so, on the data of then."""
    app = past_table.screen(screen, week=WEEK, revision="1")
    assert not app.exception
    assert not app.error
    generation = manifest_for(past_table.journal, WEEK).generation
    assert f"This is the review of **{WEEK}**, revision 1, on its own data ({generation})" in all_words(app)
    assert any(f"generation {generation}" in caption.value for caption in app.caption)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of a frozen week, and another export since; nobody writes into it."""
    folder = tmp_path_factory.mktemp("past")
    with pytest.MonkeyPatch.context() as patch:
        for table in table_of(folder, tmp_path_factory, patch):
            frozen(table)
            table.import_again(folder / "files", doubled)
    return folder / "w"


@pytest.fixture
def past_table(reviewed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """A frozen week, and another export since, to be looked at and written into."""
    table = Table(Path(shutil.copytree(reviewed, tmp_path / "w")), monkeypatch)
    yield table
    table.journal.store.close()


def test_a_past_review_shows_the_figures_of_then(past_table: Table) -> None:
    """Byte for byte those that were frozen; and today's where nobody asks for the past."""
    then, today = (past_table.home(week=WEEK, **url) for url in ({"revision": "1"}, {}))
    assert then.metric[0].value != today.metric[0].value
    app = unfold(then, "week-chip")
    app = press(app, "leave-review", "week-chip")
    assert app.metric[0].value == today.metric[0].value
    app.selectbox("past-review").set_value(f"{WEEK} 1").run()
    assert app.metric[0].value == then.metric[0].value
    app.selectbox("week").set_value("2026-W45").run()
    assert "This is the review of" not in all_words(app)


def test_what_the_screens_look_at_gives_the_frozen_bytes(past_table: Table) -> None:
    """Whatever was imported since."""
    review = review_of(past_table.journal, WEEK)
    assert review.latest
    manifest = manifest_for(past_table.journal, WEEK)
    current = open_warehouse(past_table.folder)
    opened = past._opened(past_table.journal, review, review.latest, manifest, current)
    assert opened.stands is None
    assert opened.view.warehouse is not current
    assert figures_of(opened.view) == frozen_figures(past_table.journal, manifest)


def test_a_review_that_is_not_there_is_said(table: Table) -> None:
    """Never today's figures under a past review's name."""
    for url in ({"week": WEEK, "revision": "2"}, {"revision": "1"}, {"week": WEEK, "revision": "<b>"}):
        app = table.screen("waterfall", **url)
        assert len(app.error) == 1
        assert not app.get("plotly_chart")
        app.button("leave-out-revision").click().run()
        assert not app.error
        assert app.get("plotly_chart")


@pytest.mark.parametrize("what", ["data", "code"])
def test_what_cannot_be_asked_again_stands_as_frozen(
    past_table: Table, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Where the data is gone, or the questions are others since: it is said, and no chart of today stands there."""
    manifest = manifest_for(past_table.journal, WEEK)
    if what == "data":
        Generations(past_table.folder).file(manifest.generation).unlink()
    else:
        monkeypatch.setattr(past, "_kept", Memory())
        monkeypatch.setattr(past, "is_same_code", lambda _: False)
    app = past_table.screen("stalled", week=WEEK, revision="1")
    assert {"data": past.NOT_KEPT, "code": past.OTHER_CODE}[what] in all_words(app)
    figures = json.loads(frozen_figures(past_table.journal, manifest))
    assert list(app.dataframe[0].value["figure"]) == list(numbers({"stalled": figures["stalled"]}))
    assert "Shared ICP" in [option.content for option in app.get("button_group")[0].proto.options]
    assert not app.get("plotly_chart")
    app = unfold(app, "week-chip")
    app.button("leave-review").click().run()
    assert app.get("plotly_chart")
