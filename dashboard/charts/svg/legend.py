"""The row of names above lines that are told apart by their stroke and mark."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.svg.axes import Plot
from dashboard.charts.svg.points import mark, stroke
from dashboard.charts.svg.text import LINE, Lettering, lettering_of
from dashboard.charts.svg.words import only

SAMPLE, GAP = 30, 5
"""Pixels of a sample of the line, and around it."""
WORDS_FROM = SAMPLE + 2 * GAP
LEAST_HEIGHT, BETWEEN_ROWS = 16, 3
UP = 0.3
"""How far the line letters stand on is below the middle of a row, in sizes."""

Named = tuple[Mapping[str, Any], Lettering]


class Legend:
    """The names of the traces of a figure, in rows as wide as the plot; nothing where it shows none."""

    def __init__(self, figure: Mapping[str, Any]) -> None:
        """Read from a figure as a dictionary."""
        layout = figure["layout"]
        shown = figure["data"] if layout.get("showlegend") else []
        self._named: list[Named] = [
            (trace, lettering_of(trace["name"], layout["font"])) for trace in shown if trace.get("showlegend", True)
        ]
        words = layout.get("legend", {"orientation": "h", "yanchor": "bottom", "x": 0, "y": 1})
        only("legend.orientation", words["orientation"], "h")
        only("legend.yanchor", words["yanchor"], "bottom")
        only("legend.x", words["x"], 0)
        self._above = float(words["y"]) - 1

    def height(self, plot_width: float, plot_height: float) -> float:
        """Pixels above the plot."""
        if not self._named:
            return 0
        return self._above * plot_height + 2 * GAP + sum(map(_height, self._rows(plot_width)))

    def written(self, whole: Plot) -> str:
        """The names above ``whole``, all plots together."""
        if not self._named:
            return ""
        drawn, y = "", whole.top - self.height(whole.width, whole.height) + GAP
        for row in self._rows(whole.width):
            x, middle = whole.left, y + _height(row) / 2
            for trace, text in row:
                drawn += _sample(trace, x + GAP, middle)
                drawn += text.written(x + WORDS_FROM, middle + UP * text.size)
                x += self._step(row, text)
            y += _height(row)
        return drawn

    def _rows(self, width: float) -> Sequence[Sequence[Named]]:
        """All in one row where there is room, else in columns of one width."""
        if sum(WORDS_FROM + text.width + GAP for _, text in self._named) <= width:
            return [self._named]
        columns = max(int(width // self._widest), 1)
        return [self._named[start : start + columns] for start in range(0, len(self._named), columns)]

    @property
    def _widest(self) -> float:
        return WORDS_FROM + GAP + max(text.width for _, text in self._named)

    def _step(self, row: Sequence[Named], text: Lettering) -> float:
        return WORDS_FROM + text.width + GAP if len(row) == len(self._named) else self._widest


def _height(row: Sequence[Named]) -> float:
    return max(LINE * max(text.size for _, text in row), LEAST_HEIGHT) + BETWEEN_ROWS


def _sample(trace: Mapping[str, Any], x: float, y: float) -> str:
    drawn = stroke(trace, f"M{x:.2f} {y:.2f}h{SAMPLE}")
    return drawn + (mark(trace, 0, x + SAMPLE / 2, y) if "markers" in trace["mode"] else "")
