"""A chart in the making, as plain values, checked by Plotly once when it is built.

A Plotly figure checks every property the moment it is set: a chart of a few dozen marks took ten times as long, and a
screen is little else.
"""

import json
from functools import cached_property, lru_cache
from typing import Any

import plotly.graph_objects as go
from plotly.utils import PlotlyJSONEncoder

from dashboard.charts.look import Look
from dashboard.charts.svg.margins import framed

FONT = '"Source Sans", "Source Sans Pro", system-ui, sans-serif'
GAP = 0.06
KEPT_CHARTS = 256
OF_A_MARK = frozenset({"x", "y", "base", "text", "customdata", "hovertemplate"})
"""What a trace says of each of its marks, in lists as long as there are marks."""


class CheckedFigure(go.Figure):  # type: ignore[misc]  # Plotly says no types
    """A figure that nobody changes: Plotly would copy its words and look through them at every drawing."""

    def to_dict(self) -> dict[str, Any]:
        """Plotly's words for it, to be read: all but the list of the words of ``layout`` is shared."""
        return self._words | {"layout": dict(self._words["layout"])}

    @cached_property
    def _words(self) -> dict[str, Any]:
        return dict(super().to_dict())


class Drawing:
    """Traces, annotations, shapes and axes, in Plotly's own words; ``rows`` stands several plots above each other."""

    def __init__(self, rows: int = 1) -> None:
        """Axes for ``rows`` plots that share their horizontal axis, the first on top."""
        self._data: list[dict[str, Any]] = []
        self._annotations: list[dict[str, Any]] = []
        self._shapes: list[dict[str, Any]] = []
        self._layout: dict[str, Any] = {}
        self._axes: dict[str, dict[str, Any]] = {}
        height = (1 - GAP * (rows - 1)) / max(rows, 1)
        for row in range(1, rows + 1):
            x, y = self._named("xaxis", row), self._named("yaxis", row)
            self._axes[x], self._axes[y] = {}, {}
            if rows > 1:
                low = (rows - row) * (height + GAP)
                self._axes[x] = {"anchor": self._named("y", row), "domain": [0.0, 1.0], "showticklabels": row == rows}
                self._axes[y] = {"anchor": self._named("x", row), "domain": [low, low + height]}
                if row < rows:
                    self._axes[x]["matches"] = self._named("x", rows)

    def add_bar(self, *, row: int | None = None, **trace: Any) -> None:
        """A trace of bars, in the plot of ``row``."""
        self._add("bar", row, trace)

    def add_scatter(self, *, row: int | None = None, **trace: Any) -> None:
        """A trace of points or lines, in the plot of ``row``."""
        self._add("scatter", row, trace)

    def add_annotation(self, **annotation: Any) -> None:
        """A text on the chart."""
        self._annotations.append(annotation)

    def add_shape(self, **shape: Any) -> None:
        """A line or a rectangle on the chart."""
        self._shapes.append(shape)

    def add_hline(self, y: float, **line: Any) -> None:
        """A line across the plot."""
        self.add_shape(type="line", x0=0, x1=1, xref="x domain", y0=y, y1=y, yref="y", **line)

    def add_vline(self, x: float, **line: Any) -> None:
        """A line down the plot."""
        self.add_shape(type="line", x0=x, x1=x, xref="x", y0=0, y1=1, yref="y domain", **line)

    def add_hrect(self, y0: float, y1: float, **shape: Any) -> None:
        """A band across the plot."""
        self.add_shape(type="rect", x0=0, x1=1, xref="x domain", y0=y0, y1=y1, yref="y", **shape)

    def update_layout(self, **layout: Any) -> None:
        """Set what is of the whole chart; later words win, dictionaries are merged."""
        _merge(self._layout, layout)

    def update_xaxes(self, **axis: Any) -> None:
        """Set what holds for every horizontal axis."""
        self._update("x", axis)

    def update_yaxes(self, **axis: Any) -> None:
        """Set what holds for every vertical axis."""
        self._update("y", axis)

    def join(self) -> None:
        """Let traces be one that differ in nothing but where their marks are, what is said of them and what they open.

        For charts of rows, none of which reaches into another: lines come to lie below all points. A browser takes a
        millisecond for each trace, however little it holds.
        """
        joined: dict[str, dict[str, Any]] = {}
        for trace in self._data:
            of_marks, alike = trace.keys() & OF_A_MARK, {key: trace[key] for key in trace.keys() - OF_A_MARK}
            known = joined.setdefault(
                json.dumps([alike, sorted(of_marks)], sort_keys=True, cls=PlotlyJSONEncoder), alike
            )
            gap = (
                [None] if trace.get("mode") == "lines" and "x" in known else []
            )  # else one line would lead to the next
            for name in of_marks:
                known[name] = [*known.get(name, ()), *gap, *_of_each(trace[name], len(trace["x"]))]
        self._data = sorted(joined.values(), key=lambda trace: trace.get("mode") != "lines")

    def built(self) -> go.Figure:
        """The figure; raises ValueError for a word Plotly does not know."""
        layout = self._layout | self._axes | {"annotations": self._annotations, "shapes": self._shapes}
        return figure_of({"data": self._data, "layout": layout})

    def _add(self, kind: str, row: int | None, trace: dict[str, Any]) -> None:
        axes = {"xaxis": self._named("x", row), "yaxis": self._named("y", row)} if row else {}
        self._data.append({"type": kind} | trace | axes)

    def _update(self, letter: str, axis: dict[str, Any]) -> None:
        for name, known in self._axes.items():
            if name.startswith(letter):
                _merge(known, axis)

    def _named(self, word: str, row: int) -> str:
        return word if row == 1 else f"{word}{row}"


def styled(figure: Drawing, look: Look, height: int) -> None:
    """Draw without the library's own decoration: transparent, one font, thin grid, no dragging or zooming."""
    figure.update_layout(
        template="none",
        height=height,
        margin={"l": 8, "r": 18, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": look.text},
        hoverlabel={"bgcolor": look.page, "bordercolor": look.quiet, "font": {"color": look.text, "family": FONT}},
        showlegend=False,
        dragmode=False,
        clickmode="event+select",  # left to Streamlit it comes after the drawing, and now and then is lost
        bargap=0.35,
        uniformtext={"minsize": 11, "mode": "show"},
    )
    axis: dict[str, Any] = {
        "fixedrange": True,
        "gridcolor": look.faint,
        "linecolor": look.faint,
        "zeroline": False,
        "automargin": True,
    }
    figure.update_xaxes(**axis, tickangle=0)
    figure.update_yaxes(**axis)


def figure_of(words: dict[str, Any]) -> go.Figure:
    """The figure of Plotly's own words; raises ValueError for one it does not know."""
    return _checked(json.dumps(words, cls=PlotlyJSONEncoder))


@lru_cache(maxsize=KEPT_CHARTS)
def _checked(words: str) -> go.Figure:
    """The figure of these words, which nobody changes: checking takes longer than all else of a screen drawn again."""
    return CheckedFigure(framed(json.loads(words)))


def _of_each(value: Any, marks: int) -> list[Any]:
    """What is said of each of so many marks, where one word holds for all of them too."""
    return [value] * marks if isinstance(value, str) else list(value)


def _merge(known: dict[str, Any], updates: dict[str, Any]) -> None:
    for name, value in updates.items():
        if isinstance(value, dict) and isinstance(known.get(name), dict):
            known[name] = known[name] | value
        else:
            known[name] = value
