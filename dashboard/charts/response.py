"""The charts of the Response screen: the curve of share answered, waiting times by band and by group, tries."""

from collections.abc import Mapping, Sequence
from math import log10
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look, share_ticks
from dashboard.charts.rows import laid_out, words_above
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_chart, percent, waiting_time
from dashboard.thresholds import UNANSWERED_HOURS

MARKS = {5.0: "5 min", 60.0: "1 h", 1440.0: "24 h", 2880.0: "48 h"}
TICKS = {1.0: "1 min", **MARKS, 360.0: "6 h", 10_080.0: "7 d", 40_320.0: "28 d"}
FIRST_MINUTE = 1.0
LAST_MINUTE = 40_320.0
CLOSE = 3
CLOCK_WORDS = {"elapsed": "Buyer's clock", "working": "Working hours"}
ATTEMPT_WORDS = {"0": "Never tried", "1": "Once", "2": "Twice", "3-5": "3 to 5 times", "6+": "6 times or more"}
BAND_WORDS = {
    "<=5m": "Up to 5 min",
    "<=1h": "5 min – 1 h",
    "<=24h": "1 h – 24 h",
    "<=48h": "24 h – 48 h",
    ">48h": "After 48 h",
    "closed_unanswered": "Closed unanswered",
    "never": f"Unanswered for {UNANSWERED_HOURS} h or more",
    "waiting": f"Waiting, for less than {UNANSWERED_HOURS} h",
}
ANSWERED = {
    "<=5m": "within 5 min", "<=1h": "within 1 h", "<=24h": "after 1 to 24 h", "<=48h": "after 24 to 48 h",
    ">48h": "after 48 h",
}  # fmt: skip
"""The bands of the answered, as a sentence says them."""
OWED = {"closed_unanswered", "never"}


def curve_chart(points: Sequence[Mapping[str, Any]], sla_minutes: float | None, look: Look) -> go.Figure:
    """Share answered against time, on an axis of ratios; the buyer's clock solid, working hours dashed.

    ``sla_minutes``: where the response SLA stands on the buyer's clock; None when it counts working time.
    """
    figure = Drawing()
    for clock, dash, color, anchor in (
        ("working", "dash", look.quiet, "bottom"),
        ("elapsed", "solid", look.main, "top"),
    ):
        line = [(point["minutes"], point["share_answered"]) for point in points if point["measured_in"] == clock]
        if not line:
            continue
        early = [share for minutes, share in line if minutes <= FIRST_MINUTE]
        shown = [(minutes, share) for minutes, share in line if FIRST_MINUTE < minutes <= LAST_MINUTE]
        steps = [(FIRST_MINUTE, early[-1] if early else 0.0), *shown]
        steps.append((LAST_MINUTE, steps[-1][1]))
        figure.add_scatter(
            x=[minutes for minutes, _ in steps], y=[share for _, share in steps],
            customdata=[waiting_time(minutes) for minutes, _ in steps],
            mode="lines", line={"color": color, "width": 3 if dash == "solid" else 2, "dash": dash, "shape": "hv"},
            hovertemplate=f"{CLOCK_WORDS[clock]}: %{{y:.0%}} after %{{customdata}}<extra></extra>",
        )  # fmt: skip
        minutes, share = _middle(steps)
        figure.add_annotation(
            x=log10(minutes), y=share, text=CLOCK_WORDS[clock], showarrow=False,
            font={"color": look.caption if dash == "dash" else look.text, "size": 13}, bgcolor=look.page, opacity=0.9,
            xanchor="left" if anchor == "top" else "right", yanchor=anchor, xshift=8 if anchor == "top" else -8,
        )  # fmt: skip
    own = {} if sla_minutes is None else {sla_minutes: f"{sla_minutes / 60:g} h"}
    for minutes in {*MARKS, *own}:
        is_sla = minutes in own
        figure.add_vline(
            x=minutes, layer="below",
            line={"color": look.text if is_sla else look.quiet, "width": 2 if is_sla else 1, "dash": "dot"},
        )  # fmt: skip
    for minutes in own:
        figure.add_annotation(
            x=log10(minutes), y=1.02, text="response SLA", showarrow=False, xanchor="right", yanchor="top", xshift=-4,
            font={"color": look.text, "size": 12},
        )  # fmt: skip
    styled(figure, look, 360)
    ticks = dict(sorted((own | TICKS).items()))
    figure.update_xaxes(
        type="log", range=[log10(FIRST_MINUTE), log10(LAST_MINUTE * 1.2)],
        tickvals=list(ticks), ticktext=_staggered(ticks), showgrid=False, ticklabelstandoff=6,
    )  # fmt: skip
    figure.update_yaxes(range=[0, 1.04], **share_ticks(1))
    return figure.built()


