"""The whole answer of ``funnel-review metrics``: the sections asked for, as one JSON object (§11)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.metrics.changes import changes
from dashboard.metrics.disagreement import disagreement
from dashboard.metrics.icp import icp
from dashboard.metrics.money import money
from dashboard.metrics.pipeline import pipeline
from dashboard.metrics.response import response
from dashboard.metrics.section import Supported
from dashboard.metrics.stalled import stalled
from dashboard.metrics.waterfall import waterfall

SECTIONS: dict[str, Callable[[View], Supported[Any]]] = {
    "waterfall": waterfall,
    "response": response,
    "disagreement": disagreement,
    "icp": icp,
    "pipeline": pipeline,
    "stalled": stalled,
    "money": money,
    "changes": changes,
}


WEIGHT_OF_A_SECTION = 1_000
"""What an answer kept in memory is taken to weigh: the figures of a section, in rows."""


def section(view: View, name: str) -> Supported[Any]:
    """A whole section of the metric contract for this view, from memory when it was asked before."""
    kept: Supported[Any] = view.warehouse.memory.get(
        (view, view.documents, "section", name), lambda: SECTIONS[name](view), lambda _: WEIGHT_OF_A_SECTION
    )
    return kept


def report(view: View, names: Sequence[str] = ()) -> dict[str, Any]:
    """The JSON object of the sections named, all of them by default; raises BadInput for an unknown name."""
    for name in names:
        if name not in SECTIONS:
            raise BadInput(f'There is no section "{name}"; use one of {", ".join(SECTIONS)}.')
    answer: dict[str, Any] = {
        "as_of": view.local(view.as_of).isoformat(),
        "week": view.week,
        "time_zone": view.settings.time_zone,
        "generation": view.warehouse.generation.id,
        "slice": view.slice.chosen(),
    }
    unsupported: dict[str, str] = {}
    for name, publish in SECTIONS.items():
        if not names or name in names:
            supported = publish(view)
            answer[name] = supported.section.model_dump(mode="json", by_alias=True)
            unsupported |= _by_figure(name, answer[name], supported.unsupported)
    if note := view.definition[1]:
        answer["icp_note"] = note
    if newest := view.newest_when_old:
        answer["as_of_note"] = (
            f"The newest record is of {view.local(newest):%Y-%m-%d}; without --as-of, the last week with any is shown."
        )
    return answer | {"unsupported": unsupported}


def _by_figure(name: str, figures: Mapping[str, Any], unsupported: Mapping[str, str]) -> dict[str, str]:
    """The sentences by ``section.figure``; one about a whole section stands at each of its figures."""
    whole = unsupported.get(name)
    everywhere = {f"{name}.{figure}": whole for figure, value in figures.items() if value is None} if whole else {}
    return everywhere | {path: why for path, why in unsupported.items() if path != name}
