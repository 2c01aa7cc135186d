"""A trial or an import under way: how far it is, what stops it, and what became of one that was stopped."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

import streamlit as st

from dashboard.errors import FunnelReviewError
from dashboard.importing.run import ImportOptions
from dashboard.importing.uploading.uploads import Chosen, Upload, import_uploads
from dashboard.meeting.people.access import has_roles
from dashboard.meeting.people.access_log import Event, note
from dashboard.meeting.restatement.asking_again import asking_again
from dashboard.metrics.rehearsing import rehearse_uploads
from dashboard.scope.settings import Settings, load_settings, settings_file
from dashboard.screens.data.outcome import DONE, ImportResult, progress_on
from dashboard.screens.reader import reader
from dashboard.warehouse.generation import Generation
from dashboard.warehouse.generations import Generations

UNDER_WAY = "import-under-way"
"""Where a session keeps what was served when its import began, until that has ended."""
STOPS = "Closing this tab, or a click on anything else on this page, stops it; {then}."


def run_uploads(
    uploads: Sequence[Upload], chosen: Chosen, warehouse: Path, served: Generation | None, options: ImportOptions,
    as_of: date | None, asked_of: str, *, only_rehearse: bool,
) -> ImportResult:  # fmt: skip
    """Rehearse or import, with a bar; raises what an import does. After an import the frozen weeks are asked again.

    ``asked_of`` tells the files and how they are read.
    """
    person, settings = reader(), company_settings(warehouse, served)
    moment = datetime.combine(as_of, time(), settings.zone).astimezone(UTC).replace(tzinfo=None) if as_of else None
    place = st.empty()
    try:
        with place.container():
            bar = st.progress(0.0, "Starting")
            if not only_rehearse:
                st.session_state[UNDER_WAY] = Generations(warehouse).current()
                st.caption(STOPS.format(then="what is shown now stays" if served else "nothing is imported then"))
        if only_rehearse:
            outcome, rehearsal = rehearse_uploads(uploads, chosen, settings, options, progress_on(bar), as_of=moment)
            return ImportResult(outcome, asked_of, rehearsal)
        outcome = import_uploads(uploads, chosen, warehouse, settings, options, progress_on(bar), as_of=moment)
    except FunnelReviewError:
        st.session_state.pop(UNDER_WAY, None)
        place.empty()
        raise
    st.session_state.pop(UNDER_WAY, None)
    asking_again(warehouse).begin()
    if has_roles(warehouse):
        note(warehouse, Event.IMPORTED, person.id, outcome.summary.generation)
    return ImportResult(outcome, asked_of, repeats=served is not None and outcome.summary.generation == served.id)


def tell_of_stopped(warehouse: Path) -> None:
    """What became of an import that a click, or a connection that broke, has ended; nothing where none was."""
    if UNDER_WAY not in st.session_state:
        return
    st.session_state.pop(DONE, None)
    if Generations(warehouse).current() == st.session_state.pop(UNDER_WAY):
        st.warning("The import was stopped before it was done; nothing has changed.")
    else:
        st.success("The import was done just before it could be stopped; its figures are shown now.")


def company_settings(warehouse: Path, served: Generation | None) -> Settings:
    """The company's settings: its file beside the warehouse, else those of the import before."""
    path = settings_file(None, warehouse)
    return load_settings(path) if path or served is None else served.settings
