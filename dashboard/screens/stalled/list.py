"""The list of stalled deals, and the drawer with one deal's evidence and history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.look import CONFIG
from dashboard.charts.stalled import CAUSE_WORDS, history_chart, in_a_sentence
from dashboard.screens.address import box
from dashboard.screens.drawers import opening_table
from dashboard.screens.evidence import SHOWN_RECORDS, behind, download, rest_of, table
from dashboard.screens.frame import current_look
from dashboard.screens.headings import heading, of_the_moment
from dashboard.screens.meeting.commenting import comments_on
from dashboard.screens.reader import shown_to_reader
from dashboard.screens.stalled.verdict import verdict
from dashboard.screens.stalled.words import evidence, in_one_line, next_step, since
from dashboard.texts import LONGEST_LABEL, count, in_markdown, money, no_formula, percent, plain
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
        height=min(LIST_HEIGHT, ROW_HEIGHT * len(deals) + 38),
        row_height=ROW_HEIGHT,
        column_config=_columns(view, max((deal["limits"] for deal in deals), default=1)),
    )
    st.caption(
        f"Largest first; a deal without an amount comes last.{rest_of(deals)} "
        "Choose a row for the deal's evidence and history."
    )
    behind(view, "stalled/deals", deals)
    if place is not None:
        _open(view, deals[place])


def _row(view: View, deal: Mapping[str, Any], cause: str | None) -> dict[str, Any]:
    shown = evidence(deal, view.local, view.local(view.as_of).date())
    return {
        "deal": plain(deal["deal_name"] or deal["company"] or deal["deal_id"]),
        "value": deal["value"],
        "stage": f"{'–' if deal['stage'] is None else plain(deal['stage'], 24)}: {deal['age_days']:.0f} days, "
        f"limit {deal['limit_days']:.0f}",
        "over": deal["limits"],
        "evidence": in_one_line(shown, cause),
        "next_step": next_step(deal),
        "owner": "–" if deal["owner"] is None else plain(deal["owner"]),
    }


def _columns(view: View, most: float) -> dict[str, Any]:
    column = st.column_config
    return {
        "deal": column.TextColumn("Deal", width=150, pinned=True),
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


def _open(view: View, deal: Mapping[str, Any]) -> None:
    """The drawer of one deal: where it stands, what shows each cause, and everything that happened to it."""

    @st.dialog(
        in_markdown(deal["deal_name"] or deal["company"] or deal["deal_id"], LONGEST_LABEL),
        width="large",
        position="right",
    )
    def _drawer() -> None:
        with shown_to_reader(view):
            value = money(deal["value"], view.settings.currency) if deal["value"] is not None else "no amount"
            owner = "nobody" if deal["owner"] is None else in_markdown(deal["owner"])
            st.markdown(f"**{no_formula(value)}** · owner {owner} · deal {in_markdown(deal['deal_id'])}")
            st.caption(in_markdown(since(deal, view.local)))
            shown = evidence(deal, view.local, view.local(view.as_of).date())
            st.markdown(
                "\n".join(f"- **{CAUSE_WORDS[cause]}**: {in_markdown(words)}" for cause, words in shown.items())
            )
            st.markdown(f"Next step: {in_markdown(next_step(deal))}")
            verdict(view, deal)
            comments_on(view, f"deal {deal['deal_id']}")
            _history(view, deal)

    _drawer()


def _history(view: View, deal: Mapping[str, Any]) -> None:
    rows = [
        row | {"happened_at": view.local(row["happened_at"]).replace(tzinfo=None)}
        for row in ask(view, "stalled/history", deal_id=deal["deal_id"]).rows
    ]
    st.plotly_chart(
        history_chart(rows, _stages(rows, view.local(view.as_of).replace(tzinfo=None)), current_look()),
        theme=None,
        config=CONFIG,
        key=f"history-{deal['deal_id']}",
        alt=f"{len(rows)} things that happened to the deal over time",
    )
    st.caption("Bars: stages, cross: close date pushed. Triangles: touches by people, to and from the buyer.")
    table(
        [
            {
                "When": f"{row['happened_at']:%Y-%m-%d %H:%M}",
                "What": row["what"],
                "Who": row["who"] or "–",
                "Why": row["why"] or "–",
            }
            for row in rows
        ]
    )
    download(rows, "deal-history")


def _stages(rows: Sequence[Mapping[str, Any]], end: datetime) -> list[tuple[str, datetime, datetime]]:
    """The deal's stages from first to last, each until the next."""
    moves = [row for row in reversed(rows) if row["kind"] in {"stage", "closed"}]
    ends = [*(row["happened_at"] for row in moves[1:]), end]
    return [
        (row["what"], row["happened_at"], until)
        for row, until in zip(moves, ends, strict=True)
        if row["kind"] == "stage" and until > row["happened_at"]
    ]
