"""How far the figures of a receipt moved after their weeks were signed, and for how long."""

from collections.abc import Mapping

import streamlit as st

from dashboard.asking.view import View
from dashboard.meeting.restatement.answered import path_of
from dashboard.meeting.restatement.settling import Settling, settled
from dashboard.meeting.words import figure_words, watched_by
from dashboard.screens.meeting.minutes import open_minutes
from dashboard.screens.refusals import shown_refusals

OF_THE_COMPANY = "Signed weeks are of the whole company, whatever filter is chosen."


def settling_of(view: View, question: str, series: str | None) -> None:
    """What is usual of the figures that a question answers, from eight signed weeks on; nothing before.

    ``series``: the weekly figure that the finding is about, where its question alone does not say so.
    """
    about = series or watched_by(question)
    with shown_refusals():
        known = settled(open_minutes().watched, question, about)
        if not known:
            return
        st.markdown(f"**After it is signed.** {_headline(known, about)}")
        if not view.slice.is_everything:
            st.caption(OF_THE_COMPANY)
        rows = [{"Figure": path, "Later": each.sentence} for path, each in known.items() if each.last_move is not None]
        if len(known) > 1 and rows:
            st.dataframe(rows, hide_index=True, alt="How far signed weeks of each figure moved later")


def _headline(known: Mapping[str, Settling], series: str | None) -> str:
    """The sentence of the weekly figure; without one how many of the figures moved, or the one there is."""
    if series is not None and (of_series := known.get(path_of(series))):
        return f"{figure_words(series)}: {of_series.sentence}"
    if len(known) == 1:
        return next(iter(known.values())).sentence
    moved = sum(each.last_move is not None for each in known.values())
    weeks = max(each.weeks for each in known.values())
    return f"{moved or 'None'} of {len(known)} figures moved later in any of {weeks} signed weeks."
