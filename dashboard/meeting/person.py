"""Who somebody is, as everything that is written says."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

LONGEST_NAME = 200
OneLine = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""A line of visible text."""


class Role(StrEnum):
    """What somebody is in the review."""

    READER = "reader"
    ANALYST = "analyst"
    MARKETING_HEAD = "marketing_head"
    SALES_HEAD = "sales_head"
    CHAIR = "chair"
    ADMIN = "admin"


HEADS = frozenset({Role.MARKETING_HEAD, Role.SALES_HEAD})


class Person(BaseModel):
    """Somebody with the roles they have right now.

    ``is_verified``: a provider of identities or a trusted proxy vouches that it is them. ``id`` is the same every week:
    the e-mail where there is one, else the name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: OneLine
    name: OneLine
    email: OneLine | None = None
    roles: frozenset[Role] = frozenset()
    is_verified: bool = False
