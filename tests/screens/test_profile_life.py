"""The profile is edited, proposed, signed, declined and withdrawn on its screen, each by whoever may."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.meeting.commands.looking import opening_view
from dashboard.meeting.profile import writing
from dashboard.meeting.profile.place import place_of
from dashboard.meeting.profile.proposal import ProfileProposal, life_of
from icp.document import Definition
from icp.reading import parse, read
from tests.meeting.people import ANN, BO, CHAIR
from tests.meeting.profiles import drafted, with_profile
from tests.screens.meeting import HOSTILE, SHOWN, Table, all_words, unfold

NAME = "Shared ICP"
KEY = "what-if-1-"
FOLD = "icp-what-if"


@pytest.fixture
def profile(table: Table) -> Path:
    """The company's shared profile, for heads with roles of their own."""
    table.restrict()
    return with_profile(table.folder)


def later() -> date:
    """A day that a proposal of today may take effect on."""
    return date.today() + timedelta(days=14)  # noqa: DTZ011 -- the company is in UTC


def keys(app: AppTest) -> set[str]:
    """The keys of the buttons that are drawn."""
    return {str(each.key) for each in app.button}


def last(table: Table) -> ProfileProposal:
    """The last proposal."""
    return life_of(table.journal, NAME).proposals[-1]


def text_of(table: Table) -> Definition:
    """What it proposes."""
    return parse(table.journal.blob(str(last(table).text)).content.decode(), "proposal")


def test_a_profile_is_edited_proposed_and_signed(table: Table, profile: Path) -> None:
    """What is typed stays while another criterion is shown; both sides sign on the screen, and the file is there."""
    app = table.screen("icp", ANN.id)
    assert not app.exception
    assert "for sales (signed in the file only)." in all_words(app)
    app = unfold(app, FOLD)
    assert "icp-propose" not in keys(app)  # nothing is changed yet
    app.session_state[FOLD] = True
    app.multiselect(f"{KEY}from the web-entries").set_value(["paid search"]).run()
    app.session_state[FOLD] = True
    app.selectbox("what-if").set_value("has an owner").run()
    app.number_input(f"{KEY}has an owner-weight").set_value(3.0)
    app.number_input(f"{KEY}-:B").set_value(55.0)
    app.number_input(f"{KEY}-:known").set_value(40.0)
    app.text_input(f"{KEY}:name").set_value("is an SMB")
    app.session_state[FOLD] = True
    app.selectbox(f"{KEY}:field").set_value("employees").run()
    app.session_state[FOLD] = True
    app.button(f"{KEY}:add").click().run()
    assert app.selectbox("what-if").value == "is an SMB"
    assert "A range needs an end" in all_words(app)
    app.session_state[FOLD] = True
    app.number_input(f"{KEY}is an SMB-high").set_value(100.0).run()
    assert "leads change tier" in all_words(app)
    assert "come into a better tier" in all_words(app)
    app.text_input("icp-propose-why").set_value(HOSTILE)
    app.session_state[FOLD] = True
    app = app.button("icp-propose").click().run()
    assert not app.exception
    assert "By ann@" in all_words(app)
    assert f"“{SHOWN}" in all_words(app)
    proposed = text_of(table)
    assert proposed.criteria[0].one_of == ("paid search",)
    assert [(each.name, each.weight) for each in proposed.criteria[1:]] == [("has an owner", 3.0), ("is an SMB", 1.0)]
    assert (proposed.criteria[2].at_most, proposed.tiers.B, proposed.min_coverage) == (100.0, 55.0, 0.4)
    assert last(table).reason == HOSTILE
    assert {"icp-sign-marketing", "icp-decline-marketing", "icp-withdraw"} <= keys(app)
    assert "icp-sign-sales" not in keys(app)
    app = app.button("icp-sign-marketing").click().run()
    assert "**Marketing** signed: ann@" in all_words(app)
    app = table.screen("icp", BO.id)
    assert "icp-withdraw" not in keys(app)
    app = app.button("icp-sign-sales").click().run()
    assert not app.exception
    assert "Version 2 takes effect at midnight of Monday" in all_words(app)
    approved = read(profile.with_name("shared-2.toml")).approved_by
    assert (approved.marketing, approved.sales) == ("ann@example.com", "bo@example.com")
    app = unfold(table.screen("icp", BO.id), FOLD)
    assert any("Begun from version 2" in each.value for each in app.caption)


