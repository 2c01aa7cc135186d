"""Where an import keeps what it has not published: a folder of its own below the warehouse, and a half-built file.

Both are known again by a mark inside the folder, so that the next import removes what a killed one left behind, and
nothing else: no name alone is ever reason to delete anything.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dashboard.errors import FunnelReviewError
from dashboard.importing.publishing.place import alone
from dashboard.warehouse.generations import FOLDER

PREFIX = ".funnel-review-scratch-"
MARK = "made-by-funnel-review-import"
"""The file inside that marks a scratch folder as ours; it holds the name of the file that is being built."""
SHARED = ".funnel-review-cluster"
"""The folder that a cluster's tasks write below; it stays and keeps its mark, as those of an import that was killed may
write on when all of it was removed."""
BUILDING = re.compile(r"\.building-[0-9]{8}T[0-9]{6}\.duckdb")


def make_scratch(folder: Path, building: str) -> Path:
    """A marked folder below ``folder`` for an import that builds the file ``building``; raises OSError."""
    scratch = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    (scratch / MARK).write_text(building, encoding="ascii")
    return scratch


def make_shared(folder: Path) -> Path:
    """A new folder below ``folder`` for what a cluster's tasks write; raises OSError."""
    shared = folder / SHARED
    shared.mkdir(exist_ok=True)
    (shared / MARK).touch()
    return Path(tempfile.mkdtemp(dir=shared))


def sweep(folder: Path, files: Path) -> None:
    """Remove every scratch below ``folder`` and the half-built file in ``files`` it names; only who holds the lock may.

    What cannot be removed now, the next import removes.
    """
    if (folder / SHARED / MARK).is_file():
        for left in (folder / SHARED).iterdir():
            if left.name != MARK:
                with suppress(OSError):
                    _remove(left)
    for scratch in _scratches(folder):
        with suppress(OSError):
            marked = scratch / MARK
            if not marked.is_file():
                scratch.rmdir()  # killed before it was marked: there is nothing in it, or it is not ours
                continue
            building = marked.read_text(encoding="ascii", errors="replace")
            if BUILDING.fullmatch(building):
                for name in (building, f"{building}.wal"):
                    (files / name).unlink(missing_ok=True)
            for inside in scratch.iterdir():
                if inside.name != MARK:
                    _remove(inside)
            shutil.rmtree(scratch)


def sweep_stopped(folder: Path) -> None:
    """Remove what an import that was killed left below ``folder``; nothing while another one runs there."""
    if (folder / FOLDER).is_dir():
        with suppress(FunnelReviewError), alone(folder):
            sweep(folder, folder / FOLDER)


def _scratches(folder: Path) -> Iterator[Path]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
