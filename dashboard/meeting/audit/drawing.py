"""Drawing a deck: chance alone says who is on it, and the same week of the same data gives the same cards."""

from collections.abc import Mapping
from dataclasses import replace

from dashboard.asking.view import HORIZON_DAYS, View
from dashboard.errors import BadInput
from dashboard.meeting.audit.deck import KIND, STRATA, Card, Deck, decks
from dashboard.meeting.journal.canonical import sha256
from dashboard.meeting.journal.entries import EntryDraft
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.people.matrix import Action, role_for
from dashboard.meeting.person import Person
from dashboard.meeting.weeks import last_complete, week_after, week_of
from dashboard.metrics.recorded import unmet
from dashboard.scope.slices import Slice
from dashboard.thresholds import CARD_DAYS

NEAR_POINTS = 20
"""A lead that was no MQL is near the threshold from so many points below it on."""
RETURNING = 2
RETURN_AFTER, RETURN_WITHIN = 4, 8
"""So many cards of the decks of so many weeks before come back."""


def drawing_view(view: View) -> View:
    """The look that a deck is drawn and judged by: the whole company at the newest review week."""
    return replace(view, as_of=view.opening_moment, slice=Slice(), chosen=None, trial=None, horizon_days=HORIZON_DAYS)


def draw(journal: Journal, view: View, author: Person) -> Deck:
    """Draw the deck of the newest review week; raises BadInput when there is one, or nobody to draw."""
    return draw_at(journal, drawing_view(view), author)


def draw_at(journal: Journal, view: View, author: Person) -> Deck:
    """Draw the deck of the last week that was over at the moment of ``view``, a look at the whole company.

    The frame is the last week of leads that had ended 14 days before the moment. Raises BadInput when there is a deck
    of the week, or nobody to draw.
    """
    role = role_for(author, Action.DRAW)
    if why := unmet(view, "audit/deck"):
        raise BadInput(why)
    known, week = decks(journal), last_complete(view)
    if week in known:
        by = known[week].author_name
        raise BadInput(f"The deck of {week} was drawn by {by}; the next can be drawn when {week_after(week)} is over.")
    frame_to = view.monday(view.days_before(view.as_of, CARD_DAYS))
    frame_from = view.days_before(frame_to, 7)
    seed = f"{week}|{view.warehouse.generation.id}"
    rows = view.ask(
        "audit/deck",
        frame_from=frame_from, frame_to=frame_to, strata=list(STRATA), cards=list(STRATA.values()),
        near_points=NEAR_POINTS, drawn=[card.key for deck in known.values() for card in deck.cards], seed=seed,
    ).rows  # fmt: skip
    if not rows:
        came = week_of(view.local(frame_from).date())
        raise BadInput(f"No lead came in in {came} that could be drawn; draw the deck of a later week.")
    cards = [Card.model_validate(row) for row in rows] + _returning(known, view, week, seed)
    cards.sort(key=lambda card: sha256(f"{seed}|{card.key}|place"))  # those that come back among the others
    deck = Deck(
        week=week, frame_from=frame_from, frame_to=frame_to, drawn_at=journal.moment(), author_name=author.name,
        cards=tuple(cards),
    )  # fmt: skip
    body = deck.model_dump(mode="json", include={"frame_from", "frame_to", "cards"}, exclude_none=True)
    draft = EntryDraft(
        subject=f"{KIND}:{week}", action="drawn", body=body, generation=view.warehouse.generation.id, as_of=view.as_of
    )
    journal.append(draft, author, role)
    return decks(journal)[week]


def _returning(known: Mapping[str, Deck], view: View, week: str, seed: str) -> list[Card]:
    """Cards of the decks of four to eight weeks before that have not come back yet; fewer where there are fewer."""
    again = {card.key for deck in known.values() for card in deck.cards if card.returned_from}
    earliest, latest = week_after(week, -RETURN_WITHIN), week_after(week, -RETURN_AFTER)
    earlier = {
        card.key: card.model_copy(update={"returned_from": deck.week})
        for deck in known.values()
        if earliest <= deck.week <= latest
        for card in deck.cards
        if card.key not in again
    }
    rows = view.ask(
        "audit/returning",
        lead_ids=[card.lead_id for card in earlier.values()],
        cycle_numbers=[card.cycle_number for card in earlier.values()],
        seed=seed, rows=RETURNING,
    ).rows  # fmt: skip
    return [earlier[f"{row['lead_id']}|{row['cycle_number']}"] for row in rows]
