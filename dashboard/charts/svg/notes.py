"""What stands on a chart beside its data: texts, lines and bands."""

from collections.abc import Mapping
from typing import Any

from dashboard.charts.svg.axes import Plot
from dashboard.charts.svg.bars import Rectangle
from dashboard.charts.svg.paint import NOTHING, dashes, element
from dashboard.charts.svg.text import lettering_of
from dashboard.charts.svg.words import only

BORDER = 1
"""Pixels around a text that Plotly keeps for a border, drawn or not."""
AT = {"left": 0.0, "center": 0.5, "right": 1.0, "top": 0.0, "middle": 0.5, "bottom": 1.0}
"""Where in its box a text is held."""
THIRDS = (1 / 3, 2 / 3)

Plots = Mapping[str, Plot]


def note(words: Mapping[str, Any], plots: Plots, whole: Plot, font: Mapping[str, Any]) -> str:
    """A text at a place; ``plots`` by the names of their axes, ``whole`` is all of them together."""
    only("showarrow", words["showarrow"], False)
    text = lettering_of(words["text"], {**font, **words.get("font", {})})
    x, x_held = _place(words, "x", plots, whole)
    y, y_held = _place(words, "y", plots, whole)
    edge = BORDER + words.get("borderpad", 1)
    width, height = text.width + 2 * edge, text.height + 2 * edge
    left = x + words.get("xshift", 0) - AT[only("xanchor", x_held, "left", "center", "right")] * width
    top = round(y - words.get("yshift", 0) - AT[only("yanchor", y_held, "top", "middle", "bottom")] * height)
    lines = only("align", words.get("align", "center"), "left", "center")
    anchors = {"left": "start", "center": "middle", "right": "end"}
    hold = lines if len(text.lines) > 1 else x_held
    at = left + edge + AT[hold] * text.width
    drawn = text.written(at, top + edge + text.top, anchors[hold])
    if "bgcolor" in words:
        drawn = Rectangle(left, top, left + width, top + height).drawn(fill=words["bgcolor"]) + drawn
    return element("g", drawn, opacity=words["opacity"]) if "opacity" in words else drawn


def _place(words: Mapping[str, Any], letter: str, plots: Plots, whole: Plot) -> tuple[float, str]:
    """Where a text is held in pixels, and at which side of its box."""
    near, far = ("left", "right") if letter == "x" else ("bottom", "top")
    held, value = words.get(f"{letter}anchor", "auto"), words[letter]
    name, _, domain = words.get(f"{letter}ref", letter).partition(" ")
    if name == "paper" or domain:
        axis = getattr(whole if name == "paper" else plots[name], letter)
        if held == "auto":
            held = near if value < THIRDS[0] else far if value > THIRDS[1] else "center" if letter == "x" else "middle"
        return axis.start + value * (axis.end - axis.start), held
    axis = getattr(plots[name], letter)
    place = axis.of_number(value) if axis.words.get("type") == "log" else axis.place(value)
    return place, ("center" if letter == "x" else "middle") if held == "auto" else held


def shape(words: Mapping[str, Any], plots: Plots) -> str:
    """A line or a band."""
    (x0, x1), (y0, y1) = (_ends(words, letter, plots) for letter in "xy")
    line = words["line"]
    width, edge = line["width"], {}
    if width:
        dash = dashes(line.get("dash"), width)
        edge = {"stroke": line["color"], "stroke_width": width, "stroke_dasharray": dash}
    if only("type", words["type"], "line", "rect") == "line":
        return element("path", d=f"M{x0:.2f} {y0:.2f}L{x1:.2f} {y1:.2f}", opacity=words.get("opacity"), **edge)
    box = Rectangle(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box.drawn(fill=words.get("fillcolor", NOTHING), opacity=words.get("opacity"), **edge)


def _ends(words: Mapping[str, Any], letter: str, plots: Plots) -> tuple[float, float]:
    name, _, domain = words.get(f"{letter}ref", letter).partition(" ")
    axis = getattr(plots[name], letter)
    first, last = words[f"{letter}0"], words[f"{letter}1"]
    if domain:
        return axis.start + first * (axis.end - axis.start), axis.start + last * (axis.end - axis.start)
    return axis.place(first), axis.place(last)
