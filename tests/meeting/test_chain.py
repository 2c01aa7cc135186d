"""A change anywhere in the journal is named, by the first entry that breaks; erasing breaks nothing."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import BadInput
from dashboard.meeting.journal.canonical import sha256
from dashboard.meeting.journal.chain import fault_of
from dashboard.meeting.journal.entries import EntryDraft
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.journal.store import FILE, Store, place_of
from dashboard.meeting.person import Role
from tests.meeting.people import ANN, BO, CHAIR
from tests.meeting.test_journal import written

Empty = Callable[[str], Path]
CANARY = "Quetzalcoatlus lives at 12 Elm Street"


@pytest.fixture
def kept(empty_place: Empty) -> Path:
    """The folder of a SQLite journal of four entries, its triggers taken away as a thief would."""
    folder = empty_place("sqlite")
    journal = Journal(Store(place_of(folder)))
    for number in range(1, 5):
        draft = EntryDraft(
            subject=f"comment:{number % 2}", action="written", body={"text": f"n{number}"}, read=(number - 1) // 2
        )
        journal.append(draft, ANN, Role.CHAIR, [Blob("text/plain", b"whole")])
    journal.store.close()
    with sqlite3.connect(folder / FILE) as con:
        for (name,) in con.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            con.execute(f"drop trigger {name}")
    return folder


def verified(folder: Path) -> tuple[int, str]:
    """What ``funnel-review journal verify`` says."""
    done = CliRunner().invoke(app, ["journal", "verify", "--warehouse", str(folder)])
    return done.exit_code, done.stdout.strip()


def change(folder: Path, statement: str) -> None:
    """A statement past the product."""
    con = sqlite3.connect(folder / FILE)
    con.execute(statement)
    con.commit()
    con.close()


def test_a_whole_chain_holds(kept: Path) -> None:
    """And says how long it is and where it ends: what a pack prints can be compared."""
    (last,) = Journal(Store(place_of(kept))).since(3)
    assert verified(kept) == (0, f"The chain holds: 4 entries, the last with digest {last.digest[:12]}.")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("entry_id", "'x'"),
        ("subject", "'comment:9'"),
        ("version", "7"),
        ("version", "'seven'"),
        ("action", "'withdrawn'"),
        ("body", """'{"text":"N2"}'"""),
        ("body", "null"),
        ("body_digest", "'0'"),
        ("author", "'bo'"),
        ("author_name", "'Bo'"),
        ("role", "'admin'"),
        ("is_verified", "0"),
        ("at", "'2020-01-01T00:00:00.000000Z'"),
        ("at", "'yesterday'"),
        ("generation", "'g'"),
        ("as_of", "'2020-01-01T00:00:00.000000Z'"),
        ("product_version", "'9'"),
        ("previous", "'0'"),
        ("digest", "'0'"),
    ],
)
def test_a_flipped_field_names_its_entry(kept: Path, column: str, value: str) -> None:
    """Whatever of an entry is changed, by whom ever."""
    change(kept, f"update entries set {column} = {value} where seq = 2")
    status, sentence = verified(kept)
    assert status == 1
    assert sentence.startswith("Entry 2 ")


def test_a_body_changed_with_its_digest_is_named_by_the_row(kept: Path) -> None:
    """The digest of a body is in the entry's own."""
    change(kept, f"update entries set body = '{{}}', body_digest = '{sha256('{}')}' where seq = 3")
    assert verified(kept)[1].startswith("Entry 3 ")


def test_a_whole_entry_made_anew_breaks_the_next(kept: Path) -> None:
    """Who computes all digests of one entry has to change every later one, and the packs that were sent."""
    journal = Journal(Store(place_of(kept)))
    second = journal.since()[1].model_copy(update={"author": "bo"})
    change(kept, f"update entries set author = 'bo', digest = '{second.link()}' where seq = 2")
    assert verified(kept)[1].startswith("Entry 3 ")


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_an_entry_taken_out_is_named(kept: Path, seq: int) -> None:
    """By its place, with what stands there instead."""
    change(kept, f"delete from entries where seq = {seq}")
    assert verified(kept) == (1, verified(kept)[1])
    assert verified(kept)[1].startswith(f"Entry {seq} is gone")


