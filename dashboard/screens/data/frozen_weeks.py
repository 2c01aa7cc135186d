"""How far the frozen weeks are asked again of what was imported; the figures are shown meanwhile."""

from pathlib import Path

import streamlit as st

from dashboard.meeting.restatement.asking_again import asking_again
from dashboard.meeting.restatement.revisions import NOT_ON_RECORD
from dashboard.screens.refusals import LONGEST
from dashboard.texts import in_markdown

LOOK_OFTEN = 1.0


def frozen_weeks(warehouse: Path) -> None:
    """The bar while they are asked, and afterwards the sentence if what moved is not on record; else nothing."""
    asking = asking_again(warehouse)
    if asking.step is not None:
        _bar(warehouse)
    elif asking.failure is not None:
        st.warning(in_markdown(f"{NOT_ON_RECORD}: {asking.failure}", longest=LONGEST))


@st.fragment(run_every=LOOK_OFTEN)
def _bar(warehouse: Path) -> None:
    """Once they are asked the page is drawn anew, and without it."""
    step = asking_again(warehouse).step
    if step is None:
        st.rerun()
    st.progress(step.share, f"{step.words}: what moved since goes on record. The new figures are shown already.")
