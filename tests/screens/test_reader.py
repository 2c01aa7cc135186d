"""Who reads the page, and what of it: every role with every action, on the screens where it counts."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.names import AS_READ, NAMES, naming_columns
from dashboard.asking.opening import open_view
from dashboard.meeting.people.access import FILE, Denied
from dashboard.meeting.people.access_log import latest
from dashboard.meeting.people.matrix import MATRIX
from dashboard.meeting.people.naming import account_name
from dashboard.meeting.person import Role
from dashboard.screens.door import BOX
from dashboard.screens.reader import CHOSEN_NAME, Visit, person_of
from dashboard.texts import plain
from dashboard.warehouse.catalogue import catalogue
from dashboard.warehouse.generations import WAREHOUSE_VARIABLE, Generations
from tests.screens.conftest import drawn_on

SPEAKING = {*NAMES, *AS_READ - {"value"}}


def page() -> None:
    """A page that says who reads it."""
    import streamlit as st

    from dashboard.errors import FunnelReviewError
    from dashboard.screens.reader import reader

    try:
        person = reader()
        st.text(f"{person.id} {person.is_verified} {','.join(sorted(person.roles))}")
    except FunnelReviewError as error:
        st.error(str(error))


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """That page beside a warehouse without ``access.toml``."""
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path))
    return AppTest.from_function(page)


def test_a_role_is_that_of_the_moment(app: AppTest, tmp_path: Path) -> None:
    """A name typed is nobody's word: its roles are those ``access.toml`` has in each run, all where there is none."""
    app.session_state[CHOSEN_NAME] = ("Cy@Example.com", None)
    assert app.run().text[0].value.startswith("cy@example.com False admin,analyst,chair")
    (tmp_path / FILE).write_text('ask = "Ed"\n[roles]\n"cy@example.com" = ["chair"]', encoding="utf-8")
    assert app.run().text[0].value == "cy@example.com False chair"
    (tmp_path / FILE).write_text('ask = "Ed"', encoding="utf-8")
    assert app.run().error[0].value == "Cy@Example.com has no role here; ask Ed."
    (tmp_path / FILE).write_text("ask = ", encoding="utf-8")
    assert "not TOML" in app.run().error[0].value


def test_a_page_from_elsewhere_is_nobody_where_nobody_signs_in(tmp_path: Path) -> None:
    """One that was open before the mode was another, or on a server without its gates."""
    visit = Visit("Ann", None, {}, None, is_local=True)
    assert person_of(visit, tmp_path).name == "Ann"
    with pytest.raises(Denied, match="on its own machine only"):
        person_of(replace(visit, is_local=False), tmp_path)


def actions() -> None:
    """A page that says what its reader may not."""
    import streamlit as st

    from dashboard.meeting.people.matrix import Action
    from dashboard.screens.reader import can, refused, sees_names

    for action in Action:
        assert can(action) is (refused(action) is None)
    st.text(",".join(action.name for action in Action if not refused(action)))
    st.text(str(sees_names()))


@pytest.mark.parametrize("role", Role)
def test_a_page_lets_each_role_do_what_the_matrix_says(app: AppTest, tmp_path: Path, role: Role) -> None:
    """Every role with every action; names are shown to readers and administrators where the file says so."""
    app = AppTest.from_function(actions)
    app.session_state[CHOSEN_NAME] = ("Ann", "ann@example.com")
    roles = f'[roles]\n"ann@example.com" = ["{role}"]'
    (tmp_path / FILE).write_text(roles, encoding="utf-8")
    allowed = [action.name for action, who in MATRIX.items() if role in who]
    assert sorted(app.run().text[0].value.split(",")) == sorted(allowed)
    assert app.text[1].value == str("SEE_NAMES" in allowed)
    (tmp_path / FILE).write_text(f"readers_see_names = true\n{roles}", encoding="utf-8")
    assert app.run().text[1].value == "True"


def own(kinds: dict[str, Path], folder: Path, role: Role | None) -> Path:
    """A copy of a warehouse in which Ann has a role."""
    shutil.copytree(kinds["normal"], folder)
    if role:
        (folder / FILE).write_text(f'ask = "Cy"\n[roles]\n"ann@example.com" = ["{role}"]', encoding="utf-8")
    return folder


def drawn_for_ann(folder: Path, monkeypatch: pytest.MonkeyPatch, module: str, **url: str) -> AppTest:
    """A screen as Ann sees it."""
    monkeypatch.setattr("dashboard.screens.reader.account_name", lambda: "ann@example.com")
    return drawn_on(folder, monkeypatch, module, **url)


