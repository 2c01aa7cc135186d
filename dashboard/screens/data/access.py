"""Who may what, and the access log, for whoever looks after it."""

import streamlit as st

from dashboard.meeting.people.access import FILE, Access, read_access
from dashboard.meeting.people.access_log import latest
from dashboard.meeting.people.matrix import Action
from dashboard.screens.evidence import download, table
from dashboard.screens.reader import can
from dashboard.screens.refusals import warehouse_folder
from dashboard.texts import day


def who_may_what() -> None:
    """The roles of ``access.toml`` and what became of them; nothing for others, and where there is no such file."""
    access = read_access(warehouse_folder())
    if access is None or not can(Action.ADMINISTER):
        return
    st.subheader("Who may what", anchor=False)
    st.caption(f"As {FILE} beside the warehouse says; a change there counts from the next click on.")
    table(_roles(access))
    st.subheader("Access log", anchor=False)
    rows = latest(warehouse_folder())
    if not rows:
        st.caption("Nobody has come in since it is kept.")
        return
    table(rows)
    download(rows, "access-log")


def _roles(access: Access) -> list[dict[str, str]]:
    rows = [{"who": who, "roles": _in_words(roles), "until": ""} for who, roles in sorted(access.roles.items())]
    return rows + [
        {"who": each.deputy, "roles": f"those of {each.of}", "until": day(each.until)} for each in access.deputies
    ]


def _in_words(roles: frozenset[str]) -> str:
    return ", ".join(sorted(role.replace("_", " ") for role in roles))
