"""The story of one lead: who it is, its scores, what either side said of it and why, and all that happened to it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.story import Ahead
from dashboard.screens.meeting.commenting import comments_on
from dashboard.screens.stories.timeline import timeline
from dashboard.texts import day, in_markdown

BANT = ("budget", "authority", "need", "timing")
VERDICTS = {"accepted": "accepted it", "rejected": "handed it back", "disqualified": "disqualified it"}


def lead_story(view: View, lead_id: str) -> None:
    """Draw everything that is known of a lead by the view's moment."""
    cycles = ask(view, "lead/cycles", lead_id=lead_id).rows
    if not cycles:
        st.info(f"The import holds no lead {in_markdown(lead_id)} that could be seen by then.")
        return
    st.markdown(_who(cycles[0], lead_id))
    st.markdown(_scores(cycles[0]))
    st.markdown("\n".join(f"- {_verdicts(view, cycle)}" for cycle in cycles))
    timeline(view, f"lead {lead_id}", ask(view, "lead/history", lead_id=lead_id).rows, Ahead())
    comments_on(view, f"lead {lead_id}")


def _who(lead: Mapping[str, Any], lead_id: str) -> str:
    """Title and company, owner, where it came from, its key."""
    person = ", ".join(in_markdown(lead[part]) for part in ("title", "company") if lead[part])
    source = " · ".join(in_markdown(lead[part]) for part in ("source", "campaign") if lead[part])
    owner = in_markdown(lead["owner"]) if lead["owner"] else "nobody"
    known = (person, f"owner {owner}", f"from {source}" if source else "", f"lead {in_markdown(lead_id)}")
    return " · ".join(part for part in known if part)


def _scores(lead: Mapping[str, Any]) -> str:
    """Either side's score, the BANT answers that are known, and the fit; what is not known is said so."""
    answers = [f"{name} {'yes' if lead[name] else 'no'}" for name in BANT if lead[name] is not None]
    fit = f"tier {in_markdown(lead['icp_tier'])}" if lead["icp_tier"] else "not known"
    fit += f" ({lead['icp_fit']:.0f} of 100)" if lead["icp_fit"] is not None else ""
    known = f" ({', '.join(answers)})" if answers else ""
    scores = f"marketing's {_score(lead['engagement_score'])}, sales' {_score(lead['sales_score'])}{known}"
    return f"**Scores**: {scores} · **Fit**: {fit}"


def _score(score: float | None) -> str:
    return "not known" if score is None else f"{score:.0f}"


def _verdicts(view: View, cycle: Mapping[str, Any]) -> str:
    """What marketing and sales said of one try, when, who and why, and how it ended."""
    marketing = f"marketing qualified it on {_on(view, cycle['mql_at'])}" if cycle["mql_at"] else "no MQL"
    sales = "sales has said nothing yet"
    if cycle["verdict"]:
        sales = f"sales **{VERDICTS[cycle['verdict']]}** on {_on(view, cycle['judged_at'])}"
        sales += f" and qualified it on {_on(view, cycle['sql_at'])}" if cycle["sql_at"] else ""
    ended = ""
    if cycle["exit"]:
        by = f" by {in_markdown(cycle['exit_actor'])}" if cycle["exit_actor"] else ""
        why = f"reason: {in_markdown(cycle['exit_reason'])}" if cycle["exit_reason"] else "no reason given"
        ended = f" Ended as {cycle['exit'].replace('_', ' ')} on {_on(view, cycle['closed_at'])}{by}, {why}."
    return f"Try {cycle['cycle_number']}, from {_on(view, cycle['opened_at'])}: {marketing}; {sales}.{ended}"


def _on(view: View, instant: Any) -> str:
    return day(view.local(instant))
