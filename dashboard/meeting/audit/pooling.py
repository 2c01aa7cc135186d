"""The judged cards of several decks put together: by stratum its leads, and what was said of those drawn."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dashboard.meeting.audit.deck import CRITERIA, OF_MQLS, STRATA, Deck, Met, Verdict
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.review.review import SIDES, SideName

VerdictPair = tuple[Verdict | None, Verdict | None]
"""What marketing said of a card and what sales said; None where a side has not judged it."""


@dataclass
class Stratum:
    """A stratum over all decks: ``frame`` leads came in in it, and so many cards were judged in each way."""

    name: str
    frame: int = 0
    pairs: Counter[VerdictPair] = field(default_factory=Counter)
    answers: dict[str, Counter[tuple[Met, Met]]] = field(default_factory=lambda: {name: Counter() for name in CRITERIA})
    """What both said of each criterion, of the cards that both judged."""

    @property
    def is_mql(self) -> bool:
        """Whether marketing passed its leads on."""
        return self.name in OF_MQLS

    def cells(self, undecided: Verdict | None = None) -> tuple[int, int, int, int]:
        """Cards judged by both: good to both, to marketing alone, to sales alone, to neither.

        "Cannot tell" is left out, or counts as ``undecided``.
        """
        counted: Counter[VerdictPair] = Counter()
        for pair, cards in self.pairs.items():
            counted[_decided(pair[0], undecided), _decided(pair[1], undecided)] += cards
        return counted["good", "good"], counted["good", "not"], counted["not", "good"], counted["not", "not"]

    def criterion_cells(self, name: str) -> tuple[int, int, int, int]:
        """The same of a criterion: met to both, marketing alone, sales alone, neither; "unknown" is left out."""
        counted = self.answers[name]
        return counted["yes", "yes"], counted["yes", "no"], counted["no", "yes"], counted["no", "no"]

    def by_sales(self, undecided: Verdict | None = None) -> tuple[int, int]:
        """Cards that sales judged, whatever marketing said: good, not good."""
        counted: Counter[Verdict | None] = Counter()
        for (_, sales), cards in self.pairs.items():
            counted[_decided(sales, undecided)] += cards
        return counted["good"], counted["not"]

    def by_both(self, undecided: Verdict | None = None) -> tuple[int, int]:
        """Cards that both judged: good to both, not."""
        good, *others = self.cells(undecided)
        return good, sum(others)


class SelfConsistency(MeetingModel):
    """Of the cards that came back and that a side judged both times, how many it judged the same."""

    same: int = 0
    judged: int = 0


@dataclass(frozen=True)
class Pool:
    """What several decks say together: their number, the strata in their order, what was left open, what came back."""

    decks: int
    strata: tuple[Stratum, ...]
    cannot_tell: Mapping[SideName, int]
    self_consistency: Mapping[SideName, SelfConsistency]


def pool_of(decks: Iterable[Deck]) -> Pool:
    """The decks put together; a card that came back counts once, in its first deck."""
    drawn = list(decks)
    strata = {name: Stratum(name) for name in STRATA}
    cannot_tell: Counter[SideName] = Counter()
    for deck in drawn:
        for name, frame in {card.stratum: card.frame for card in deck.cards if not card.returned_from}.items():
            strata[name].frame += frame
        for place, card in enumerate(deck.cards):
            pair = _verdict(deck, "marketing", place), _verdict(deck, "sales", place)
            if card.returned_from or pair == (None, None):
                continue
            strata[card.stratum].pairs[pair] += 1
            _note_answers(strata[card.stratum], deck, place)
            cannot_tell.update(side for side, verdict in zip(SIDES, pair, strict=True) if verdict == "cannot_tell")
    again = {side: _again(drawn, side) for side in SIDES}
    return Pool(len(drawn), tuple(strata.values()), {side: cannot_tell[side] for side in SIDES}, again)


def _note_answers(stratum: Stratum, deck: Deck, place: int) -> None:
    judged = [given.judgement for side in SIDES if (given := deck.verdict(side, place)) and given.judgement]
    if len(judged) == len(SIDES):
        for name in CRITERIA:
            first, second = (getattr(each, name) for each in judged)
            stratum.answers[name][first, second] += 1


def _again(decks: list[Deck], side: SideName) -> SelfConsistency:
    first = {
        (deck.week, card.key): _verdict(deck, side, place) for deck in decks for place, card in enumerate(deck.cards)
    }
    both = [
        (first.get((card.returned_from, card.key)), _verdict(deck, side, place))
        for deck in decks
        for place, card in enumerate(deck.cards)
        if card.returned_from
    ]
    judged = [pair for pair in both if None not in pair]
    return SelfConsistency(same=sum(before == after for before, after in judged), judged=len(judged))


def _verdict(deck: Deck, side: SideName, place: int) -> Verdict | None:
    given = deck.verdict(side, place)
    return given.judgement.verdict if given is not None and given.judgement is not None else None


def _decided(verdict: Verdict | None, undecided: Verdict | None) -> Verdict | None:
    return undecided if verdict == "cannot_tell" else verdict
