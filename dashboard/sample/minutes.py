"""The reviews of the sample company's past: ``past.toml``, read into frozen models."""

from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import Field

from dashboard.meeting.calibration.record import CalibrationChoice
from dashboard.meeting.review.review import SideName
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

    side: SideName
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


class Rater(Parameters):
    """How a head errs who judges blind, each a chance for a card.

    ``slips`` for each answer; ``users_decide``: takes somebody who would only use the product for one who decides.
    """

    slips: float
    cannot_tell: float
    users_decide: float


class Audited(Parameters):
    """The blind audit: a deck for each week from ``first`` to ``last``; of the last one only so many are judged."""

    first: str
    last: str
    judged_of_last: dict[SideName, int]
    raters: dict[SideName, Rater]


class Declined(Parameters):
    """Which side did not sign a proposal, so many days after the other could, and why."""

    by: SideName
    days: int
    why: str


class Proposed(Parameters):
    """A change of the shared profile as it was proposed in the review of a week.

    ``left_out`` are the criteria that do not stay; ``signed`` who signed it, a day later.
    """

    week: str
    by: SideName
    effective_from: date
    reason: str
    left_out: frozenset[str] = frozenset()
    signed: tuple[SideName, ...] = ()
    declined: Declined | None = None


class Calibrated(Parameters):
    """What a month's calibration review decided, held after the review of a week."""

    week: str
    by: Seat
    choice: CalibrationChoice
    why: str


class Minutes(Parameters):
    """Twelve reviews, and beside them the audits, the calibrations and what was proposed."""

    people: dict[Seat, Sitting]
    decisions: tuple[Decided, ...]
    reviews: tuple[Held, ...]
    verdicts: tuple[MinutedVerdict, ...]
    comments: tuple[Remark, ...]
    audit: Audited
    proposals: tuple[Proposed, ...]
    calibrations: tuple[Calibrated, ...]


@cache
def minutes() -> Minutes:
    """The minutes of past.toml."""
    return Minutes.model_validate(read_toml("past.toml"))
