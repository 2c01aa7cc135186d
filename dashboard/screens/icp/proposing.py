"""Proposing the edited profile: the reason, the day it takes effect, and the button for whoever may."""

from datetime import date

import streamlit as st

from dashboard.asking.ask import open_warehouse
from dashboard.asking.view import View
from dashboard.meeting.people.matrix import Action
from dashboard.meeting.profile import writing
from dashboard.meeting.profile.place import place_of
from dashboard.meeting.profile.proposal import ProfileLife
from dashboard.screens.icp.editor import begin_again
from dashboard.screens.meeting.minutes import open_minutes, reader_may
from dashboard.screens.meeting.saving import is_kept, outcome, save, without_the_journal
from dashboard.screens.reader import reader
from dashboard.screens.refusals import warehouse_folder
from dashboard.screens.slicebar import unfiltered
from dashboard.texts import in_markdown
from icp.document import Definition

FORM = "icp-propose"


def propose_part(view: View, base: Definition, changed: Definition, *, is_current: bool) -> None:
    """The form, where today's profile is looked at and nothing else waits for its signatures."""
    if not reader_may(Action.PROPOSE):
        return
    if not is_current:
        st.caption("Only today's profile can be proposed anew: look at the latest week.")
        return
    with st.container(border=True), without_the_journal():
        outcome(FORM)
        minutes = open_minutes()
        life = minutes.profiles.get(base.name) or ProfileLife(name=base.name)
        now = minutes.journal.moment()
        if (waiting := life.under_way(now)) is not None:
            version = in_markdown(waiting.version or "?")
            st.caption(f"Version {version} waits for its signatures above; one is proposed at a time.")
            return
        place = place_of(view)
        earliest, version = place.earliest(now), place.next_version()
        st.markdown(f"**Propose it as version {version}**")
        st.text_input(
            "Why", key=f"{FORM}-why", max_chars=writing.LONGEST_WORDS, persist_state="page",
            placeholder="What makes you think so",
        )  # fmt: skip
        chosen = st.date_input(
            "Takes effect on", earliest, min_value=earliest, key=f"{FORM}-day-{earliest}", format="YYYY-MM-DD",
            persist_state="page", help="At local midnight. The next Monday at the earliest, and after what is signed.",
        )  # fmt: skip
        if isinstance(chosen, date):
            drafted = changed.model_copy(update={"version": version, "effective_from": chosen})
            st.button("Propose", type="primary", key=FORM, on_click=_propose, args=(base, drafted))


def _propose(base: Definition, drafted: Definition) -> None:
    """Propose it with what it does to the whole company's leads as they are known now."""
    reason = str(st.session_state.get(f"{FORM}-why") or "")

    def write(_: int) -> str:
        view = unfiltered(open_warehouse(warehouse_folder()))
        writing.propose(open_minutes().journal, view, drafted, reason, reader())
        return f"Version {drafted.version} is proposed; the heads of marketing and of sales sign it above."

    save(FORM, write)
    if is_kept(FORM):
        begin_again(base)
        st.session_state.pop(f"{FORM}-why", None)
