"""Part 4 of the review: last week's decisions with what came of them, this week's, and how decisions came out so far.

It looks every few seconds whether somebody wrote, by the number of the last entry alone.
"""

from collections.abc import Sequence

import streamlit as st

from dashboard.asking.view import View
from dashboard.meeting.decisions.carrying import beyond_noise, carried_over, is_known_now
from dashboard.meeting.decisions.decision import Decision
from dashboard.meeting.decisions.effect import FEWEST_AFTER
from dashboard.meeting.decisions.judging import JudgedDecision
from dashboard.meeting.decisions.listing import FEWEST_FORECASTS, ledger
from dashboard.meeting.people.matrix import Action
from dashboard.meeting.words import effect_words
from dashboard.screens.evidence import table
from dashboard.screens.frame import HALF
from dashboard.screens.headings import finding
from dashboard.screens.meeting.deciding import ICON, new_decision
from dashboard.screens.meeting.form import usual_start
from dashboard.screens.meeting.minutes import JournalMinutes, open_minutes, reader_may
from dashboard.screens.meeting.saving import is_kept, outcome, without_the_journal
from dashboard.screens.reader import shown_to_reader
from dashboard.screens.refusals import LOOK_EVERY
from dashboard.screens.review.card import card
from dashboard.screens.review.words import decisions_claim
from dashboard.screens.slides.mode import claim, strip_cells
from dashboard.texts import count, day, in_markdown, spelled

LARGE = 3
"""Decisions that stand large; more fold."""
NEW = "new-decision"
DECISIONS = "decisions"
"""What a link within the screen calls the heading."""


def effect_now_known(view: View) -> None:
    """The decision whose last week is this one, the one that moved most against its noise; nothing when there is none.

    A review begins with what came of an earlier one.
    """
    with without_the_journal():
        known = [each for each in open_minutes().judged(view) if is_known_now(each, view)]
        if not known:
            return
        first = max(known, key=beyond_noise)
        typed = first.decision.typed
        if typed is None:
            return
        with st.container(border=True):
            st.markdown(
                f"**Now known**: “{in_markdown(typed.text, 400)}”, decided in {first.decision.week}, "
                f"{in_markdown(typed.owner)}."
            )
            st.markdown(effect_words(first, view.settings.currency))
            if len(known) > 1:
                st.caption(f"{count(len(known) - 1)} more in part 4.")


@st.fragment(run_every=LOOK_EVERY)
def decisions_part(view: View) -> None:
    """Agenda 4: what came of the last decisions, and those of this week."""
    with shown_to_reader(view), without_the_journal():
        minutes = open_minutes()
        every = minutes.judged(view)
        before, made = decisions_of(view, every)
        finding(
            "4 · Decisions",
            decisions_claim(before, made, view.week),
            anchor=DECISIONS,
        )
        halves = st.grid(2, min_column_width=HALF, gap="large")
        with halves.cell():
            st.markdown("**What came of the last ones**")
            _cards(view, minutes, before, "before", "No decision of an earlier review is open.")
        with halves.cell():
            st.markdown(f"**Decided in {view.week}**")
            _cards(view, minutes, made, "now", "Nothing is decided yet.")
            _add(view)
        _ledger(every)


@st.fragment(run_every=LOOK_EVERY)
def decisions_slide(view: View) -> None:
    """The decisions in meeting mode: how many are open, what came of the last ones, this week's."""
    with shown_to_reader(view), without_the_journal():
        minutes = open_minutes()
        every = minutes.judged(view)
        before, made = decisions_of(view, every)
        claim("4 · Decisions", decisions_claim(before, made, view.week))
        _decided_now(made)
        for each in strip_cells("What came of the last ones", before[:LARGE], "before", border=False):
            card(view, minutes, each, is_brief=True)
        _more(view, minutes, before[LARGE:], "before")


def decisions_of(
    view: View, every: Sequence[JudgedDecision]
) -> tuple[Sequence[JudgedDecision], Sequence[JudgedDecision]]:
    """Those of earlier weeks that are looked at in this one, and those made in it."""
    return carried_over(every, view), [each for each in every if each.decision.week == view.week]


def _decided_now(made: Sequence[JudgedDecision]) -> None:
    """What this review has decided, a line each and first: it is read out before the meeting ends."""
    lines = [f"- {_line_of(each.decision)}" for each in reversed(made)]
    if lines:
        st.markdown(":gray[Decided now]\n" + "\n".join(lines[:LARGE]))
    if len(lines) > LARGE:
        st.caption(f"{count(len(lines) - LARGE)} more on the Review.")


def _line_of(decision: Decision) -> str:
    typed = decision.typed
    if typed is None:
        return "A decision whose text was erased."
    return f"**{in_markdown(typed.text)}** {in_markdown(typed.owner)} · due {day(typed.due_on)}"


def _cards(view: View, minutes: JournalMinutes, shown: Sequence[JudgedDecision], place: str, none: str) -> None:
    if not shown:
        st.caption(none)
    for each in shown[:LARGE]:
        card(view, minutes, each)
    _more(view, minutes, shown[LARGE:], place)


def _more(view: View, minutes: JournalMinutes, more: Sequence[JudgedDecision], place: str) -> None:
    if more:
        part = st.expander(f"{count(len(more))} more", key=f"more-{place}", on_change="rerun")
        if part.open:
            with part:
                for each in more:
                    card(view, minutes, each)


def _add(view: View) -> None:
    """The form of a new decision, folded; what became of the last one is said where it is folded again too."""
    if not reader_may(Action.DECIDE):
        outcome(NEW)  # a role may be taken away while the form is open
        st.caption("You may read and comment; deciding takes another role.")
        return
    part = st.expander("Add a decision", icon=ICON, key=f"{NEW}-part", on_change="rerun")
    if part.open:
        with part:
            new_decision(view, NEW, usual_start(view))
    elif is_kept(NEW):
        outcome(NEW)


def _ledger(every: Sequence[JudgedDecision]) -> None:
    """How decisions came out, by quarter and by how sure their author was."""
    if not every:
        return
    part = st.expander("How decisions came out so far", key="ledger", on_change="rerun")
    if not part.open:
        return
    counted = ledger(list(every))
    with part:
        table([each.model_dump() for each in reversed(counted.quarters)])
        st.caption(
            f"Judged: {spelled(FEWEST_AFTER)} weeks of its figure or more are known. "
            "In time: closed as done by the day it was due."
        )
        for each in counted.forecasts:
            st.markdown(
                f"Of {count(each.judged)} that were held {each.confidence} % likely, "
                f"**{count(each.moved_as_promised)}** moved as promised."
            )
        if not counted.forecasts:
            st.caption(f"How sure people were is set against what came of it from {FEWEST_FORECASTS} judged on.")
