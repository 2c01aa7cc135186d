"""An axis drawn: its grid, its line, the labels of its ticks and its title."""

from typing import Any

from dashboard.charts.svg.axes import FROM_LINE, UPRIGHT, Axis
from dashboard.charts.svg.paint import element
from dashboard.charts.svg.text import LINE, Lettering

MIDDLE, CAPITALS = 0.35, 0.7
"""From the line letters stand on to their middle, and to the top of a capital, in sizes."""


def grid(axis: Axis, other: Axis) -> str:
    """A line per tick across the plot."""
    if not axis.is_seen or not axis.words.get("showgrid", True):
        return ""
    path = "".join(_across(axis, axis.place(value), other) for value, _ in axis.labels())
    return element("path", d=path, stroke=axis.words["gridcolor"]) if path else ""


def _across(axis: Axis, place: float, other: Axis) -> str:
    if axis.letter == "x":
        return f"M{place:.2f} {other.start:.2f}V{other.end:.2f}"
    return f"M{other.start:.2f} {place:.2f}H{other.end:.2f}"


def axis_with_labels(axis: Axis, other: Axis) -> str:
    """The line of the axis, its labels and its title, beside a plot whose other axis is ``other``."""
    if not axis.is_seen:
        return ""
    base = other.end if axis.letter == "x" and axis.is_on_top else other.start
    line = element("path", d=_along(axis, base), stroke=axis.words["linecolor"])
    labels = list(axis.labels()) if axis.words.get("showticklabels", True) else []
    return line + "".join(_label(axis, value, text, base) for value, text in labels) + _heading(axis, base)


def _along(axis: Axis, base: float) -> str:
    if axis.letter == "x":
        return f"M{axis.start:.2f} {base:.2f}H{axis.end:.2f}"
    return f"M{base:.2f} {axis.start:.2f}V{axis.end:.2f}"


def _label(axis: Axis, value: Any, text: Lettering, base: float) -> str:
    place, lines = axis.place(value), LINE * text.size * (len(text.lines) - 1)
    if axis.letter == "y":
        return text.written(base - axis.standoff, place + MIDDLE * text.size - lines / 2, "end")
    if axis.is_upright:
        below = not axis.is_on_top
        y = base + axis.standoff * (1 if below else -1)
        return text.written(place + MIDDLE * text.size, y, "end" if below else "start", UPRIGHT)
    if axis.is_on_top:
        return text.written(place, base - axis.standoff - FROM_LINE * text.size - lines, "middle")
    return text.written(place, base + axis.standoff + text.size, "middle")


def _heading(axis: Axis, base: float) -> str:
    title = axis.title()
    if title is None:
        return ""
    away = axis.label_depth() + axis.words["title"]["standoff"]
    middle = (axis.start + axis.end) / 2
    if axis.letter == "y":
        return title.written(base - away - MIDDLE * title.size, middle, "middle", UPRIGHT)
    return title.written(middle, base + away + CAPITALS * title.size, "middle")
