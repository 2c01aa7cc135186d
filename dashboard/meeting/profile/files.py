"""The file of a signed version: written in one step with its signature, and written again where it is not there.

The journal is first: what it holds is signed, whatever becomes of the file; a file that it does not hold is no
signature. So the new file is safe on the disk under another name before the entry is made, and takes its own after.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dashboard.errors import BadInput
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.profile.known import signed_version
from dashboard.meeting.profile.place import ProfilePlace
from dashboard.meeting.profile.proposal import life_of
from dashboard.warehouse.disk import digest_of, locked, write_synced

FRESH = ".part"


def put_signed(file: Path, blob: Blob, keep: Callable[[], object]) -> None:
    """Write the file of a version that ``keep`` signs, in one step; raises BadInput before it where there can be none.

    Once it is signed nothing is raised: what is not there then is written again by ``heal``.
    """
    is_kept = False

    def sign() -> None:
        nonlocal is_kept
        keep()
        is_kept = True

    try:
        with locked(file.parent, wait=True):
            if file.exists() and digest_of(file) != blob.digest:
                raise BadInput(f"{file} is there already, and is not what is signed; move it away, then sign.")
            _write(file, blob.content, sign)
    except OSError as error:
        if not is_kept:
            raise BadInput(
                f"{file} cannot be written ({error.strerror}), so nothing was signed; give leave to write there."
            ) from None


def heal(journal: Journal, place: ProfilePlace) -> list[str]:
    """Write every signed file that is not there, as after a crash; a sentence for each that was or cannot be written.

    A file that is there is never touched, whatever it says.
    """
    sentences: list[str] = []
    signed = [signed_version(journal, place.name, each) for each in life_of(journal, place.name).signed]
    for each in filter(None, signed):
        file = place.file.with_name(each.file)
        try:
            with locked(file.parent, wait=True):
                if not file.exists():
                    _write(file, each.text.encode(), lambda: None)
                    sentences.append(f"{each.file} was not there and is written again, as it was signed.")
        except OSError as error:
            sentences.append(
                f"{each.file} is signed and cannot be written ({error.strerror}); give leave to write there."
            )
    return sentences


def _write(file: Path, content: bytes, before_swap: Callable[[], None]) -> None:
    """Under the folder's lock: what is there under such a name was left by somebody who died."""
    for left in file.parent.glob(f".{file.name}.*{FRESH}"):
        left.unlink(missing_ok=True)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}{FRESH}")
    try:
        write_synced(file, content, fresh, before_swap)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
