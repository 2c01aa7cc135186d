"""The words of a description that are read, and those that mean nothing in print; any other one is refused.

A word left unread would be a picture that differs from the screen's without a sign of it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

READ: dict[str, set[str]] = {
    "bar": {
        "base", "insidetextanchor", "offset", "orientation", "text", "textangle", "textposition", "type", "width",
        "x", "xaxis", "y", "yaxis",
    },
    "bar.textfont": {"color", "size"},
    "bar.marker": {"cmax", "cmin", "color", "colorscale"},
    "bar.marker.line": {"color", "width"},
    "bar.marker.pattern": {"fgcolor", "shape", "size", "solidity"},
    "scatter": {
        "cliponaxis", "connectgaps", "fill", "fillcolor", "mode", "name", "showlegend", "text", "textposition",
        "type", "x", "xaxis", "y", "yaxis",
    },
    "scatter.error_y": {"array", "arrayminus", "symmetric", "thickness", "type", "width"},
    "scatter.line": {"color", "dash", "shape", "width"},
    "scatter.marker": {"color", "opacity", "size", "symbol"},
    "scatter.marker.line": {"color", "width"},
    "scatter.textfont": {"color", "size"},
    "layout": {"bargap", "barmode", "height", "paper_bgcolor", "plot_bgcolor", "showlegend"},
    "layout.font": {"color", "family", "size"},
    "layout.uniformtext": {"minsize", "mode"},
    "layout.legend": {"orientation", "x", "y", "yanchor"},
    "layout.margin": {"b", "l", "r", "t"},
    "layout.template.data.scatter": {"type"},
    "layout.annotations": {
        "align", "bgcolor", "borderpad", "opacity", "showarrow", "text", "x", "xanchor", "xref", "xshift", "y",
        "yanchor", "yref", "yshift",
    },
    "layout.annotations.font": {"color", "size"},
    "layout.shapes": {"fillcolor", "layer", "opacity", "type", "x0", "x1", "xref", "y0", "y1", "yref"},
    "layout.shapes.line": {"color", "dash", "width"},
    "layout.axis": {
        "anchor", "automargin", "domain", "gridcolor", "linecolor", "range", "showgrid", "showticklabels", "side",
        "tickangle", "ticklabelstandoff", "ticks", "ticktext", "tickvals", "type", "visible", "zeroline",
    },
    "layout.axis.tickfont": {"size"},
    "layout.axis.title.font": {"size"},
    "layout.axis.title": {"standoff", "text"},
}  # fmt: skip
"""By place; ``axis`` is any axis."""

WITHOUT_MEANING_IN_PRINT: dict[str, set[str]] = {
    "bar": {"customdata", "hoverinfo", "hovertemplate", "name"},
    "scatter": {"customdata", "hoverinfo", "hovertemplate"},
    "layout.annotations.hoverlabel.font": {"size"},
    "layout.annotations": {"hovertext"},
    "layout": {"clickmode", "dragmode"},
    "layout.hoverlabel": {"bgcolor", "bordercolor"},
    "layout.hoverlabel.font": {"color", "family"},
    "layout.axis": {"fixedrange", "matches"},
}  # fmt: skip
"""The pointer's, and what moves with it."""

AXIS = re.compile(r"^[xy]axis\d*$")


class UnknownWord(ValueError):
    """A description says something that the SVG does not draw."""


def refuse_unknown(description: Mapping[str, Any]) -> None:
    """Raises UnknownWord for the first word of a figure, as a dictionary, that is not in one of the two lists."""
    for trace in description["data"]:
        _refuse(trace["type"], {name: value for name, value in trace.items() if name != "type"})
    _refuse("layout", description["layout"])


def only(word: str, value: Any, *known: Any) -> Any:
    """``value``, which is one of those known; raises UnknownWord for another."""
    if value not in known:
        raise UnknownWord(f"{word}={value!r} is not drawn as SVG, only {', '.join(map(repr, known))}")
    return value


def _refuse(place: str, words: Any) -> None:
    for path in _places(place, words):
        beneath, _, word = path.rpartition(".")
        if word not in READ.get(beneath, set()) | WITHOUT_MEANING_IN_PRINT.get(beneath, set()):
            raise UnknownWord(f"{path} is not read where charts are drawn as SVG")


def _places(place: str, words: Any) -> Iterator[str]:
    if isinstance(words, Mapping):
        for name, value in words.items():
            yield from _places(f"{place}.{'axis' if AXIS.match(name) and place == 'layout' else name}", value)
    elif isinstance(words, list | tuple) and any(isinstance(each, Mapping) for each in words):
        for each in words:
            yield from _places(place, each)
    elif words is not None:
        yield place
