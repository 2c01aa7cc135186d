"""A chart for the far end of a room: the same marks and words, larger, as high as the place it is given."""

from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import figure_of

TIMES = 1.5
SMALLEST = 18
"""Pixels of the smallest letters."""
IN_PIXELS = frozenset({"xshift", "yshift", "ticklabelstandoff", "l", "r", "t", "b"})
FONTS = frozenset({"font", "tickfont", "textfont"})
LINES = frozenset({"line", "marker"})


def enlarged(figure: go.Figure) -> go.Figure:
    """The same chart with all that is measured in pixels larger; its height is left to the page."""
    words = figure.to_dict()
    words["layout"].pop("height", None)
    return figure_of(_larger(words, "", ""))


def _larger(value: Any, name: str, within: str) -> Any:
    """A word of Plotly's, or all in it, larger; ``within`` is the word that it stands in."""
    if isinstance(value, dict):
        return {key: _larger(each, key, name) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_larger(each, name, within) for each in value]
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    if name == "minsize" or (name == "size" and within in FONTS):
        return max(SMALLEST, round(value * TIMES))
    is_in_pixels = name in IN_PIXELS or (name in {"size", "width"} and within in LINES)
    return round(value * TIMES) if is_in_pixels else value
