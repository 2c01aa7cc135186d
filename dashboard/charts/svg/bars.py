"""Bars: where they stand, how they are filled, their stripes, and the words inside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, sqrt
from typing import Any

from dashboard.charts.svg.axes import Plot, pick
from dashboard.charts.svg.paint import NOTHING, element, shades
from dashboard.charts.svg.text import Lettering, lettering_of
from dashboard.charts.svg.words import UnknownWord, only

FROM_EDGE = 3
"""Pixels between the edge of a bar and the words inside."""


@dataclass(frozen=True)
class Rectangle:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def drawn(self, **words: Any) -> str:
        """It as an element with these words."""
        place: dict[str, Any] = {
            "x": self.left,
            "y": self.top,
            "width": self.right - self.left,
            "height": self.bottom - self.top,
        }
        return element("rect", **place, **words)


@dataclass(frozen=True)
class _Bar:
    trace: Mapping[str, Any]
    place: int
    box: Rectangle

    def attribute(self, *words: str) -> Any:
        """What the trace says of this bar under a path of words, None where nothing."""
        value: Any = self.trace
        for word in words:
            value = (value or {}).get(word)
        return pick(value, self.place)


def bars(traces: Sequence[Mapping[str, Any]], plot: Plot, layout: Mapping[str, Any]) -> str:
    """The bars of a plot in their order, and the words inside them."""
    boxes = list(_boxes(traces, plot, layout))
    return "".join(_drawn(bar, plot) for bar in boxes) + _inside(boxes, layout)


def _boxes(traces: Sequence[Mapping[str, Any]], plot: Plot, layout: Mapping[str, Any]) -> Iterator[_Bar]:
    mode = only("barmode", layout.get("barmode", "group"), "group", "overlay")
    taken: dict[Any, int] = {}
    for number, trace in enumerate(traces):
        lying = only("orientation", trace.get("orientation", "v"), "v", "h") == "h"
        along, across = (plot.x, plot.y) if lying else (plot.y, plot.x)
        values, positions = (trace["x"], trace["y"]) if lying else (trace["y"], trace["x"])
        own = _width(traces, layout, trace)
        for place, (value, position) in enumerate(zip(values, positions, strict=True)):
            if mode == "group" and taken.setdefault(position, number) != number:
                raise UnknownWord("bars beside each other at one place are not drawn as SVG")
            if value is None:
                continue
            base = pick(trace.get("base", 0), place)
            low = across.number(position) + pick(trace.get("offset", -own / 2), place)
            ends = sorted((along.place(base), along.place(base + value)))
            sides = sorted((across.of_number(low), across.of_number(low + own)))
            left, right, top, bottom = (*ends, *sides) if lying else (*sides, *ends)
            yield _Bar(trace, place, Rectangle(left, top, right, bottom))


def _width(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], trace: Mapping[str, Any]) -> float:
    """How wide the bars of a trace are, in numbers of the axis they stand on."""
    if "width" in trace:
        return float(trace["width"])
    places = sorted({place for each in traces for place in each["y" if each.get("orientation") == "h" else "x"]})
    steps = [after - before for before, after in pairwise(places)]
    return float(min(steps, default=1) * (1 - layout["bargap"]))


def _drawn(bar: _Bar, plot: Plot) -> str:
    color, line = bar.attribute("marker", "color"), bar.attribute("marker", "line", "width") or 0
    edge = {"stroke": bar.attribute("marker", "line", "color"), "stroke_width": line} if line else {}
    if isinstance(color, int | float):
        scale = bar.trace["marker"]
        before, after, covered = shades(color, scale["cmin"], scale["cmax"], scale["colorscale"])
        over = bar.box.drawn(fill=after, fill_opacity=round(covered, 3), **edge)
        return bar.box.drawn(fill=before) + over
    shape = only("pattern.shape", bar.attribute("marker", "pattern", "shape") or "", "", "/")
    if color == NOTHING and not edge and not shape:
        return ""
    return bar.box.drawn(fill=color, **edge) + (_stripes(bar, plot) if shape else "")


def _stripes(bar: _Bar, plot: Plot) -> str:
    """Slanted lines cut at the bar's edges: what renderers make of a pattern is often too dark."""
    apart, solidity = bar.attribute("marker", "pattern", "size"), bar.attribute("marker", "pattern", "solidity")
    size = apart * sqrt(2)
    box = Rectangle(
        bar.box.left - plot.left, bar.box.top - plot.top, bar.box.right - plot.left, bar.box.bottom - plot.top
    )
    first, last = ceil((box.left + box.top) / size), floor((box.right + box.bottom) / size)
    path = ""
    for slant in range(first, last + 1):
        start, end = max(box.left, slant * size - box.bottom), min(box.right, slant * size - box.top)
        x, y, reach = plot.left + start, plot.top + slant * size - start, end - start
        path += f"M{x:.1f} {y:.1f}l{reach:.1f} {-reach:.1f}" if reach > 0 else ""
    if not path:
        return ""
    color = bar.attribute("marker", "pattern", "fgcolor")
    return element("path", d=path, fill=NOTHING, stroke=color, stroke_width=solidity * apart)


def _inside(boxes: Sequence[_Bar], layout: Mapping[str, Any]) -> str:
    """The words inside bars, all of one size; one that would be smaller than the layout allows is left out."""
    worded = [(bar, text) for bar in boxes if (text := _words_in(bar, layout["font"])) is not None]
    uniform = layout["uniformtext"]
    least = uniform["minsize"]
    hides = only("uniformtext.mode", uniform["mode"], "hide", "show") == "hide"
    fitting = [(bar, text, text.size * _fit(bar.box, text)) for bar, text in worded]
    shown = [(bar, max(size, least)) for bar, _, size in fitting if size >= least or not hides]
    size = min((each for _, each in shown), default=least)
    return "".join(_word(bar, layout["font"], size) for bar, _ in shown)


def _words_in(bar: _Bar, font: Mapping[str, Any], size: float | None = None) -> Lettering | None:
    words = bar.attribute("text")
    if not words:
        return None
    only("textposition", bar.trace["textposition"], "inside")
    only("insidetextanchor", bar.trace["insidetextanchor"], "start")
    only("textangle", bar.trace["textangle"], 0)
    only("orientation", bar.trace.get("orientation"), "h")
    own = {**font, **bar.trace.get("textfont", {})}
    return lettering_of(words, own if size is None else own | {"size": size})


def _fit(box: Rectangle, text: Lettering) -> float:
    """By how much a text must shrink to stand in a box; 1 where it need not."""
    return min(1, (box.right - box.left - 2 * FROM_EDGE) / text.width, (box.bottom - box.top) / text.height)


def _word(bar: _Bar, font: Mapping[str, Any], size: float) -> str:
    text = _words_in(bar, font, size)
    if text is None:
        return ""
    top = (bar.box.top + bar.box.bottom - text.height) / 2
    return text.written(bar.box.left + FROM_EDGE + text.width / 2, top + text.top, "middle")
