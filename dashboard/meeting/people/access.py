"""Who is who: ``access.toml`` beside the warehouse says which e-mail has which roles; whoever is not in it has none."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from dashboard.errors import FunnelReviewError
from dashboard.meeting.model import Model
from dashboard.meeting.person import HEADS, LONGEST_NAME, Person, Role
from dashboard.scope.documents import model_of, parsed, read_document

FILE = "access.toml"


class Denied(FunnelReviewError):
    """Somebody is not let in; the sentence says whom to ask."""


def _lowered(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _keys_lowered(value: object) -> object:
    return {_lowered(name): roles for name, roles in value.items()} if isinstance(value, Mapping) else value


Address = Annotated[str, BeforeValidator(_lowered), Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=LONGEST_NAME)]
Known = Annotated[str, Field(pattern=r"^[^@\s]*@[^@\s]+$", max_length=LONGEST_NAME)]
"""An e-mail, or all of a domain as ``@example.com``."""


class Deputy(Model):
    """``deputy`` has the roles of ``of`` up to the day ``until``, that day too."""

    deputy: Address
    of: Address
    until: date


class Access(Model):
    """Roles by e-mail or ``@domain``, in lower case; ``ask`` is whom to ask for one."""

    ask: str = "whoever runs this server"
    roles: Annotated[dict[Known, frozenset[Role]], BeforeValidator(_keys_lowered)] = Field(default_factory=dict)
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

        An e-mail that nobody has verified counts for nothing.
        """
        roles = self.roles_of(email, day) if is_verified else frozenset()
        if not roles:
            doubt = "has no role here" if is_verified else "is not verified"
            raise Denied(f"{email} {doubt}; ask {self.ask}.")
        address = email.strip().lower()
        return Person(id=address, name=name.strip() or address, email=address, roles=roles, is_verified=True)


def read_access(folder: Path) -> Access | None:
    """The file beside the warehouse at ``folder``; None where there is none: then everybody may do everything.

    Raises BadInput naming the key that is wrong: a file that cannot be read lets nobody in.
    """
    path = folder / FILE
    if not os.path.lexists(path):  # a link that leads nowhere is no leave for everybody
        return None
    return model_of(Access, parsed(read_document(path, "who may what"), str(path)), str(path), "the file")
