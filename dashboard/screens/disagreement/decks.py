"""The decks of the blind audit that are closed or judged by both: who said what of each card, whenever it was."""

import streamlit as st

from dashboard.asking.view import View
from dashboard.findings.words import days_of
from dashboard.meeting.audit.deck import CRITERIA, Deck
from dashboard.meeting.audit.faces import CardFace, faces
from dashboard.meeting.audit.words import STRATUM_WORDS, VERDICT_WORDS
from dashboard.meeting.review.review import SIDES, SideName
from dashboard.meeting.words import SIDES as SIDE_WORDS
from dashboard.scope.moments import Window
from dashboard.screens.meeting.minutes import JournalMinutes
from dashboard.texts import count, day, in_markdown, no_formula, plain

KEY = "earlier-decks"


def earlier_decks(view: View, minutes: JournalMinutes) -> None:
    """A fold in which each of them is opened as it was judged; nothing where there is none."""
    if not minutes.decks:
        return
    part = st.expander("Decks judged so far", icon=":material/history:", key=KEY, on_change="rerun")
    if not part.open:
        return
    with part:
        now = minutes.journal.moment()
        known = {
            week: deck for week, deck in reversed(minutes.decks.items())
            if not deck.is_open(now) or deck.is_revealed(now, faces(view, deck))
        }  # fmt: skip
        if not known:
            st.caption("None yet: a deck is opened when both have judged it, or it is closed.")
            return
        week = st.selectbox(
            "Open a deck as it was judged", list(known), index=None, key=f"{KEY}-week", placeholder="Choose a week",
            persist_state="page",
        )  # fmt: skip
        if week in known:
            _deck(view, known[week])


def _deck(view: View, deck: Deck) -> None:
    there = faces(view, deck)
    judged = ", ".join(
        f"{SIDE_WORDS[side].lower()} {count(len(deck.cards) - len(deck.waiting(side, range(len(deck.cards)))))}"
        for side in SIDES
    )
    frame = days_of(view, Window(deck.frame_from, deck.frame_to))
    st.caption(
        no_formula(
            f"{count(len(deck.cards))} cards of leads that came in {frame}, drawn by "
            f"{in_markdown(deck.author_name, 80)} on {day(view.local(deck.drawn_at))}. Judged: {judged}."
        )
    )
    rows = [_row(deck, place, there.get(place)) for place in range(len(deck.cards))]
    st.dataframe(rows, hide_index=True, alt=f"What both heads said of the cards of {deck.week}")


def _row(deck: Deck, place: int, face: CardFace | None) -> dict[str, str]:
    card = deck.cards[place]
    again = f", again from {card.returned_from}" if card.returned_from else ""
    row = {
        "Company": plain(face.company or "–") if face else "No longer in the data",
        "Title": plain(face.title or "–") if face else "–",
    }
    for side in SIDES:
        row[SIDE_WORDS[side]] = _verdict(deck, side, place)
    return row | {"Drawn from": f"{STRATUM_WORDS[card.stratum]}{again}"}


def _verdict(deck: Deck, side: SideName, place: int) -> str:
    """What a side said of a card: the verdict, each criterion it answered, its note."""
    given = deck.verdict(side, place)
    if given is None or given.judgement is None:
        return "–"
    judgement = given.judgement
    answers = [f"{name} {getattr(judgement, name)}" for name in CRITERIA if getattr(judgement, name) != "unknown"]
    note = f"“{plain(judgement.note)}”" if judgement.note else ""
    return "; ".join(filter(None, (VERDICT_WORDS[judgement.verdict], ", ".join(answers), note)))
