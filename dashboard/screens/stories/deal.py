"""The story of one deal: where it stands, what shows each cause, the meeting's verdict, and one line of time."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.stalled import CAUSE_WORDS
from dashboard.charts.story import Ahead
from dashboard.metrics.pipeline import counts_changes
from dashboard.screens.meeting.commenting import comments_on
from dashboard.screens.stories.causes import evidence, next_step, since
from dashboard.screens.stories.timeline import timeline
from dashboard.screens.stories.verdict import verdict
from dashboard.texts import day, days, in_markdown, in_parts, money, no_formula
from dashboard.thresholds import ADVANCED_SHARE


def deal_story(view: View, deal_id: str) -> None:
    """Draw everything that is known of a deal, as it stood at the view's moment."""
    rows = ask(view, "stalled/deal", deal_id=deal_id).rows
    if not rows:
        st.info(f"The import holds no deal {in_markdown(deal_id)} that could be seen by then.")
        return
    (deal,) = rows
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
    history = ask(view, "stalled/history", deal_id=deal_id, counts_changes=counts_changes(view)).rows
    timeline(view, f"deal {deal_id}", history, _ahead(view, deal))
    comments_on(view, f"deal {deal_id}")


def _standing(view: View, deal: Mapping[str, Any]) -> str:
    """Since when the deal stands where it does; of a closed one when and why it closed."""
    if deal["status"] != "open":
        why = f", reason: {in_markdown(deal['close_reason'])}" if deal["close_reason"] else ""
        return f"{deal['status'].capitalize()} on {day(view.local(deal['closed_at']))}{why}."
    if deal["age_days"] is None:
        return f"Open since {day(view.local(deal['created_at']))}."
    return in_markdown(since(deal, view.local))


def _ahead(view: View, deal: Mapping[str, Any]) -> Ahead:
    """The limit of the stage an open deal stands in, and its next step, for its line of time."""
    if deal["status"] != "open" or deal["entered_at"] is None:
        return Ahead()
    step_on = deal["next_step_on"]
    return Ahead(
        limit_at=view.local(deal["entered_at"] + timedelta(days=deal["limit_days"])).replace(tzinfo=None),
        limit_words=f"limit of its stage, {days(deal['limit_days'])}: {in_parts(ADVANCED_SHARE)} move on within it",
        step_at=datetime.combine(step_on, time()) if step_on else None,
        step_words=next_step(deal),
    )
