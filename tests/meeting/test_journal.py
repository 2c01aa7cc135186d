"""The journal's law: what is acknowledged is there, once, in its place, and nobody changes it."""

import errno
import os
import sqlite3
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.errors import BadInput, JournalUnavailable
from dashboard.meeting.journal.canonical import MOST_BYTES, canonical, new_id
from dashboard.meeting.journal.chain import fault_of
from dashboard.meeting.journal.entries import Entry, EntryDraft
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.journal.stale import FieldDifference, Stale
from dashboard.meeting.journal.store import FILE, VARIABLE, Store, place_of
from dashboard.meeting.person import Role
from tests.meeting.people import ANN, BO

SUBJECT = "comment:1"
ENTRY_ELSEWHERE = """
insert into entries (seq, entry_id, subject, version, action, body_digest, author, author_name, role, is_verified, at,
    product_version, previous, digest)
select 9, 'e', 'comment:9', 1, action, body_digest, author, author_name, role, is_verified, at, product_version,
    previous, 'd'
from entries
"""


def written(journal: Journal, words: str, read: int = 0, subject: str = SUBJECT) -> Entry:
    """An entry of Ann's."""
    action = "edited" if read else "written"
    return journal.append(EntryDraft(subject=subject, action=action, body={"text": words}, read=read), ANN, Role.CHAIR)


def test_what_is_written_comes_back_as_it_was_written(journal: Journal) -> None:
    """Every field, on both stores alike; the clock is the server's."""
    draft = EntryDraft(
        subject="decision:2026-W46-1",
        action="made",
        body={"text": "Zoë’s “budget”\n\u0000 ½", "slice": {"source": ["(none)", "a,b"]}, "expected": 0.1},
        generation="20261116T090000-ab",
        as_of=datetime.fromisoformat("2026-11-16T00:00:00"),
    )
    entry = journal.append(draft, ANN, Role.MARKETING_HEAD)
    (read,) = journal.since()
    assert read == entry
    assert read.body == draft.body
    assert (read.seq, read.version, read.previous) == (1, 1, "")
    assert (read.author, read.author_name, read.role, read.is_verified) == (ANN.id, "Ann", "marketing_head", True)
    assert (read.generation, read.as_of) == (draft.generation, draft.as_of)


def test_entries_have_no_gap_and_each_subject_its_own_versions(journal: Journal) -> None:
    """Places run from 1 through the journal, versions from 1 through a subject."""
    for subject, read in (("comment:1", 0), ("comment:2", 0), ("comment:1", 1)):
        written(journal, "x", read, subject)
    assert [(entry.seq, entry.subject, entry.version) for entry in journal.since()] == [
        (1, "comment:1", 1),
        (2, "comment:2", 1),
        (3, "comment:1", 2),
    ]
    assert [entry.seq for entry in journal.subject("comment:1")] == [1, 3]
    assert [entry.seq for entry in journal.kind("comment")] == [1, 2, 3]
    assert journal.kind("comm") == journal.kind("decision") == []
    assert [entry.seq for entry in journal.since(2)] == [3]
    assert journal.head() == 3


def test_sent_twice_it_is_one_entry(journal: Journal) -> None:
    """A double click, or an answer that was lost on its way: the entry that is there comes back."""
    draft = EntryDraft(subject=SUBJECT, action="written", body={"text": "once"})
    assert journal.append(draft, ANN, Role.CHAIR) == journal.append(draft, ANN, Role.CHAIR)
    assert len(journal.since()) == 1
    other = draft.model_copy(update={"body": {"text": "twice"}})
    with pytest.raises(BadInput, match="Something else was sent"):
        journal.append(other, ANN, Role.CHAIR)


