"""The story of one deal: where it stands, what shows each cause, the meeting's verdict, and one line of time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.look import CONFIG
from dashboard.charts.stalled import CAUSE_WORDS, history_chart
from dashboard.screens.evidence import download, table
from dashboard.screens.frame import current_look
from dashboard.screens.meeting.commenting import comments_on
from dashboard.screens.stories.causes import evidence, next_step, since
from dashboard.screens.stories.verdict import verdict
from dashboard.texts import day, in_markdown, money, no_formula


def deal_story(view: View, deal_id: str) -> None:
    """Draw everything that is known of a deal, as it stood at the view's moment."""
    found = ask(view, "stalled/deal", deal_id=deal_id).rows
    if not found:
        st.info(f"The import holds no deal {in_markdown(deal_id)} that could be seen by then.")
        return
    (deal,) = found
    value = money(deal["value"], view.settings.currency) if deal["value"] is not None else "no amount"
    owner = "nobody" if deal["owner"] is None else in_markdown(deal["owner"])
    st.markdown(f"**{no_formula(value)}** · owner {owner} · deal {in_markdown(deal['deal_id'])}")
    st.caption(_standing(view, deal))
    if deal["causes"]:
        shown = evidence(deal, view.local, view.local(view.as_of).date())
        st.markdown("\n".join(f"- **{CAUSE_WORDS[cause]}**: {in_markdown(words)}" for cause, words in shown.items()))
    if deal["status"] == "open":
        st.markdown(f"**Next step**: {in_markdown(next_step(deal))}")
    if deal["is_stalled"]:
        verdict(view, deal)
    comments_on(view, f"deal {deal_id}")
    _history(view, deal)


def _standing(view: View, deal: Mapping[str, Any]) -> str:
    """Since when the deal stands where it does; of a closed one when and why it closed."""
    if deal["status"] != "open":
        why = f", reason: {in_markdown(deal['close_reason'])}" if deal["close_reason"] else ""
        return f"{deal['status'].capitalize()} on {day(view.local(deal['closed_at']))}{why}."
    if deal["age_days"] is None:
        return f"Open since {day(view.local(deal['created_at']))}."
    return in_markdown(since(deal, view.local))


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
