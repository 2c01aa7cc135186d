"""A process that freezes a week and opens it again for ever, and prints each manifest once it is acknowledged.

``python -m tests.meeting.freezer FOLDER``.
"""

import sys
from pathlib import Path

from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of
from dashboard.meeting.review import freezing
from tests.meeting.people import CHAIR


def main() -> None:
    """Freeze until killed."""
    folder = Path(sys.argv[1])
    journal, view = Journal(Store(place_of(folder))), week_view(folder)
    while True:
        review = freezing.freeze(journal, view, CHAIR)
        assert review.latest is not None
        sys.stdout.write(f"{review.latest.manifest}\n")
        sys.stdout.flush()
        freezing.reopen(journal, review, CHAIR, "again")


if __name__ == "__main__":
    main()
