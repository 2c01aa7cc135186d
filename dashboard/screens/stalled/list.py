"""The list of stalled deals, each opening its story."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.stalled import CAUSE_WORDS, in_a_sentence
from dashboard.screens.address import box
from dashboard.screens.drawers import opening_table
from dashboard.screens.evidence import SHOWN_RECORDS, behind, rest_of
from dashboard.screens.headings import heading, of_the_moment
from dashboard.screens.stalled.words import in_one_line
from dashboard.screens.stories.causes import evidence, next_step
from dashboard.screens.stories.record import open_story
from dashboard.texts import count, percent, plain
from dashboard.thresholds import ADVANCED_SHARE

LIST_HEIGHT = 500
ROW_HEIGHT = 92  # text wraps only in rows higher than four times the font


def stalled_list(view: View, causes: Sequence[str]) -> None:
    """Draw the list, of one cause or of all, as a click on a bar or the box chooses; a row opens into its deal."""
    title, chooser = st.columns([2, 1], vertical_alignment="bottom")
    with chooser:
        cause = box(
            st.selectbox, "Deals with this cause", "cause", causes, CAUSE_WORDS.__getitem__, usual=None, index=None,
            placeholder="All stalled deals",
        )  # fmt: skip
    deals = [deal for deal in ask(view, "stalled/deals").rows if cause is None or cause in deal["causes"]]
    deals.sort(key=lambda deal: (-(deal["value"] or 0), deal["deal_id"]))
    name = "Stalled deals" if cause is None else f"Stalled deals: {in_a_sentence(cause)}"
    with title:
        heading(f"{name} ({count(len(deals))})", of_the_moment(view))
    place = opening_table(
        [_row(view, deal, cause) for deal in deals[:SHOWN_RECORDS]],
        "stalled-deals",
        "Stalled deals with their age against the limit, causes, next step, owner and value, largest first",
        [deal["deal_id"] for deal in deals],
        height=min(LIST_HEIGHT, ROW_HEIGHT * len(deals) + 38),
        row_height=ROW_HEIGHT,
        column_config=_columns(view, max((deal["age_days"] / deal["limit_days"] for deal in deals), default=1)),
    )
    st.caption(f"Largest first; a deal without an amount comes last.{rest_of(deals)} Click a row for the deal's story.")
    behind(view, "stalled/deals", deals)
    if place is not None:
        open_story(view, deals[place])


def _row(view: View, deal: Mapping[str, Any], cause: str | None) -> dict[str, Any]:
    shown = evidence(deal, view.local, view.local(view.as_of).date())
    return {
        "deal": plain(deal["deal_name"] or deal["company"] or deal["deal_id"]),
        "value": deal["value"],
        "stage": f"{'–' if deal['stage'] is None else plain(deal['stage'], 24)}: {deal['age_days']:.0f} days, "
        f"limit {deal['limit_days']:.0f}",
        "over": deal["age_days"] / deal["limit_days"],
        "evidence": in_one_line(shown, cause),
        "next_step": next_step(deal),
        "owner": "–" if deal["owner"] is None else plain(deal["owner"]),
    }


def _columns(view: View, most: float) -> dict[str, Any]:
    column = st.column_config
    return {
        "deal": column.TextColumn("Deal", width=150),
        "value": column.NumberColumn(f"Value {view.settings.currency or ''}", width=80, format="localized"),
        "stage": column.TextColumn(
            "Stage and age", width=110,
            help=f"Days in this stage; the limit: days within which {percent(ADVANCED_SHARE)} of visits moved on.",
        ),
        "over": column.ProgressColumn(
            "Against limit", width=110, min_value=0, max_value=most, format="%.1f ×",
            help="Days in the stage as a multiple of the limit; the bar is full for the longest one here.",
        ),
        "evidence": column.TextColumn("Evidence", width=290),
        "next_step": column.TextColumn("Next step", width=105),
        "owner": column.TextColumn("Owner", width=100),
    }  # fmt: skip
