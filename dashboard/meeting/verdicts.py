"""Verdicts on stalled deals: whether a cause that was shown is the right one, and how often each was."""

from collections.abc import Iterable
from datetime import date, datetime
from math import sqrt
from typing import Annotated

from pydantic import Field

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.decisions.effect import Z
from dashboard.meeting.journal.entries import Entry, EntryDraft
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.people.matrix import Action, role_for
from dashboard.meeting.person import Person
from dashboard.scope.documents import model_of
from dashboard.texts import interval

KIND = "deal"


class Judgement(MeetingModel):
    """What was said of a stalled deal: each cause shown right or wrong, another one in words, what comes next."""

    causes: dict[str, bool] = Field(default_factory=dict)
    other_cause: Annotated[str, Field(max_length=400)] = ""
    next_move: Annotated[str, Field(max_length=400)] = ""
    owner: Annotated[str, Field(max_length=200)] = ""
    due_on: date | None = None


class DealVerdict(MeetingModel):
    """A judgement as it stands; ``judgement`` is None when it was erased. Instants are naive UTC."""

    deal_id: str
    version: int
    judgement: Judgement | None
    author: str
    author_name: str
    is_verified: bool
    at: datetime


class Precision(MeetingModel):
    """How often a cause that was shown was judged right, with a 95 % interval."""

    cause: str
    right: int
    judged: int
    low: float
    high: float

    @property
    def sentence(self) -> str:
        """As the screen says it."""
        return f"right in {self.right} of {self.judged} judged ({interval(self.low, self.high)})"


def verdicts(journal: Journal) -> dict[str, DealVerdict]:
    """The last verdict on each deal, by its id."""
    return _fold(journal.kind(KIND))


def judge(journal: Journal, view: View, deal_id: str, judgement: Judgement, author: Person, read: int) -> DealVerdict:
    """Keep what was said of a stalled deal; ``read`` is the version of its verdict that was seen, 0 for none.

    Raises BadInput for a deal that is not stalled at the moment of ``view``, or a cause that is not shown there.
    """
    role = role_for(author, Action.JUDGE)
    shown = {row["deal_id"]: row["causes"] for row in view.pipeline_view().ask("stalled/deals").rows}
    if deal_id not in shown:
        raise BadInput(f"Deal {deal_id} is not stalled at the moment looked at; `funnel-review metrics` lists those.")
    for cause in judgement.causes:
        if cause not in shown[deal_id]:
            raise BadInput(f'"{cause}" is not shown for deal {deal_id}; it has {", ".join(shown[deal_id])}.')
    draft = EntryDraft(
        subject=f"{KIND}:{deal_id}",
        action="judged",
        body=judgement.model_dump(mode="json"),
        read=read,
        generation=view.warehouse.generation.id,
        as_of=view.as_of,
    )
    return _fold([journal.append(draft, author, role)])[deal_id]


def judgement(**fields: object) -> Judgement:
    """A judgement of what was typed, checked; raises BadInput naming the field."""
    return model_of(Judgement, fields, "", "the verdict")


def precision(known: Iterable[DealVerdict]) -> list[Precision]:
    """How often each cause that was judged was right, by name."""
    answers: dict[str, list[bool]] = {}
    for each in known:
        for cause, is_right in (each.judgement.causes if each.judgement else {}).items():
            answers.setdefault(cause, []).append(is_right)
    return [_precision(cause, sum(given), len(given)) for cause, given in sorted(answers.items())]


def _precision(cause: str, right: int, judged: int) -> Precision:
    """The interval is Wilson's, as of every rate."""
    share, square = right / judged, Z * Z / judged
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * sqrt(share * (1 - share) / judged + square / (4 * judged))
    low = 0.0 if right == 0 else middle - half
    high = 1.0 if right == judged else middle + half
    return Precision(cause=cause, right=right, judged=judged, low=low, high=high)


def _fold(entries: Iterable[Entry]) -> dict[str, DealVerdict]:
    return {
        entry.subject.partition(":")[2]: DealVerdict(
            deal_id=entry.subject.partition(":")[2],
            version=entry.version,
            judgement=None if entry.is_erased else Judgement.model_validate(entry.body),
            author=entry.author,
            author_name=entry.author_name,
            is_verified=entry.is_verified,
            at=entry.at,
        )
        for entry in entries
    }