def test_importing_takes_its_role_at_every_click(
    kinds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An analyst who is none any more when they press the button has changed nothing; a reader is told who may."""
    folder = own(kinds, tmp_path / "w", Role.ANALYST)
    served = Generations(folder).current()
    app = drawn_for_ann(folder, monkeypatch, "data")
    assert "Access log" not in [each.value for each in app.subheader]
    assert app.subheader[0].value == "Bring your files"
    app.file_uploader[0].upload("leads.csv", b"lead_id,created_at\n1,2025-01-02\n", "text/csv").run()
    button = app.button("import")
    (folder / FILE).write_text('ask = "Cy"\n[roles]\n"@example.com" = ["reader"]', encoding="utf-8")
    app = button.click().run()
    assert not app.file_uploader
    assert app.subheader[-1].value == "Bring your files"  # no longer first
    assert "that takes one of these roles: analyst, admin. Ask Cy." in " ".join(each.value for each in app.caption)
    assert Generations(folder).current() == served


def test_storing_names_is_for_whoever_may_see_them(
    kinds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An administrator imports, and a box ticked in spite of being disabled stores none."""
    folder = own(kinds, tmp_path / "w", Role.ADMIN)
    app = drawn_for_ann(folder, monkeypatch, "data")
    file = b"lead_id,created_at,name,email\n1,2025-01-02,Ann Lee,lee@x.example\n"
    app.file_uploader[0].upload("leads.csv", file, "text/csv").run()
    assert app.checkbox[0].disabled
    assert app.checkbox[0].value is True  # as it is served
    first = tmp_path / "first"
    first.mkdir()
    shutil.copy(folder / FILE, first)
    app = drawn_for_ann(first, monkeypatch, "data")
    app.file_uploader[0].upload("leads.csv", file, "text/csv").run()
    app.checkbox[0].proto.disabled = False  # a browser may say what it likes
    app.checkbox[0].check().run()
    app = app.button("import").click().run()
    assert not app.error
    generation = open_warehouse(first).generation
    assert generation.has_personal_data is False
    (line,) = latest(first)
    assert (line["who"], line["event"], line["about"]) == ("ann@example.com", "imported", generation.id)
    app = drawn_for_ann(first, monkeypatch, "data")  # which an administrator sees, with who may what
    tables = [each.value for each in app.dataframe if "who" in each.value]
    assert [list(each["who"]) for each in tables] == [["ann@example.com"]] * 2


@pytest.mark.parametrize("role", [Role.READER, Role.ANALYST])
def test_lists_name_leads_to_whoever_may_see_them(
    kinds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    """A reader's lists show ids where an analyst's show names, with the same figures beside them."""
    folder = own(kinds, tmp_path / "w", role)
    app = drawn_for_ann(folder, monkeypatch, "stalled")
    view = open_view(open_warehouse(folder))
    named = {row["deal_id"]: row["deal_name"] for row in view.ask("stalled/deals").rows if row["deal_name"]}
    assert named
    shown = set(next(each.value["deal"] for each in app.dataframe if "deal" in each.value))
    assert bool(shown & {plain(name) for name in named.values()}) is (role is Role.ANALYST)


def test_no_answer_names_somebody_to_whoever_may_not_see_names(kinds: dict[str, Path]) -> None:
    """Every column of every question with a name in it is known; the rest of an answer is the same."""
    columns = {(name, column) for name, query in catalogue().items() for column in query.columns if column in SPEAKING}
    known = {(name, column) for name, query in catalogue().items() for column in naming_columns(query)}
    assert columns - known == {("disagreement/criteria", "name")}
    view = open_view(open_warehouse(kinds["normal"]))
    hiding = replace(view, shows_names=False)
    for name, asked in (("response/waiting", {"rows": 50}), ("data/merge_candidates", {"most": 50})):
        rows = view.ask(name, **asked).rows
        assert any(row["name"] for row in rows)
        hidden = naming_columns(catalogue()[name])
        assert hiding.ask(name, **asked).rows == [{**row, **dict.fromkeys(hidden)} for row in rows]
    assert hiding.ask("waterfall/fates") is view.ask("waterfall/fates")
    with (kinds["normal"].parent / "normal" / "deals.csv").open(encoding="utf-8-sig", newline="") as file:
        named = [row for row in csv.DictReader(file) if row["lead_id"] and row["name"]]
    told = [[str(look.ask("lead/history", lead_id=row["lead_id"]).rows) for row in named] for look in (view, hiding)]
    counts = [sum(f": {row['name']}" in each for row, each in zip(named, looked, strict=True)) for looked in told]
    assert counts[0] > counts[1] == 0


def test_a_download_is_not_for_whoever_lost_their_role(app: AppTest, tmp_path: Path) -> None:
    """What was offered to an analyst is made for nobody who is none when it is fetched."""

    def offering() -> None:
        import streamlit as st

        from dashboard.screens.reader import for_reader

        def made() -> str:
            return "file"

        st.session_state["made"] = for_reader(made)

    app = AppTest.from_function(offering)
    app.session_state[CHOSEN_NAME] = ("Ann", "ann@example.com")
    (tmp_path / FILE).write_text('[roles]\n"ann@example.com" = ["analyst"]', encoding="utf-8")
    make = app.run().session_state["made"]
    assert make() == "file"
    (tmp_path / FILE).write_text('[roles]\n"ann@example.com" = ["reader"]', encoding="utf-8")
    with pytest.raises(Denied, match="less than when this page was drawn"):
        make()
    (tmp_path / FILE).write_text("", encoding="utf-8")
    with pytest.raises(Denied, match="has no role here"):
        make()
    by_proxy = '[sign_in]\nmode = "proxy"\ntrusted_proxy = true\nheader = "X-Email"\npeers = ["10.0.0.1"]\n'
    roles = '[roles]\n"ann@example.com" = ["analyst"]'
    (tmp_path / FILE).write_text(by_proxy + roles, encoding="utf-8")
    with pytest.raises(Denied, match="does not say who you are"):  # the name of their own proves nothing now
        make()


def test_somebody_says_who_they_are(kinds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the settings' people, with their e-mail, or a name that is typed; the foot says that nobody checks it."""
    folder = own(kinds, tmp_path / "w", None)
    (folder / "funnel-review.toml").write_text('[people]\nBo = "bo@example.com"\n', encoding="utf-8")
    app = drawn_on(folder, monkeypatch, "money")
    assert "everybody may do everything here" in " ".join(each.value for each in app.caption)
    assert app.selectbox(BOX).options == ["Bo", account_name()]
    app = app.selectbox(BOX).set_value("Bo").run()
    assert "You are here as **Bo**. Nobody has checked the name" in " ".join(each.value for each in app.caption)
    assert app.session_state[CHOSEN_NAME] == ("Bo", "bo@example.com")
