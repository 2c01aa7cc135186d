"""What entries are about, and what can be done there: a closed list, so that no fold meets a word it does not know."""

import re

from dashboard.errors import BadInput

ERASURES, ERASED = "access:erasures", "erased"
ACTIONS = {
    "decision": ("made", "edited", "done", "dropped", "superseded", "reopened"),
    "deal": ("judged",),
    "review": ("frozen", "signed", "declined", "reopened"),
    "revision": ("asked",),
    "profile": ("proposed", "signed", "declined", "withdrawn"),
    "deck": ("drawn", "judged"),
    "calibration": ("opened", "saved"),
    "comment": ("written", "edited", "withdrawn"),
    "access": (ERASED,),
}
SUBJECT = re.compile(r"(?P<kind>[a-z]+):(?P<name>[^\x00-\x1f\x7f]{1,200})")


def refuse_unknown(subject: str, action: str) -> None:
    """Raise BadInput for a subject of no kind, or an action that its kind does not have."""
    named = SUBJECT.fullmatch(subject)
    actions = ACTIONS.get(named["kind"]) if named else None
    if actions is None:
        raise BadInput(f'The journal keeps nothing about "{subject}"; its kinds are {", ".join(ACTIONS)}.')
    if action not in actions:
        raise BadInput(f'"{action}" is nothing that is done to "{subject}"; it is one of {", ".join(actions)}.')
