"""What the heads have signed of the shared profile: who keeps their signatures, on a floor above, says so here."""

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cachetools import TTLCache

from dashboard.scope.lastgood import last_good


@dataclass(frozen=True)
class SignedVersion:
    """A version as it was signed: its text, the name of the file beside the shared one that holds it, their digest."""

    name: str
    version: str
    file: str
    text: str
    sha256: str


Signatures = Callable[[Path], Sequence[SignedVersion]]
"""Gives what was signed in the warehouse of a folder; raises JournalUnavailable when that cannot be read."""
_keepers: list[Signatures] = []
SECONDS_KEPT, MOST_KEPT = 1.0, 64
_looked_up: TTLCache[Path, tuple[Sequence[SignedVersion], str | None]] = TTLCache(MOST_KEPT, SECONDS_KEPT)
_lock = threading.Lock()


def tell_signed(signatures: Signatures) -> None:
    """Let ``signatures`` say from now on what was signed."""
    _keepers[:] = [signatures]


def signed_versions(folder: Path) -> tuple[Sequence[SignedVersion], str | None]:
    """What was signed in the warehouse at ``folder``; what could last be read, and why, where it cannot be now.

    A page asks it of each of its looks, so it is looked up anew after a second, or once something was signed here.
    """
    with _lock:
        known: tuple[Sequence[SignedVersion], str | None] | None = _looked_up.get(folder)
    if known is None:
        versions, fault = last_good(("signed", folder), lambda: [each for keep in _keepers for each in keep(folder)])
        known = versions or (), fault
        with _lock:
            _looked_up[folder] = known
    return known


def forget_signed() -> None:
    """Look up anew what was signed: something has been."""
    with _lock:
        _looked_up.clear()


def held_to_signatures(shared: Path, signed: Sequence[SignedVersion]) -> tuple[dict[str, str], list[str]]:
    """The signed texts to read in place of files beside ``shared`` that are others by now, and a sentence for each."""
    instead, faults = {}, []
    for each in signed:
        fault = _fault(shared.parent / each.file, each)
        if fault is not None:
            instead[each.file] = each.text
            faults.append(fault)
    return instead, faults


def _fault(path: Path, signed: SignedVersion) -> str | None:
    what = f"{signed.file} (version {signed.version} of {signed.name})"
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    except OSError as error:
        return f"{what} cannot be read ({error.strerror}); what was signed stays in force. Give the server leave to."
    if digest is None:
        return f"{what} is not there; what was signed stays in force. `funnel-review icp status` writes it again."
    if digest != signed.sha256:
        return (
            f"{what} was changed after it was signed; what was signed stays in force. Move the file away, and "
            "`funnel-review icp status` writes what was signed again; propose the change as a new version."
        )
    return None
