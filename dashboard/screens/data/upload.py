"""Bring your own files: hand in exports, check how they are read, preview what would load, import."""

import hashlib
from datetime import UTC, date, datetime, time
from pathlib import Path

import streamlit as st

from dashboard.errors import BadInput, FunnelReviewError, MustAsk
from dashboard.importing.mapping.files import bundled
from dashboard.importing.run import ImportOptions
from dashboard.importing.uploading.bounds import MOST_BYTES
from dashboard.importing.uploading.uploads import Chosen, Upload, draft_for, import_uploads, recognise_uploads
from dashboard.meeting.people.access import has_roles
from dashboard.meeting.people.access_log import Event, note
from dashboard.meeting.people.matrix import Action
from dashboard.meeting.restatement.asking_again import asking_again
from dashboard.scope.documents import LARGEST_BYTES
from dashboard.scope.moments import FIRST_YEAR, LAST_YEAR
from dashboard.scope.settings import Settings, load_settings, settings_file
from dashboard.screens.data.frozen_weeks import frozen_weeks
from dashboard.screens.data.mapping import edited_draft
from dashboard.screens.data.outcome import Told, progress_on, tell
from dashboard.screens.data.words import in_boxes
from dashboard.screens.frame import CARD
from dashboard.screens.reader import reader, refused, sees_names
from dashboard.screens.refusals import LONGEST
from dashboard.texts import in_markdown, plain
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
ORDERS = {None: "As the values prove", "dmy": "Day first: 31.12.", "mdy": "Month first: 12/31"}
MARKS = {None: "As the values prove", ".": "Point: 1,234.50", ",": "Comma: 1.234,50"}
ENCODINGS = {None: "As the bytes prove", "utf-8": "UTF-8", "windows-1252": "Windows-1252", "utf-16-le": "UTF-16"}
FIRST_AS_OF, LAST_AS_OF = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
DONE, SHEETS = "imported", "sheets-to-choose-from"


def bring_files(warehouse: Path, served: Generation | None) -> None:
    """The files, how they are read, the preview, and what became of them; for whoever may import."""
    st.subheader("Bring your own files", anchor=False)
    if refusal := refused(Action.IMPORT):
        st.session_state.pop(DONE, None)
        st.caption(in_markdown(refusal, LONGEST))
        return
    st.caption(
        "The files of one import are the whole of the new data: they take the place of all that is shown now, for "
        "everybody. The imports before are kept. If anything is refused, nothing changes.",
    )
    handed_in = st.file_uploader(
        "Exports of your CRM",
        TYPES,
        accept_multiple_files=True,
        help=f"CSV, TSV, Excel, Parquet: {st.get_option('server.maxUploadSize')} MB each, {MOST_BYTES >> 20} MB in all",
    )
    uploads = [Upload(file.name, file.getvalue()) for file in handed_in]
    named = st.selectbox(
        "Mapping",
        [PROPOSED, CANONICAL, *bundled(), OWN],
        index=1 if _are_canonical(uploads) else 0,
        format_func=lambda name: MAPPINGS.get(name, name),
        help="Which column of your files is which of ours. Our tables: files named leads.csv, deals.csv and so on.",
    )
    options, as_of = _options(served)
    try:
        chosen = _chosen(str(named), uploads, options)
    except FunnelReviewError as error:
        _refuse(error)
        chosen = None
    with st.container(horizontal=True):
        idle = not uploads or chosen is None
        tries = st.button("Preview, changing nothing", disabled=idle, icon=":material/preview:", key="preview")
        imports = st.button("Import and replace", disabled=idle, type="primary", icon=":material/upload:", key="import")
    if chosen and (tries or imports):
        _run(uploads, chosen, warehouse, served, options, as_of, only_try=tries)
    if DONE in st.session_state:
        tell(st.session_state[DONE])
    frozen_weeks(warehouse)


def _are_canonical(uploads: list[Upload]) -> bool:
    """Whether every file is one of our tables; so it is before there are files, and where one cannot be read."""
    if not uploads:
        return True
    key = f"canonical-{_digest(uploads, [upload.name for upload in uploads])}"
    if key not in st.session_state:
        with st.spinner("Looking at the columns"):
            try:
                st.session_state[key] = recognise_uploads(uploads)
            except FunnelReviewError:  # the preview and the import say what is wrong
                st.session_state[key] = True
    return bool(st.session_state[key])


def _digest(uploads: list[Upload], beside: object) -> str:
    contents = b"".join(hashlib.sha256(upload.content).digest() for upload in uploads)
    return hashlib.sha256(contents + repr(beside).encode()).hexdigest()


