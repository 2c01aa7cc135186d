"""The lock of an import: one holder at a time, on a file or a folder, and none left behind by whoever was killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.warehouse.disk import locked

HOLD = """
import subprocess, sys
from pathlib import Path
from dashboard.warehouse.disk import locked

with locked(Path(sys.argv[1]), wait=False):
    quiet = {"stdin": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen([sys.executable, "-c", "input()"], close_fds=False, **quiet)
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(params=["a file", "a file that is there", "a folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """What is locked."""
    path = tmp_path / "lock"
    if request.param == "a folder":
        path.mkdir()
    elif request.param == "a file that is there":
        path.write_text("kept", encoding="utf-8")
    return path


@contextmanager
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock, with a child of its own."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_killed_holder_leaves_no_lock_behind(place: Path) -> None:
    """Refused while it lives, free the moment it is gone, though a child of its lives on; the file's text stays."""
    had = place.read_text(encoding="utf-8") if place.is_file() else None
    with holder(place) as process:
        with pytest.raises(BlockingIOError), locked(place, wait=False):
            pass
        process.kill()
        process.wait()
        with locked(place, wait=False):
            pass
    assert had is None or place.read_text(encoding="utf-8") == had


def test_whoever_waits_gets_it(tmp_path: Path) -> None:
    """As soon as the holder lets go."""
    with holder(tmp_path) as process:
        process.kill()
        with locked(tmp_path, wait=True), pytest.raises(BlockingIOError), locked(tmp_path, wait=False):
            pass


def test_a_pipe_of_the_name_is_not_waited_for(tmp_path: Path) -> None:
    """Whoever locks it has it, at once."""
    os.mkfifo(tmp_path / "lock")
    with locked(tmp_path / "lock", wait=False):
        pass


def test_where_there_can_be_no_lock_it_is_said(tmp_path: Path) -> None:
    """A folder that is not there, a name that is no path."""
    for path in (tmp_path / "gone" / "lock", tmp_path / ("x" * 300)):
        with pytest.raises(OSError), locked(path, wait=True):  # noqa: PT011 -- which one is the system's
            pass
