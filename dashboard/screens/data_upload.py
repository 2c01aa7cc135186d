"""Bring your own files: hand in exports, choose how they are read, try them without changing anything, import them."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dashboard.errors import BadInput, FunnelReviewError
from dashboard.importing.mapping import Mapping
from dashboard.importing.mapping_files import DESCRIPTION, SIZE_LIMIT, bundled, load_mapping, read_mapping
from dashboard.importing.progress import Report, Step
from dashboard.importing.run import ImportOptions, Summary
from dashboard.importing.uploads import Upload, import_uploads
from dashboard.screens.data_words import in_boxes
from dashboard.screens.frame import CARD
from dashboard.settings import Settings, load_settings, settings_file
from dashboard.texts import count, in_markdown, plain
from dashboard.warehouse import Generation

TYPES = ("csv", "tsv", "tab", "parquet", "pq", "xlsx", "xlsm")
CANONICAL, OWN = "canonical", "own"
MAPPINGS = {
    CANONICAL: "Our tables and headers",
    "hubspot": "HubSpot export",
    "salesforce": "Salesforce export",
    OWN: "My own mapping file",
}
ORDERS = {None: "As the values prove", "dmy": "Day first: 31.12.", "mdy": "Month first: 12/31"}
MARKS = {None: "As the values prove", ".": "Point: 1,234.50", ",": "Comma: 1.234,50"}
ENCODINGS = {None: "As the bytes prove", "utf-8": "UTF-8", "windows-1252": "Windows-1252", "utf-16-le": "UTF-16"}
DONE = "imported"


def bring_files(warehouse: Path, served: Generation | None) -> None:
    """The form, and what became of the files handed in last."""
    st.subheader("Bring your own files", anchor=False)
    st.caption(
        "The files of one import are the whole of the new data: they take the place of all that is shown now, for "
        "everybody. The imports before are kept. If anything is refused, nothing changes.",
    )
    files = st.file_uploader(
        "Exports of your CRM", TYPES, accept_multiple_files=True, help="CSV, TSV, Excel or Parquet, 50 MB each."
    )
    boxes = st.grid(3, min_column_width=CARD)
    with boxes.cell():
        named = st.selectbox(
            "Mapping",
            [CANONICAL, *bundled(), OWN],
            format_func=lambda name: MAPPINGS.get(name, name),
            help="Our tables: files named leads.csv, deals.csv and so on, with the headers of the documentation.",
        )
    with boxes.cell():
        order = st.selectbox("Dates", list(ORDERS), format_func=ORDERS.__getitem__)
    with boxes.cell():
        decimal = st.selectbox("Decimal mark", list(MARKS), format_func=MARKS.__getitem__)
    with boxes.cell():
        encoding = st.selectbox("Encoding", list(ENCODINGS), format_func=ENCODINGS.__getitem__)
    with boxes.cell():
        header = st.number_input("Header in line", min_value=1, max_value=200, value=None, placeholder="The first")
    with boxes.cell():
        personal = st.checkbox("Store e-mails and names", served is None or served.has_personal_data)
    own = st.file_uploader("Your mapping", "toml", help=f"{DESCRIPTION} explains the file.") if named == OWN else None
    options = ImportOptions(order, decimal, encoding, header, personal_data=personal)
    with st.container(horizontal=True):
        tries = st.button("Try, changing nothing", disabled=not files, icon=":material/preview:")
        imports = st.button("Import and replace", disabled=not files, type="primary", icon=":material/upload:")
    if files and (tries or imports):
        uploads = [Upload(file.name, file.getvalue()) for file in files]
        _run(
            lambda: _mapping(str(named), own.getvalue() if own else None),
            uploads,
            warehouse,
            served,
            options,
            only_try=tries,
        )
    _last()


def _mapping(named: str, own: bytes | None) -> Mapping | None:
    """The mapping chosen; None for files that need none. Raises BadInput."""
    if named == CANONICAL:
        return None
    if named != OWN:
        return load_mapping(named)
    if own is None:
        raise BadInput("The mapping file is missing; hand it in, or choose another mapping.")
    if len(own) > SIZE_LIMIT:
        raise BadInput(f"The mapping is larger than {SIZE_LIMIT // 1000} kB, so it is none; hand in the TOML file.")
    try:
        return read_mapping(own.decode("utf-8-sig"), "Your mapping")
    except UnicodeDecodeError:
        raise BadInput("Your mapping is not UTF-8 text; save it as UTF-8 and hand it in again.") from None


def _run(
    mapping: Callable[[], Mapping | None],
    uploads: list[Upload],
    warehouse: Path,
    served: Generation | None,
    options: ImportOptions,
    *,
    only_try: bool,
) -> None:
    """Try or import; a refusal is one sentence, a new generation is shown at once."""
    st.session_state.pop(DONE, None)
    bar = st.progress(0.0, "Starting")
    try:
        settings = _settings(warehouse, served)
        summary = import_uploads(
            uploads, mapping(), warehouse, settings, options, _report(bar.progress), only_try=only_try
        )
    except FunnelReviewError as error:
        bar.empty()
        st.error(in_markdown(in_boxes(str(error))))
        st.caption("Nothing has changed.")
        return
    st.session_state[DONE] = (only_try, summary)
    st.rerun()


def _settings(warehouse: Path, served: Generation | None) -> Settings:
    """The company's settings: its file beside the warehouse, else those of the import before."""
    path = settings_file(None, warehouse)
    return load_settings(path) if path or served is None else served.settings


def _report(show: Callable[[float, str], object]) -> Report:
    """Shows a step when a percent or the words have changed."""
    shown: list[tuple[int, str]] = []

    def report(step: Step) -> None:
        now = (round(100 * step.share), step.words)
        if shown[-1:] != [now]:
            shown.append(now)
            show(min(max(step.share, 0.0), 1.0), f"{plain(step.words)} · {count(step.rows)} rows")

    return report


def _last() -> None:
    """What became of the files handed in last."""
    if DONE not in st.session_state:
        return
    was_trial, summary = st.session_state[DONE]
    aside = sum(file.quarantined for file in summary.files)
    if was_trial:
        st.info(f"Tried: this is what an import would do. {count(aside)} rows would be set aside; nothing has changed.")
    else:
        st.success(f"Imported: {count(aside)} rows are set aside, with their reasons above; the rest is shown now.")
    _outcome(summary)


def _outcome(summary: Summary) -> None:
    st.dataframe(
        [
            {
                "file": plain(file.file),
                "read": file.read,
                "loaded": file.loaded,
                "set aside": file.quarantined,
                "skipped": file.skipped,
            }
            for file in summary.files
        ],
        hide_index=True,
        alt="What became of the rows of each file",
    )
    if summary.warnings:
        said = ", ".join(f"{count(number)} × {reason.replace('_', ' ')}" for reason, number in summary.warnings)
        st.caption(f"Values left empty, and remarks: {in_markdown(said)}.")