def _options(served: Generation | None) -> tuple[ImportOptions, date | None]:
    """What the files leave open and only the reader knows, and the day they are looked at from, None for now.

    A sheet is asked for only when a workbook has several.
    """
    sheets: tuple[str, ...] = st.session_state.get(SHEETS, ())
    boxes = st.grid(3, min_column_width=CARD)
    with boxes.cell():
        order = st.selectbox("Dates", list(ORDERS), format_func=ORDERS.__getitem__)
    with boxes.cell():
        decimal = st.selectbox("Decimal mark", list(MARKS), format_func=MARKS.__getitem__)
    with boxes.cell():
        encoding = st.selectbox("Encoding", list(ENCODINGS), format_func=ENCODINGS.__getitem__)
    with boxes.cell():
        header = st.number_input("Header in line", min_value=1, max_value=200, value=None, placeholder="The first")
    sheet = None
    if sheets:
        with boxes.cell():
            sheet = st.selectbox("Sheet", sheets, index=None, format_func=plain, placeholder="Choose one")
    with boxes.cell():
        as_of: date | None = st.date_input(
            "As of", None, FIRST_AS_OF, LAST_AS_OF, format="YYYY-MM-DD", key="as-of",
            help="Leave it empty for data of today. Of an older export, the day after it was made: waits and ages end "
            "with the start of that day, and what happened later is not looked at.",
        )  # fmt: skip
    with boxes.cell():
        personal = _stores_names(served)
    return ImportOptions(order, decimal, encoding, header, sheet, personal_data=personal, once=True), as_of


def _stores_names(served: Generation | None) -> bool:
    """Whether e-mails and names of leads are stored: as they are now, and otherwise for whoever may see them."""
    may_choose = sees_names()
    usual = served.has_personal_data if served else may_choose
    chosen = st.checkbox(
        "Store e-mails and names",
        usual,
        disabled=not may_choose,
        help=None if may_choose else "It stays as it is; changing it takes somebody who may see them.",
    )
    return chosen if may_choose else usual  # a browser can tick a box that is shown as disabled


def _chosen(named: str, uploads: list[Upload], options: ImportOptions) -> Chosen | None:
    """The mapping to read the files by; None where it is not there yet. Raises BadInput or MustAsk."""
    if named == CANONICAL:
        return Chosen()
    if named == OWN:
        own = st.file_uploader("Your mapping", "toml")
        return Chosen(text=_text(own.getvalue())) if own else None
    if named != PROPOSED:
        return Chosen(name=named)
    if not uploads:
        return None
    key = f"draft-{_digest(uploads, options)}"
    if key not in st.session_state:
        with st.spinner("Looking at the columns"):
            st.session_state[key] = draft_for(uploads, options)
    return Chosen(text=edited_draft(st.session_state[key], key))


def _text(own: bytes) -> str:
    if len(own) > LARGEST_BYTES:
        raise BadInput(f"The mapping is larger than {LARGEST_BYTES // 1000} kB, so it is none; hand in the TOML file.")
    try:
        return own.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("Your mapping is not UTF-8 text; save it as UTF-8 and hand it in again.") from None


def _run(
    uploads: list[Upload],
    chosen: Chosen,
    warehouse: Path,
    served: Generation | None,
    options: ImportOptions,
    as_of: date | None,
    *,
    only_try: bool,
) -> None:
    """Try or import; a refusal is one sentence, a new generation is shown at once."""
    st.session_state.pop(DONE, None)
    person = reader()
    bar = st.progress(0.0, "Starting")
    settings = _settings(warehouse, served)
    moment = datetime.combine(as_of, time(), settings.zone).astimezone(UTC).replace(tzinfo=None) if as_of else None
    try:
        outcome = import_uploads(
            uploads, chosen, warehouse, settings, options, progress_on(bar), only_try=only_try, as_of=moment
        )
    except FunnelReviewError as error:
        bar.empty()
        _refuse(error)
        return
    if not only_try:
        asking_again(warehouse).begin()
        if has_roles(warehouse):
            note(warehouse, Event.IMPORTED, person.id, outcome.summary.generation)
    repeats = served is not None and outcome.summary.generation == served.id
    st.session_state[DONE] = Told(outcome, was_trial=only_try, repeats=repeats)
    st.rerun()


def _refuse(error: FunnelReviewError) -> None:
    """The sentence, in terms of the boxes; sheets to choose from get a box."""
    sheets = error.sheets if isinstance(error, MustAsk) else ()
    if sheets and st.session_state.get(SHEETS) != sheets:
        st.session_state[SHEETS] = sheets
        st.rerun()
    st.error(in_markdown(in_boxes(str(error)), longest=LONGEST))
    st.caption("Nothing has changed.")


def _settings(warehouse: Path, served: Generation | None) -> Settings:
    """The company's settings: its file beside the warehouse, else those of the import before."""
    path = settings_file(None, warehouse)
    return load_settings(path) if path or served is None else served.settings
