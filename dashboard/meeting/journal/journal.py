"""The journal as everybody uses it: entries are added at its end, read by subject, and never changed."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from dashboard.errors import BadInput, JournalUnavailable
from dashboard.meeting.journal.canonical import body_text, sha256
from dashboard.meeting.journal.entries import Entry, EntryDraft, following
from dashboard.meeting.journal.kinds import ERASED, ERASURES, refuse_unknown
from dashboard.meeting.journal.migrating import migrate
from dashboard.meeting.journal.stale import Stale
from dashboard.meeting.journal.store import Store, place_of, rows, run
from dashboard.meeting.person import Person, Role


@dataclass(frozen=True)
class Blob:
    """Bytes that entries name by their digest."""

    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes."""
        return sha256(self.content)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class Journal:
    """What people wrote. Safe to share between threads and processes; every read sees all that was acknowledged."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = _now) -> None:
        """The journal in ``store``, brought to this version's tables when first used; ``clock`` gives naive UTC."""
        self.store = store
        self._clock = clock
        self._migrated: object = None
        self._migrating = threading.Lock()

    def moment(self) -> datetime:
        """The moment an entry made now would bear, naive UTC."""
        return self._clock()

    def append(self, draft: EntryDraft, author: Person, role: Role, blobs: Sequence[Blob] = ()) -> Entry:
        """The entry of ``draft``, kept with its ``blobs``; sent again it is the entry that is there already.

        Raises Stale when somebody wrote on its subject after what was read, BadInput for what no entry can be, and
        JournalUnavailable when it could not be kept.
        """
        return self.append_together([draft], author, role, blobs)[0]

    def append_together(
        self, drafts: Sequence[EntryDraft], author: Person, role: Role, blobs: Sequence[Blob] = ()
    ) -> list[Entry]:
        """The entries of all these drafts, or of none: what one of them raises, as ``append`` does, keeps none."""
        self._migrate()
        with self.store.writing() as connection:
            return [self._append(connection, draft, author, role, blobs) for draft in drafts]

    def erase(self, entries: Sequence[Entry], author: Person, role: Role) -> Entry | None:
        """Blank what these entries say, for good; the entry that says so, None when there was nothing to blank.

        The chain still holds: an entry keeps the digest of its body.
        """
        erased = sorted(entry.seq for entry in entries if not entry.is_erased and entry.action != ERASED)
        if not erased:
            return None
        self._migrate()
        with self.store.writing() as connection:
            read = rows(connection, "version", subject=ERASURES)[0]["version"]
            draft = EntryDraft(subject=ERASURES, action=ERASED, body={"entries": erased}, read=read)
            noted = self._append(connection, draft, author, role)
            for seq in erased:
                run(connection, "erase", {"seq": seq})
        with self.store.reading() as connection:
            self.store.run_script(connection, "forget_erased")
        return noted

    def subject(self, subject: str) -> list[Entry]:
        """The entries of one subject, in order."""
        return self._entries("subject", subject=subject, last_version=0)

    def kind(self, kind: str) -> list[Entry]:
        """The entries of all subjects of a kind, in order."""
        return self._entries("kind", prefix=f"{kind}:")

    def since(self, seq: int = 0) -> list[Entry]:
        """The entries after the one at ``seq``, in order; all of them by default."""
        return self._entries("entries", last_seq=seq)

    def head(self) -> int:
        """The place of the last entry, 0 when there is none: another number says that somebody wrote."""
        self._migrate()
        with self.store.reading() as connection:
            last = rows(connection, "head")
        return int(last[0]["seq"]) if last else 0

    def blob(self, digest: str) -> Blob:
        """The blob of a digest; raises BadInput when there is none, or its bytes are no longer those."""
        self._migrate()
        with self.store.reading() as connection:
            there = rows(connection, "blob", digest=digest)
        if not there:
            raise BadInput(f"The journal has nothing under {digest[:12]}.")
        blob = Blob(there[0]["media_type"], bytes(there[0]["bytes"]))
        if blob.digest != digest:
            raise BadInput(f"What the journal has under {digest[:12]} is damaged; bring back a backup of it.")
        return blob

    def _append(
        self, connection: Connection, draft: EntryDraft, author: Person, role: Role, blobs: Sequence[Blob] = ()
    ) -> Entry:
        refuse_unknown(draft.subject, draft.action)
        text = body_text(draft.body)
        if there := rows(connection, "entry", entry_id=draft.entry_id):
            return _same(_entry(there[0]), draft, text)
        version = rows(connection, "version", subject=draft.subject)[0]["version"]
        if version != draft.read:
            later = rows(connection, "subject", subject=draft.subject, last_version=draft.read)
            raise Stale(draft, [_entry(row) for row in later])
        head = rows(connection, "head")
        entry = following(head[0] if head else None, version + 1, draft, text, author, role, self._clock())
        _put(connection, blobs)
        run(connection, "append", entry.row())
        return entry

    def blobs(self) -> list[str]:
        """The digests of all blobs, in order."""
        self._migrate()
        with self.store.reading() as connection:
            return [row["digest"] for row in rows(connection, "blobs")]

    def readable(self) -> list[Entry | str]:
        """Every entry in order; a sentence in the place of one that is none any more."""
        self._migrate()
        with self.store.reading() as connection:
            there = rows(connection, "entries", last_seq=0)
        return [_entry_or_sentence(row) for row in there]

    def take_over(self, entries: Sequence[Entry], blobs: Iterable[Blob]) -> int:
        """Add entries of another journal as they are, those there already left; returns how many were added.

        Raises BadInput, and nothing is changed, when what is there is not how they begin.
        """
        self._migrate()
        with self.store.writing() as connection:
            there = [_entry(row) for row in rows(connection, "entries", last_seq=0)]
            for old, new in zip(there, entries, strict=False):
                if old.digest != new.digest:
                    raise BadInput(f"Entry {old.seq} is another one in this journal; nothing is changed.")
                if new.is_erased and not old.is_erased:
                    run(connection, "erase", {"seq": old.seq})
            added = entries[len(there) :]
            _put(connection, blobs)
            for entry in added:
                run(connection, "append", entry.row())
        return len(added)

    def _entries(self, name: str, **bound: object) -> list[Entry]:
        self._migrate()
        with self.store.reading() as connection:
            there = rows(connection, name, **bound)
        return [_entry(row) for row in there]

    def _migrate(self) -> None:
        """Once for each file: one that has taken the journal's place may be of an earlier version."""
        with self._migrating:
            if self._migrated is None or self._migrated != self.store.identity():
                migrate(self.store)
                self._migrated = self.store.identity()


