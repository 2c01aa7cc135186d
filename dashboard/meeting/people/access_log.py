"""The access log beside the warehouse: who came in, was turned away, imported, went to another import; a line each.

It is kept where an ``access.toml`` says who may what. Only lines are added, and whoever may not write there is let in
all the same: the log is no lock.
"""

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

FILE = "access.log"
MOST_BYTES = 1 << 18
"""How much of its end is read: some two thousand lines."""


class Event(StrEnum):
    """What somebody did, or tried to."""

    CAME_IN = "came in"
    TURNED_AWAY = "turned away"
    IMPORTED = "imported"
    CHOSE_IMPORT = "went to another import"


def note(folder: Path, event: Event, who: str, about: str = "") -> None:
    """Add a line: who, and about what (their roles, why they were turned away, the generation they made or chose)."""
    line = {"at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "who": who, "event": event, "about": about}
    with suppress(OSError):
        handle = os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            os.write(handle, (json.dumps(line, ensure_ascii=False) + "\n").encode())
        finally:
            os.close(handle)


def latest(folder: Path) -> list[dict[str, str]]:
    """The lines of late, the newest first; what is none is left out."""
    try:
        with (folder / FILE).open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - MOST_BYTES))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return []
    entries = []
    for line in reversed(text.splitlines()):
        with suppress(ValueError, TypeError, KeyError):
            entry = json.loads(line)
            entries.append({key: str(entry[key]) for key in ("at", "who", "event", "about")})
    return entries
