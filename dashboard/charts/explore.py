"""The charts of the Explore screen: bars of counts, and figures over time."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.look import Look, styled
from dashboard.charts.rows import laid_out, words_above
from dashboard.texts import in_chart

LINES = (("solid", "circle"), ("dash", "square"), ("dot", "diamond"), ("dashdot", "triangle-up"), ("longdash", "x"))


def bars_chart(bars: Sequence[tuple[str, float, str]], look: Look) -> go.Figure:
    """A bar per row with its words above: label, length, what is said of it."""
    figure = go.Figure()
    for row, (label, _, said) in enumerate(bars):
        words_above(figure, row, f"<b>{in_chart(label)}</b>  {in_chart(said, 60)}", look.text)
    figure.add_bar(
        x=[value for _, value, _ in bars], y=list(range(len(bars))), orientation="h", width=0.24,
        marker={"color": look.main}, hoverinfo="skip",
    )  # fmt: skip
    laid_out(figure, len(bars), look)
    figure.update_xaxes(visible=False, rangemode="tozero")
    return figure


def over_time_chart(
    lines: Mapping[str, Sequence[tuple[Any, float | None]]], look: Look, *, is_share: bool
) -> go.Figure:
    """A line per part, told apart by its stroke and its mark; a gap where a period has too few records."""
    figure = go.Figure()
    colors = (look.main, look.second, look.quiet, look.text, look.caption)
    for number, (label, points) in enumerate(lines.items()):
        stroke, mark = LINES[number % len(LINES)]
        figure.add_scatter(
            x=[period for period, _ in points], y=[value for _, value in points], mode="lines+markers",
            name=in_chart(label, 20), connectgaps=False, marker={"symbol": mark, "size": 8},
            line={"color": colors[number % len(colors)], "dash": stroke, "width": 2},
        )  # fmt: skip
    styled(figure, look, 340)
    figure.update_layout(showlegend=len(lines) > 1, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    figure.update_yaxes(rangemode="tozero", tickformat=".0%" if is_share else ",.0f")
    return figure