def _entry(row: Mapping[str, object]) -> Entry:
    entry = _entry_or_sentence(row)
    if isinstance(entry, str):
        raise JournalUnavailable(f"{entry} Bring back a backup.")
    return entry


def _entry_or_sentence(row: Mapping[str, object]) -> Entry | str:
    try:
        return Entry.of_row(row)
    except (TypeError, ValueError):  # SQLite keeps any value in any column
        return f"Entry {row['seq']} of the journal is damaged: it can no longer be read."


def _same(entry: Entry, draft: EntryDraft, text: str) -> Entry:
    if (entry.subject, entry.action, entry.body_digest) != (draft.subject, draft.action, sha256(text)):
        raise BadInput("Something else was sent under this entry's id; nothing was kept, send it anew.")
    return entry


def _put(connection: Connection, blobs: Iterable[Blob]) -> None:
    for blob in blobs:
        values = {"digest": blob.digest, "media_type": blob.media_type, "bytes": blob.content}
        run(connection, "put_blob", values)


_open: dict[str, Journal] = {}
_opening = threading.Lock()


def open_journal(folder: Path) -> Journal:
    """The journal of the warehouse at ``folder``, opened once in a process."""
    url = place_of(folder)
    key = url.render_as_string(hide_password=False)
    with _opening:
        if key not in _open:
            _open[key] = Journal(Store(url))
        return _open[key]


def close_journal(folder: Path) -> None:
    """Let go of the journal that ``open_journal`` gave of a folder, before its file is put in another place."""
    with _opening:
        journal = _open.pop(place_of(folder).render_as_string(hide_password=False), None)
    if journal is not None:
        journal.store.close()
