"""What was proposed and decided of the profile, from the first day on, each step to be opened as it was."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard.asking.view import View
from dashboard.findings.calibration_words import (
    criteria_words,
    population_words,
    proposal_words,
    separates_words,
    used_words,
)
from dashboard.meeting.audit.words import claim_words, heads_words
from dashboard.meeting.calibration.record import CHOICE_WORDS, LONGEST_WHY, CalibrationRecord, figures_of
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.profile.place import ProfilePlace, place_of
from dashboard.meeting.profile.proposal import ProfileLife
from dashboard.meeting.profile.standing import base_of, standing
from dashboard.meeting.words import by_whom
from dashboard.screens.headings import finding
from dashboard.screens.icp.agenda import coverage_table, criteria_table, curve_part, drift_table, weights_table
from dashboard.screens.icp.proposal import proposal_part
from dashboard.screens.meeting.minutes import JournalMinutes, open_minutes
from dashboard.screens.meeting.saving import without_the_journal
from dashboard.texts import day, in_markdown, no_formula, plain
from icp.errors import ProfileError

KEY = "icp-history"
Steps = dict[str, Callable[[], None]]
"""What draws each step, by its words."""


def history_part(view: View) -> None:
    """Draw it where something was written: every proposal and every saved calibration, the newest first."""
    with without_the_journal():
        minutes = open_minutes()
        try:
            place = place_of(view)
        except ProfileError:  # said above already
            return
        life = minutes.profiles.get(place.name) or ProfileLife(name=place.name)
        if not life.proposals and not minutes.saved_calibrations:
            return
        part = st.expander("What was proposed and decided", icon=":material/history:", key=KEY, on_change="rerun")
        if part.open:
            with part:
                _steps(view, minutes, place, life)


def _steps(view: View, minutes: JournalMinutes, place: ProfilePlace, life: ProfileLife) -> None:
    steps = _proposals(minutes, place, life) | _calibrations(view, minutes)
    newest = sorted(steps, reverse=True)
    st.selectbox(
        "Open a step as it was", newest, index=None, key=f"{KEY}-step", placeholder="Choose a step",
        persist_state="page",
    )  # fmt: skip
    draw = steps.get(str(st.session_state.get(f"{KEY}-step")))
    if draw is not None:
        draw()


def _proposals(minutes: JournalMinutes, place: ProfilePlace, life: ProfileLife) -> Steps:
    known = standing(place, life, minutes.journal.moment()).proposals
    return {
        f"{each.at:%Y-%m-%d %H:%M}  Version {plain(each.version or '?', 40)} proposed: {state}": partial(
            proposal_part, minutes.journal, base_of(place, life, each), each, state
        )
        for state, each in known
    }


def _calibrations(view: View, minutes: JournalMinutes) -> Steps:
    return {
        f"{each.at:%Y-%m-%d %H:%M}  Calibration review {each.month}: {_choice(each).lower()}": partial(
            _saved, view, minutes.journal, each
        )
        for each in minutes.saved_calibrations
    }


def _choice(record: CalibrationRecord) -> str:
    return CHOICE_WORDS[record.choice] if record.choice else "Erased"


def _saved(view: View, journal: Journal, record: CalibrationRecord) -> None:
    """A calibration review with the figures it was saved with."""
    review, audit = figures_of(journal, record)
    author = by_whom(record.author_name or "", is_verified=record.is_verified, at=record.at)
    st.subheader(f"Calibration review {record.month}", anchor=False)
    why = f": “{in_markdown(record.why, LONGEST_WHY)}”" if record.why else ""
    st.markdown(f"**{_choice(record)}**{why} {author}")
    if review is None:
        st.caption("What it looked at has been erased.")
        return
    on = f" as of {day(view.local(record.as_of))}" if record.as_of else ""
    st.caption(no_formula(f"Its figures as they were saved{on}, data {record.generation}. {population_words(review)}"))
    finding("1 · Is it used?", used_words(review))
    coverage_table(review)
    drift_table(review)
    finding("2 · Does it separate?", separates_words(review))
    curve_part(review, f"{KEY}-curve")
    finding("3 · What does each criterion tell?", criteria_words(review))
    criteria_table(review, f"{KEY}-criteria")
    if audit is not None:
        finding("4 · Where do the two part?", "\n".join(filter(None, (claim_words(audit), heads_words(audit)))))
    finding("5 · What is proposed?", proposal_words(review.suggested, review.refusal))
    if review.suggested:
        weights_table(review.suggested)
