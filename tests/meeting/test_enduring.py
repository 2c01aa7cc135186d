"""Nothing acknowledged is ever lost: not to other writers, not to a kill, not to an import.

By default a few writers and kills; ``FUNNEL_REVIEW_ENDURE=1`` runs the full numbers.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from dashboard.importing.run import ImportOptions, run_import
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import FILE, Store, place_of
from dashboard.scope.settings import Settings
from dashboard.warehouse.generations import Generations
from tests.enduring import FULL
from tests.meeting.enduring import kill_writers, write_at_once
from tests.meeting.test_journal import written

WRITERS = (4, 4, 200) if FULL else (2, 2, 10)
KILLS = 200 if FULL else 3


def test_many_writers_of_one_subject_lose_nothing(folder: Path) -> None:
    """Every edit acknowledged is there, once, and nothing else is; the chain holds."""
    processes, threads, edits = WRITERS
    outcome = write_at_once(folder, processes, threads, edits)
    assert len(outcome.acknowledged) == processes * threads * edits
    assert sorted(outcome.acknowledged) == sorted(outcome.present)
    assert outcome.fault is None


def test_a_killed_writer_loses_nothing_it_was_told_was_kept(folder: Path) -> None:
    """`kill -9` at any moment: what was acknowledged is there, the chain holds, and the next writer goes on."""
    outcome = kill_writers(folder, KILLS, seed=7)
    assert len(outcome.acknowledged) >= KILLS
    assert set(outcome.acknowledged) <= set(outcome.present)
    assert outcome.fault is None


def test_an_import_and_a_pruned_generation_change_nothing(empty_place: Callable[[str], Path], tmp_path: Path) -> None:
    """What people write does not live in a generation: not a byte of it is touched."""
    folder = empty_place("sqlite")
    journal = Journal(Store(place_of(folder)))
    written(journal, "stays")
    journal.store.close()
    before = (folder / FILE).read_bytes()
    (tmp_path / "data").mkdir()
    for number in range(3):
        (tmp_path / "data" / "leads.csv").write_text(
            f"lead_id,created_at\nL{number},2026-01-0{number + 1}\n", encoding="utf-8"
        )
        settings = Settings(keep_generations=1)
        run_import([tmp_path / "data"], [], folder, settings, None, ImportOptions(), lambda _: None)
    assert len(Generations(folder).all()) == 1
    assert (folder / FILE).read_bytes() == before


OPEN_AND_CLOSE = (
    "import sqlite3, sys; it = sqlite3.connect(sys.argv[1]); it.execute('select * from sqlite_master'); it.close()"
)


def test_another_connection_lets_no_lock_go(empty_place: Callable[[str], Path]) -> None:
    """A process that opens the journal twice still holds it: else whoever closes it last elsewhere deletes its log."""
    folder = empty_place("sqlite")
    journal = Journal(Store(place_of(folder)))
    written(journal, "kept")
    with journal.store.reading():
        again = Store(place_of(folder))
        with again.reading():
            pass
        subprocess.run([sys.executable, "-c", OPEN_AND_CLOSE, str(folder / FILE)], check=True)
        assert (folder / f"{FILE}-wal").exists()
        again.close()
    journal.store.close()
