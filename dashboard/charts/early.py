"""The chart of young weeks: the share of a week's enquiries that reached a stage, by the week's age."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look, share_ticks
from dashboard.texts import FEWEST_FOR_RANK, count, in_chart, percent

HEIGHT = 200
ROOM = 5
"""Days of room at both sides of the ages, for the names of the weeks."""
CLOSE = 0.09
"""Names nearer than this part of the axis stand one above the other."""


@dataclass(frozen=True)
class Age:
    """The usual range of a share at an age in days; None where there is none."""

    days: int
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class YoungPoint:
    """A week at an age: its share of ``n``; ``is_newest`` of those that are so old, ``is_signal``: it is not usual."""

    days: int
    share: float
    reached: int
    n: int
    is_newest: bool
    is_signal: bool


@dataclass(frozen=True)
class YoungLine:
    """A week: the key its marks are opened by, its name, its days in words, and its points by age."""

    key: str
    name: str
    about: str
    points: Sequence[YoungPoint]


def early_chart(stage: str, label: str, ages: Sequence[Age], lines: Sequence[YoungLine], look: Look) -> go.Figure:
    """A line per week, the newest first, on the usual range of each age; filled the newest of an age, else hollow."""
    figure = Drawing()
    known = [age for age in ages if age.lower is not None and age.upper is not None]
    shares = [point.share for line in lines for point in line.points]
    most = min(max([*shares, *(min(age.upper or 0, 1) for age in known), 0.02]) * 1.22, 1.1)
    _band(figure, known, look)
    for place, line in enumerate(lines):
        color = look.quiet if place else look.main
        figure.add_scatter(
            x=[point.days for point in line.points], y=[point.share for point in line.points], cliponaxis=False,
            mode="lines+markers", line={"color": color, "width": 1.5 if place else 3},
            marker=_markers(line.points, color, look),
            customdata=[[stage, line.key, point.days, point.n] for point in line.points],
            hovertemplate=[f"{in_chart(line.about, 60)}: {_detail(point, label)}<extra></extra>"
                           for point in line.points],
        )  # fmt: skip
    _names(figure, lines, most, look)
    styled(figure, look, HEIGHT)
    figure.add_annotation(
        x=0, xref="paper", y=1, yref="paper", text=f"<b>{in_chart(label)}</b>", showarrow=False, xanchor="left",
        yanchor="top", xshift=6, font={"color": look.text, "size": 14},
    )  # fmt: skip
    days = [age.days for age in ages]
    figure.update_xaxes(
        range=[min(days) - ROOM, max(days) + ROOM], tickvals=days, ticktext=[f"{each} days" for each in days],
        showgrid=False,
    )  # fmt: skip
    figure.update_yaxes(range=[0, most], **share_ticks(min(most, 1)))
    return figure.built()


def _detail(point: YoungPoint, label: str) -> str:
    """What is said of a mark."""
    return (
        f"{percent(point.share)} {in_chart(label)} within {point.days} days, {count(point.reached)} of {count(point.n)}"
    )


def _band(figure: Drawing, known: Sequence[Age], look: Look) -> None:
    """The usual range: its ends as dotted lines, filled between; of a single age a bar."""
    if not known:
        return
    days = [age.days for age in known]
    lower, upper = [age.lower for age in known], [min(age.upper or 0, 1) for age in known]
    quiet: dict[str, Any] = {"color": look.quiet, "width": 1.5, "dash": "dot"}
    if len(known) == 1:
        figure.add_scatter(
            x=[*days, *days],
            y=[*lower, *upper],
            mode="lines",
            hoverinfo="skip",
            line={"color": look.faint, "width": 16},
        )
    else:
        figure.add_scatter(x=days, y=lower, mode="lines", hoverinfo="skip", line=quiet)
        figure.add_scatter(
            x=days, y=upper, mode="lines", hoverinfo="skip", line=quiet, fill="tonexty", fillcolor=look.faint
        )
    figure.add_annotation(
        x=days[-1], y=upper[-1], text="usual", showarrow=False, xanchor="right", yanchor="bottom",
        font={"color": look.caption, "size": 12},
    )  # fmt: skip


def _markers(points: Sequence[YoungPoint], color: str, look: Look) -> dict[str, Any]:
    """Filled for the newest of an age, orange where it is unusual; hollow diamonds below thirty."""
    is_sure = [point.n >= FEWEST_FOR_RANK for point in points]
    kinds = zip(points, is_sure, strict=True)
    colors = [look.warning if point.is_signal else look.main if point.is_newest else color for point in points]
    return {
        "size": [11 if point.is_newest else 7 for point in points],
        "symbol": [
            ("circle" if point.is_newest else "circle-open") if sure else "diamond-open" for point, sure in kinds
        ],
        "color": colors,
        "line": {"width": 2, "color": colors},
        "opacity": 1,
    }


def _names(figure: Drawing, lines: Sequence[YoungLine], most: float, look: Look) -> None:
    """The name of each week beside its last mark, to its left where it has but one; none covers another."""
    ends = [(line.points[-1], line.name, place, len(line.points)) for place, line in enumerate(lines) if line.points]
    for point, name, place, marks in ends:
        same_day = [other for other, _, _, _ in ends if other.days == point.days and other is not point]
        near = [other for other in same_day if abs(other.share - point.share) < CLOSE * most]
        shift = 0 if not near else 9 if point.share > near[0].share else -9
        if near and point.share == near[0].share:
            shift = 9 if place < len(lines) - 2 else -9
        figure.add_annotation(
            x=point.days, y=point.share, text=in_chart(name), showarrow=False, yshift=shift,
            xanchor="right" if marks == 1 else "left", xshift=-9 if marks == 1 else 9,
            font={"color": look.caption if place else look.main, "size": 12},
        )  # fmt: skip
