"""A chart's description as one picture: margins, plots, what is drawn below and above each other."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.svg.axes import Axis, Plot
from dashboard.charts.svg.bars import Rectangle, bars
from dashboard.charts.svg.frame import axis_with_labels, grid
from dashboard.charts.svg.legend import Legend
from dashboard.charts.svg.margins import Margins, margins
from dashboard.charts.svg.notes import note, shape
from dashboard.charts.svg.paint import NOTHING, as_text, element
from dashboard.charts.svg.points import points
from dashboard.charts.svg.text import USUAL
from dashboard.charts.svg.words import only, refuse_unknown

LETTERS_OF_ID = 12


def svg(figure: go.Figure, *, title: str, finding: str, width: int) -> str:
    """A figure of the light look as an SVG element so many pixels wide, as high as its layout says.

    ``title`` and ``finding`` are read out by who cannot see it. The same is the same text each time. Raises UnknownWord
    for what Plotly would draw and this does not.
    """
    words = figure.to_dict()
    refuse_unknown(words)
    layout = words["layout"]
    for color in ("paper_bgcolor", "plot_bgcolor"):
        only(color, layout[color], NOTHING)
    only("template", layout["template"], {"data": {"scatter": [{"type": "scatter"}]}})
    legend = Legend(words)
    plots, whole = _plots(layout, margins(layout, legend, width), width)
    content = json.dumps([words, title, finding, width], sort_keys=True)
    mark = sha256(content.encode()).hexdigest()[:LETTERS_OF_ID]  # two charts of a page share no id
    description = element("title", as_text(title), id=f"t{mark}") + element("desc", as_text(finding), id=f"d{mark}")
    return element(
        "svg", description + _drawn(words, plots, whole, f"c{mark}") + legend.written(whole), role="img",
        xmlns="http://www.w3.org/2000/svg", aria_labelledby=f"t{mark} d{mark}", width=width, height=layout["height"],
        viewBox=f"0 0 {width} {layout['height']:g}", font_family=layout["font"]["family"],
        font_size=only("font.size", layout["font"]["size"], USUAL.size),
        fill=only("font.color", layout["font"]["color"], USUAL.color),
    )  # fmt: skip


def _plots(layout: Mapping[str, Any], free: Margins, width: int) -> tuple[dict[str, Plot], Plot]:
    """The plots by the names of their axes, x2 and y2 of the second; and all of them together."""
    left, right, top, bottom = free.left, width - free.right, free.top, layout["height"] - free.bottom
    whole = Plot(Axis("x", {}, {}, left, right), Axis("y", {}, {}, bottom, top))
    plots: dict[str, Plot] = {}
    for name in layout:
        if name.startswith("xaxis"):
            number = name.removeprefix("xaxis")
            x, y = layout[name], layout[f"yaxis{number}"]
            low, high = y.get("domain", (0, 1))
            height = bottom - top
            plots[f"x{number}"] = plots[f"y{number}"] = Plot(
                Axis("x", x, layout["font"], left, right),
                Axis("y", y, layout["font"], bottom - low * height, bottom - high * height),
            )
    return plots, whole


def _drawn(words: Mapping[str, Any], plots: Mapping[str, Plot], whole: Plot, mark: str) -> str:
    """From the back: bands and lines below, grid, bars, points, axes, lines above, texts."""
    layout, font = words["layout"], words["layout"]["font"]
    shapes = layout.get("shapes", [])
    drawn = "".join(shape(each, plots) for each in shapes if _is_below(each))
    for name, plot in plots.items():
        if name.startswith("x"):
            traces = [trace for trace in words["data"] if trace.get("xaxis", "x") == name]
            drawn += grid(plot.x, plot.y) + grid(plot.y, plot.x)
            drawn += _traces(traces, plot, layout, f"{mark}{name}")
            drawn += axis_with_labels(plot.x, plot.y) + axis_with_labels(plot.y, plot.x)
    drawn += "".join(shape(each, plots) for each in shapes if not _is_below(each))
    return drawn + "".join(note(each, plots, whole, font) for each in layout.get("annotations", []))


def _is_below(words: Mapping[str, Any]) -> bool:
    return bool(only("layer", words.get("layer", "above"), "below", "above") == "below")


def _traces(traces: Sequence[Mapping[str, Any]], plot: Plot, layout: Mapping[str, Any], clip: str) -> str:
    """Bars, then points in their order; what may not leave the plot is cut at its edges."""
    of_bars = [trace for trace in traces if only("type", trace["type"], "bar", "scatter") == "bar"]
    of_points = [trace for trace in traces if trace["type"] == "scatter"]
    parts = [(bars(of_bars, plot, layout), True)] if of_bars else []
    for before, trace in zip([None, *of_points], of_points, strict=False):
        parts.append((points(trace, before, plot, layout["font"]), trace.get("cliponaxis", True)))
    drawn = ""
    for is_cut, group in groupby(parts, lambda part: part[1]):
        content = "".join(part for part, _ in group)
        drawn += element("g", content, clip_path=f"url(#{clip})") if is_cut and content else content
    edge = Rectangle(plot.left, plot.top, plot.left + plot.width, plot.top + plot.height)
    return (element("clipPath", edge.drawn(), id=clip) if "clip-path" in drawn else "") + drawn
