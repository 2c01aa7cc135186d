"""The review in short: what each of its parts finds, each line leading there, so that one look says what to decide."""

from collections.abc import Iterator

import streamlit as st

from dashboard.asking.view import View
from dashboard.findings.agenda import conversion_item, stalled_item, velocity_item
from dashboard.findings.disagreement_words import AGREEMENT_QUESTION, agreement_means
from dashboard.findings.kpi_cards import kpi_cards, since_last_week, targets_claim
from dashboard.findings.owed_words import owed_claim
from dashboard.findings.stalled_words import largest
from dashboard.metrics.changes import Changes
from dashboard.metrics.disagreement import agreed
from dashboard.screens.meeting.deciding import docked_decision
from dashboard.screens.meeting.minutes import open_minutes
from dashboard.screens.meeting.saving import without_the_journal
from dashboard.screens.reader import shown_to_reader
from dashboard.screens.refusals import LOOK_EVERY
from dashboard.screens.review.agenda import AGREEMENT, CONVERSION, STALLED, VELOCITY
from dashboard.screens.review.decisions import DECISIONS, decisions_of
from dashboard.screens.review.kpis import TARGETS
from dashboard.screens.review.largest import SHOWN_DEALS
from dashboard.screens.review.owed import OWED, owed_rows
from dashboard.screens.review.words import decisions_claim
from dashboard.screens.stalled.list import stalled_deals
from dashboard.texts import no_formula

LINE_WIDTH = 260
"""Where there is less room than for two of these, the button stands below the line."""


def draw_in_short(view: View, changes: Changes) -> None:
    """Draw the lines of what is found; a part without a finding has none."""
    with st.container(border=True, gap="xsmall"):
        lines = [
            f"- **[{name}](#{anchor})** {no_formula(_plain(claim))}" for name, anchor, claim in _findings(view, changes)
        ]
        if lines:
            st.markdown("\n".join(lines))
        halves = st.grid(2, min_column_width=LINE_WIDTH)
        with halves.cell():
            _decisions(view)
        with halves.cell():
            _decide(view)


def _findings(view: View, changes: Changes) -> Iterator[tuple[str, str, str]]:
    """The name of each part, its heading in the address, and what it finds."""
    cards = kpi_cards(view, changes)
    if claim := since_last_week(cards):
        yield "Since last week", TARGETS, claim
    if claim := targets_claim(cards):
        yield "Targets", TARGETS, claim
    if claim := conversion_item(view, changes).claim:
        yield "What moved", CONVERSION, claim
    if judged := agreed(view):
        yield AGREEMENT_QUESTION, AGREEMENT, agreement_means(*judged)
    if claim := velocity_item(view).claim:
        yield "Faster or slower?", VELOCITY, claim
    if claim := stalled_item(view).claim:
        deals = largest(stalled_deals(view.pipeline_view())[:SHOWN_DEALS], view.settings.currency)
        yield "Stalled deals", STALLED, f"{_plain(claim)}{deals}"
    if rows := owed_rows(view.pipeline_view()):
        yield "Who owes what", OWED, owed_claim(rows, view.settings.currency)


def _plain(claim: str) -> str:
    """The heading of a claim, nothing in it bold: the names of the parts are."""
    return claim.partition("\n")[0].replace("**", "").removesuffix(".")


@st.fragment
def _decide(view: View) -> None:
    """Where the meeting writes down what it decides, from the first look on."""
    with shown_to_reader(view), without_the_journal():
        docked_decision(view, None)


@st.fragment(run_every=LOOK_EVERY)
def _decisions(view: View) -> None:
    """How decisions stand, which whoever sits in the meeting may change meanwhile."""
    with shown_to_reader(view), without_the_journal():
        every = open_minutes().judged(view)
        st.markdown(f"- **[Decisions](#{DECISIONS})** {decisions_claim(*decisions_of(view, every), view.week)}")