def _staggered(ticks: Mapping[float, str]) -> list[str]:
    """The names of the ticks; one close behind the tick before it stands a line lower, so that a phone shows both."""
    words: list[str] = []
    before = 0.0
    for minutes, name in ticks.items():
        is_close = minutes < CLOSE * before and not words[-1].startswith("<br>")
        words.append(f"<br>{name}" if is_close else name)
        before = minutes
    return words


def _middle(steps: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Where a line's name stands: halfway up what it reaches."""
    half = steps[-1][1] / 2
    return next(step for step in steps if step[1] >= half)


def counts_chart(rows: Sequence[tuple[str, str, int]], warned: set[str], look: Look) -> go.Figure:
    """A bar per row of (key, name, leads) with its share; a bar of what is owed is hatched."""
    total = sum(leads for _, _, leads in rows)
    figure = Drawing()
    for place, (key, name, leads) in enumerate(rows):
        share = f" · {percent(leads / total)}" if total >= FEWEST_FOR_RATE else ""
        words_above(figure, place, f"<b>{name}</b>  {count(leads)}{share}", look.text)
        is_owed = key in warned
        figure.add_bar(
            x=[leads], y=[place], orientation="h", width=0.24, customdata=[[key, leads]],
            marker={
                "color": look.page if is_owed else look.main,
                "line": {"color": look.warning if is_owed else look.main, "width": 1},
                "pattern": {"shape": "/" if is_owed else "", "fgcolor": look.warning, "size": 6, "solidity": 0.3},
            },
            hovertemplate=f"{name}: {count(leads)}{share}<extra></extra>",
        )  # fmt: skip
    laid_out(figure, len(rows), look, 46)
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(range=[0, max((leads for *_, leads in rows), default=0) * 1.04 or 1], visible=False)
    return figure.built()


def waits_chart(groups: Sequence[Mapping[str, Any]], look: Look) -> go.Figure:
    """A line per group from the time half were answered (dot) to nine in ten (bar); dotted when never reached."""
    figure = Drawing()
    for row, group in enumerate(groups):
        is_sure = group["n"] >= FEWEST_FOR_RANK
        words_above(
            figure,
            row,
            f"<b>{in_chart(group['value'], 22)}</b>  {_median_words(group)}",
            look.text if is_sure else look.caption,
        )
        median, p90 = group["median_minutes"], group["p90_minutes"]
        if median is None or group["n"] < FEWEST_FOR_RATE:
            continue
        start = max(median, FIRST_MINUTE)
        color = look.second if is_sure else look.quiet
        end = min(max(p90 or LAST_MINUTE, FIRST_MINUTE), LAST_MINUTE)
        figure.add_scatter(
            x=[start, end], y=[row, row], mode="lines", hoverinfo="skip",
            line={"color": color, "width": 3, "dash": "dot" if p90 is None else "solid"},
        )  # fmt: skip
        if p90 is not None:
            figure.add_scatter(
                x=[end], y=[row], mode="markers", hoverinfo="skip",
                marker={"symbol": "line-ns", "size": 12, "line": {"width": 3, "color": color}},
            )  # fmt: skip
        figure.add_scatter(
            x=[start], y=[row], mode="markers", customdata=[[row, group["n"]]],
            marker={
                "size": 12,
                "symbol": "circle" if is_sure else "circle-open",
                "color": look.main if is_sure else look.quiet,
                "line": {"width": 0 if is_sure else 2},
            },
            hovertemplate=f"{in_chart(group['value'])}: {_median_words(group)}<extra></extra>",
        )  # fmt: skip
    laid_out(figure, len(groups), look, 46)
    ticks = {1.0: "1 min", 60.0: "1 h", 1440.0: "24 h", 10_080.0: "1 week"}
    figure.update_xaxes(
        type="log", range=[log10(0.9), log10(LAST_MINUTE)], tickvals=list(ticks), ticktext=list(ticks.values())
    )
    return figure.built()


def _median_words(group: Mapping[str, Any]) -> str:
    of_n = f"{count(group['responded'])} of {count(group['n'])} answered"
    if group["n"] < FEWEST_FOR_RATE:
        return of_n
    if group["median_minutes"] is None:
        return f"half not reached, n {count(group['n'])}"
    return f"half within {waiting_time(group['median_minutes'])}, n {count(group['n'])}"
