"""Who somebody is, on the page: the line at its foot, how to be somebody else, the page of whoever may read nothing."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from dashboard.errors import FunnelReviewError
from dashboard.meeting.people.access import FILE, Denied, read_access
from dashboard.meeting.people.matrix import Action, role_for
from dashboard.meeting.people.naming import account_name
from dashboard.meeting.people.sign_in import Mode
from dashboard.meeting.people.tokens import NotSignedIn
from dashboard.meeting.person import Person, Role
from dashboard.scope.settings import load_settings, settings_file
from dashboard.screens.reader import CHOSEN_NAME, mode, note_reader, reader
from dashboard.screens.refusals import LONGEST, warehouse_folder
from dashboard.texts import in_markdown, plain
from dashboard.warehouse.served import open_warehouse

BOX = "reader-box"


def closed_door() -> Callable[[], None] | None:
    """What draws the page of whoever may read nothing; None for everybody else."""
    try:
        person = reader()
        role_for(person, Action.READ)
        note_reader(person)
    except FunnelReviewError as error:
        if isinstance(error, Denied) and not isinstance(error, NotSignedIn):
            note_reader(None, str(error))
        return partial(_door, error)
    return None


def who_reads(person: Person) -> str:
    """Who the page takes its reader for, and what they may, in Markdown."""
    roles = ", ".join(role.replace("_", " ") for role in Role if role in person.roles)
    name = in_markdown(person.name)
    if person.is_verified:
        return f"You are **{name}**: {roles}."
    unchecked = f"You are here as **{name}**. Nobody has checked the name, so what you write is marked “not verified”."
    if read_access(warehouse_folder()) is None:
        return f"{unchecked} There is no {FILE} yet, so everybody may do everything here."
    return f"{unchecked} Your roles: {roles}."


def change_reader(person: Person) -> None:
    """The way to be somebody else, or to sign out; behind a proxy that is the proxy's."""
    how = mode()
    if how is Mode.LOCAL:
        with st.popover("Say who you are", icon=":material/person:", type="tertiary", key="who"):
            _name_box(person.name)
    elif how is Mode.OIDC:
        st.button("Sign out", icon=":material/logout:", type="tertiary", on_click=st.logout)


def _door(error: FunnelReviewError) -> None:
    st.title("Funnel Review", anchor=False)
    if isinstance(error, NotSignedIn):
        st.info(in_markdown(error, LONGEST))
        st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login)
        return
    st.error(in_markdown(error, LONGEST))
    if not isinstance(error, Denied):
        return
    if mode() is Mode.LOCAL:
        _name_box(None)
    elif mode() is Mode.OIDC:
        st.button("Sign in as somebody else", icon=":material/logout:", on_click=st.logout)


def _name_box(current: str | None) -> None:
    """A box of the people the settings list; any other name is typed."""
    st.selectbox(
        "You are",
        list(dict.fromkeys([*_listed(), *filter(None, [current])])),
        index=None,
        placeholder=current or account_name(),
        format_func=plain,
        accept_new_options=True,
        key=BOX,
        on_change=_choose_name,
    )
    st.caption("Nobody checks it: what you write is kept as not verified.")


def _choose_name() -> None:
    name = st.session_state[BOX]
    if name:
        st.session_state[CHOSEN_NAME] = (name, _listed().get(name))


def _listed() -> Mapping[str, str]:
    """The people of the settings with their e-mails, those beside the warehouse before those of the import."""
    try:
        file = settings_file(None, warehouse_folder())
        settings = load_settings(file) if file else open_warehouse(warehouse_folder()).generation.settings
    except FunnelReviewError:  # every screen says what is wrong with it
        return {}
    return dict(settings.people)
