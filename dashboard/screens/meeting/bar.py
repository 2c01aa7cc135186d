"""The meeting's part of the row under the title of every screen: the week with its signatures, what was said, the link.

It looks every few seconds whether somebody wrote, by the number of the last entry alone.
"""

import streamlit as st

from dashboard.asking.view import View
from dashboard.screens.linking import copy_link
from dashboard.screens.meeting.commenting import comments_panel
from dashboard.screens.meeting.past import PastWeek
from dashboard.screens.meeting.saving import without_the_journal
from dashboard.screens.meeting.signing import week_chip
from dashboard.screens.reader import shown_to_reader
from dashboard.screens.refusals import LOOK_EVERY


@st.fragment(run_every=LOOK_EVERY)
def meeting_bar(view: View, past: PastWeek | None, screen: str) -> None:
    """Draw it."""
    with shown_to_reader(view), st.container(horizontal=True, wrap=False, width="content"), without_the_journal():
        week_chip(view, past)
        comments_panel(view, screen)
        copy_link(view, is_past=past is not None)
