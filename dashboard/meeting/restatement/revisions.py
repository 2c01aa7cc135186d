"""The revision record: what each frozen figure was, so many weeks later, as every import since has it."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import lru_cache
from math import isfinite
from pathlib import Path

from dashboard.importing.progress import ImportStep, Report
from dashboard.meeting.journal.canonical import canonical
from dashboard.meeting.journal.entries import EntryDraft
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.person import Person, Role
from dashboard.meeting.restatement.later import later_numbers
from dashboard.meeting.restatement.paths import Numbers, moved, numbers
from dashboard.meeting.review.manifest import JSON, Manifest, read_manifest
from dashboard.meeting.review.replay import frozen_figures, is_same_code, replayed
from dashboard.meeting.review.review import Review, reviews
from dashboard.warehouse.generation import Generation
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.warehouse import Warehouse

KIND = "revision"
WATCHED_WEEKS = 13
"""For so many weeks after it a frozen week is asked again."""
NOT_ON_RECORD = "The import is done; what it moved in frozen weeks is not on record"
IMPORT = Person(id="import", name="the import", roles={Role.ANALYST})


class Revised(MeetingModel):
    """What a figure of a frozen week was when so many weeks had passed; None for null."""

    figure: str
    week: str
    weeks_later: int
    value: float | None


class Watched(MeetingModel):
    """A frozen week with its figures as frozen, and those that had moved by how many weeks had passed, in order."""

    review: Review
    frozen: Mapping[str, float | None]
    moved: Mapping[int, Mapping[str, float | None]]

    def values(self, figure: str) -> dict[int, float | None]:
        """What the figure was each time it was asked again."""
        frozen = self.frozen.get(figure)
        return {weeks: then.get(figure, frozen) for weeks, then in self.moved.items()}


def keep_revisions(folder: Path, journal: Journal, progress: Report) -> int:
    """Ask the frozen weeks of the last 13 again of the generation served, and keep what moved; how many were asked.

    They are asked with the settings and definitions of their freeze.
    """
    generation = Generations(folder).current()
    frozen = [each for each in reviews(journal).values() if each.is_frozen]
    if generation is None or not frozen:
        return 0
    warehouse = Warehouse(folder, generation)
    try:
        manifests = [(each, _manifest(journal, each)) for each in frozen]
        due = [each for each in manifests if 0 <= _weeks_later(each[1], warehouse.generation) <= WATCHED_WEEKS]
        for number, (review, manifest) in enumerate(due):
            progress(ImportStep(f"Asking {review.week} again", 0, number / len(due)))
            _keep(journal, review, manifest, warehouse)
    finally:
        warehouse.close()
    return len(due)


def watched(journal: Journal) -> list[Watched]:
    """The frozen weeks that were asked again, in order."""
    by_manifest: dict[str, dict[int, str]] = {}
    for entry in journal.kind(KIND):
        if not entry.is_erased:
            by_manifest.setdefault(entry.body["manifest"], {})[entry.body["weeks_later"]] = entry.body["values"]
    return [
        Watched(
            review=each,
            frozen=_frozen(journal, _manifest(journal, each)),
            moved={weeks: _parsed(journal.blob(digest).content) for weeks, digest in sorted(kept.items())},
        )
        for each in reviews(journal).values()
        if each.is_frozen and (kept := by_manifest.get(_digest(each)))
    ]


def revised(journal: Journal, figure: str) -> Iterator[Revised]:
    """What a figure, by its path in the ``metrics`` JSON, was in each frozen week, each time that was asked again."""
    for each in watched(journal):
        for weeks, value in each.values(figure).items() if figure in each.frozen else ():
            yield Revised(figure=figure, week=each.review.week, weeks_later=weeks, value=value)


def _keep(journal: Journal, review: Review, manifest: Manifest, warehouse: Warehouse) -> None:
    """Only what differs from the freeze is kept, and only where that, or the number of weeks, is news."""
    subject, weeks = f"{KIND}:{review.week}", _weeks_later(manifest, warehouse.generation)
    values = Blob(JSON, canonical(_moved(journal, manifest, warehouse)).encode())
    before = journal.subject(subject)
    body = {"manifest": _digest(review), "weeks_later": weeks, "values": values.digest}
    if before and before[-1].body == body:
        return
    draft = EntryDraft(
        subject=subject,
        action="asked",
        body=body,
        read=before[-1].version if before else 0,
        generation=warehouse.generation.id,
        as_of=manifest.as_of,
    )
    journal.append(draft, IMPORT, Role.ANALYST, [values])


def watched_now(journal: Journal, review: Review, warehouse: Warehouse) -> Watched:
    """A frozen week asked again of a generation, whether or not that is on record."""
    manifest = _manifest(journal, review)
    weeks, now = _weeks_later(manifest, warehouse.generation), _moved(journal, manifest, warehouse)
    return Watched(review=review, frozen=_frozen(journal, manifest), moved={weeks: now})


def _moved(journal: Journal, manifest: Manifest, warehouse: Warehouse) -> Numbers:
    if is_same_code(manifest) and manifest.generation_digest == warehouse.generation.digest:
        return {}
    frozen = _frozen(journal, manifest)
    now = later_numbers(warehouse.folder, manifest, frozen, replayed(journal, manifest, warehouse))
    return {
        figure: value if value is None or isfinite(value) else None
        for figure, value in now.items()
        if figure in frozen and moved(frozen[figure], value)
    }


def _weeks_later(manifest: Manifest, generation: Generation) -> int:
    """Whole weeks from the moment of the freeze to that of a generation; negative for data of before it."""
    return (generation.as_of - manifest.as_of) // timedelta(weeks=1)


def _digest(review: Review) -> str:
    return review.latest.manifest if review.latest else ""


def _manifest(journal: Journal, review: Review) -> Manifest:
    return read_manifest(journal, _digest(review))


def _frozen(journal: Journal, manifest: Manifest) -> Numbers:
    return _figures(frozen_figures(journal, manifest))


@lru_cache(maxsize=64)
def _figures(frozen: bytes) -> Numbers:
    return numbers(json.loads(frozen))


@lru_cache(maxsize=1024)
def _parsed(values: bytes) -> Numbers:
    kept: Numbers = json.loads(values)
    return kept
