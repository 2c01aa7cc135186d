"""Who reads the page: asked anew in every run, so that a role taken away is gone at the next click."""

import streamlit as st

from dashboard.meeting.people.command_line import shell_person
from dashboard.meeting.person import Person
from dashboard.screens.refusals import warehouse_folder

TYPED = "reader-name"


def reader() -> Person:
    """The person in front of this page, with the roles they have right now; before a name is given, the server's own.

    Raises Denied when they have none, and BadInput when ``access.toml`` cannot be read.
    """
    return shell_person(st.session_state.get(TYPED), warehouse_folder())
