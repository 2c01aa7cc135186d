"""How far the marks of a chart stand out from the page, as WCAG 2.2 measures it (1.4.11, 3 : 1)."""

import json
from collections.abc import Iterator
from itertools import cycle
from typing import Any

LEAST = 3.0
LINEAR_BELOW = 0.04045
"""Where the sRGB curve begins to bend."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours written as #RRGGBB, from 1 to 21."""
    low, high = sorted(_luminance(color) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def weak_marks(spec: str, page: str) -> Iterator[tuple[str, str]]:
    """Kind and colours of the marks, of a chart's JSON, of which neither filling nor outline stands out from the page.

    Areas that only catch the pointer have no colour, and the squares of a scale are read by it: their outline counts.
    """
    for trace in json.loads(spec)["data"]:
        marker, line = trace.get("marker", {}), trace.get("line", {})
        edge = marker.get("line", {}) if trace["type"] == "bar" else {}
        if "lines" in trace.get("mode", ""):
            marker = {"color": line.get("color")}
        fills = marker.get("color")
        edges = edge.get("color") if edge.get("width") else None
        for fill, outline in zip(_each(fills), cycle(_each(edges)), strict=False):
            colors = [color for color in (fill, outline) if isinstance(color, str) and color.startswith("#")]
            if colors and max(contrast(color, page) for color in colors) < LEAST:
                yield trace["type"], "/".join(colors)


def _each(colors: Any) -> list[Any]:
    return colors if isinstance(colors, list) else [colors]


def _luminance(color: str) -> float:
    shares = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= LINEAR_BELOW else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
