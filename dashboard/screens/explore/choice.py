"""What is chosen on the Explore screen, as the question that answers it and the question of the records behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.asking.view import View
from dashboard.scope.moments import Window
from dashboard.screens.drawers import MOST_RECORDS
from dashboard.screens.explore.measures import MEASURES, Measure
from dashboard.screens.explore.words import DIMENSIONS, label, period_words
from dashboard.warehouse.catalogue import question

NOTHING = "none"
BoundQuestion = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Choice:
    """A measure by its name, the columns it is split by, the grain of time, and the window it is about."""

    name: str
    first: str
    second: str
    grain: str
    window: Window

    @classmethod
    def of(cls, view: View, name: str, first: str, second: str, grain: str) -> "Choice":
        """The choice on ``view``: shares look at leads old enough; splitting twice by one column is once.

        What stands open at the moment has no course over time.
        """
        measure = MEASURES[name]
        window = view.conversion_window if measure.is_mature else view.window
        first, second = (second, NOTHING) if first == NOTHING else (first, NOTHING if second == first else second)
        return cls(name, first, second, NOTHING if measure.is_standing else grain, window)

    @property
    def measure(self) -> Measure:
        """What is measured."""
        return MEASURES[self.name]

    @property
    def topic(self) -> str:
        """What is looked at: MQL to SAL by source and region, week by week."""
        parts = [DIMENSIONS[name].lower() for name in (self.first, self.second) if name in DIMENSIONS]
        by = f" by {' and '.join(parts)}" if parts else ""
        return f"{self.measure.label}{by}{'' if self.grain == NOTHING else f', {self.grain} by {self.grain}'}"

    @property
    def question(self) -> BoundQuestion:
        """The question that answers, and what it binds."""
        return self.measure.question, self._bound(self.measure.question, {})

    def records(self, row: Mapping[str, Any]) -> BoundQuestion:
        """The question of the records a row rests on, and what it binds."""
        place = {"part": row["part"], "second_part": row["second"], "period": row.get("period"), "rows": MOST_RECORDS}
        return self.measure.records, self._bound(self.measure.records, place | dict(self.measure.of_records))

    def title(self, row: Mapping[str, Any]) -> str:
        """What the drawer of a row is called."""
        return " · ".join(part for part in (self.measure.label, label(row), period_words(row, self.grain)) if part)

    def _bound(self, name: str, more: Mapping[str, object]) -> dict[str, object]:
        """What the question of that name takes of all that is chosen."""
        known = {
            "dimension": self.first,
            "second": self.second,
            "grain": None if self.grain == NOTHING else self.grain,
            "since": self.window.start,
            "until": self.window.end,
        } | dict(self.measure.bound) | dict(more)  # fmt: skip
        return {parameter: value for parameter, value in known.items() if parameter in question(name).parameters}
