"""The journal as a file: taken from one store to another, brought back, backed up, opened by the next version."""

import json
import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import BadInput, JournalUnavailable
from dashboard.meeting.journal.chain import fault_of
from dashboard.meeting.journal.entries import EntryDraft
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.journal.migrating import migrations
from dashboard.meeting.journal.moving import back_up, export_journal, import_journal
from dashboard.meeting.journal.store import FILE, VARIABLE, Store, place_of, script
from dashboard.meeting.person import Role
from tests.meeting.people import ANN, BO
from tests.meeting.test_journal import written

Empty = Callable[[str], Path]
EARLIER = Path(__file__).parent / "earlier"


def fill(journal: Journal) -> None:
    """Three entries, one erased, and a blob."""
    first = written(journal, "secret")
    draft = EntryDraft(subject="comment:2", action="written", body={"text": "Zoë\n½"})
    journal.append(draft, BO, Role.SALES_HEAD, [Blob("application/octet-stream", bytes(range(256)))])
    journal.erase([first], ANN, Role.ADMIN)


@pytest.mark.parametrize(("source", "target"), [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_a_journal_goes_from_one_store_to_the_other(
    empty_place: Empty, tmp_path: Path, source: str, target: str
) -> None:
    """Every entry and blob, the chain as it was; what was erased does not come back."""
    journal = Journal(Store(place_of(empty_place(source))))
    fill(journal)
    assert export_journal(journal, tmp_path / "out.jsonl") == 3
    other = Journal(Store(place_of(empty_place(target))))
    assert import_journal(other, tmp_path / "out.jsonl") == 3
    assert other.since() == journal.since()
    assert [other.blob(digest) for digest in other.blobs()] == [journal.blob(digest) for digest in journal.blobs()]
    assert fault_of(other) is None
    assert import_journal(other, tmp_path / "out.jsonl") == 0
    assert written(other, "goes on", 1).seq == 4


def test_an_export_is_the_same_bytes_and_its_owners_alone(journal: Journal, tmp_path: Path) -> None:
    """JSON lines; a file that is there is never replaced."""
    fill(journal)
    for name in ("a", "b"):
        export_journal(journal, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    assert "secret" not in (tmp_path / "a").read_text(encoding="utf-8")
    with pytest.raises(BadInput, match="exists already"):
        export_journal(journal, tmp_path / "a")
    with pytest.raises(BadInput, match="cannot be written"):
        export_journal(journal, tmp_path / "nowhere" / "a")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["a", "b"]


def test_an_export_brings_only_what_comes_after(journal: Journal, empty_place: Empty, tmp_path: Path) -> None:
    """A journal that went on elsewhere is brought up to it, and what was erased there is erased here."""
    written(journal, "one")
    export_journal(journal, tmp_path / "early")
    other = Journal(Store(place_of(empty_place("sqlite"))))
    import_journal(other, tmp_path / "early")
    journal.erase(journal.since(), ANN, Role.ADMIN)
    export_journal(journal, tmp_path / "late")
    assert import_journal(other, tmp_path / "late") == 1
    assert other.since() == journal.since()


def test_an_export_of_another_journal_is_refused(journal: Journal, empty_place: Empty, tmp_path: Path) -> None:
    """Two histories are never mixed; nothing has changed."""
    written(journal, "mine")
    other = Journal(Store(place_of(empty_place("sqlite"))))
    written(other, "theirs")
    written(other, "theirs too", 1)
    export_journal(other, tmp_path / "other")
    before = journal.since()
    with pytest.raises(BadInput, match="Entry 1 is another one"):
        import_journal(journal, tmp_path / "other")
    assert journal.since() == before


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda _: [], "no export of a journal"),
        (lambda lines: lines[1:], "line 1"),
        (lambda lines: ["{}", *lines[1:]], "line 1"),
        (lambda lines: [*lines, "not JSON"], "line 6"),
        (lambda lines: [*lines, "{}"], "line 6"),
        (lambda lines: [*lines, "[1]"], "line 6"),
        (lambda lines: [*lines[:2], *lines[3:]], "Entry 2 is gone"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "Entry 1 is gone"),
        (lambda lines: [line.replace("Zoë", "Zoe") for line in lines], "does not say what it said"),
        (lambda lines: [line.replace('"AAEC', '"AAED') for line in lines], "line 5"),
        (lambda lines: [line.replace("comment:2", "weather:2") for line in lines], "keeps nothing about"),
    ],
)
def test_a_spoilt_export_changes_nothing(
    empty_place: Empty, tmp_path: Path, spoil: Callable[[list[str]], list[str]], words: str
) -> None:
    """One sentence that names the line or the entry."""
    journal = Journal(Store(place_of(empty_place("sqlite"))))
    fill(journal)
    export_journal(journal, tmp_path / "whole")
    lines = spoil((tmp_path / "whole").read_text(encoding="utf-8").splitlines())
    (tmp_path / "spoilt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    other = Journal(Store(place_of(empty_place("sqlite"))))
    with pytest.raises(BadInput, match=words) as refused:
        import_journal(other, tmp_path / "spoilt")
    assert "\n" not in str(refused.value)
    assert (other.since(), other.blobs()) == ([], [])


@pytest.mark.parametrize("name", ["nothing-there", "."])
def test_an_export_that_is_no_file_is_refused(journal: Journal, tmp_path: Path, name: str) -> None:
    """One sentence too."""
    with pytest.raises(BadInput, match="cannot be read"):
        import_journal(journal, tmp_path / name)


def test_a_backup_is_a_journal(journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A SQLite file of either store, alone and whole; put in a warehouse's folder it is its journal."""
    fill(journal)
    restored = tmp_path / "restored"
    restored.mkdir()
    assert back_up(journal, restored / FILE) == 3
    assert [path.name for path in restored.iterdir()] == [FILE]
    assert stat.S_IMODE((restored / FILE).stat().st_mode) == 0o600
    monkeypatch.delenv(VARIABLE, raising=False)
    again = Journal(Store(place_of(restored)))
    assert again.since() == journal.since()
    assert again.blobs() == journal.blobs()
    with pytest.raises(BadInput, match="exists already"):
        back_up(journal, restored / FILE)


def test_a_broken_journal_is_not_backed_up(empty_place: Empty, tmp_path: Path) -> None:
    """A backup that would hide the damage is worse than none."""
    folder = empty_place("sqlite")
    journal = Journal(Store(place_of(folder)))
    written(journal, "x")
    with sqlite3.connect(folder / FILE) as con:
        con.execute("drop trigger entries_are_not_changed")
        con.execute("update entries set author_name = 'Bo'")
    with pytest.raises(BadInput, match="Entry 1 "):
        back_up(journal, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_the_commands_say_what_they_did(folder: Path, tmp_path: Path) -> None:
    """Export, import, backup and verify from the command line."""
    fill(Journal(Store(place_of(folder))))
    runner, where = CliRunner(), ["--warehouse", str(folder)]

    def said(*command: str) -> str:
        done = runner.invoke(app, ["journal", *command, *where])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "3 entries are in" in said("export", "--out", str(tmp_path / "e"))
    assert "0 entries were added" in said("import", str(tmp_path / "e"))
    assert "3 entries are safe in" in said("backup", "--out", str(tmp_path / "b"))
    assert "3 entries" in said("verify")


def earlier_journals() -> list[int]:
    """The versions of the tables before today's."""
    return sorted(migrations())[:-1]


@pytest.mark.parametrize("version", earlier_journals())
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_journal_of_every_earlier_version_is_opened(empty_place: Empty, kind: str, version: int) -> None:
    """As that version left it, written down once; its chain still holds and goes on."""
    store = Store(place_of(empty_place(kind)))
    with store.writing() as connection:
        for statement in (*script(EARLIER / f"{version}.sql"), *script(EARLIER / f"{version}.{kind}.sql")):
            connection.exec_driver_sql(statement)
    journal = Journal(store)
    expected = json.loads((EARLIER / f"{version}.json").read_text(encoding="utf-8"))
    assert [entry.row() for entry in journal.since()] == expected
    assert fault_of(journal) is None
    entry = journal.append(
        EntryDraft(subject="comment:new", action="written", body={}), ANN, Role.CHAIR, [Blob("text/plain", b"x")]
    )
    assert entry.previous == expected[-1]["digest"]
    with pytest.raises(JournalUnavailable, match=r"never changed|never deleted"), store.writing() as connection:
        connection.exec_driver_sql("delete from entries")


def test_a_journal_of_a_later_version_is_refused(journal: Journal) -> None:
    """An old product does not write into tables it does not know."""
    written(journal, "x")
    with journal.store.writing() as connection:
        connection.exec_driver_sql("insert into migrations values (999, '999_later', '2030')")
    with pytest.raises(JournalUnavailable, match="a later version"):
        Journal(journal.store).since()


@pytest.mark.endure
def test_many_open_a_new_journal_at_once(folder: Path) -> None:
    """Tables are made once, by whoever comes first."""
    script_of_one = (
        "import sys; from pathlib import Path; from dashboard.meeting.journal.journal import open_journal;"
        "print(open_journal(Path(sys.argv[1])).head())"
    )
    import subprocess
    import sys

    environment = dict(os.environ)
    children = [
        subprocess.Popen([sys.executable, "-c", script_of_one, str(folder)], env=environment, stdout=subprocess.PIPE)
        for _ in range(6)
    ]
    assert [child.communicate(timeout=60)[0].strip() for child in children] == [b"0"] * 6
