"""The list of stalled deals, each opening its story."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.stalled import CAUSE_WORDS, in_a_sentence
from dashboard.findings.about import of_the_moment
from dashboard.screens.address import box, values_of
from dashboard.screens.drawers import opening_table
from dashboard.screens.evidence import SHOWN_RECORDS, behind, rest_of
from dashboard.screens.frame import current_look
from dashboard.screens.headings import heading
from dashboard.screens.stalled.since import Since, change_words
from dashboard.screens.stalled.words import in_one_line
from dashboard.screens.stories.causes import evidence, next_step
from dashboard.screens.stories.record import open_story
from dashboard.texts import count, money, percent, plain
from dashboard.thresholds import ADVANCED_SHARE

LIST = "stalled-deals"
LIST_HEIGHT = 700
ROW_HEIGHT = 92  # four lines and their room; text wraps only in rows higher than four times the font
FREED = "freed"


def stalled_list(view: View, causes: Sequence[str], since: Since) -> None:
    """Draw the list, as the chips, a click on a bar or the box choose its deals; a row opens into its deal."""
    title, chooser = st.columns([2, 1], vertical_alignment="bottom")
    with chooser:
        cause = box(
            st.selectbox, "Deals with this cause", "cause", causes, CAUSE_WORDS.__getitem__, usual=None, index=None,
            placeholder="All stalled deals", label_visibility="collapsed",
        )  # fmt: skip
    state, change = (next(iter(values_of(name)), None) for name in ("since", "changed"))
    deals = since.of_state(FREED) if state == FREED else stalled_deals(view, cause)
    kept = [deal for deal in deals if _is_kept(since.deals.get(deal["deal_id"]), state, change)]
    words = "Freed deals" if state == FREED else "Stalled deals"
    name = words if cause is None or state == FREED else f"{words}: {in_a_sentence(cause)}"
    with title:
        heading(f"{name} ({count(len(kept))})", of_the_moment(view, "deals" if state == FREED else "deals open"))
    touches = {row["deal_id"]: row["touches"] for row in ask(view, "stalled/activity").rows}
    rows = [
        _row(view, deal, cause, since.deals.get(deal["deal_id"])) | {"activity": touches.get(deal["deal_id"])}
        for deal in kept[:SHOWN_RECORDS]
    ]
    place = opening_table(
        rows,
        LIST,
        "Stalled deals with their age against the limit, causes, next step, owner and value, largest first",
        [deal["deal_id"] for deal in kept],
        on_phone=("Deal, evidence, next step, owner", [_on_phone(view, row) for row in rows]),
        height=min(LIST_HEIGHT, ROW_HEIGHT * len(kept) + 38),
        row_height=ROW_HEIGHT,
        column_config=_columns(view, max((most for weeks in touches.values() for most in weeks or ()), default=1)),
    )
    st.caption(f"Largest first; a deal without an amount comes last.{rest_of(kept)} Click a row for the deal's story.")
    behind(view, "stalled/deals", kept)
    if place is not None:
        open_story(view, kept, place, LIST)


def stalled_deals(view: View, cause: str | None = None) -> list[Mapping[str, Any]]:
    """The stalled deals of a cause or all, the largest first."""
    deals = [deal for deal in ask(view, "stalled/deals").rows if cause is None or cause in deal["causes"]]
    return sorted(deals, key=lambda deal: (-(deal["value"] or 0), deal["deal_id"]))


def _is_kept(since: Mapping[str, Any] | None, state: str | None, change: str | None) -> bool:
    """Whether the chips keep a deal."""
    if since is None:
        return state is None and change is None
    return state in {None, since["state"]} and (change is None or change in since["changes"])


def _row(view: View, deal: Mapping[str, Any], cause: str | None, since: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "deal": plain(deal["deal_name"] or deal["company"] or deal["deal_id"]),
        "value": deal["value"],
        "evidence": _evidence(view, deal, cause),
        "next_step": next_step(deal),
        "owner": "–" if deal["owner"] is None else plain(deal["owner"]),
        "stage": stage_words(deal),
        "since": change_words(since, view.settings.currency),
    }


def _evidence(view: View, deal: Mapping[str, Any], cause: str | None) -> str:
    """What shows the causes of a stalled deal; of a freed one there is none any more."""
    if "causes" not in deal:
        return "–"
    return in_one_line(evidence(deal, view.local, view.local(view.as_of).date()), cause)


def stage_words(deal: Mapping[str, Any]) -> str:
    """Its stage, and for how long against the limit, where that is known."""
    stage = "–" if deal["stage"] is None else plain(deal["stage"], 24)
    if "age_days" not in deal:
        return stage
    return f"{stage}: {deal['age_days']:.0f} days, limit {deal['limit_days']:.0f} ({deal['limits']:.1f} ×)"


def _on_phone(view: View, row: Mapping[str, Any]) -> str:
    """A deal where there is no room for columns."""
    worth = "no amount" if row["value"] is None else money(row["value"], view.settings.currency)
    return f"{row['deal']}, {worth}. {row['evidence']}. Next: {row['next_step']}. Owner: {row['owner']}"


def _columns(view: View, most_touches: int) -> dict[str, Any]:
    column = st.column_config
    return {
        "deal": column.TextColumn("Deal", width=112),
        "value": column.NumberColumn(f"Value {view.settings.currency or ''}", width=70, format="localized"),
        "evidence": column.TextColumn("Evidence", width=176),
        "next_step": column.TextColumn("Next step", width=109),
        "owner": column.TextColumn("Owner", width=70),
        "stage": column.TextColumn(
            "Stage and age", width=88,
            help=f"Days in this stage; the limit: days within which {percent(ADVANCED_SHARE)} of visits moved on; in "
            "brackets the days as a multiple of it.",
        ),
        "since": column.TextColumn(
            "In a week", width=70, help="What became of the deal, and what changed on it, since a week before."
        ),
        "activity": column.BarChartColumn(
            "Touches", width=66, y_min=0, y_max=max(most_touches, 1), color=current_look().main,
            help="Touches by people, ours and the buyer's, in each of the last weeks, the latest at the right.",
        ),
    }  # fmt: skip
