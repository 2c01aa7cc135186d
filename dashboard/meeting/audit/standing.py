"""How the blind audit stands: which decks count, which wait for whom, and the figures of those that are revealed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from dashboard.asking.view import View
from dashboard.meeting.audit.deck import Deck
from dashboard.meeting.audit.faces import faces
from dashboard.meeting.audit.figures import Audit, audit_of
from dashboard.meeting.audit.pooling import Pool, pool_of
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.review.review import SIDES, SideName
from dashboard.meeting.weeks import last_complete, week_after
from dashboard.thresholds import QUARTER_WEEKS


class DeckStanding(MeetingModel):
    """A deck and how far it is; ``waiting``: the cards each side has yet to judge, of those whose leads are there."""

    week: str
    drawn_at: datetime
    closes_at: datetime
    author_name: str
    cards: int
    gone: int
    waiting: dict[SideName, int]
    is_open: bool
    is_revealed: bool


def standing_of(view: View, deck: Deck, now: datetime) -> DeckStanding:
    """How a deck stands at ``now`` (naive UTC); nothing of what anybody said."""
    there = faces(view, deck)
    return DeckStanding(
        week=deck.week,
        drawn_at=deck.drawn_at,
        closes_at=deck.closes_at,
        author_name=deck.author_name,
        cards=len(deck.cards),
        gone=len(deck.cards) - len(there),
        waiting={side: len(deck.waiting(side, there)) for side in SIDES},
        is_open=deck.is_open(now),
        is_revealed=deck.is_revealed(now, there),
    )


def of_quarter(view: View, decks: Iterable[Deck]) -> list[Deck]:
    """The decks of the 13 weeks that end with the review week of ``view``."""
    last = last_complete(view)
    return [deck for deck in decks if week_after(last, -QUARTER_WEEKS) < deck.week <= last]


def revealed(view: View, decks: Iterable[Deck], now: datetime) -> list[Deck]:
    """Those that either side may see: while a deck is judged, no figure holds anything of it."""
    return [deck for deck in decks if not deck.is_open(now) or deck.is_revealed(now, faces(view, deck))]


def audit_at(view: View, current: View, decks: Mapping[str, Deck], now: datetime) -> Audit:
    """The figures of the decks of the 13 weeks up to that of ``view``, those that are revealed at ``now``.

    Whether a deck's leads are still there is asked of ``current``, the data served now: to whoever looks at an earlier
    import, which may not have them yet, a deck would else look finished.
    """
    return audit_of(view, pool_at(view, current, decks, now))


def pool_at(view: View, current: View, decks: Mapping[str, Deck], now: datetime) -> Pool:
    """What its figures rest on."""
    return pool_of(revealed(current, of_quarter(view, decks.values()), now))