def test_a_stale_edit_is_refused_and_shows_both_sides(journal: Journal) -> None:
    """Who changed it, what differs, and how to save one's own all the same."""
    written(journal, "first")
    journal.append(
        EntryDraft(subject=SUBJECT, action="edited", body={"text": "theirs", "n": 1}, read=1), BO, Role.SALES_HEAD
    )
    mine = EntryDraft(subject=SUBJECT, action="edited", body={"text": "mine", "n": 1}, read=1)
    with pytest.raises(Stale, match="Bo changed this") as refused:
        journal.append(mine, ANN, Role.CHAIR)
    assert [entry.version for entry in refused.value.theirs] == [2]
    assert refused.value.differences == [FieldDifference("text", "theirs", "mine")]
    assert len(journal.since()) == 2
    saved = journal.append(refused.value.next_version(), ANN, Role.CHAIR)
    assert (saved.version, saved.body) == (3, mine.body)


def test_what_was_read_from_elsewhere_is_refused(journal: Journal) -> None:
    """A version that was never there is stale too."""
    with pytest.raises(Stale, match="read it again"):
        written(journal, "x", read=7)


@pytest.mark.parametrize(
    ("subject", "action", "words"),
    [
        ("weather:1", "written", "keeps nothing about"),
        ("comment:", "written", "keeps nothing about"),
        ("comment:a\nb", "written", "keeps nothing about"),
        ("comment:1", "made", "nothing that is done"),
    ],
)
def test_a_subject_of_no_kind_is_refused(journal: Journal, subject: str, action: str, words: str) -> None:
    """The list of kinds and of what is done there is closed."""
    with pytest.raises(BadInput, match=words):
        journal.append(EntryDraft(subject=subject, action=action, body={}), ANN, Role.CHAIR)


