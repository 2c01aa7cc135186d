"""The charts of the Explore screen: bars, and figures over time, as lines of one chart or of small ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look, day_ticks, number_ticks
from dashboard.charts.rows import laid_out, words_above
from dashboard.texts import in_chart

AIR = 0.05
"""Room beside the first and the last mark, as a part of the axis."""
PANEL_HEIGHT = 150
LINES = (("solid", "circle"), ("dash", "square"), ("dot", "diamond"), ("dashdot", "triangle-up"), ("longdash", "x"))


@dataclass(frozen=True)
class Point:
    """A figure of a period: the place of its row, its interval where it has one, what is said of it, its records.

    One that rests on fewer than thirty is not sure (``is_sure``): its mark is grey and hollow.
    """

    place: int
    period: Any
    value: float | None
    low: float | None
    high: float | None
    text: str
    records: int
    is_sure: bool = True


def bars_chart(bars: Sequence[tuple[str, float, str, int]], look: Look) -> go.Figure:
    """A bar per row with its words above: label, length, what is said of it, how many records a click opens."""
    figure = Drawing()
    for row, (label, _, text, _) in enumerate(bars):
        words_above(figure, row, f"<b>{in_chart(label, 36)}</b>  {in_chart(text, 60)}", look.text)
    figure.add_bar(
        x=[value for _, value, *_ in bars], y=list(range(len(bars))), orientation="h", width=0.24,
        customdata=[[row, records] for row, (*_, records) in enumerate(bars)], marker={"color": look.main},
        hovertemplate=[f"{in_chart(label)}: {in_chart(text, 60)}<extra></extra>" for label, _, text, _ in bars],
    )  # fmt: skip
    laid_out(figure, len(bars), look)
    figure.update_xaxes(visible=False, range=_from_nothing([value for _, value, *_ in bars]))
    return figure.built()


@dataclass(frozen=True)
class Line:
    """The course of a part over time; ``usual`` is its usual range, where there is one."""

    name: str
    points: Sequence[Point]
    usual: tuple[float, float] | None = None


def over_time_chart(lines: Sequence[Line], look: Look, ticks: Callable[[float], dict[str, Any]] | None) -> go.Figure:
    """A line per part, told apart by its stroke and its mark; a gap where a period has too few.

    A line alone stands on the band of its 95 % intervals, or between the dotted lines of its usual range; of several
    each point has its interval as a thin line. ``ticks`` writes the axis up to its highest figure.
    """
    figure = Drawing()
    _add_lines(figure, None, lines, [line.name for line in lines], look)
    styled(figure, look, 340)
    figure.update_layout(showlegend=len(lines) > 1, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    most = highest(lines)
    _axes(figure, lines, (ticks or number_ticks)(most), _from_nothing([most, *_values(lines)]))
    return figure.built()


def small_lines_chart(
    panels: Sequence[tuple[str, Sequence[Line]]], order: Sequence[str], most: float, look: Look,
    ticks: Callable[[float], dict[str, Any]] | None,
) -> go.Figure:  # fmt: skip
    """A small chart per part, below each other, on one scale up to ``most``; ``order`` gives each line its stroke."""
    figure = Drawing(rows=len(panels))
    for row, (name, lines) in enumerate(panels, start=1):
        _add_lines(figure, row, lines, order, look)
        figure.add_annotation(
            x=0, xref="paper", xanchor="left", y=1, yref=f"y{row if row > 1 else ''} domain", yanchor="bottom",
            text=f"<b>{in_chart(name, 36)}</b>", showarrow=False, font={"color": look.text, "size": 13},
        )  # fmt: skip
    styled(figure, look, PANEL_HEIGHT * len(panels) + 60)
    figure.update_layout(margin={"t": 28})
    _axes(figure, [line for _, lines in panels for line in lines], (ticks or number_ticks)(most), [0, most * 1.1 or 1])
    return figure.built()


def _add_lines(figure: Drawing, row: int | None, lines: Sequence[Line], order: Sequence[str], look: Look) -> None:
    """The lines, each with the stroke, mark and colour of its place in ``order``."""
    colors = (look.main, look.second, look.quiet, look.text, look.caption)
    is_alone = len(order) == 1
    for line in lines:
        number = order.index(line.name)
        stroke, mark = LINES[number % len(LINES)]
        label = in_chart(line.name, 32)
        known = [point for point in line.points if point.high is not None]
        if is_alone and known:
            figure.add_scatter(
                row=row, x=[point.period for point in [*known, *known[::-1]]], mode="lines", hoverinfo="skip",
                y=[*(point.low for point in known), *(point.high for point in known[::-1])], fill="toself",
                fillcolor=look.faint, line={"color": look.quiet, "width": 1}, showlegend=False,
            )  # fmt: skip
        for end in line.usual or ():
            figure.add_hline(end, line={"color": look.quiet, "width": 1, "dash": "dot"})
        figure.add_scatter(
            row=row, x=[point.period for point in line.points], y=[point.value for point in line.points],
            mode="lines+markers", customdata=[[point.place, point.records] for point in line.points],
            hovertemplate=[
                f"{label}, {point.period:%d %b %Y}: {in_chart(point.text, 60)}<extra></extra>" for point in line.points
            ],
            name=label, connectgaps=False, marker=_marks(line.points, mark, colors[number % len(colors)], look),
            line={"color": colors[number % len(colors)], "dash": stroke, "width": 2},
            error_y=None if is_alone else _whiskers(line.points),
        )  # fmt: skip


def _marks(points: Sequence[Point], mark: str, color: str, look: Look) -> dict[str, Any]:
    """The marks of a line: filled in its colour, grey and hollow where they rest on few."""
    if all(point.is_sure for point in points):
        return {"size": 8, "symbol": mark, "color": color}
    return {
        "size": 8,
        "symbol": [mark if point.is_sure else f"{mark}-open" for point in points],
        "color": [color if point.is_sure else look.quiet for point in points],
    }


def _axes(figure: Drawing, lines: Sequence[Line], ticks: dict[str, Any], reach: Sequence[float]) -> None:
    """Periods below, with some air at both ends; figures from where to where they ``reach``."""
    periods = sorted({point.period for line in lines for point in line.points})
    air = max((periods[-1] - periods[0]) * AIR, timedelta(days=1))
    figure.update_xaxes(range=[periods[0] - air, periods[-1] + air], **day_ticks(periods, "%-d %b<br>%Y"))
    figure.update_yaxes(range=list(reach), **ticks)


def _values(lines: Sequence[Line]) -> list[float]:
    return [point.value for line in lines for point in line.points if point.value is not None]


def _from_nothing(values: Sequence[float]) -> list[float]:
    """A range that holds nothing and all values, with some air."""
    low, high = min([0, *values]), max([0, *values])
    return [low * (1 + AIR), high * (1 + AIR) if high or low else 1]


def highest(lines: Sequence[Line]) -> float:
    """The highest figure of the lines, with what is drawn around it."""
    ends = [point.high or point.value or 0 for line in lines for point in line.points]
    return max([*ends, *(line.usual[1] for line in lines if line.usual)], default=0)


def _whiskers(points: Sequence[Point]) -> dict[str, Any] | None:
    """The interval of each share as a thin line through its mark; None where nothing has one."""
    if all(point.high is None for point in points):
        return None
    return {
        "type": "data", "symmetric": False, "thickness": 1, "width": 0,
        "array": [0 if point.value is None else (point.high or 0) - point.value for point in points],
        "arrayminus": [0 if point.value is None else point.value - (point.low or 0) for point in points],
    }  # fmt: skip
