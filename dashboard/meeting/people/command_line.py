"""Whoever runs a command: the operating system let them at the warehouse, so nobody but ``access.toml`` limits them."""

import getpass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from dashboard.errors import BadInput
from dashboard.meeting.people.access import Denied, read_access
from dashboard.meeting.person import LONGEST_NAME, Person, Role


def shell_person(named: str | None, folder: Path) -> Person:
    """The person of ``--by``, else of the account that runs the command; nobody vouches for either.

    They have the roles that the warehouse at ``folder`` gives them, all where it says nothing; raises Denied for none.
    """
    name = (named or _account()).strip()
    access = read_access(folder)
    roles = access.roles_of(name, datetime.now(UTC).date()) if access else frozenset(Role)
    if access and not roles:
        raise Denied(f"{name} has no role here; ask {access.ask}, or say with --by whose e-mail it is.")
    try:
        return Person(id=name.lower() if "@" in name else name, name=name, roles=roles)
    except ValidationError:
        raise BadInput(f"--by is no name; give one line of at most {LONGEST_NAME} letters.") from None


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in a container
        return "command line"
