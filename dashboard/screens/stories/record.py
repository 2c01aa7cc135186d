"""What a record of a list opens into: the story of the deal it is, else of the lead."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.view import View
from dashboard.screens.opening import open_what, row_name
from dashboard.screens.panel import panel, walk_buttons
from dashboard.screens.stories.deal import deal_story
from dashboard.screens.stories.lead import lead_story

KINDS = ("deal", "lead")


def key_of(row: Mapping[str, Any]) -> str | None:
    """Which record a row of a list is, as the address names it: ``deal:D-12``; None when it is neither."""
    return next((f"{kind}:{row[f'{kind}_id']}" for kind in KINDS if row.get(f"{kind}_id") is not None), None)


def name_of(row: Mapping[str, Any]) -> str:
    """What a record is called: by its name where the reader may see it, else its company, else its key."""
    called = ("deal_name", "name", "company", "deal_id", "lead_id")
    return next((str(row[name]) for name in called if row.get(name) is not None), "–")


def record_story(view: View, row: Mapping[str, Any]) -> None:
    """Draw the story of the record that a row of a list is."""
    if row.get("deal_id") is not None:
        deal_story(view, str(row["deal_id"]))
    else:
        lead_story(view, str(row["lead_id"]))


def open_story(view: View, rows: Sequence[Mapping[str, Any]], place: int, table: str) -> None:
    """Open the panel with the story alone, of a row of a ``table`` on the screen, named by its key."""
    names = [row_name(table, (key_of(row) or "").partition(":")[2]) for row in rows]

    def draw() -> None:
        with st.container(horizontal=True, gap="small"):
            walk_buttons(names, names[place], open_what)
        record_story(view, rows[place])

    panel(name_of(rows[place]), view, draw)
