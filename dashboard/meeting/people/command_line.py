"""Whoever runs a command: the operating system let them at the warehouse, so they may do everything to it."""

import getpass

from pydantic import ValidationError

from dashboard.errors import BadInput
from dashboard.meeting.person import LONGEST_NAME, Person, Role


def shell_person(named: str | None) -> Person:
    """The person of ``--by``, else of the account that runs the command; nobody vouches for either."""
    name = (named or _account()).strip()
    try:
        return Person(id=name.lower() if "@" in name else name, name=name, roles=frozenset(Role))
    except ValidationError:
        raise BadInput(f"--by is no name; give one line of at most {LONGEST_NAME} letters.") from None


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in a container
        return "command line"
