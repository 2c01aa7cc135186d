"""Axes: where a value stands, and how much room labels and a title take; two of them are a plot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log10
from typing import Any

from dashboard.charts.svg.text import BELOW, LINE, Lettering, lettering_of
from dashboard.charts.svg.words import UnknownWord, only

FROM_LINE = 0.2
"""Between an axis and its labels, in sizes."""
UPRIGHT = -90


@dataclass(frozen=True)
class Axis:
    """An axis with its words, from ``start`` to ``end`` in pixels: left to right, or bottom to top."""

    letter: str
    words: Mapping[str, Any]
    font: Mapping[str, Any]
    start: float = 0
    end: float = 1

    @property
    def is_seen(self) -> bool:
        """Whether anything of it is drawn."""
        return bool(self.words.get("visible", True))

    @property
    def is_on_top(self) -> bool:
        """Whether its labels stand above the plot."""
        return bool(only("side", self.words.get("side", "bottom"), "bottom", "top") == "top")

    def place(self, value: Any) -> float:
        """Where a value of the data stands, in pixels."""
        number = self.number(value)
        return self.of_number(log10(number) if self.words.get("type") == "log" else number)

    def of_number(self, number: float) -> float:
        """Where a number of the axis stands: of an axis of ratios the logarithm."""
        low, high = map(self.number, self.words["range"])
        return self.start + (number - low) / (high - low) * (self.end - self.start)

    def number(self, value: Any) -> float:
        """A value as a number: of a day or an instant its milliseconds."""
        if only("type", self.words.get("type"), None, "log", "date", "linear") != "date":
            return float(value)
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000

    def labels(self) -> Iterator[tuple[Any, Lettering]]:
        """The values of the ticks within the range and what is written at them."""
        if not self.is_seen:
            return
        if "tickvals" not in self.words or "ticktext" not in self.words:
            raise UnknownWord(f"an axis drawn as SVG says its tickvals and ticktext: {self.words}")
        font = {**self.font, **self.words.get("tickfont", {})}
        low, high = sorted((self.start, self.end))
        for value, words in zip(self.words["tickvals"], self.words["ticktext"], strict=True):
            if low - 0.5 <= self.place(value) <= high + 0.5:
                yield value, lettering_of(words, font)

    @property
    def standoff(self) -> float:
        """From the axis to its labels, in pixels."""
        size = {**self.font, **self.words.get("tickfont", {})}["size"]
        return float(self.words.get("ticklabelstandoff", 0) + FROM_LINE * size + 0.5)

    def depth(self) -> float:
        """Pixels that labels and title take beside the plot."""
        title, labels = self.title(), self.label_depth()
        return labels if title is None else labels + self.words["title"]["standoff"] + title.size

    def label_depth(self) -> float:
        """Pixels that the labels alone take beside the plot."""
        if not self.words.get("showticklabels", True):
            return 0
        texts = [text for _, text in self.labels()]
        is_wide = self.letter == "y" or self.is_upright
        sizes = [text.width if is_wide else text.size * (1 + LINE * (len(text.lines) - 1) + BELOW) for text in texts]
        return self.standoff + max(sizes) if sizes else 0

    def title(self) -> Lettering | None:
        """What the axis measures, where it says so."""
        title = self.words.get("title")
        return (
            None if title is None or not self.is_seen else lettering_of(title["text"], {**self.font, **title["font"]})
        )

    @property
    def is_upright(self) -> bool:
        """Whether its labels are written upwards."""
        return bool(only("tickangle", self.words.get("tickangle", 0), 0, UPRIGHT))


@dataclass(frozen=True)
class Plot:
    """Two axes with what is drawn between them."""

    x: Axis
    y: Axis

    @property
    def left(self) -> float:
        """Its left edge in pixels."""
        return self.x.start

    @property
    def top(self) -> float:
        """Its upper edge in pixels."""
        return self.y.end

    @property
    def width(self) -> float:
        """Pixels across."""
        return self.x.end - self.x.start

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.y.start - self.y.end


def pick(values: Any, place: int) -> Any:
    """The value of a mark, of a word that holds one for all or one for each."""
    return values[place] if isinstance(values, Sequence) and not isinstance(values, str) else values
