"""The charts of the Explore screen: bars of counts, and figures over time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing
from dashboard.charts.look import Look, styled
from dashboard.charts.rows import laid_out, words_above
from dashboard.texts import in_chart

MOST_TICKS = 5
LINES = (("solid", "circle"), ("dash", "square"), ("dot", "diamond"), ("dashdot", "triangle-up"), ("longdash", "x"))


@dataclass(frozen=True)
class Point:
    """A figure of a period: the place of its row, its interval where it has one, what is said of it, its records."""

    place: int
    period: Any
    value: float | None
    low: float | None
    high: float | None
    said: str
    records: int


def bars_chart(bars: Sequence[tuple[str, float, str, int]], look: Look) -> go.Figure:
    """A bar per row with its words above: label, length, what is said of it, how many records a click opens."""
    figure = Drawing()
    for row, (label, _, said, _) in enumerate(bars):
        words_above(figure, row, f"<b>{in_chart(label, 36)}</b>  {in_chart(said, 60)}", look.text)
    figure.add_bar(
        x=[value for _, value, *_ in bars], y=list(range(len(bars))), orientation="h", width=0.24,
        customdata=[[row, records] for row, (*_, records) in enumerate(bars)], marker={"color": look.main},
        hovertemplate=[f"{in_chart(label)}: {in_chart(said, 60)}<extra></extra>" for label, _, said, _ in bars],
    )  # fmt: skip
    laid_out(figure, len(bars), look)
    figure.update_xaxes(visible=False, rangemode="tozero")
    return figure.built()


def over_time_chart(
    lines: Sequence[tuple[str, Sequence[Point]]], look: Look, ticks: Callable[[float], dict[str, Any]] | None
) -> go.Figure:
    """A line per part, told apart by its stroke and its mark; a gap where a period has too few.

    Where a figure has a 95 % interval it is a thin line; ``ticks`` writes the axis up to its highest figure.
    """
    figure = Drawing()
    colors = (look.main, look.second, look.quiet, look.text, look.caption)
    for number, (label, points) in enumerate(lines):
        stroke, mark = LINES[number % len(LINES)]
        figure.add_scatter(
            x=[point.period for point in points], y=[point.value for point in points], mode="lines+markers",
            customdata=[[point.place, point.records] for point in points],
            hovertemplate=[
                f"{in_chart(label, 32)}, {point.period:%d %b %Y}: {in_chart(point.said, 60)}<extra></extra>"
                for point in points
            ],
            name=in_chart(label, 32), connectgaps=False, marker={"symbol": mark, "size": 8},
            line={"color": colors[number % len(colors)], "dash": stroke, "width": 2},
            error_y=_whiskers(points),
        )  # fmt: skip
    styled(figure, look, 340)
    figure.update_layout(showlegend=len(lines) > 1, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    periods = sorted({point.period for _, points in lines for point in points})
    figure.update_xaxes(tickvals=periods[:: len(periods) // MOST_TICKS + 1], tickformat="%-d %b<br>%Y")
    most = max((point.high or point.value or 0 for _, points in lines for point in points), default=0)
    figure.update_yaxes(rangemode="tozero", **(ticks(most) if ticks else {"tickformat": ",.0f"}))
    return figure.built()


def _whiskers(points: Sequence[Point]) -> dict[str, Any] | None:
    """The interval of each share as a thin line through its mark; None where nothing has one."""
    if all(point.high is None for point in points):
        return None
    return {
        "type": "data", "symmetric": False, "thickness": 1, "width": 0,
        "array": [0 if point.value is None else (point.high or 0) - point.value for point in points],
        "arrayminus": [0 if point.value is None else point.value - (point.low or 0) for point in points],
    }  # fmt: skip
