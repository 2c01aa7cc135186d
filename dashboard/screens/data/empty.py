"""The page of a warehouse that shows nothing: the place to bring files, beside it at first the sample company."""

import streamlit as st

from dashboard.errors import NothingImported, NoWarehouse
from dashboard.screens.data.upload import bring_files
from dashboard.screens.door import change_reader, who_reads
from dashboard.screens.reader import reader
from dashboard.screens.refusals import refuse, warehouse_folder
from dashboard.screens.titles import TITLES

LAST_PORT = 65_535


def first_files(error: NoWarehouse) -> None:
    """The whole page, where there is nothing else to show; ``error`` says why there is none."""
    if isinstance(error, NothingImported):
        st.title("Bring your files", anchor=False)
        bring_files(warehouse_folder(), None, _sample)
    else:  # there was something: its readers are told, not invited
        st.title(TITLES["data"], anchor=False)
        refuse(error)
        bring_files(warehouse_folder(), None)
    st.divider()
    st.caption(who_reads(reader()))
    change_reader(reader())


def _sample() -> None:
    """How to look at the sample company: it is built in a folder of its own and served beside this one."""
    with st.container(border=True):
        st.markdown("**Or look at a sample company first**")
        st.caption(
            "An invented company with its leads, deals and reviews. It gets a folder and an address of its own, so "
            "nothing of it comes between your files. In a terminal on the machine of this server:"
        )
        port = min(int(st.get_option("server.port")) + 1, LAST_PORT)
        st.code(f"funnel-review demo --port {port}", language=None)
