"""The place of a warehouse: whether a folder can be one, and having it to oneself while it changes."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dashboard.errors import BadInput, BusyWarehouse
from dashboard.importing.converting.keys import NAME as KEY
from dashboard.warehouse.bucket.place import BucketFault, ObjectPath, published_at
from dashboard.warehouse.disk import locked
from dashboard.warehouse.generations import FOLDER, POINTER, Generations
from dashboard.warehouse.stores import names_in

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


def refuse_own_journal(warehouse: Path) -> None:
    """Raises BadInput where what people write would lie on one machine, and the warehouse in a bucket for many."""
    place = published_at(warehouse)
    if isinstance(place, ObjectPath) and not os.environ.get(JOURNAL_VARIABLE):
        raise BadInput(
            f"{place} lies in a bucket, and what people write in a PostgreSQL that all its servers reach; "
            f"name that in {JOURNAL_VARIABLE}."
        )


def refuse_foreign(folder: Path) -> None:
    """Raises BadInput for a place that holds something and is no warehouse: what stands there is somebody else's."""
    generations = Generations(folder)
    try:
        str(folder).encode()
        names = set(names_in(generations.place))
        if POINTER in names or generations.all():
            return
        strange = {name for name in names - OURS if not name.endswith(".toml")}
        if FOLDER in names:
            strange |= {f"{FOLDER}/{name}" for name in names_in(generations.files)}
    except FileNotFoundError:
        return
    except BucketFault as error:
        raise BadInput(str(error)) from None
    except UnicodeEncodeError:
        raise BadInput(f"{folder}: the name of this folder is not UTF-8; name another --warehouse.") from None
    except OSError as error:
        raise _no_place(folder, error) from None
    shown = sorted(name for name in strange if not name.rpartition("/")[2].startswith("."))
    if shown:
        listed = ", ".join(shown[:SHOWN]) + (" …" if len(shown) > SHOWN else "")
        raise BadInput(
            f"{generations.place} is no warehouse and not empty ({listed}); name a new or an empty one by --warehouse."
        )


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
            raise BusyWarehouse(
                f"An import into {published_at(folder)} is running; try again when it is done."
            ) from None
        except OSError as error:
            raise _no_place(folder, error) from None
        yield


def _no_place(folder: Path, error: OSError) -> BadInput:
    return BadInput(f"{folder} cannot hold a warehouse ({error.strerror}); name another --warehouse.")
