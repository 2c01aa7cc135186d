"""The look a command of the meeting has: a week's end, on the generation to serve."""

from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.asking.opening import open_generation, open_view
from dashboard.errors import BadInput
from dashboard.meeting.weeks import end_of, last_complete
from dashboard.scope.settings import settings_at_query_time, settings_file

if TYPE_CHECKING:
    from dashboard.asking.view import View


def week_view(warehouse: Path, week: str | None = None, settings: Path | None = None) -> "View":
    """The look at the end of ``week``, of the last whole one by default; raises BadInput for one that is not over."""
    from dataclasses import replace

    view = opening_view(warehouse, settings)
    opened = view.warehouse
    at = end_of(view, week or last_complete(view))
    if at > opened.generation.as_of:
        raise BadInput(f"{week} is not over in the data of {opened.generation.id}; import later exports first.")
    return replace(view, as_of=at)


def opening_view(warehouse: Path, settings: Path | None = None) -> "View":
    """The look that a review opens with, on the generation to serve."""
    opened = open_generation(warehouse)
    named = settings_at_query_time(settings_file(settings, warehouse), opened.generation.settings)
    return open_view(opened, settings=named)
