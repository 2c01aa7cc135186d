"""Somebody by a name alone: nobody vouches that it is them, and everything they write says so."""

import getpass
from datetime import UTC, datetime

from pydantic import ValidationError

from dashboard.errors import BadInput
from dashboard.meeting.people.access import Access, Denied
from dashboard.meeting.person import LONGEST_NAME, Person, Role


def named_person(name: str, access: Access | None, email: str | None = None) -> Person:
    """The person of a name, or of an e-mail given as one, with the roles of today; all where there is no ``access``.

    Raises Denied when they have none, BadInput for what is no name.
    """
    name = name.strip()
    address = (email or name).strip()
    roles = access.roles_of(address, datetime.now(UTC).date()) if access else frozenset(Role)
    try:
        person = Person(id=address.lower() if "@" in address else address, name=name, roles=roles)
    except ValidationError:
        raise BadInput(f"That is no name; give one line of at most {LONGEST_NAME} letters.") from None
    if access and not roles:
        raise Denied(f"{address} has no role here; ask {access.ask}.")
    return person


def account_name() -> str:
    """The name of the account that runs this."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in a container
        return "command line"