def test_entries_that_changed_places_are_named(kept: Path) -> None:
    """The first of them."""
    for before, after in ((2, 99), (3, 2), (99, 3)):
        change(kept, f"update entries set seq = {after} where seq = {before}")
    assert verified(kept)[1].startswith("Entry 2 ")


def test_a_damaged_blob_is_named(kept: Path) -> None:
    """By its digest."""
    change(kept, "update blobs set bytes = x'00'")
    status, sentence = verified(kept)
    assert (status, "is damaged" in sentence) == (1, True)


def test_a_damaged_file_is_one_sentence(kept: Path) -> None:
    """Bytes of the file itself, whichever: said, never a traceback."""
    path = kept / FILE
    whole = path.read_bytes()
    found = set()
    for place in range(4096, len(whole), 997):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        status, sentence = verified(kept)
        assert status in {0, 1}
        assert sentence.count("\n") == 0
        found.add(status)
    assert 1 in found


def test_erasing_blanks_the_text_and_the_chain_holds(journal: Journal) -> None:
    """The entry stays, shows that it was erased, and a later entry says who did it."""
    first = written(journal, CANARY)
    written(journal, "stays", 1)
    noted = journal.erase([first], BO, Role.ADMIN)
    assert noted is not None
    assert (noted.subject, noted.body, noted.author) == ("access:erasures", {"entries": [1]}, BO.id)
    erased, other, _ = journal.since()
    assert (erased.is_erased, erased.body, erased.digest) == (True, {}, first.digest)
    assert other.body == {"text": "stays"}
    assert fault_of(journal) is None
    assert journal.erase([erased, noted], BO, Role.ADMIN) is None
    assert len(journal.since()) == 3


def test_what_is_erased_is_in_no_byte_of_the_files(empty_place: Empty) -> None:
    """Neither in a free page nor in the log: `update` alone would leave it there."""
    folder = empty_place("sqlite")
    journal = Journal(Store(place_of(folder)))
    entries = [written(journal, f"{CANARY} {number}", subject=f"comment:{number}") for number in range(50)]
    assert any(CANARY.encode() in path.read_bytes() for path in folder.iterdir())
    journal.erase(entries[:49], BO, Role.ADMIN)
    journal.erase(entries[49:], BO, Role.ADMIN)
    assert not any(CANARY.encode() in path.read_bytes() for path in folder.iterdir())


def test_what_is_erased_is_in_no_byte_of_the_table(empty_place: Empty, socket: Path) -> None:
    """The same of PostgreSQL, whose updates leave the old row behind."""
    journal = Journal(Store(place_of(empty_place("postgresql"))))
    entry = written(journal, CANARY)

    def files() -> list[Path]:
        with journal.store.reading() as connection:
            connection.exec_driver_sql("checkpoint")
            names = [
                connection.exec_driver_sql(f"select pg_relation_filepath({name})").scalar_one()
                for name in (
                    "'entries'::regclass",
                    "nullif((select reltoastrelid from pg_class where relname = 'entries'), 0)",
                )
            ]
        return [socket / "data" / str(name) for name in names if name]

    assert any(CANARY.encode() in path.read_bytes() for path in files())
    journal.erase([entry], BO, Role.ADMIN)
    assert not any(CANARY.encode() in path.read_bytes() for path in files())


def test_erasing_by_command_takes_all_of_an_author(folder: Path) -> None:
    """By who wrote it, or by its place; that it was erased is an entry of whoever did."""
    journal = Journal(Store(place_of(folder)))
    for number, author in enumerate((ANN, BO, ANN), start=1):
        draft = EntryDraft(subject=f"comment:{number}", action="written", body={"text": "x"})
        journal.append(draft, author, Role.CHAIR)
    runner, where = CliRunner(), ["--warehouse", str(folder), "--by", "Root"]
    assert "2 entries" in runner.invoke(app, ["journal", "erase", "--author", ANN.id, *where]).stdout
    assert "1 entries" in runner.invoke(app, ["journal", "erase", "--entry", "2", *where]).stdout
    assert [entry.is_erased for entry in journal.since()] == [True, True, True, False, False]
    assert journal.since()[-1].author == "Root"
    with pytest.raises(BadInput, match="--author or --entry"):
        runner.invoke(app, ["journal", "erase", *where], catch_exceptions=False)
    assert CHAIR.id not in {entry.author for entry in journal.since()}
