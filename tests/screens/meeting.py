"""A meeting on screens for the tests: a small company with a journal of its own, drawn by whoever is named."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.asking.view import View
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.decisions import writing
from dashboard.meeting.decisions.decision import Decision, proposal
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of
from dashboard.meeting.weeks import end_of
from dashboard.screens.reader import CHOSEN_NAME
from dashboard.serving.start import ROOT
from dashboard.warehouse.generations import WAREHOUSE_VARIABLE
from tests.meeting.company import WEEK, company
from tests.meeting.people import ANN, BO
from tests.once import made_once
from tests.screens.conftest import PATIENCE, drawn_on

HOSTILE = "<script>alert(1)</script> $x$ 😀 [a](http://evil.example) :smile:"
SHOWN = "&#60;script&#62;alert(1)&#60;/script&#62; &#36;x&#36; 😀"
ACCESS = """
[roles]
"ann@example.com" = ["marketing_head"]
"bo@example.com" = ["sales_head"]
"cy@example.com" = ["chair"]
"di@example.com" = ["reader"]
"""


class Table:
    """A company's review week with its journal, and the app as its readers see it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.journal = Journal(Store(place_of(folder)))
        self._monkeypatch = monkeypatch
        monkeypatch.setenv(WAREHOUSE_VARIABLE, str(folder))

    def view(self, week: str = WEEK) -> View:
        """The look at the end of a week."""
        found = week_view(self.folder)
        return replace(found, as_of=end_of(found, week))

    def decided(self, week: str = WEEK, **fields: Any) -> Decision:
        """A decision that Ann made in a week."""
        usual = {"week": week, "text": "Call within the hour", "owner": "Bo", "side": "sales", "due_on": "2026-12-01"}
        return writing.make(self.journal, self.view(week), proposal(usual | fields), ANN)

    def home(self, name: str = BO.id, **url: str) -> AppTest:
        """The app as its entry draws it, to somebody."""
        app = AppTest.from_file(ROOT / "app.py", default_timeout=PATIENCE)
        return _run(app, name, url)

    def screen(self, module: str, name: str = BO.id, **url: str) -> AppTest:
        """A screen alone, to somebody."""
        app = drawn_on(self.folder, self._monkeypatch, module, **url)
        app.session_state[CHOSEN_NAME] = (name, None)
        return app.run()

    def restrict(self) -> None:
        """From now on Ann, Bo and Cy have their own roles alone."""
        (self.folder / "access.toml").write_text(ACCESS, encoding="utf-8")

    def import_again(self, files: Path, change: Any = None) -> str:
        """The same export again, changed; the generation."""
        made = company()
        if change:
            change(made)
        return made.import_into(self.folder, files)


def _run(app: AppTest, name: str, url: dict[str, str]) -> AppTest:
    app.session_state[CHOSEN_NAME] = (name, None)
    for key, value in url.items():
        app.query_params[key] = value
    return app.run()


def table_of(tmp_path: Path, factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """A copy of the company's warehouse to be written into."""
    made = made_once(factory, "table-company", lambda folder: company().import_into(folder / "w", folder / "files"))
    shutil.copytree(made / "w", tmp_path / "w")
    table = Table(tmp_path / "w", monkeypatch)
    yield table
    table.journal.store.close()


def all_words(app: AppTest) -> str:
    """Everything that is said on a screen."""
    elements = (*app.markdown, *app.caption, *app.warning, *app.error, *app.info, *app.toast)
    return "\n".join(str(element.value) for element in elements)


def unfold(app: AppTest, key: str) -> AppTest:
    """Open an expander or a popover."""
    app.session_state[key] = True
    return app.run()


def press(app: AppTest, key: str, popover: str) -> AppTest:
    """Press a button inside a popover, which stays open."""
    app.session_state[popover] = True
    return unfold(app.button(key).click().run(), popover)


def choose(app: AppTest, key: str, value: object) -> AppTest:
    """Choose in a segmented control."""
    app.session_state[key] = value
    return app.run()
