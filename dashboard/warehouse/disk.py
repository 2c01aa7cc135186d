"""Bytes that are truly on the disk, and what they are."""

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import lock_descriptor


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Force a file, or a folder's list of names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_synced(path: Path, content: str | bytes, fresh: Path, before_swap: Callable[[], None]) -> None:
    """Write a small file in one step: whoever reads ``path`` finds the old content or the new one, whole.

    ``fresh`` is where the new is written first, on the same disk; ``before_swap`` is called when it is safe there.
    """
    with fresh.open("wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    before_swap()
    fresh.replace(path)
    sync(path.parent)


@contextmanager
def locked(path: Path, *, wait: bool) -> Iterator[None]:
    """Hold the operating system's lock on a file or folder, which it lets go when the holder dies.

    A file that is not there is made. Raises BlockingIOError when another holds it and ``wait`` is false, OSError where
    there can be no lock.
    """
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT
    handle = os.open(path, flags | os.O_CLOEXEC | os.O_NONBLOCK, 0o644)  # a pipe of that name would be waited for
    try:
        if not lock_descriptor(handle, blocking=wait):
            raise BlockingIOError(errno.EWOULDBLOCK, os.strerror(errno.EWOULDBLOCK), str(path))
        yield
    finally:
        os.close(handle)
