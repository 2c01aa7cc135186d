"""Who may do what: the one place that says which role does what, asked before anything is written or shown."""

from enum import StrEnum
from types import MappingProxyType

from dashboard.errors import BadInput
from dashboard.meeting.person import HEADS, Person, Role


class Action(StrEnum):
    """What somebody wants to do."""

    READ = "read screens and records"
    COMMENT = "comment"
    SEE_NAMES = "see names and e-mails of leads"
    DECIDE = "add a decision, close one's own"
    CLOSE_ANY_DECISION = "close anybody's decision"
    JUDGE = "judge a stalled deal"
    DRAW = "draw a deck for the blind audit"
    JUDGE_BLIND = "judge leads blind"
    IMPORT = "import or use the console"
    SIGN = "sign for a side"
    PROPOSE = "propose a shared profile"
    CALIBRATE = "save a calibration review"
    FREEZE = "freeze or reopen a review"
    ADMINISTER = "say who may what, erase, and read the access log"


_EVERYBODY = frozenset(Role)
_DECIDING = frozenset({Role.ANALYST, *HEADS, Role.CHAIR})
MATRIX = MappingProxyType(
    {
        Action.READ: _EVERYBODY,
        Action.COMMENT: _EVERYBODY,
        Action.SEE_NAMES: _DECIDING,
        Action.DECIDE: _DECIDING,
        Action.JUDGE: _DECIDING,
        Action.DRAW: _DECIDING,
        Action.JUDGE_BLIND: HEADS,
        Action.CLOSE_ANY_DECISION: frozenset({Role.CHAIR}),
        Action.IMPORT: frozenset({Role.ANALYST, Role.ADMIN}),
        Action.SIGN: HEADS,
        Action.PROPOSE: HEADS,
        Action.CALIBRATE: HEADS | {Role.CHAIR},
        Action.FREEZE: frozenset({Role.CHAIR}),
        Action.ADMINISTER: frozenset({Role.ADMIN}),
    }
)
"""The roles that may do each; names of leads are shown to readers and administrators where the settings say so."""


def may(person: Person, action: Action) -> bool:
    """Whether one of the person's roles allows it."""
    return bool(person.roles & MATRIX[action])


def role_for(person: Person, action: Action) -> Role:
    """The role in which the person does it; raises BadInput saying who may when none of theirs allows it."""
    allowed = [role for role in Role if role in person.roles & MATRIX[action]]
    if not allowed:
        names = ", ".join(role.replace("_", " ") for role in Role if role in MATRIX[action])
        raise BadInput(f"{person.name} may not {action}; that takes one of these roles: {names}.")
    return allowed[-1]
