"""What several test processes share is made by the first that needs it; the others wait and read."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.warehouse.disk import locked

DONE = "made"


def made_once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of that name in what all processes of this run share, filled by ``make(folder)`` the first time."""
    own = folders.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = shared / name
    folder.mkdir(exist_ok=True)
    with locked(shared / f"{name}.lock", wait=True):
        if not (shared / f"{name}.{DONE}").exists():
            make(folder)
            (shared / f"{name}.{DONE}").touch()
    return folder
