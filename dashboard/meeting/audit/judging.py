"""Judging a card blind: which side somebody judges for, in which order, and keeping what they say."""

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.audit.deck import KIND, BlindJudgement, CardVerdict, Deck, decks, fold, subject_of
from dashboard.meeting.audit.faces import faces
from dashboard.meeting.journal.canonical import new_id, sha256
from dashboard.meeting.journal.entries import EntryDraft
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.people.matrix import Action, role_for
from dashboard.meeting.person import Person
from dashboard.meeting.review.review import SIDES, SideName
from dashboard.scope.documents import model_of


def side_of(person: Person) -> SideName:
    """The side somebody judges for; raises BadInput for who heads none, and for who heads both: that is not blind."""
    role_for(person, Action.JUDGE_BLIND)
    own = [side for side, role in SIDES.items() if role in person.roles]
    if len(own) != 1:
        raise BadInput(
            f"{person.name} has the roles of both heads, so the two judgements would be one; name a head of each side "
            "in access.toml beside the warehouse."
        )
    return own[0]


def order_of(deck: Deck, person: Person) -> list[int]:
    """The places of the cards in the order somebody sees them: shuffled, and the same at each visit."""
    return sorted(range(len(deck.cards)), key=lambda place: sha256(f"{deck.week}|{person.id}|{place}"))


def judgement_of(**fields: object) -> BlindJudgement:
    """A judgement of what was typed, checked; raises BadInput naming the field."""
    return model_of(BlindJudgement, fields, "", "the judgement")


def judge_blind(
    journal: Journal,
    view: View,
    week: str,
    place: int,
    judgement: BlindJudgement,
    author: Person,
    *,
    read: int | None = None,
    entry_id: str | None = None,
) -> CardVerdict:
    """Keep what the author says of the card at ``place`` for their side; again, it takes the place of what was said.

    ``read`` is the version of it that was seen, as it is by default. Raises BadInput once the deck is closed or both
    have finished, and for a lead that is no longer in the data; Stale as the journal does.
    """
    role_for(author, Action.JUDGE_BLIND)
    side = side_of(author)
    deck = deck_of(journal, week)
    there = faces(view, deck)
    if not 0 <= place < len(deck.cards):
        raise BadInput(f"The deck of {week} has {len(deck.cards)} cards; there is none at place {place + 1}.")
    if not deck.is_open(journal.moment()):
        raise BadInput(f"The deck of {week} closed on {deck.closes_at:%Y-%m-%d %H:%M} UTC; judge the next one.")
    if deck.is_revealed(journal.moment(), there):
        raise BadInput(f"Both have judged the deck of {week}; what was said blind is not changed afterwards.")
    if place not in there:
        raise BadInput("The lead of this card is no longer in the data; go on with the next card.")
    for other, given in deck.verdicts.items():
        if other != side and any(each.author.casefold() == author.id.casefold() for each in given.values()):
            raise BadInput(
                f"{author.name} has judged the deck of {week} for {other}; one person does not judge for both."
            )
    before = deck.verdicts.get(side, {}).get(place)
    read_version = (before.version if before else 0) if read is None else read
    draft = judged_draft(view, subject_of(week, side, place), judgement, read_version, entry_id or new_id())
    entry = journal.append(draft, author, SIDES[side])
    known = fold([*journal.subject(f"{KIND}:{week}"), entry])
    return known[week].verdicts[side][place]


def judged_draft(view: View, subject: str, judgement: BlindJudgement, read: int, entry_id: str) -> EntryDraft:
    """The entry of a judgement of the card that ``subject`` names, as ``subject_of`` gives it."""
    return EntryDraft(
        subject=subject,
        action="judged",
        body=judgement.model_dump(mode="json"),
        read=read,
        entry_id=entry_id,
        generation=view.warehouse.generation.id,
        as_of=view.as_of,
    )


def deck_of(journal: Journal, week: str) -> Deck:
    """The deck of a week; raises BadInput where none was drawn."""
    known = decks(journal)
    if week not in known:
        raise BadInput(f"No deck was drawn for {week}; `funnel-review audit status` lists those there are.")
    return known[week]
