"""A frozen review as it was: its figures as bytes, and its own data looked at again."""

from pathlib import Path

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.review.manifest import (
    Manifest,
    kept_profiles,
    kept_settings,
    queries_sha256,
    read_manifest,
)
from dashboard.meeting.review.review import review_of
from dashboard.scope.slices import Slice
from dashboard.scope.waterfalls import Waterfall
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.warehouse import Warehouse


def manifest_for(journal: Journal, week: str, revision: int | None = None) -> Manifest:
    """The manifest of a week's revision, the last by default; raises BadInput when it was never frozen."""
    review = review_of(journal, week)
    frozen = review.latest if revision is None else review.revision(revision)
    if frozen is None:
        named = f"revision {revision} of {week}" if revision is not None and review.freezes else week
        raise BadInput(f"The review of {named} was never frozen; `funnel-review review list` says which were.")
    return read_manifest(journal, frozen.manifest)


def frozen_figures(journal: Journal, manifest: Manifest) -> bytes:
    """The JSON of ``funnel-review metrics`` as it was frozen, byte for byte."""
    return journal.blob(manifest.figures_sha256).content


def is_same_code(manifest: Manifest) -> bool:
    """Whether today's questions are those of the freeze, so that looking again gives the same bytes."""
    return manifest.queries_sha256 == queries_sha256()


def has_data(folder: Path, manifest: Manifest) -> bool:
    """Whether the generation of the freeze is still kept, and is the one it was."""
    about = Generations(folder).about(manifest.generation)
    return about is not None and about.digest == manifest.generation_digest


def replayed(journal: Journal, manifest: Manifest, warehouse: Warehouse) -> View:
    """The look of the freeze, its own settings, stages and definitions, at the data of ``warehouse``."""
    settings = kept_settings(journal, manifest)
    return View(
        warehouse=warehouse,
        settings=settings,
        as_of=manifest.as_of,
        slice=Slice(),
        waterfall=Waterfall.model_validate_json(journal.blob(manifest.waterfall).content),
        clock=settings.clock,
        kept_profiles=kept_profiles(journal, manifest),
    )


def frozen_view(folder: Path, journal: Journal, manifest: Manifest) -> View:
    """The look of the freeze at its own data; raises BadInput when that is no longer kept."""
    if not has_data(folder, manifest):
        raise BadInput(f"The data of {manifest.week} is no longer kept; its figures stand as frozen.")
    return replayed(journal, manifest, Warehouse(folder, manifest.generation))
