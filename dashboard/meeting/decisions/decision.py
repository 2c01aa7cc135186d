"""A decision: what is typed, and what became of it as its entries say."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from dashboard.errors import BadInput
from dashboard.meeting.decisions.effect import Baseline, Direction
from dashboard.meeting.journal.entries import Entry
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.weeks import monday_of, week_of, weeks_from
from dashboard.scope.documents import model_of

LONGEST_TEXT = 400
LONGEST_WINDOW = 26
KIND = "decision"
NEEDED = {
    "direction": "a direction, up or down",
    "from_week": "the week it is judged from",
    "by_week": "the week it is judged to",
}
Side = Literal["marketing", "sales", "both"]
Work = Literal["open", "done", "dropped", "superseded"]


def _week(text: str) -> str:
    try:
        monday_of(text)
    except BadInput as error:
        raise ValueError(str(error)) from None
    return text


Week = Annotated[str, AfterValidator(_week)]
DecisionText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]


class Expected(MeetingModel):
    """How large a move was promised: in the figure's unit, or in percent of its mean before."""

    value: float = Field(gt=0)
    is_percent: bool = False

    def size(self, mean: float | None) -> float | None:
        """The move in the figure's unit, given its mean before; None for a percentage of what is not known."""
        if not self.is_percent:
            return self.value
        return None if mean is None else self.value / 100 * abs(mean)


class Proposal(MeetingModel):
    """What is typed. ``figure`` is a weekly series by its name, ``slice`` its filters, ``receipt`` the evidence.

    From ``from_week`` to ``by_week`` the figure is watched.
    """

    week: Week
    text: DecisionText
    owner: DecisionText
    side: Side
    due_on: date
    figure: str | None = None
    slice: dict[str, list[str]] = Field(default_factory=dict)
    direction: Direction | None = None
    expected: Expected | None = None
    from_week: Week | None = None
    by_week: Week | None = None
    confidence: Literal[50, 70, 90] | None = None
    why: Annotated[str, Field(max_length=2_000)] = ""
    receipt: dict[str, Any] | None = None
    records: Annotated[tuple[str, ...], Field(max_length=500)] = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.figure is None:
            if self.expected or self.direction:
                message = "a promise needs a figure"
                raise ValueError(message)
            return self
        if self.direction is None or self.from_week is None or self.by_week is None:
            lacking = " and ".join(words for name, words in NEEDED.items() if getattr(self, name) is None)
            message = f"a figure needs {lacking}"
            raise ValueError(message)
        if not 0 <= weeks_from(self.from_week, self.by_week) < LONGEST_WINDOW:
            message = f"by_week is from_week or later, and at most {LONGEST_WINDOW - 1} weeks later"
            raise ValueError(message)
        return self


class Decision(MeetingModel):
    """A decision as it stands; ``typed`` is None when its text was erased. Instants are naive UTC.

    ``rests_on`` is what the figure's definition was made of when the baseline was taken.
    """

    id: str
    version: int
    typed: Proposal | None
    baseline: Baseline | None = None
    rests_on: dict[str, str] = Field(default_factory=dict)
    work: Work = "open"
    note: str | None = None
    closed_at: datetime | None = None
    author: str
    author_name: str
    is_verified: bool
    made_at: datetime

    @property
    def week(self) -> str:
        """The week of the review it was made in; of the day it was typed where its text is gone."""
        return self.typed.week if self.typed else week_of(self.made_at.date())

    def is_overdue(self, day: date) -> bool:
        """Whether it is open after the day it was due, on ``day``."""
        return self.work == "open" and self.typed is not None and self.typed.due_on < day

    def carried(self, week: str) -> int:
        """In how many reviews up to that of ``week`` it was open again."""
        until = week_of(self.closed_at.date()) if self.closed_at else week
        return max(0, weeks_from(self.week, min(until, week)))


def proposal(fields: Mapping[str, Any]) -> Proposal:
    """What was typed, checked; raises BadInput naming the field and what is wrong."""
    return model_of(Proposal, fields, "", "the decision")


def fold(entries: Iterable[Entry]) -> dict[str, Decision]:
    """The decisions of the journal's entries by id, in the order they were made."""
    decisions: dict[str, Decision] = {}
    for entry in entries:
        name = entry.subject.partition(":")[2]
        decisions[name] = _next(decisions.get(name), name, entry)
    return decisions


def _next(decision: Decision | None, name: str, entry: Entry) -> Decision:
    if decision is None:
        person = {"author": entry.author, "author_name": entry.author_name, "is_verified": entry.is_verified}
        return Decision(id=name, version=entry.version, made_at=entry.at, **person, **_typed(entry))
    change: dict[str, Any] = {"version": entry.version}
    if entry.action == "edited":
        change |= _typed(entry)
    elif entry.action == "reopened":
        change |= {"work": "open", "note": None, "closed_at": None}
    else:
        change |= {"work": entry.action, "note": entry.body.get("note"), "closed_at": entry.at}
    return decision.model_copy(update=change)


def _typed(entry: Entry) -> dict[str, Any]:
    if entry.is_erased:
        return {"typed": None, "baseline": None, "rests_on": {}}
    baseline = entry.body["baseline"]
    return {
        "typed": Proposal.model_validate(entry.body["typed"]),
        "baseline": Baseline.model_validate(baseline) if baseline else None,
        "rests_on": entry.body["rests_on"],
    }
