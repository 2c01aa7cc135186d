"""What moved the conversion of a step: the mix of sources or their own rates, and the source that did most of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.metrics.changes import ConversionChange
from dashboard.texts import FEWEST_FOR_RANK

MAIN_PART = 0.6


def main_driver(step: ConversionChange, drivers: Sequence[Mapping[str, Any]]) -> tuple[str, Mapping[str, Any] | None]:
    """Whether mix or rate did most of a change (``mix``, ``rate``, ``both``), and the source that did most of it.

    Of rates only those of thirty leads or more in both windows are ranked; None where no source has as many.
    """
    change = step.change or 0.0
    if not change or not drivers:
        return "", None
    ranked = [row for row in drivers if min(row["leads_before"], row["leads_now"]) >= FEWEST_FOR_RANK]
    for kind, part, among in (("mix", step.mix or 0.0, drivers), ("rate", step.rate or 0.0, ranked)):
        if part / change >= MAIN_PART:
            return kind, max(among, key=lambda row: row[kind] * change, default=None)
    return "both", max(ranked, key=lambda row: (row["mix"] + row["rate"]) * change, default=None)
