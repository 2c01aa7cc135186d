"""The room around the plots: as much as the layout asks for, more where a label needs it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from dashboard.charts.svg.axes import Axis
from dashboard.charts.svg.legend import Legend
from dashboard.charts.svg.words import AXIS, only

MOST_PAD = 12
"""Pixels at most between a label and the edge of the picture."""
NARROWEST = 320
"""Pixels of a chart on a phone, where a label reaches farthest over the end of its axis."""


@dataclass(frozen=True)
class Margins:
    """Pixels to the left, right, top and bottom of the plots."""

    left: float
    right: float
    top: float
    bottom: float


def margins(layout: Mapping[str, Any], legend: Legend, width: int) -> Margins:
    """The margins of a picture so wide, in which neither a label of an axis is cut nor a name of the legend."""
    free, given = _around(layout, width), layout["margin"]
    rows = legend.height(width - free.left - given["r"], layout["height"] - free.top - free.bottom)
    return replace(free, top=max(free.top, rows + _pad(given) if rows else 0))


def framed(description: dict[str, Any]) -> dict[str, Any]:
    """A figure that says its margins, as far as it is known what stands in them.

    What a browser measures it draws twice: once to see how wide the labels come out, and once more beside them.
    """
    layout = description["layout"]
    if layout.get("showlegend") or not all("tickvals" in axis.words for each in "xy" for axis in _axes(layout, each)):
        return description
    free = _around(layout, NARROWEST)
    fixed = {name: words | {"automargin": False} for name, words in layout.items() if AXIS.match(name)}
    margin = {"l": free.left, "r": free.right, "t": free.top, "b": free.bottom}
    return description | {"layout": layout | fixed | {"margin": {side: ceil(room) for side, room in margin.items()}}}


def _around(layout: Mapping[str, Any], width: int) -> Margins:
    """The margins of a picture so wide in which no label of an axis is cut."""
    given = layout["margin"]
    pad = _pad(given)
    left = max([given["l"], *(axis.depth() + pad for axis in _axes(layout, "y"))])
    depths = [(axis.is_on_top, axis.depth() + pad) for axis in _axes(layout, "x")]
    top = max([given["t"], *(depth for is_on_top, depth in depths if is_on_top)])
    bottom = max([given["b"], *(depth for is_on_top, depth in depths if not is_on_top)])
    right = given["r"]
    for _ in range(2):  # what stands over at one end moves the plot, and by it the other end
        ends = [end for axis in _axes(layout, "x") for end in _ends(axis, left, width - right)]
        left = max([left, *(left - low + pad for low, _ in ends)])
        right = max([right, *(high - width + right + pad for _, high in ends)])
    return Margins(left, right, top, bottom)


def _pad(given: Mapping[str, float]) -> float:
    """Pixels between a label and the edge of a picture of these margins."""
    return min(MOST_PAD, *given.values())


def _axes(layout: Mapping[str, Any], letter: str) -> Iterator[Axis]:
    for name, words in layout.items():
        if name.startswith(f"{letter}axis") and words.get("visible", True):
            only("zeroline", words["zeroline"], False)
            only("ticks", words.get("ticks", ""), "")
            yield Axis(letter, words, layout["font"])


def _ends(axis: Axis, left: float, right: float) -> Iterator[tuple[float, float]]:
    """From where to where each label of a horizontal axis reaches, of a plot between ``left`` and ``right``."""
    placed = Axis("x", axis.words, axis.font, left, right)
    if axis.words.get("showticklabels", True) and not placed.is_upright:
        for value, text in placed.labels():
            yield placed.place(value) - text.width / 2, placed.place(value) + text.width / 2
