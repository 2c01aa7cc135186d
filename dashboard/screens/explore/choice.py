"""What is chosen on the Explore screen, as the question that answers it and the question of the records behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.asking.view import View
from dashboard.scope.moments import Window
from dashboard.screens.drawers import MOST_RECORDS
from dashboard.screens.explore.words import MEASURES, OF_DEALS, STAGES, label, period_words

NOTHING = "none"


@dataclass(frozen=True)
class Choice:
    """A measure, the columns it is split by, the grain of time, and the window it is about."""

    measure: str
    first: str
    second: str
    grain: str
    window: Window

    @classmethod
    def of(cls, view: View, measure: str, first: str, second: str, grain: str) -> "Choice":
        """The choice on ``view``: shares look at leads old enough; splitting twice by one column is once."""
        window = view.conversion_window if measure in STAGES else view.window
        return cls(measure, first, NOTHING if second == first else second, grain, window)

    @property
    def is_share(self) -> bool:
        """Whether the measure is a share of leads that reached a stage."""
        return self.measure in STAGES

    @property
    def question(self) -> tuple[str, dict[str, object]]:
        """The question that answers, and what it binds."""
        if self.measure in OF_DEALS:
            return "explore/deals", self._bound
        return "explore/leads", self._bound | self._stage

    def records(self, row: Mapping[str, Any]) -> tuple[str, dict[str, object]]:
        """The question of the records a row counts as its n, and what it binds."""
        bound = self._bound | {
            "part": row["part"],
            "second_part": row["second"],
            "period": row["period"],
            "rows": MOST_RECORDS,
        }
        if self.measure in OF_DEALS:
            return "explore/deal_records", bound
        return "explore/lead_records", bound | self._stage | {"is_mature": self.is_share}

    def title(self, row: Mapping[str, Any]) -> str:
        """What the drawer of a row is called."""
        return " · ".join(part for part in (MEASURES[self.measure], label(row), period_words(row, self.grain)) if part)

    @property
    def _bound(self) -> dict[str, object]:
        return {
            "dimension": self.first,
            "second": self.second,
            "grain": None if self.grain == NOTHING else self.grain,
            "since": self.window.start,
            "until": self.window.end,
        }

    @property
    def _stage(self) -> dict[str, object]:
        return {"stage": self.measure if self.is_share else "sql"}
