"""The link that a reader hands on: it names the week and the import, and opens what was seen."""

from urllib.parse import urlencode

import streamlit as st

from dashboard.asking.ask import open_past
from dashboard.asking.view import View
from dashboard.errors import NoWarehouse
from dashboard.screens.address import choose, names, values_of
from dashboard.screens.links import GENERATION, WEEK, LinkFault
from dashboard.screens.refusals import warehouse_folder
from dashboard.texts import day, in_markdown
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.warehouse import Warehouse

NAMED = "named-by-the-link"
"""Where a session keeps the week and the import that a link names beside what is chosen."""


def copy_link(view: View, *, is_past: bool) -> None:
    """The address of what is looked at, to be copied, with all that is chosen; a past review names its own import."""
    st.session_state[NAMED] = {} if is_past else {WEEK: (view.week,), GENERATION: (view.warehouse.generation.id,)}
    copy_link_again("copy-link")


def copy_link_again(key: str) -> None:
    """The same once more, for what stands open beside the screen: its link opens that too."""
    with st.popover("Copy link", icon=":material/link:", key=key):
        pinned: dict[str, tuple[str, ...]] = st.session_state.get(NAMED, {})
        chosen = {name: values_of(name) for name in names()} | pinned
        st.code(f"{st.context.url or ''}?{urlencode(chosen, doseq=True)}", language=None, wrap_lines=True)
        st.caption(
            "It opens this week with the same filters on this import, for as long as the import is kept."
            if pinned
            else "It opens this review as it was frozen, with the same filters."
        )


def linked_warehouse(current: Warehouse, frozen_on: str | None) -> Warehouse | LinkFault:
    """The import that the address names, else the current one; a fault when it is not kept.

    ``frozen_on``: the generation of the past review that the address names, which must be the same one.
    """
    values = values_of(GENERATION)[-1:]
    if not values or values[0] == (frozen_on or current.generation.id):
        return current
    name = in_markdown(values[0])
    if frozen_on is not None:
        return LinkFault(GENERATION, f"The link names the import {name}, but this review was frozen on {frozen_on}.")
    try:
        if values[0] in Generations(warehouse_folder()).all():
            return open_past(warehouse_folder(), values[0])
    except NoWarehouse:
        pass
    return LinkFault(GENERATION, f"The link was copied from the import {name}, which is not kept here any more.")


def linked_import_words(view: View) -> None:
    """That another import than the one served now is looked at, and the way to that."""
    about = view.warehouse.generation
    imported = view.local(about.as_of)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":orange[**This is the import of {day(imported)} {imported:%H:%M} ({about.id}), as the link says.**] "
            "Another one is served now."
        )
        st.button("Show the import served now", key="leave-generation", on_click=choose, args=(GENERATION, ()))
