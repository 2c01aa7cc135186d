"""The blind audit on the Disagreement screen: what it says first in words, its table, and the way to judge a deck."""

from collections.abc import Sequence

import streamlit as st

from dashboard.asking.ask import open_warehouse
from dashboard.asking.view import View
from dashboard.errors import FunnelReviewError
from dashboard.meeting.audit.criteria import agreement_by_criterion
from dashboard.meeting.audit.deck import Deck
from dashboard.meeting.audit.drawing import draw, drawing_view
from dashboard.meeting.audit.figures import AGREEMENT, PASSED_ON, Audit, audit_of, bound_of
from dashboard.meeting.audit.judging import side_of
from dashboard.meeting.audit.pooling import Pool
from dashboard.meeting.audit.standing import DeckStanding, of_quarter, pool_at, standing_of
from dashboard.meeting.audit.words import (
    FIGURE_WORDS,
    OF_THE_RULE,
    again_words,
    caveat,
    claim_words,
    criterion_rows,
    figure_rows,
    heads_words,
    left_open_words,
    open_words,
    parting_words,
    stratum_rows,
    verdict_words,
)
from dashboard.meeting.people.matrix import Action
from dashboard.meeting.weeks import last_complete
from dashboard.meeting.words import SIDES
from dashboard.metrics.disagreement import agreed
from dashboard.metrics.recorded import unmet
from dashboard.screens.disagreement.decks import earlier_decks
from dashboard.screens.disagreement.judging import start_judging
from dashboard.screens.evidence import behind, behind_too
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
    """The figures of the decks that are revealed, and the decks that wait to be judged; nothing where none can be."""
    with without_the_journal():
        minutes, current = open_minutes(), unfiltered(open_warehouse(warehouse_folder()))
        if not minutes.decks and unmet(current, "audit/deck"):
            return
        pool = pool_at(view, current, minutes.decks, minutes.journal.moment())
        audit = audit_of(view, pool)
        finding(QUESTION, claim_words(audit), ABOUT)
        if audit.decks:
            _figures(view, pool, audit)
        outcome(DRAWN)
        _decks(current, minutes)
        earlier_decks(current, minutes)


def _figures(view: View, pool: Pool, audit: Audit) -> None:
    judged = agreed(view) if view.slice.is_everything else None
    verdicts = verdict_words(audit, judged[0]) if judged else ""
    if sentences := " ".join(filter(None, (heads_words(audit), verdicts, *again_words(audit)))):
        st.markdown(no_formula(sentences))
    rows = figure_rows(audit)
    if any(row["Value"] != "–" for row in rows):
        st.dataframe(
            [{name: f"{value} (wide)" if name == "Value" and row[""] else value for name, value in row.items() if name}
             for row in rows],
            hide_index=True, alt="Figures of the blind audit with their intervals and bounds",
        )  # fmt: skip
    st.caption(f"{caveat()} {left_open_words(audit)}")
    bound = bound_of(pool)
    with st.container(horizontal=True, gap="small"):
        if PASSED_ON in bound:
            behind(view, PASSED_ON, _estimates(audit, OF_THE_RULE), **bound[PASSED_ON])
        if AGREEMENT in bound:
            heads = [name for name in FIGURE_WORDS if name not in OF_THE_RULE]
            behind_too(view, AGREEMENT, _estimates(audit, heads), "of the heads", **bound[AGREEMENT])
    _by_criterion(view, pool)
    with st.popover("Leads and cards by stratum", icon=":material/table_rows:", type="tertiary"):
        st.dataframe(stratum_rows(audit), hide_index=True, alt="Leads that came in and cards judged, by stratum")


def _estimates(audit: Audit, names: Sequence[str]) -> list[dict[str, object]]:
    return [{"figure": name} | getattr(audit, name).model_dump() for name in names]


def _by_criterion(view: View, pool: Pool) -> None:
    """On what the heads part, where they judged a criterion at all."""
    criteria = agreement_by_criterion(view, pool)
    if not any(each.cards for each in criteria):
        return
    if words := parting_words(criteria):
        st.markdown(no_formula(words))
    st.dataframe(
        criterion_rows(criteria), hide_index=True, height="content", alt="How far the heads say the same, by criterion"
    )
    st.caption("Of the cards that both judged, without those of which one said “unknown”; weighted as above.")


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
