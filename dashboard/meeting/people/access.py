"""Who is who: ``access.toml`` beside the warehouse says which e-mail has which roles; whoever is not in it has none."""

import os
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from dashboard.errors import FunnelReviewError
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.people.matrix import Action, may
from dashboard.meeting.people.sign_in import SignIn
from dashboard.meeting.person import HEADS, LONGEST_NAME, Person, Role
from dashboard.scope.documents import model_of, parsed, read_document
from dashboard.texts import plain

FILE = "access.toml"
KEPT_FILES = 4
"""How many files are kept as they were understood last; one whose bytes are others is read anew."""
ADDRESS = r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+$"


class Denied(FunnelReviewError):
    """Somebody is not let in; the sentence says whom to ask."""


def _lowered(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _keys_lowered(value: object) -> object:
    return {_lowered(name): roles for name, roles in value.items()} if isinstance(value, Mapping) else value


EmailAddress = Annotated[str, BeforeValidator(_lowered), Field(pattern=ADDRESS, max_length=LONGEST_NAME)]
KnownAddress = Annotated[str, Field(pattern=r"^[^@\s]*@[^@\s]+$", max_length=LONGEST_NAME)]
"""An e-mail, or all of a domain as ``@example.com``."""


class Deputy(MeetingModel):
    """``deputy`` has the roles of ``of`` up to the day ``until``, that day too."""

    deputy: EmailAddress
    of: EmailAddress
    until: date


class Access(MeetingModel):
    """Roles by e-mail or ``@domain``, in lower case; ``ask`` is whom to ask for one."""

    ask: str = "whoever runs this server"
    sign_in: SignIn = SignIn()
    readers_see_names: bool = False
    """Whether readers and administrators see names and e-mails of leads, as the others do."""
    roles: Annotated[dict[KnownAddress, frozenset[Role]], BeforeValidator(_keys_lowered)] = Field(default_factory=dict)
    deputies: tuple[Deputy, ...] = ()

    @model_validator(mode="after")
    def _heads_are_two_people(self) -> Self:
        for name, roles in self.roles.items():
            if roles >= HEADS:
                message = f"{name} heads both sides; one person does not sign for both"
                raise ValueError(message)
        return self

    def roles_of(self, email: str, day: date) -> frozenset[Role]:
        """The roles of an e-mail on ``day``: its own, its domain's, and those of whom it stands in for."""
        email = email.strip().lower()
        standing_for = [each.of for each in self.deputies if each.deputy == email and day <= each.until]
        named = [email, f"@{email.rpartition('@')[2]}", *standing_for]
        return frozenset(role for name in named for role in self.roles.get(name, ()))

    def person(self, email: str, name: str, day: date, *, is_verified: bool) -> Person:
        """The person a provider or a proxy names, with their roles on ``day``; raises Denied when they have none.

        An e-mail that nobody has verified counts for nothing, and neither does what is no e-mail.
        """
        address = email.strip().lower()
        if not re.fullmatch(ADDRESS, address) or len(address) > LONGEST_NAME:
            raise Denied(f"“{plain(email)}” is no e-mail; ask {self.ask}.")
        roles = self.roles_of(address, day) if is_verified else frozenset()
        if not roles:
            doubt = "has no role here" if is_verified else "is not verified"
            raise Denied(f"{address} {doubt}; ask {self.ask}.")
        return Person(id=address, name=plain(name.strip(), LONGEST_NAME) or address, email=address, roles=roles,
                      is_verified=True)  # fmt: skip

    def shows_names_to(self, person: Person) -> bool:
        """Whether the person sees names and e-mails of leads: by their roles, or as everybody does here."""
        return may(person, Action.SEE_NAMES) or (self.readers_see_names and may(person, Action.READ))


def has_roles(folder: Path) -> bool:
    """Whether a file beside the warehouse says who may what, even one that cannot be read."""
    return os.path.lexists(folder / FILE)  # a link that leads nowhere is no leave for everybody


def read_access(folder: Path) -> Access | None:
    """The file beside the warehouse at ``folder``; None where there is none: then everybody may do everything.

    Raises BadInput naming the key that is wrong: a file that cannot be read lets nobody in.
    """
    path = folder / FILE
    if not has_roles(folder):
        return None
    return _access_of(read_document(path, "who may what"), str(path))


@lru_cache(maxsize=KEPT_FILES)
def _access_of(document: str, path: str) -> Access:
    """What is written, understood once: a page asks for it many times."""
    return model_of(Access, parsed(document, path), path, "the file")
