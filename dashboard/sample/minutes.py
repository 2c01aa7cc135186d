"""The reviews of the sample company's past: ``past.toml``, read into frozen models."""

from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import Field

from dashboard.sample.parameters import Parameters, read_toml

Seat = Literal["chair", "marketing", "sales", "analyst"]


class Sitting(Parameters):
    """Somebody at the table, with their roles."""

    name: str
    roles: frozenset[str]


class Closing(Parameters):
    """How a decision was closed, in the review of which week; ``by`` is the key of the one in its place."""

    week: str
    work: Literal["done", "dropped", "superseded"]
    note: str | None = None
    by: str | None = None


class Decided(Parameters):
    """A decision as it was typed; ``expected`` is in percent, and it is watched for six weeks."""

    key: str
    week: str
    by: Seat
    text: str
    owner: str
    side: Literal["marketing", "sales", "both"]
    due_on: date
    figure: str | None = None
    slice: dict[str, list[str]] = Field(default_factory=dict)
    direction: Literal["up", "down"] | None = None
    expected: float | None = None
    confidence: Literal[50, 70, 90] | None = None
    why: str = ""
    closed: Closing | None = None


class Signed(Parameters):
    """What a side said of the frozen figures, so many hours after they were."""

    side: Literal["marketing", "sales"]
    hours: int = 0
    words: str = ""
    is_declined: bool = False


class Reopened(Parameters):
    """Why figures were opened again, so many hours after they were frozen."""

    hours: int
    why: str


class Held(Parameters):
    """How a review ended."""

    week: str
    signed: tuple[Signed, ...]
    reopened: Reopened | None = None
    signed_again: tuple[Signed, ...] = ()


class MinutedVerdict(Parameters):
    """What was said of the largest stalled deal without a verdict; what is shown and not ``wrong`` is right."""

    week: str
    by: Seat
    wrong: frozenset[str] = frozenset()
    other_cause: str = ""
    next_move: str
    owner: str
    days: int


class Remark(Parameters):
    """What was said of a place."""

    week: str
    by: Seat
    text: str
    place: dict[str, Any]
    is_about_largest_stalled: bool = False


class Minutes(Parameters):
    """Twelve reviews."""

    people: dict[Seat, Sitting]
    decisions: tuple[Decided, ...]
    reviews: tuple[Held, ...]
    verdicts: tuple[MinutedVerdict, ...]
    comments: tuple[Remark, ...]


@cache
def minutes() -> Minutes:
    """The minutes of past.toml."""
    return Minutes.model_validate(read_toml("past.toml"))
