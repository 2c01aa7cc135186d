"""The journal as a file: exported, brought into another store, backed up."""

import base64
import json
import os
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import URL

from dashboard.errors import BadInput
from dashboard.meeting.journal.canonical import canonical
from dashboard.meeting.journal.chain import first_fault
from dashboard.meeting.journal.entries import Entry
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.journal.kinds import refuse_unknown
from dashboard.meeting.journal.store import OWNER_ONLY, Store
from dashboard.warehouse.disk import sync

FORMAT = {"format": "funnel-review journal", "version": 1}
NO_EXPORT = "is no export of a journal, or of a later version"


def export_journal(journal: Journal, path: Path) -> int:
    """Write every entry and blob to a new file of JSON lines, its owner's alone; returns how many entries."""

    def write(fresh: Path) -> int:
        with fresh.open("w", encoding="utf-8") as file:
            return _write_lines(journal, file)

    return _put_in_place(path, write)


def import_journal(journal: Journal, path: Path) -> int:
    """Add to the journal what an export holds beyond it; returns how many entries that were.

    Raises BadInput, and nothing is changed, when the export is not whole or does not begin with what the journal holds.
    """
    entries = [each for each in _read(path) if isinstance(each, Entry)]
    if fault := first_fault(entries):
        raise BadInput(f"{path}: {fault} Nothing is changed.")
    return journal.take_over(entries, (each for each in _read(path) if isinstance(each, Blob)))


def back_up(journal: Journal, path: Path) -> int:
    """Write the journal, whichever store it is in, to a new SQLite file that has been verified; returns its entries.

    Raises BadInput when the journal itself does not hold.
    """

    def write(fresh: Path) -> int:
        fresh.unlink()
        entries = journal.since()
        if fault := first_fault(entries):
            raise BadInput(f"The journal is not whole, so nothing was backed up: {fault}")
        copy = Journal(Store(URL.create("sqlite+pysqlite", database=str(fresh))))
        copied = copy.take_over(entries, _blobs(journal))
        copy.store.close()  # the last to close it leaves the file alone, without its log
        return copied

    return _put_in_place(path, write)


def _blobs(journal: Journal) -> Iterator[Blob]:
    """The blobs of every entry read before."""
    return (journal.blob(digest) for digest in journal.blobs())


def _write_lines(journal: Journal, file: TextIO) -> int:
    entries = journal.since()
    blobs = (
        {"blob": blob.digest, "media_type": blob.media_type, "bytes": base64.b64encode(blob.content).decode()}
        for blob in _blobs(journal)
    )
    lines = chain([FORMAT], ({"entry": entry.row()} for entry in entries), blobs)
    file.writelines(f"{canonical(line)}\n" for line in lines)
    return len(entries)


def _read(path: Path) -> Iterator[Entry | Blob]:
    """What an export holds; raises BadInput naming the line that is wrong."""
    number = 0
    try:
        with path.open(encoding="utf-8") as file:
            for number, text in enumerate(file, start=1):
                line = json.loads(text)
                if number == 1:
                    _refuse_foreign(line)
                else:
                    yield _entry(line["entry"]) if "entry" in line else _blob(line)
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}); name the export's file.") from None
    except (KeyError, TypeError, ValueError) as error:  # what is no JSON, no entry, no base64
        raise BadInput(f"{path}, line {number or 1}: {NO_EXPORT} ({str(error).splitlines()[0]}).") from None
    if not number:
        raise BadInput(f"{path} {NO_EXPORT}.")


def _refuse_foreign(first: object) -> None:
    if first != FORMAT:
        message = "its first line is not ours"
        raise ValueError(message)


def _entry(row: dict[str, Any]) -> Entry:
    entry = Entry.of_row(row)
    refuse_unknown(entry.subject, entry.action)
    return entry


def _blob(line: dict[str, str]) -> Blob:
    blob = Blob(line["media_type"], base64.b64decode(line["bytes"], validate=True))
    if blob.digest != line["blob"]:
        message = f"blob {line['blob'][:12]} is damaged"
        raise ValueError(message)
    return blob


def _put_in_place(path: Path, write: Callable[[Path], int]) -> int:
    """What ``write`` puts beside ``path`` takes its name in one step; a file of that name is never replaced."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY))
        written = write(fresh)
        sync(fresh)
        os.link(fresh, path)  # where a rename would replace
        sync(path.parent)
    except FileExistsError:
        raise BadInput(f"{path}: exists already; name another file.") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror}); name another file.") from None
    finally:
        fresh.unlink(missing_ok=True)
    return written
