"""After how long a weekly figure can show a week, and since when what it counts is recorded."""

from datetime import datetime, timedelta

from dashboard.asking.view import View
from dashboard.metrics.changes import EARLY, EARLY_DAYS
from dashboard.scope.waterfalls import PRESETS

LAGS = {
    "lead_to_close": 13, "kappa": 13,
    **{f"early.{stage}.{days}": days // 7 for stage in EARLY for days in EARLY_DAYS},
}  # fmt: skip
"""After how many weeks a week's leads stand in a series: they are given that time first."""
RESTS_ON_EVENTS = {"inquiries": ("inquiry",), "sqp_created": ("won",), "velocity_realised": ("won",), "kappa": ("mql",)}
"""What says since when a series is recorded; a deal's creation counts as ``won`` there."""


def recorded_since(view: View, figure: str) -> datetime:
    """Since when what the figure counts is recorded: a week that began before is not known, where it would be 0."""
    recorded = view.warehouse.generation.recorded
    stage = figure.split(".")[1] if figure.startswith("early.") else figure.upper()
    events = PRESETS["v1"].events_of(stage) or RESTS_ON_EVENTS.get(figure, ())
    known = [recorded[event] for event in events if event in recorded] or list(recorded.values())
    return min(known, default=view.as_of) + timedelta(weeks=LAGS.get(figure, 0))
