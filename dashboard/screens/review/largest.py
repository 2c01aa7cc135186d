"""The largest stalled deals on the Review, by name: the list that the meeting goes through."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.asking.view import View
from dashboard.screens.drawers import opening_table
from dashboard.screens.stalled.list import stage_words, stalled_deals
from dashboard.screens.stories.causes import next_step
from dashboard.screens.stories.record import open_story
from dashboard.texts import money, plain

LIST = "largest-stalled"
SHOWN_DEALS = 5


def largest_stalled(view: View) -> None:
    """Draw the list; a row opens into the story of its deal."""
    deals = stalled_deals(view)[:SHOWN_DEALS]
    if not deals:
        return
    rows = [_row(deal, view.settings.currency) for deal in deals]
    short = [_on_phone(row, next_step(deal)) for row, deal in zip(rows, deals, strict=True)]
    place = opening_table(
        rows, LIST, "The largest stalled deals", [deal["deal_id"] for deal in deals],
        on_phone=("Deal, stage, next step, owner", short),
        column_config={
            "Deal": st.column_config.TextColumn(width=185),
            "Worth": st.column_config.TextColumn(width=65),
            "Stage and age": st.column_config.TextColumn(width=220),
            "Owner": st.column_config.TextColumn(width=115),
        },
    )  # fmt: skip
    if place is not None:
        open_story(view, deals, place, LIST)


def _row(deal: Mapping[str, Any], currency: str | None) -> dict[str, str]:
    return {
        "Deal": plain(deal["company"] or deal["deal_name"] or deal["deal_id"]),
        "Worth": "–" if deal["value"] is None else money(deal["value"], currency),
        "Stage and age": stage_words(deal),
        "Owner": "–" if deal["owner"] is None else plain(deal["owner"]),
    }


def _on_phone(row: Mapping[str, str], step: str) -> str:
    """A deal where there is no room for columns."""
    return f"{row['Deal']}, {row['Worth']}. {row['Stage and age']}. Next: {step}. Owner: {row['Owner']}"
