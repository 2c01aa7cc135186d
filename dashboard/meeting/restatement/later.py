"""The figures of a frozen week asked of a later import, so that they differ only by what is another since.

The bridge of open value compares its week's end with what an earlier import held at its start, which a later import no
longer has. That was a fact when the week was frozen and stays the freeze's: the later data is held against the same.
"""

from pathlib import Path

from dashboard.asking.view import View
from dashboard.importing.restating import held_since
from dashboard.meeting.restatement.paths import Numbers, numbers
from dashboard.meeting.review.manifest import Manifest
from dashboard.meeting.review.replay import has_data
from dashboard.metrics.pipeline import BRIDGE, counts_changes_of
from dashboard.metrics.report import report
from dashboard.warehouse.generations import Generations

START, REMOVED, REVALUED = (f"pipeline.bridge.{part}" for part in ("start", "removed", "revalued"))


def later_numbers(folder: Path, manifest: Manifest, frozen: Numbers, view: View) -> Numbers:
    """The numbers of ``view``, which looks at the moment of a freeze; ``frozen`` are those of the freeze.

    ``folder`` is the warehouse's. Where the frozen data is no longer kept, removed and revalued stand as frozen.
    """
    figures = numbers(report(view))
    if view.warehouse.generation.digest == manifest.generation_digest or figures.get(START) is None:
        return figures
    plain = view.pipeline_view().ask(BRIDGE, counts_changes=False).one()
    removed, revalued = _changes(folder, manifest, frozen, view)
    return figures | {START: plain["start_value"] + removed - revalued, REMOVED: removed, REVALUED: revalued}


def _changes(folder: Path, manifest: Manifest, frozen: Numbers, view: View) -> tuple[float, float]:
    generations = Generations(folder)
    about = generations.about(manifest.generation)
    if about is None or not has_data(folder, manifest):
        return frozen.get(REMOVED) or 0.0, frozen.get(REVALUED) or 0.0
    if not counts_changes_of(view, about.as_of):
        return 0.0, 0.0
    before, after = (generations.path(name) for name in (manifest.generation, view.warehouse.generation.id))
    return held_since(before, after, view.week_start)
