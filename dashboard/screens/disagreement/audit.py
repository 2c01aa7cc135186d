"""The blind audit on the Disagreement screen: what it says first in words, its table, and the way to judge a deck."""

import streamlit as st

from dashboard.asking.ask import open_warehouse
from dashboard.asking.view import View
from dashboard.errors import FunnelReviewError
from dashboard.meeting.audit.deck import Deck
from dashboard.meeting.audit.drawing import draw, drawing_view
from dashboard.meeting.audit.figures import Audit
from dashboard.meeting.audit.judging import side_of
from dashboard.meeting.audit.standing import DeckStanding, audit_at, of_quarter, standing_of
from dashboard.meeting.audit.words import (
    again_words,
    caveat,
    claim_words,
    figure_rows,
    heads_words,
    left_open_words,
    open_words,
    stratum_rows,
)
from dashboard.meeting.people.matrix import Action
from dashboard.meeting.weeks import last_complete
from dashboard.meeting.words import SIDES
from dashboard.screens.disagreement.judging import start_judging
from dashboard.screens.headings import finding
from dashboard.screens.meeting.minutes import JournalMinutes, open_minutes, reader_may
from dashboard.screens.meeting.saving import outcome, save, without_the_journal
from dashboard.screens.reader import reader
from dashboard.screens.refusals import warehouse_folder
from dashboard.screens.slicebar import unfiltered
from dashboard.texts import count, in_markdown, no_formula

DRAWN = "draw-deck"
QUESTION = "How many good leads were never passed on?"
ABOUT = "leads drawn by chance and judged blind by both heads, of the whole company"


def blind_audit(view: View) -> None:
    """The figures of the decks that are revealed, and the decks that wait to be judged."""
    with without_the_journal():
        minutes, current = open_minutes(), unfiltered(open_warehouse(warehouse_folder()))
        audit = audit_at(view, current, minutes.decks, minutes.journal.moment())
        finding(QUESTION, claim_words(audit), ABOUT)
        if audit.decks:
            _figures(audit)
        outcome(DRAWN)
        _decks(current, minutes)


def _figures(audit: Audit) -> None:
    if sentences := " ".join(filter(None, (heads_words(audit), *again_words(audit)))):
        st.markdown(no_formula(sentences))
    rows = figure_rows(audit)
    if any(row["Value"] != "–" for row in rows):
        st.dataframe(
            [{name: f"{value} (wide)" if name == "Value" and row[""] else value for name, value in row.items() if name}
             for row in rows],
            hide_index=True, alt="Figures of the blind audit with their intervals and bounds",
        )  # fmt: skip
    st.caption(f"{caveat()} {left_open_words(audit)}")
    with st.popover("Leads and cards by stratum", icon=":material/table_rows:", type="tertiary"):
        st.dataframe(stratum_rows(audit), hide_index=True, alt="Leads that came in and cards judged, by stratum")


def _decks(view: View, minutes: JournalMinutes) -> None:
    """The decks that are open, each with how far it is; and the way to draw this week's."""
    now, at = minutes.journal.moment(), drawing_view(view)
    for deck in of_quarter(at, minutes.decks.values()):
        if deck.is_open(now):
            standing = standing_of(view, deck, now)
            if not standing.is_revealed:
                _open_deck(view, deck, standing)
    if last_complete(at) not in minutes.decks and reader_may(Action.DRAW):
        st.button(
            "Draw this week's deck", icon=":material/playing_cards:", key=DRAWN, on_click=_draw, args=(view, minutes)
        )


def _open_deck(view: View, deck: Deck, standing: DeckStanding) -> None:
    judgeable = standing.cards - standing.gone
    far = ", ".join(
        f"{SIDES[side].lower()} {count(judgeable - left)} of {count(judgeable)}"
        for side, left in standing.waiting.items()
    )
    st.markdown(no_formula(f"{open_words(standing, view.local(deck.closes_at))}. Judged: {far}."))
    if not reader_may(Action.JUDGE_BLIND):
        return
    try:
        left = standing.waiting[side_of(reader())]
    except FunnelReviewError as error:
        st.caption(in_markdown(error, 300))
        return
    words = f"Judge {count(left)} card{'' if left == 1 else 's'} blind" if left else "Look through your judgements"
    st.button(
        words, icon=":material/visibility_off:", key=f"judge-{deck.week}", on_click=start_judging, args=(deck.week,)
    )


def _draw(view: View, minutes: JournalMinutes) -> None:
    save(DRAWN, lambda _: f"The deck of {draw(minutes.journal, view, reader()).week} is drawn.")
