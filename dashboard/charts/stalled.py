"""The charts of the Stalled deals screen: causes against healthy deals, the history of one deal."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing
from dashboard.charts.look import Look, pale_marker, share_ticks
from dashboard.charts.rows import laid_out, words_above
from dashboard.texts import FEWEST_FOR_RANK, count, days, money, percent
from dashboard.thresholds import QUIET_DAYS

CAUSE_WORDS = {
    "no_next_step": "No next step",
    "next_step_overdue": "Next step overdue",
    "close_date_passed": "Close date passed",
    "pushed_twice": "Pushed twice or more",
    "no_activity": f"No activity for {days(QUIET_DAYS)}",
    "ghosted": "Buyer went silent",
    "single_threaded": "One contact only",
    "outside_icp": "Outside the ICP",
    "bant_gap": "Budget or need open",
    "slow_first_response": "Slow first response",
    "owner_overloaded": "Owner overloaded",
    "unexplained": "Unexplained",
}
VERDICT_WORDS = {
    "not a cause": "as on healthy deals",
    "not told apart": "may be chance",
    "too few": "too few to compare",
    "unexplained": "none of these",
}


def in_a_sentence(cause: str) -> str:
    """A cause as it stands within a sentence."""
    words = CAUSE_WORDS[cause]
    return words[:1].lower() + words[1:]


def causes_drawn(causes: Sequence[Mapping[str, Any]]) -> str:
    """The chart in words, for who hears it."""
    return "; ".join(f"{CAUSE_WORDS[cause['cause']]}: {cause['deals']} deals" for cause in causes)


def causes_chart(
    causes: Sequence[Mapping[str, Any]], chosen: str | None, look: Look, currency: str | None
) -> go.Figure:
    """Per cause its share among stalled deals over its share among healthy ones; grey where it is no cause."""
    figure = Drawing()
    for row, cause in enumerate(causes):
        name = CAUSE_WORDS[cause["cause"]]
        is_cause = cause["verdict"] == "cause"
        is_sure = is_cause and min(cause["stalled"], cause["healthy"]) >= FEWEST_FOR_RANK
        words_above(
            figure,
            row,
            f"<b>{'▸ ' if cause['cause'] == chosen else ''}{name}</b>  {_lift_words(cause)} · "
            f"{count(cause['deals'])} deals, {money(cause['value'], currency)}",
            look.text if is_cause else look.caption,
        )
        if cause["verdict"] == "too few":
            continue
        thick = {"color": look.main if is_sure else look.quiet}
        for whose, deals, share, place, width, marker in (
            ("stalled", cause["deals"], cause["stalled_share"], -0.02, 0.17, thick),
            ("healthy", cause["healthy_deals"], cause["healthy_share"], 0.17, 0.12, pale_marker(look)),
        ):
            figure.add_bar(
                x=[share], y=[row + place], orientation="h", width=width, marker=marker,
                customdata=[[cause["cause"], whose, deals]],
                hovertemplate=f"{name}: {count(deals)} of the {count(cause[whose])} {whose} deals, {percent(share)}"
                "<extra></extra>",
            )  # fmt: skip
    laid_out(figure, len(causes), look, 50)
    figure.update_layout(barmode="overlay")
    most = max((max(c["stalled_share"] or 0, c["healthy_share"] or 0) for c in causes), default=0) or 1.0
    figure.update_xaxes(range=[0, most * 1.08], **share_ticks(most * 1.08))
    return figure.built()


def _lift_words(cause: Mapping[str, Any]) -> str:
    """The lift of a cause, or why it is none."""
    if cause["verdict"] != "cause":
        return VERDICT_WORDS[cause["verdict"]]
    return "on stalled deals alone" if cause["lift"] is None else f"×{cause['lift']:.1f}"
