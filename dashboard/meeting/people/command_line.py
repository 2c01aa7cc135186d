"""Whoever runs a command: the operating system let them at the warehouse, so nobody but ``access.toml`` limits them."""

from pathlib import Path

from dashboard.meeting.people.access import Denied, read_access
from dashboard.meeting.people.naming import account_name, named_person
from dashboard.meeting.person import Person


def shell_person(named: str | None, folder: Path) -> Person:
    """The person of ``--by``, else of the account that runs the command; nobody vouches for either.

    They have the roles that the warehouse at ``folder`` gives them, all where it says nothing; raises Denied for none.
    """
    try:
        return named_person(named or account_name(), read_access(folder))
    except Denied as error:
        raise Denied(f"{str(error).removesuffix('.')}, or say with --by whose e-mail it is.") from None
