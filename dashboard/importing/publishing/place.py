"""The place of a warehouse: whether a folder can be one, and having it to oneself while it changes."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dashboard.errors import BadInput, BusyWarehouse
from dashboard.importing.converting.keys import NAME as KEY
from dashboard.warehouse.disk import locked
from dashboard.warehouse.generations import FOLDER, POINTER, Generations

LOCK = "import.lock"
JOURNAL = "journal.sqlite"
"""What people write: it may be there before the first import, brought back from a backup."""
JOURNAL_VARIABLE = "FUNNEL_REVIEW_JOURNAL"
"""Names the PostgreSQL that it is kept in instead."""
ACCESS_LOG = "access.log"
OURS = {
    POINTER, FOLDER, LOCK, KEY, JOURNAL, f"{JOURNAL}-wal", f"{JOURNAL}-shm", ACCESS_LOG, "definitions", "lost+found",
}  # fmt: skip
"""What may stand in a folder that becomes a warehouse, beside TOML files and hidden ones."""
SHOWN = 3


def has_journal(warehouse: Path) -> bool:
    """Whether people may have written something; no journal is made, or opened, to find that out."""
    return bool(os.environ.get(JOURNAL_VARIABLE)) or (warehouse / JOURNAL).exists()


def refuse_foreign(folder: Path) -> None:
    """Raises BadInput for a folder that holds something and is no warehouse: what stands there is somebody else's."""
    try:
        str(folder).encode()
        names = {entry.name for entry in folder.iterdir()}
        if POINTER in names or Generations(folder).all():
            return
        strange = {name for name in names - OURS if not name.endswith(".toml")}
        if FOLDER in names:
            strange |= {f"{FOLDER}/{entry.name}" for entry in (folder / FOLDER).iterdir()}
    except FileNotFoundError:
        return
    except UnicodeEncodeError:
        raise BadInput(f"{folder}: the name of this folder is not UTF-8; name another --warehouse.") from None
    except OSError as error:
        raise _no_place(folder, error) from None
    shown = sorted(name for name in strange if not name.rpartition("/")[2].startswith("."))
    if shown:
        listed = ", ".join(shown[:SHOWN]) + (" …" if len(shown) > SHOWN else "")
        raise BadInput(f"{folder} is no warehouse and not empty ({listed}); name a new or an empty one by --warehouse.")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds a warehouse's lock, made with its folders where they are not there yet.

    Raises BusyWarehouse when an import holds it, BadInput where there can be no warehouse.
    """
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _no_place(folder, error) from None
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(folder / LOCK, wait=False))
        except BlockingIOError:
            raise BusyWarehouse(f"An import into {folder} is running; try again when it is done.") from None
        except OSError as error:
            raise _no_place(folder, error) from None
        yield


def _no_place(folder: Path, error: OSError) -> BadInput:
    return BadInput(f"{folder} cannot hold a warehouse ({error.strerror}); name another --warehouse.")
