"""The weekly meeting: who speaks, what was decided and whether it worked, what was signed, what changed since."""

from collections.abc import Sequence
from pathlib import Path

from dashboard.scope.signed import SignedVersion, tell_signed


def _signed_in(folder: Path) -> Sequence[SignedVersion]:
    from dashboard.meeting.profile.known import signed_in

    return signed_in(folder)


tell_signed(_signed_in)  # floors below read the profile's files, and are told here what of them was signed
