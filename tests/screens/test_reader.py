"""Who reads the page."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.meeting.people.access import FILE
from dashboard.screens.reader import CHOSEN_NAME
from dashboard.warehouse.generations import WAREHOUSE_VARIABLE


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
