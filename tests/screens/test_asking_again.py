"""After an import on the Data screen the frozen weeks are asked again, beside it: the figures do not wait for that."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.errors import JournalUnavailable
from dashboard.meeting.restatement.asking_again import FAULT, asking_again
from dashboard.meeting.restatement.revisions import NOT_ON_RECORD, keep_revisions, revised, watched
from dashboard.meeting.review import freezing
from dashboard.warehouse.generations import Generations
from tests.meeting.company import AS_OF, company
from tests.meeting.people import CHAIR
from tests.screens.meeting import Table, all_words

COHORT = "waterfall.cohort"
AT_MOST = 60.0
AGAIN = "dashboard.meeting.restatement.asking_again.keep_revisions"


def handed_in(table: Table, files: Path) -> AppTest:
    """The Data screen with the export of the company without one lead, ready to be imported."""
    made = company()
    made.remove(made.tables["leads"][-2]["lead_id"])
    made.import_into(files / "elsewhere", files / "export")
    app = table.screen("data")
    for path in sorted((files / "export").iterdir()):
        app.file_uploader[0].upload(path.name, path.read_bytes(), "text/csv")
    app.run()
    return app.date_input("as-of").set_value(AS_OF.date()).run()


def wait_until(holds: Callable[[], bool]) -> None:
    """Returns as soon as it holds."""
    ends = time.monotonic() + AT_MOST
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_the_import_is_shown_while_frozen_weeks_are_asked(
    table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures are the new ones and a bar says what is still done; then what moved is on record, and no bar."""
    freezing.freeze(table.journal, table.view(), CHAIR)
    before = Generations(table.folder).current()
    may_go_on = threading.Event()

    def slowly(*asked: Any) -> int:
        assert may_go_on.wait(AT_MOST)
        return keep_revisions(*asked)

    monkeypatch.setattr(AGAIN, slowly)
    app = handed_in(table, tmp_path).button("import").click().run()
    assert not app.exception
    assert Generations(table.folder).current() != before
    assert any("Imported" in done.value for done in app.success)
    (bar,) = app.get("progress")
    assert bar.proto.text.startswith("Asking the frozen weeks again: what moved since goes on record.")
    may_go_on.set()
    wait_until(lambda: asking_again(table.folder).step is None)
    app.run()
    assert not app.get("progress")
    assert NOT_ON_RECORD not in all_words(app)
    (later,) = revised(table.journal, COHORT)
    assert later.value == table_cohort(table) - 1


def table_cohort(table: Table) -> float:
    """The cohort as it was frozen."""
    (week,) = watched(table.journal)
    return week.frozen[COHORT] or 0


def test_where_they_cannot_be_asked_the_import_stands(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence says so, be it a refusal or a fault of ours; the next import is asked as if nothing had been."""
    asking, outcomes = asking_again(table.folder), iter((JournalUnavailable("It is busy."), ValueError("x"), None))
    asking.begin()
    assert asking.step is None  # nobody has written anything
    freezing.freeze(table.journal, table.view(), CHAIR)

    def fails(*_: Any) -> int:
        if error := next(outcomes):
            raise error
        return 0

    monkeypatch.setattr(AGAIN, fails)
    for sentence in ("It is busy.", FAULT, None):
        asking.begin()
        wait_until(lambda: asking.step is None)
        assert asking.failure == sentence
        if sentence is not FAULT:
            assert (f"{NOT_ON_RECORD}: {sentence}" in all_words(table.screen("data"))) is (sentence is not None)


def test_an_import_meanwhile_is_asked_afterwards(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, however many came; one thread asks."""
    freezing.freeze(table.journal, table.view(), CHAIR)
    may_go_on, names = threading.Event(), []

    def slowly(*_: Any) -> int:
        names.append(threading.current_thread().name)
        assert may_go_on.wait(AT_MOST)
        return 0

    monkeypatch.setattr(AGAIN, slowly)
    asking = asking_again(table.folder)
    asking.begin()
    wait_until(lambda: bool(names))
    asking.begin()
    asking.begin()
    may_go_on.set()
    wait_until(lambda: asking.step is None)
    assert names == ["asking-again"] * 2