def test_a_body_is_canonical_and_small(journal: Journal) -> None:
    """One text for one value; at most 32 kB of it; nothing JSON cannot say."""
    assert canonical({"b": 1.0, "a": ["é", None]}) == '{"a":["é",null],"b":1.0}'
    room = MOST_BYTES - len(canonical({"text": ""}))
    assert written(journal, "x" * room).version == 1
    for text_of_body in ("x" * (room + 1), "é" * (room // 2 + 1)):
        with pytest.raises(BadInput, match="kB"):
            written(journal, text_of_body, subject="comment:2")
    for value in (float("nan"), float("inf"), "\ud800", {1, 2}):
        with pytest.raises(BadInput, match="cannot be kept"):
            journal.append(EntryDraft(subject="comment:2", action="written", body={"x": value}), ANN, Role.CHAIR)
    assert len(journal.since()) == 1


def test_ids_are_uuids_of_version_7_in_the_order_of_time() -> None:
    """Made before sending, without asking the store."""
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert all(each[14] == "7" and each[19] in "89ab" for each in ids)
    assert [each[:13] for each in ids] == sorted(each[:13] for each in ids)


@pytest.mark.parametrize(
    "statement",
    [
        "update entries set author_name = 'Bo'",
        "update entries set body = '{}'",
        "update entries set seq = 9",
        "update entries set body = null, at = '2020'",
        "delete from entries",
        "update blobs set media_type = 'x'",
        "delete from blobs",
        ENTRY_ELSEWHERE,
    ],
)
def test_the_store_itself_refuses_a_change(journal: Journal, statement: str) -> None:
    """Past the product, by hand: triggers stand in the way."""
    draft = EntryDraft(subject=SUBJECT, action="written", body={"text": "x"})
    journal.append(draft, ANN, Role.CHAIR, [Blob("text/plain", b"bytes")])
    before = journal.since()
    with (
        pytest.raises(JournalUnavailable, match=r"never changed|never deleted|at its end"),
        journal.store.writing() as con,
    ):
        con.execute(text(statement))
    assert journal.since() == before
    assert fault_of(journal) is None


def test_a_replaced_row_is_refused_too(empty_place: Callable[[str], Path]) -> None:
    """SQLite's `insert or replace` deletes without a word; the place of an entry is the next one or none."""
    folder = empty_place("sqlite")
    journal = Journal(Store(place_of(folder)))
    written(journal, "x")
    with pytest.raises(JournalUnavailable, match="at its end"), journal.store.writing() as con:
        con.exec_driver_sql("insert or replace into entries select * from entries")


def test_an_entry_and_its_blobs_are_kept_together(journal: Journal) -> None:
    """Bytes under their digest, the same bytes once; what is refused leaves none."""
    blob = Blob("application/json", b'{"a":1}' * 100_000)
    draft = EntryDraft(subject=SUBJECT, action="written", body={"text": "x"})
    journal.append(draft, ANN, Role.CHAIR, [blob, blob])
    assert journal.blob(blob.digest) == blob
    with pytest.raises(Stale):
        journal.append(
            EntryDraft(**draft.model_dump(exclude={"entry_id"})), ANN, Role.CHAIR, [Blob("text/plain", b"lost")]
        )
    assert journal.blobs() == [blob.digest]
    with pytest.raises(BadInput, match="nothing under"):
        journal.blob("0" * 64)


def test_what_goes_wrong_within_is_kept_not_at_all(journal: Journal) -> None:
    """All of a transaction, or none of it; the next one goes on."""
    with pytest.raises(ZeroDivisionError), journal.store.writing():
        written_within = 1 // 0
        assert written_within
    assert written(journal, "x").seq == 1


def test_the_file_is_its_owners_alone(empty_place: Callable[[str], Path]) -> None:
    """And so is what SQLite puts beside it; one that others could read is closed to them."""
    folder = empty_place("sqlite")
    (folder / FILE).touch(mode=0o644)
    journal = Journal(Store(place_of(folder)))
    written(journal, "x")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {FILE: 0o600, f"{FILE}-wal": 0o600, f"{FILE}-shm": 0o600}
    with sqlite3.connect(folder / FILE) as con:
        assert con.execute("pragma journal_mode").fetchone() == ("wal",)
    with journal.store.reading() as connection:
        found = [connection.exec_driver_sql(f"pragma {name}").scalar() for name in ("synchronous", "busy_timeout")]
    assert found == [2, 60_000]


def test_a_file_system_without_links_has_a_journal_too(
    empty_place: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its owner's alone as well, and nothing is left beside it."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    folder = empty_place("sqlite")
    journal = Journal(Store(place_of(folder)))
    written(journal, "kept")
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert not list(folder.glob(f".{FILE}*"))
    journal.store.close()


def test_a_journal_that_is_taken_away_takes_no_more_entries(empty_place: Callable[[str], Path]) -> None:
    """A server that runs on would else write into a file that nobody reads."""
    folder = empty_place("sqlite")
    journal = Journal(Store(place_of(folder)))
    written(journal, "x")
    for path in folder.iterdir():
        path.rename(folder.parent / path.name)
    assert written(journal, "y").seq == 1
    with sqlite3.connect(folder / FILE) as con:
        assert con.execute("select count(*) from entries").fetchone() == (1,)


@pytest.mark.parametrize("named", ["mysql://x/y", "sqlite:///x", "journal", "postgresql"])
def test_a_variable_that_names_no_postgresql_is_refused(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    """One sentence that says what to write."""
    monkeypatch.setenv(VARIABLE, named)
    with pytest.raises(BadInput, match="postgresql://"):
        place_of(Path())


def test_a_store_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """And shows no password."""
    monkeypatch.setenv(VARIABLE, f"postgresql://me:secret@/journal?host={tmp_path}")
    with pytest.raises(JournalUnavailable, match="cannot be used") as refused:
        Journal(Store(place_of(tmp_path))).head()
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)
    monkeypatch.delenv(VARIABLE)
    with pytest.raises(JournalUnavailable, match="cannot be opened"):
        Journal(Store(place_of(tmp_path / "nowhere"))).head()
    (tmp_path / FILE).write_bytes(b"no database at all, but long enough to be looked at as one" * 99)
    with pytest.raises(JournalUnavailable, match="not a database"):
        Journal(Store(place_of(tmp_path))).head()
