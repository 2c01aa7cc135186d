"""The app, its journal by a clock that a file sets: ``python -m tests.browser.timed CLOCK WAREHOUSE PORT``."""

import os
import sys
from datetime import datetime
from pathlib import Path

from dashboard.meeting.journal.journal import Journal
from dashboard.serving import server
from dashboard.warehouse.generations import WAREHOUSE_VARIABLE


def main() -> None:
    """Serve until ended."""
    clock, folder, port = sys.argv[1:]
    os.environ[WAREHOUSE_VARIABLE] = folder
    Journal.__init__.__defaults__ = (lambda: datetime.fromisoformat(Path(clock).read_text(encoding="utf-8")),)
    sys.argv = ["server", "--server.port", port]
    server.main()


if __name__ == "__main__":
    main()
