"""A deck of the blind audit as the journal has it: the cards of a week, and what each side's head said of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dashboard.meeting.journal.entries import Entry
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.review.review import SIDES, SideName

KIND = "deck"
OPEN_FOR = timedelta(days=7)
"""So long after it was drawn a deck can be judged; then it is closed, whoever has not finished."""
LONGEST_NOTE = 200
STRATA: Mapping[str, int] = {"mql_accepted": 2, "mql_rejected": 3, "near": 8, "below": 5, "no_score": 2}
"""Cards of a deck by stratum, in the order in which one gives what it lacks to the next."""
OF_MQLS = frozenset({"mql_accepted", "mql_rejected"})
"""The strata of leads that marketing passed on."""
Verdict = Literal["good", "not", "cannot_tell"]
VERDICTS: tuple[Verdict, ...] = ("good", "not", "cannot_tell")
Met = Literal["yes", "no", "unknown"]
CRITERIA = ("budget", "authority", "need", "timing", "fit")


class Card(MeetingModel):
    """A cycle of a lead that was drawn: from a stratum of ``frame`` cycles, of which ``cards`` were.

    ``returned_from`` is the earlier deck of a card that came back, to be judged once more.
    """

    lead_id: str
    cycle_number: int
    stratum: str
    frame: int
    cards: int
    returned_from: str | None = None

    @property
    def key(self) -> str:
        """The cycle in one word, as the draw is told of those that were drawn before."""
        return f"{self.lead_id}|{self.cycle_number}"


class BlindJudgement(MeetingModel):
    """What a head says of a lead without knowing where it came from or what became of it."""

    verdict: Verdict
    budget: Met = "unknown"
    authority: Met = "unknown"
    need: Met = "unknown"
    timing: Met = "unknown"
    fit: Met = "unknown"
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NOTE)] = ""


class CardVerdict(MeetingModel):
    """A judgement as it stands; ``judgement`` is None when it was erased. ``at`` is naive UTC."""

    version: int
    judgement: BlindJudgement | None
    author: str
    at: datetime


class Deck(MeetingModel):
    """The cards of a week, in an order that says nothing; instants are naive UTC.

    ``verdicts`` are each side's, by the place of the card.
    """

    week: str
    frame_from: datetime
    frame_to: datetime
    drawn_at: datetime
    author_name: str
    cards: tuple[Card, ...]
    verdicts: Mapping[SideName, Mapping[int, CardVerdict]] = Field(default_factory=dict)

    @property
    def closes_at(self) -> datetime:
        """When nothing more can be said of its cards."""
        return self.drawn_at + OPEN_FOR

    def is_open(self, now: datetime) -> bool:
        """Whether its time has not run out."""
        return now < self.closes_at

    def verdict(self, side: SideName, place: int) -> CardVerdict | None:
        """What a side's head said of a card; None when nothing, or it was erased."""
        given = self.verdicts.get(side, {}).get(place)
        return given if given is not None and given.judgement is not None else None

    def waiting(self, side: SideName, there: Iterable[int]) -> list[int]:
        """The places a side has yet to judge, among the cards whose leads are still ``there``."""
        return [place for place in there if self.verdict(side, place) is None]

    def is_revealed(self, now: datetime, there: Iterable[int]) -> bool:
        """Whether either side may see what the other said: both have finished, or the deck is closed."""
        places = list(there)
        return not self.is_open(now) or not any(self.waiting(side, places) for side in SIDES)


def decks(journal: Journal) -> dict[str, Deck]:
    """Every deck by its week, in the order of the weeks; one whose drawing was erased is none."""
    return fold(journal.kind(KIND))


def subject_of(week: str, side: SideName, place: int) -> str:
    """What a side's judgement of a card is kept under: two people, or two cards, never meet there."""
    return f"{KIND}:{week}/{side}/{place}"


def fold(entries: Iterable[Entry]) -> dict[str, Deck]:
    """The decks that these entries make."""
    drawn: dict[str, Deck] = {}
    verdicts: dict[str, dict[SideName, dict[int, CardVerdict]]] = {}
    for entry in entries:
        week, _, rest = entry.subject.partition(":")[2].partition("/")
        if not rest:
            if not entry.is_erased:
                about = {"week": week, "drawn_at": entry.at, "author_name": entry.author_name}
                drawn[week] = Deck.model_validate(entry.body | about)
            continue
        side, _, place = rest.partition("/")
        judgement = None if entry.is_erased else BlindJudgement.model_validate(entry.body)
        given = CardVerdict(version=entry.version, judgement=judgement, author=entry.author, at=entry.at)
        verdicts.setdefault(week, {}).setdefault(_side(side), {})[int(place)] = given
    return {week: drawn[week].model_copy(update={"verdicts": verdicts.get(week, {})}) for week in sorted(drawn)}


def _side(name: str) -> SideName:
    return next(side for side in SIDES if side == name)
