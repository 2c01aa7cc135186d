"""Undo of an import: a button to the one before, and forward again, which says what it does before it is done."""

from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from dashboard.errors import FunnelReviewError
from dashboard.importing.publishing.rollback import KeptImport, neighbours, use
from dashboard.meeting.people.access import has_roles
from dashboard.meeting.people.access_log import Event, note
from dashboard.meeting.people.matrix import Action
from dashboard.meeting.restatement.asking_again import asking_again
from dashboard.scope.settings import Settings
from dashboard.screens.data.outcome import DONE
from dashboard.screens.reader import reader, refused
from dashboard.screens.refusals import LONGEST
from dashboard.texts import count, day, in_markdown

GONE, NOT_GONE = "another-import-shown", "another-import-refused"
"""Where a session keeps the sentence of what became of its last click, until it is shown."""


def go_back(warehouse: Path, settings: Settings) -> None:
    """What became of the last click, and the buttons to the imports before and after the one that is served."""
    if sentence := st.session_state.pop(GONE, None):
        st.success(in_markdown(sentence, LONGEST))
    if sentence := st.session_state.pop(NOT_GONE, None):
        st.error(in_markdown(sentence, LONGEST))
    before, after = neighbours(warehouse)
    with st.container(horizontal=True):
        if before:
            _button("Undo: go back to", ":material/undo:", before, warehouse, settings)
        if after:
            _button("Go forward to", ":material/redo:", after, warehouse, settings)


def _button(words: str, icon: str, kept: KeptImport, warehouse: Path, settings: Settings) -> None:
    imported = _local(kept.about.imported_at, settings)
    named = f"the import of {day(imported)}, {imported:%H:%M}"
    rows = "1 row" if kept.about.rows == 1 else f"{count(kept.about.rows)} rows"
    with st.popover(f"{words} {named}", icon=icon, type="tertiary", key=f"go-to-{kept.generation}"):
        st.markdown(
            f"Everybody sees {named} then: {rows} loaded, as of {day(_local(kept.about.as_of, settings))}. The import "
            "shown now is kept, and a button here leads to it again. What people wrote stays."
        )
        st.button(
            f"Show {named}", type="primary", key=f"use-{kept.generation}", on_click=_show,
            args=(warehouse, kept.generation, f"{named[0].upper()}{named[1:]}, is shown now: {rows}."),
        )  # fmt: skip


def _show(warehouse: Path, generation: str, sentence: str) -> None:
    """Serve another import to everybody; whoever may not import any more, or comes in the middle of one, is told."""
    if refusal := refused(Action.IMPORT):
        st.session_state[NOT_GONE] = refusal
        return
    try:
        with st.spinner("Looking whether that import is whole"):
            use(warehouse, generation)
    except FunnelReviewError as error:
        st.session_state[NOT_GONE] = str(error)
        return
    st.session_state.pop(DONE, None)
    if has_roles(warehouse):
        note(warehouse, Event.CHOSE_IMPORT, reader().id, generation)
    asking_again(warehouse).begin()
    st.session_state[GONE] = sentence


def _local(instant: datetime, settings: Settings) -> datetime:
    """A naive UTC instant as the company's clocks had it."""
    return instant.replace(tzinfo=UTC).astimezone(settings.zone)