@pytest.mark.parametrize("reader", [CHAIR.id, "di@example.com"])
@pytest.mark.usefixtures("profile")
def test_whoever_may_not_is_shown_no_way_to(table: Table, reader: str) -> None:
    """They see what is proposed, and try changes on paper."""
    writing.propose(table.journal, opening_view(table.folder), drafted(day=later()), "why", ANN)
    app = unfold(table.screen("icp", reader), FOLD)
    assert "Version 2 is proposed" in [each.value for each in app.subheader]
    app.session_state[FOLD] = True
    app.multiselect(f"{KEY}from the web-entries").set_value(["paid search"]).run()
    assert "leads change tier" in all_words(app)
    assert not {key for key in keys(app) if key.startswith("icp-")}


@pytest.mark.usefixtures("profile")
def test_a_proposal_is_declined_and_withdrawn(table: Table) -> None:
    """With a reason, which is asked for; how the last one ended is said."""
    view = opening_view(table.folder)
    writing.propose(table.journal, view, drafted(day=later()), "why", ANN)
    app = table.screen("icp", BO.id)
    app = app.button("icp-decline-sales").click().run()
    assert "give a reason" in all_words(app)
    app.text_input("icp-why-sales").set_value(HOSTILE)
    app = app.button("icp-decline-sales").click().run()
    assert "was declined by bo@" in all_words(app)
    assert f": “{SHOWN}" in all_words(app)
    writing.propose(table.journal, view, drafted(day=later()), "why", ANN)
    app = table.screen("icp", ANN.id)
    app = app.button("icp-withdraw").click().run()
    assert "was withdrawn by ann@" in all_words(app)
    assert last(table).ended == "withdrawn"


@pytest.mark.usefixtures("profile")
def test_what_another_signed_meanwhile_is_shown_first(table: Table) -> None:
    """And one's own signature is given on top of it."""
    writing.propose(table.journal, opening_view(table.folder), drafted(day=later()), "why", ANN)
    app = table.screen("icp", BO.id)
    writing.sign(table.journal, place_of(opening_view(table.folder)), "marketing", ANN)
    app = app.button("icp-sign-sales").click().run()
    assert "Ann changed this at" in all_words(app)
    app = app.button("mine-icp-life").click().run()
    assert last(table).is_signed


def test_a_file_changed_after_it_was_signed_is_a_banner_on_every_screen(table: Table, profile: Path) -> None:
    """What was signed stays; a file that is gone is there again at the next look."""
    view = opening_view(table.folder)
    writing.propose(table.journal, view, drafted(day=later()), "why", ANN)
    writing.sign(table.journal, place_of(view), "marketing", ANN)
    writing.sign(table.journal, place_of(view), "sales", BO)
    file = profile.with_name("shared-2.toml")
    good = file.read_bytes()
    file.write_bytes(good + b"# edited\n")
    for screen in ("icp", "money"):
        app = table.screen(screen, BO.id)
        assert not app.exception
        assert "shared-2.toml (version 2 of Shared ICP) was changed after it was signed" in app.warning[0].value
    file.unlink()
    app = table.screen("icp", BO.id)
    assert not app.warning
    assert file.read_bytes() == good


def test_an_earlier_version_is_no_ground_for_a_proposal(table: Table, profile: Path) -> None:
    """A look at an earlier week tries changes on the version of then."""
    newer = profile.read_text(encoding="utf-8").replace('"1"', '"2"').replace("2026-01-01", "2026-11-09")
    (profile.parent / "newer.toml").write_text(newer.replace("webinar", "paid search"), encoding="utf-8")
    app = unfold(table.screen("icp", ANN.id, week="2026-W40"), FOLD)
    app.session_state[FOLD] = True
    app.multiselect(f"{KEY}from the web-entries").set_value(["paid search"]).run()
    assert "look at the latest week" in all_words(app)
    assert "icp-propose" not in keys(app)
