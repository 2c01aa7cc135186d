"""Bytes that are truly on the disk, and what they are."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path


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


def write_synced(path: Path, text: str, before_swap: Callable[[], None]) -> None:
    """Write a small file in one step: whoever reads ``path`` finds the old text or the new one, whole.

    ``before_swap`` is called when the new text is safe beside the old one.
    """
    fresh = path.with_name(f".{path.name}")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    before_swap()
    fresh.replace(path)
    sync(path.parent)
