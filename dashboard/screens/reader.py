"""Who reads the page: asked anew in every run, so that a role taken away is gone at the next click."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

import streamlit as st

from dashboard.asking.view import View
from dashboard.errors import FunnelReviewError
from dashboard.meeting.people.access import Access, Denied, has_roles, read_access
from dashboard.meeting.people.access_log import Event, note
from dashboard.meeting.people.matrix import Action, role_for
from dashboard.meeting.people.naming import account_name, named_person
from dashboard.meeting.people.sign_in import VOUCHED, Mode, is_loopback_host
from dashboard.meeting.people.tickets import TICKET, TICKETS
from dashboard.meeting.people.tokens import token_person
from dashboard.meeting.person import Person
from dashboard.screens.refusals import shown_refusals, warehouse_folder

CHOSEN_NAME = "reader-name"
"""Where a session keeps the name that its reader has given, and the e-mail that the settings have for it."""
NOTED = "noted-in-the-access-log"
Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Visit:
    """What a page's request and session say of who is there: nothing of it is believed before ``person_of`` has."""

    name: str | None
    email: str | None
    user: Mapping[str, object]
    ticket: str | None
    is_local: bool


def reader() -> Person:
    """The person in front of this page, with the roles they have right now.

    Raises Denied, which says whom to ask, when they have none, and BadInput when ``access.toml`` cannot be read.
    """
    return person_of(_visit(), warehouse_folder())


def can(action: Action) -> bool:
    """Whether the reader may do it right now."""
    return refused(action) is None


def refused(action: Action) -> str | None:
    """Why the reader may not do it right now, and whom to ask; None when they may."""
    folder, access = warehouse_folder(), None
    try:
        access = read_access(folder)
        role_for(person_of(_visit(), folder), action)
    except FunnelReviewError as error:
        if access is None or isinstance(error, Denied):  # it says whom to ask, or there is nobody
            return str(error)
        return f"{str(error).removesuffix('.')}. Ask {access.ask}."
    return None


def sees_names() -> bool:
    """Whether the reader sees names and e-mails of leads right now; raises as ``reader`` does."""
    return _sees_names(_visit(), warehouse_folder())


def for_reader(make: Callable[Given, Result]) -> Callable[Given, Result]:
    """``make`` for what is called later, outside of a run, as a download is: not for whoever may see less by then."""
    visit, folder, saw_names = _visit(), warehouse_folder(), sees_names()

    def made(*args: Given.args, **options: Given.kwargs) -> Result:
        if saw_names and not _sees_names(visit, folder):
            raise Denied("You may see less than when this page was drawn; load it anew.")
        return make(*args, **options)

    return made


def note_reader(person: Person | None, why: str = "") -> None:
    """Note in the access log who came in, or ``why`` somebody was turned away; once a session, until it is another."""
    event = Event.CAME_IN if person else Event.TURNED_AWAY
    line = event, person.id if person else "", ", ".join(sorted(person.roles)) if person else why
    if has_roles(warehouse_folder()) and st.session_state.get(NOTED) != line:
        st.session_state[NOTED] = line
        note(warehouse_folder(), *line)


def mode() -> Mode:
    """How readers are known right now."""
    access = read_access(warehouse_folder())
    return access.sign_in.mode if access else Mode.LOCAL


def person_of(visit: Visit, folder: Path) -> Person:
    """The person of a visit, by what ``access.toml`` in ``folder`` says right now; raises as ``reader`` does."""
    access = read_access(folder)
    if access is None or access.sign_in.mode is Mode.LOCAL:
        return _local_person(visit, access)
    if access.sign_in.mode is Mode.PROXY:
        email = visit.user.get(VOUCHED)
        if not isinstance(email, str) or not email.strip():
            raise Denied(f"The proxy in front of this server does not say who you are; ask {access.ask}.")
        return access.person(email, "", datetime.now(UTC).date(), is_verified=True)
    signed_in = visit.user if TICKETS.values_of(visit.ticket) else {}  # signing out ends the other pages too
    return token_person(signed_in, access, datetime.now(UTC))


def _sees_names(visit: Visit, folder: Path) -> bool:
    person, access = person_of(visit, folder), read_access(folder)
    return access is None or access.shows_names_to(person)


def _local_person(visit: Visit, access: Access | None) -> Person:
    if not visit.is_local:  # a page that was open when the mode was another
        raise Denied("This server answers on its own machine only; ask whoever runs it.")
    return named_person(visit.name or account_name(), access, visit.email)


def _visit() -> Visit:
    """Of whoever says a name of their own, no more: what a browser signs in with takes a tenth of a screen to read."""
    name, email = st.session_state.get(CHOSEN_NAME, (None, None))
    if mode() is Mode.LOCAL:
        return Visit(name, email, {}, None, _is_local())
    return Visit(name, email, st.user.to_dict(), st.context.cookies.get(TICKET), _is_local())


def _is_local() -> bool:
    """Whether the page was asked for on this machine; a page without a request is drawn by a test."""
    headers = st.context.headers
    return not headers or (is_loopback_host(headers.get("Host", "")) and st.context.ip_address is None)


@contextmanager
def shown_to_reader(view: View) -> Iterator[None]:
    """What is drawn later than its page, such as a drawer: anew with the page when the reader may no longer see it."""
    with shown_refusals():
        try:
            may_see = sees_names() or not view.shows_names
        except FunnelReviewError:
            may_see = False
        if not may_see:
            st.rerun()
        yield
