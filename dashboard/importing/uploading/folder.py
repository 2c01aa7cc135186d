"""Where files that were handed in lie while they are read: a folder that is known as ours, and gone with its owner."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dashboard.warehouse.disk import locked

PREFIX = "funnel-review-upload-"
MARK = "made-by-funnel-review-upload"
"""The file inside that marks a folder as ours; who uses the folder holds a lock on it for as long."""


@contextmanager
def upload_folder() -> Iterator[Path]:
    """A folder nobody else may look into; gone afterwards, or when a server starts again after it was killed."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        with locked(folder / MARK, wait=False):
            yield folder


def sweep_upload_folders() -> None:
    """Remove the folders of uploads whose owner is gone; what cannot be removed stays."""
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            with suppress(OSError):
                mark = folder / MARK
                if folder.is_symlink() or folder.stat().st_uid != os.getuid() or not mark.is_file():
                    continue
                with locked(mark, wait=False):  # nobody holds it any more
                    shutil.rmtree(folder)
