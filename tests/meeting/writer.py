"""A process that edits one subject again and again, and prints the id of each entry once it is acknowledged.

``python -m tests.meeting.writer FOLDER EDITS THREADS``: each thread makes so many edits; one that was stale is made
anew.
"""

import sys
import threading
from pathlib import Path

from dashboard.meeting.journal.entries import EntryDraft
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.stale import Stale
from dashboard.meeting.journal.store import Store, place_of
from dashboard.meeting.person import Role
from tests.meeting.people import ANN

SUBJECT = "comment:contended"
_printing = threading.Lock()


def edit(journal: Journal, edits: int) -> None:
    """Add so many versions, whoever else is at it."""
    read = 0
    for number in range(edits):
        draft = EntryDraft(subject=SUBJECT, action="edited", body={"text": f"edit {number}"}, read=read)
        while True:
            try:
                entry = journal.append(draft, ANN, Role.CHAIR)
                break
            except Stale as stale:
                draft = stale.next_version()
        read = entry.version
        with _printing:
            sys.stdout.write(f"{entry.entry_id}\n")
            sys.stdout.flush()


def main() -> None:
    """Edit until done, or killed."""
    folder, edits, threads = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    journal = Journal(Store(place_of(folder)))
    writers = [threading.Thread(target=edit, args=(journal, edits)) for _ in range(threads)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


if __name__ == "__main__":
    main()
