"""The charts of the Explore screen: bars of counts, and figures over time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing
from dashboard.charts.look import Look, styled
from dashboard.charts.rows import laid_out, words_above
from dashboard.texts import in_chart

MOST_TICKS = 5
Point = tuple[int, Any, float | None, float | None, float | None]
"""The place of its row, a period, the figure, and the ends of its interval where it has one."""
LINES = (("solid", "circle"), ("dash", "square"), ("dot", "diamond"), ("dashdot", "triangle-up"), ("longdash", "x"))


def bars_chart(bars: Sequence[tuple[str, float, str]], look: Look) -> go.Figure:
    """A bar per row with its words above: label, length, what is said of it."""
    figure = Drawing()
    for row, (label, _, said) in enumerate(bars):
        words_above(figure, row, f"<b>{in_chart(label, 36)}</b>  {in_chart(said, 60)}", look.text)
    figure.add_bar(
        x=[value for _, value, _ in bars], y=list(range(len(bars))), orientation="h", width=0.24,
        customdata=[[row] for row in range(len(bars))], marker={"color": look.main},
        hovertemplate=[f"{in_chart(label)}: {in_chart(said, 60)}<extra></extra>" for label, _, said in bars],
    )  # fmt: skip
    laid_out(figure, len(bars), look)
    figure.update_xaxes(visible=False, rangemode="tozero")
    return figure.built()


def over_time_chart(
    lines: Mapping[str, Sequence[Point]], look: Look, ticks: Callable[[float], dict[str, Any]] | None
) -> go.Figure:
    """A line per part, told apart by its stroke and its mark; a gap where a period has too few.

    Where a figure has a 95 % interval it is a thin line; ``ticks`` writes the axis up to its highest figure.
    """
    figure = Drawing()
    colors = (look.main, look.second, look.quiet, look.text, look.caption)
    for number, (label, points) in enumerate(lines.items()):
        stroke, mark = LINES[number % len(LINES)]
        figure.add_scatter(
            x=[period for _, period, *_ in points], y=[value for _, _, value, *_ in points], mode="lines+markers",
            customdata=[[place] for place, *_ in points],
            name=in_chart(label, 32), connectgaps=False, marker={"symbol": mark, "size": 8},
            line={"color": colors[number % len(colors)], "dash": stroke, "width": 2},
            error_y=_whiskers(points),
        )  # fmt: skip
    styled(figure, look, 340)
    figure.update_layout(showlegend=len(lines) > 1, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    periods = sorted({period for points in lines.values() for _, period, *_ in points})
    figure.update_xaxes(tickvals=periods[:: len(periods) // MOST_TICKS + 1], tickformat="%-d %b<br>%Y")
    most = max((top or value or 0 for points in lines.values() for _, _, value, _, top in points), default=0)
    figure.update_yaxes(rangemode="tozero", **(ticks(most) if ticks else {"tickformat": ",.0f"}))
    return figure.built()


def _whiskers(points: Sequence[Point]) -> dict[str, Any] | None:
    """The interval of each share as a thin line through its mark; None where nothing has one."""
    if all(high is None for *_, high in points):
        return None
    known = [(value or 0, low or 0, high or 0) if value is not None else (0, 0, 0) for _, _, value, low, high in points]
    return {
        "type": "data", "symmetric": False, "thickness": 1, "width": 0,
        "array": [high - value for value, _, high in known],
        "arrayminus": [value - low for value, low, _ in known],
    }  # fmt: skip
