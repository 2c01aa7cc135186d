"""Who reads the page: asked anew in every run, so that a role taken away is gone at the next click."""

import streamlit as st

from dashboard.meeting.people.access import read_access
from dashboard.meeting.people.naming import account_name, named_person
from dashboard.meeting.person import Person
from dashboard.screens.refusals import warehouse_folder

TYPED = "reader-name"


def reader() -> Person:
    """The person in front of this page, with the roles they have right now; before a name is given, the server's own.

    Raises Denied, which says whom to ask, when they have none, and BadInput when ``access.toml`` cannot be read.
    """
    return named_person(st.session_state.get(TYPED) or account_name(), read_access(warehouse_folder()))
