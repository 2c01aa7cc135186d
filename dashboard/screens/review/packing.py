"""The pack of the week to take along: as a file, or as text for a channel; made when somebody asks for it."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dashboard.asking.view import View
from dashboard.meeting.journal.journal import open_journal
from dashboard.meeting.pack.building import pack_of
from dashboard.meeting.pack.document import Pack
from dashboard.meeting.pack.pdf import may_make_pdf
from dashboard.meeting.pack.plaintext import first_page_text
from dashboard.meeting.pack.writing import FORMATS
from dashboard.screens.address import values_of
from dashboard.screens.links import REVISION
from dashboard.screens.meeting.saving import without_the_journal
from dashboard.screens.reader import for_reader, shown_to_reader
from dashboard.screens.refusals import warehouse_folder
from dashboard.screens.slicebar import unfiltered

MIMES = {"html": "text/html", "pdf": "application/pdf", "slack.json": "application/json"}


@st.fragment
def pack_part(view: View) -> None:
    """The buttons: the file that `funnel-review review` writes for the week and the filters looked at."""
    make = _maker(view)
    with shown_to_reader(view), without_the_journal(), st.container(horizontal=True, gap="small"):
        _download("Download the pack", "html", make, view)
        if may_make_pdf():
            _download("As PDF", "pdf", make, view)
        part = st.popover("Copy for Slack", icon=":material/content_copy:", key="pack-text", on_change="rerun")
        if part.open:
            with part:
                st.code(first_page_text(make()), language=None, wrap_lines=True)
                _download("As the body of a message", "slack.json", make, view)


def _download(label: str, kind: str, make: Callable[[], Pack], view: View) -> None:
    st.download_button(
        label, data=for_reader(lambda: FORMATS[kind](make(), "a4")), file_name=f"funnel-review-{view.week}.{kind}",
        mime=MIMES[kind], on_click="ignore", type="tertiary", icon=":material/download:", key=f"pack-{kind}",
    )  # fmt: skip


def _maker(view: View) -> Callable[[], Pack]:
    """What makes the document, outside of a run too: of the usual windows, whatever the reader chose."""
    folder, values = warehouse_folder(), values_of(REVISION)
    revision = int(values[-1]) if values and values[-1].isdecimal() else None
    usual = replace(unfiltered(view.warehouse), as_of=view.as_of)
    return lambda: pack_of(folder, open_journal(folder), view.week, revision, view.slice, lambda: usual)[0]
