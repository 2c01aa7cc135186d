"""The weekly values a decision is judged by, and what their definition rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from dashboard.asking.values_there import refuse_nobody
from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.journal.canonical import canonical, sha256
from dashboard.meeting.weeks import end_of, last_complete, week_after
from dashboard.metrics.changes import WATCHED, WEEKLY, WEEKS_BEFORE, early_weeks, known_weeks
from dashboard.metrics.lags import LAGS, recorded_since
from dashboard.scope.slices import Slice

FIGURES = (*WEEKLY, *WATCHED, *(name for name in LAGS if name.startswith("early.")))


@dataclass(frozen=True)
class WeeklySeries:
    """Values by week as known at a moment; ``missing`` says why there are none."""

    values: Mapping[str, float | None]
    missing: str | None = None


def refuse_unknown_figure(figure: str) -> None:
    """Raise BadInput for what is no weekly series."""
    if figure not in FIGURES:
        raise BadInput(f'"{figure}" is no figure by week; use one of {", ".join(FIGURES)}.')


def answers_from(figure: str, week: str) -> str:
    """The first week in which the figure can show what changed in ``week``."""
    return week_after(week, LAGS.get(figure, 0))


def weekly(view: View, figure: str, chosen: Slice, through: str) -> WeeklySeries:
    """The figure's last 27 weeks up to ``through``, as known at that week's end or the moment, whichever is earlier.

    A week that had not ended at the moment has no value.
    """
    refuse_unknown_figure(figure)
    last = min(through, last_complete(view))
    look = at(view, end_of(view, last), chosen)
    try:
        refuse_nobody(look)
    except BadInput as error:
        return WeeklySeries({}, str(error).removeprefix("--slice: "))
    values, missing = known_weeks(look, figure)
    if figure.startswith("early."):
        newest = look.week_of(early_weeks(look, int(figure.rpartition(".")[2]))[-1])
        last = answers_from(figure, newest)  # its last week may be a week older where the clocks have changed
    weeks = [week_after(last, back) for back in range(-WEEKS_BEFORE, 1)]
    begun = recorded_since(view, figure)
    known = (
        value if end_of(view, week_after(week, -1)) >= begun else None
        for week, value in zip(weeks, values, strict=True)
    )
    return WeeklySeries(dict(zip(weeks, known, strict=True)), missing)


def at(view: View, moment: datetime, chosen: Slice) -> View:
    """The same look at another moment and slice, without a window of its own."""
    return replace(view, as_of=moment, slice=chosen, chosen=None)


def rests_on(view: View, figure: str, chosen: Slice) -> dict[str, str]:
    """What the figure's definition is made of beside the contract: a text for each; another one, another figure."""
    fields = {field for field, _ in chosen.filters}
    made: dict[str, object] = {}
    if figure in {"median_minutes", "waiting"}:
        made |= {"clock": view.clock, "outbound sources": list(view.settings.outbound_sources)}
    if "segment" in fields:
        made["segments"] = [band.model_dump() for band in view.settings.segments]
    if "icp_tier" in fields and view.definition[0] is not None:
        made["profile version"] = view.definition[0].model_dump(mode="json")
    return {name: sha256(canonical(value)) for name, value in made.items()}
