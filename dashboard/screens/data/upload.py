"""Bring your files: hand in exports, check how they are read, preview what would load, import."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import streamlit as st

from dashboard.errors import BadInput, FunnelReviewError, MustAsk
from dashboard.importing.mapping.files import bundled
from dashboard.importing.run import ImportOptions
from dashboard.importing.uploading.bounds import MOST_BYTES
from dashboard.importing.uploading.uploads import Chosen, Upload, recognise_uploads
from dashboard.meeting.people.matrix import Action
from dashboard.scope.documents import LARGEST_BYTES
from dashboard.screens.data.frozen_weeks import frozen_weeks
from dashboard.screens.data.going_back import go_back
from dashboard.screens.data.options import SHEETS, reading_options
from dashboard.screens.data.outcome import DONE, ImportResult, digest_of_uploads, tell
from dashboard.screens.data.proposal import Place, ProposedMapping, propose
from dashboard.screens.data.running import run_uploads, tell_of_stopped
from dashboard.screens.data.words import in_boxes
from dashboard.screens.frame import HALF
from dashboard.screens.reader import refused
from dashboard.screens.refusals import LONGEST
from dashboard.texts import in_markdown
from dashboard.warehouse.generation import Generation

TYPES = ("csv", "tsv", "tab", "parquet", "pq", "xlsx", "xlsm")
PROPOSED, CANONICAL, OWN = "proposed", "canonical", "own"
MAPPINGS = {
    PROPOSED: "Proposed from the files",
    CANONICAL: "Our tables and headers",
    "dynamics365": "Dynamics 365 export",
    "hubspot": "HubSpot export",
    "pipedrive": "Pipedrive export",
    "salesforce": "Salesforce export",
    "zoho": "Zoho CRM export",
    OWN: "My own mapping file",
}
REPLACES = (
    "The files of one import are the whole of the new data: they take the place of all that is shown now, for "
    "everybody. The imports before are kept, and a button goes back. If anything is refused, nothing changes."
)
FIRST = "Hand in all that belongs together, such as leads, deals and activities; a file of leads or of deals is enough."


def bring_files(warehouse: Path, served: Generation | None, companion: Callable[[], None] | None = None) -> None:
    """The files, how they are read, the trial, and what became of them; for whoever may import.

    ``companion`` draws what stands beside the box for the files, on a page that is about nothing else.
    """
    if companion is None:
        st.subheader("Bring your files", anchor=False)
    if refusal := refused(Action.IMPORT):
        st.session_state.pop(DONE, None)
        st.caption(in_markdown(refusal, LONGEST))
        return
    tell_of_stopped(warehouse)
    halves = st.grid(2, min_column_width=HALF, gap="large") if companion else None
    with halves.cell() if halves else nullcontext():
        uploads = _handed_in(served)
    if halves and companion and not uploads:
        with halves.cell():
            companion()
    if uploads:
        _from_files_to_figures(uploads, warehouse, served)
    else:
        st.session_state.pop(DONE, None)
    if served:
        go_back(warehouse, served.settings)
    frozen_weeks(warehouse)


def _handed_in(served: Generation | None) -> list[Upload]:
    """The box for files; what it holds."""
    files = st.file_uploader(
        "Exports of your CRM",
        TYPES,
        accept_multiple_files=True,
        help=f"CSV, TSV, Excel, Parquet: {st.get_option('server.maxUploadSize')} MB each, {MOST_BYTES >> 20} MB in all",
    )
    st.caption(REPLACES if served else FIRST)
    return [Upload(file.name, file.getvalue()) for file in files]


def _from_files_to_figures(uploads: list[Upload], warehouse: Path, served: Generation | None) -> None:
    """What the files leave open first, then how they are read, the rehearsal and the import."""
    questions = st.container()
    named = st.selectbox(
        "Mapping",
        [PROPOSED, CANONICAL, *bundled(), OWN],
        index=1 if _are_canonical(uploads) else 0,
        format_func=lambda name: MAPPINGS.get(name, name),
        help="Which column of your files is which of ours. Our tables: files named leads.csv, deals.csv and so on.",
    )
    options, as_of = reading_options(served)
    try:
        proposal = _proposal(str(named), uploads, options, questions)
    except FunnelReviewError as error:
        _refuse(error)
        return
    if proposal is not None:
        _rehearse_and_import(uploads, proposal, warehouse, served, options, as_of)


def _rehearse_and_import(
    uploads: list[Upload], proposal: ProposedMapping, warehouse: Path, served: Generation | None,
    options: ImportOptions, as_of: date | None,
) -> None:  # fmt: skip
    """The two buttons, of which the rehearsal comes first, and what became of the last click."""
    asked_of = digest_of_uploads(uploads, proposal.chosen, options, as_of)
    result: ImportResult | None = st.session_state.get(DONE)
    is_rehearsed = result is not None and result.asked_of == asked_of
    with st.container(horizontal=True):
        tries = st.button(
            "Rehearse, changing nothing", disabled=bool(proposal.rehearsal_waits), icon=":material/preview:",
            type="secondary" if is_rehearsed else "primary", key="preview",
            help="Shows what would stand on the screens.",
        )  # fmt: skip
        imports = st.button(
            "Import and replace" if served else "Import", disabled=bool(proposal.import_waits),
            icon=":material/upload:", type="primary" if is_rehearsed else "secondary", key="import",
        )  # fmt: skip
    if proposal.import_waits:
        st.caption(proposal.import_waits)
    if tries or imports:
        st.session_state.pop(DONE, None)
        try:
            result = run_uploads(
                uploads, proposal.chosen, warehouse, served, options, as_of, asked_of, only_rehearse=tries
            )
        except FunnelReviewError as error:
            _refuse(error)
        else:
            st.session_state[DONE] = result
            st.rerun()
    if DONE in st.session_state:
        tell(st.session_state[DONE], asked_of)


def _are_canonical(uploads: list[Upload]) -> bool:
    """Whether every file is one of our tables; so it is where one cannot be read."""
    key = f"canonical-{digest_of_uploads(uploads)}"
    if key not in st.session_state:
        with st.spinner("Looking at the columns"):
            try:
                st.session_state[key] = recognise_uploads(uploads)
            except FunnelReviewError:  # the preview and the import say what is wrong
                st.session_state[key] = True
    return bool(st.session_state[key])


def _proposal(named: str, uploads: list[Upload], options: ImportOptions, questions: Place) -> ProposedMapping | None:
    """How to read the files; None where the reader's own mapping is not there yet. Raises BadInput or MustAsk.

    ``questions`` is the place for questions.
    """
    if named == PROPOSED:
        return propose(uploads, options, questions)
    if named == CANONICAL:
        return ProposedMapping(Chosen())
    if named != OWN:
        return ProposedMapping(Chosen(name=named))
    own = st.file_uploader("Your mapping", "toml")
    return ProposedMapping(Chosen(text=_text(own.getvalue()))) if own else None


def _text(own: bytes) -> str:
    if len(own) > LARGEST_BYTES:
        raise BadInput(f"The mapping is larger than {LARGEST_BYTES // 1000} kB, so it is none; hand in the TOML file.")
    try:
        return own.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("Your mapping is not UTF-8 text; save it as UTF-8 and hand it in again.") from None


def _refuse(error: FunnelReviewError) -> None:
    """The sentence, in terms of the boxes; sheets to choose from get a box."""
    sheets = error.sheets if isinstance(error, MustAsk) else ()
    if sheets and st.session_state.get(SHEETS) != sheets:
        st.session_state[SHEETS] = sheets
        st.rerun()
    st.error(in_markdown(in_boxes(str(error)), longest=LONGEST))
    st.caption("Nothing has changed.")
