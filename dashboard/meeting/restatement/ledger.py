"""What a frozen week's figures are today, and by which code, records and definitions they changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dashboard.asking.view import View
from dashboard.importing.restating import REASONS, RecordDifference, differences, mix
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.restatement.later import later_numbers
from dashboard.meeting.restatement.parts import Coalition, coalitions, parts_of
from dashboard.meeting.restatement.paths import Numbers, moved, numbers
from dashboard.meeting.restatement.rows import RecordShares, shares_of
from dashboard.meeting.review.manifest import Manifest
from dashboard.meeting.review.replay import (
    frozen_figures,
    frozen_view,
    has_data,
    is_same_code,
    manifest_for,
    replayed,
)
from dashboard.metrics.report import report
from dashboard.scope.slices import Slice
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.warehouse import Warehouse

AT_ONCE = 2
"""How many companies of old and new rows are built at one time: much of a build keeps a single core busy."""


class ReasonPart(MeetingModel):
    """What the records of a reason changed in a figure; how many of them count in it (all, where it is no sum)."""

    reason: str
    records: int
    part: float


class RestatedFigure(MeetingModel):
    """A figure as frozen and as it is now: ``code`` + ``data`` + ``definitions`` is its whole change.

    Those three are None where one of the values between is null, or the frozen data is no longer kept; ``reasons`` is
    empty where the figure is null with some of the records taken.
    """

    figure: str
    frozen: float | None
    now: float | None
    code: float | None
    data: float | None
    definitions: float | None
    reasons: tuple[ReasonPart, ...] = ()


class RestatedRecord(MeetingModel):
    """A lead or deal that is not as it was; ``parts`` is what it changed in each figure that is a count or a sum."""

    kind: str
    id: str
    reason: str
    what: str
    parts: dict[str, float]


class Restated(MeetingModel):
    """The ledger of a frozen week; ``has_data``: whether its own data is still kept, to share the change out by."""

    week: str
    revision: int
    frozen_generation: str
    generation: str
    has_data: bool
    figures: tuple[RestatedFigure, ...]
    records: tuple[RestatedRecord, ...]


def restated(folder: Path, journal: Journal, today: View, week: str, revision: int | None = None) -> Restated:
    """The ledger of ``week`` against ``today``'s data, settings and definitions; raises BadInput when never frozen."""
    import json

    manifest = manifest_for(journal, week, revision)
    frozen = numbers(json.loads(frozen_figures(journal, manifest)))
    same_data = replayed(journal, manifest, today.warehouse)
    as_today = replace(today, as_of=manifest.as_of, slice=Slice(), chosen=None, trial=None)
    now, new_data = (later_numbers(folder, manifest, frozen, view) for view in (as_today, same_data))
    kept = has_data(folder, manifest)
    old_data = _old_data(folder, journal, manifest, frozen) if kept else None
    changed = _differences(folder, manifest, today) if kept else []
    split = [path for path, value in new_data.items() if old_data and moved(old_data.get(path), value)]
    mixed: dict[Coalition, Numbers] = {}
    shares: tuple[RecordShares, RecordShares] = ({}, {})
    if split and old_data is not None:
        sections = sorted({path.partition(".")[0] for path in split})
        mixed, shares = _mixed(folder, journal, manifest, today, changed, old_data, sections)
    records = _records(changed, *shares, split)
    paths = dict.fromkeys((*frozen, *now))
    figures = [
        _figure(
            path, [frozen, old_data, new_data, now], _parts(path, mixed, records, new_data) if path in split else ()
        )
        for path in paths
        if moved(frozen.get(path), now.get(path))
        or any(moved(frozen.get(path), each.get(path)) for each in (old_data, new_data) if each is not None)
    ]
    return Restated(
        week=week,
        revision=manifest.revision,
        frozen_generation=manifest.generation,
        generation=today.warehouse.generation.id,
        has_data=kept,
        figures=tuple(figures),
        records=tuple(records),
    )


def _old_data(folder: Path, journal: Journal, manifest: Manifest, frozen: Numbers) -> Numbers:
    """The old data under the old definitions, asked by today's code; the frozen figures where that is the same."""
    if is_same_code(manifest):
        return frozen
    view = frozen_view(folder, journal, manifest)
    try:
        return numbers(report(view))
    finally:
        view.warehouse.close()


def _differences(folder: Path, manifest: Manifest, today: View) -> list[RecordDifference]:
    if manifest.generation == today.warehouse.generation.id:
        return []
    generations = Generations(folder)
    before, after = (generations.path(name) for name in (manifest.generation, today.warehouse.generation.id))
    return differences(before, after, manifest.as_of)


def _mixed(
    folder: Path,
    journal: Journal,
    manifest: Manifest,
    today: View,
    changed: Sequence[RecordDifference],
    old_data: Numbers,
    sections: Sequence[str],
) -> tuple[dict[Coalition, Numbers], tuple[RecordShares, RecordShares]]:
    """The figures of some sections with the records of each set of reasons as they are now, all others as they were.

    With what each record added before, and adds with all of them taken.
    """
    generations = Generations(folder)
    before, after = (generations.path(name) for name in (manifest.generation, today.warehouse.generation.id))
    reasons = [reason for reason in REASONS if any(each.reason == reason for each in changed)]
    then = _of_frozen(folder, journal, manifest)

    def of_company(coalition: Coalition) -> tuple[Numbers, RecordShares]:
        taken = [each for each in changed if each.reason in coalition]
        with TemporaryDirectory(prefix="funnel-review-") as name:
            warehouse = Warehouse(Path(name), mix(before, after, taken, Path(name)))
            try:
                view = replayed(journal, manifest, warehouse)
                return numbers(report(view, sections)), shares_of(view) if len(coalition) == len(reasons) else {}
            finally:
                warehouse.close()

    nobody, *others = coalitions(reasons)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        companies = dict(zip(others, pool.map(of_company, others), strict=True))
    now = companies[others[-1]][1] if others else then
    return {nobody: old_data} | {each: figures for each, (figures, _) in companies.items()}, (then, now)


def _of_frozen(folder: Path, journal: Journal, manifest: Manifest) -> RecordShares:
    """What each record added to the figures as they were frozen."""
    view = frozen_view(folder, journal, manifest)
    try:
        return shares_of(view)
    finally:
        view.warehouse.close()


def _records(
    changed: Sequence[RecordDifference], before: RecordShares, after: RecordShares, split: Sequence[str]
) -> list[RestatedRecord]:
    """The records with what each changed in the figures that are sums; deals that went with their lead under it."""
    stands_for: dict[tuple[str, str], tuple[str, str | None]] = {
        (each.kind, each.id): ("lead", each.with_lead) for each in changed if each.with_lead
    }
    parts: dict[tuple[str, str | None], dict[str, float]] = defaultdict(dict)
    for figure in split:
        then, now = before.get(figure, {}), after.get(figure, {})
        for key in then.keys() | now.keys():
            if change := now.get(key, 0) - then.get(key, 0):
                listed = stands_for.get(key, key)
                parts[listed][figure] = parts[listed].get(figure, 0) + change
    return [
        RestatedRecord(
            kind=each.kind,
            id=each.id,
            reason=each.reason,
            what="; ".join(each.what),
            parts={
                figure: parts[each.kind, each.id][figure] for figure in split if figure in parts[each.kind, each.id]
            },
        )
        for each in changed
        if each.with_lead is None
    ]


def _parts(
    figure: str, mixed: Mapping[Coalition, Numbers], records: Sequence[RestatedRecord], now: Numbers
) -> tuple[ReasonPart, ...]:
    reasons = [reason for reason in REASONS if any(reason in coalition for coalition in mixed)]
    shared = parts_of(figure, reasons, mixed)
    if shared is None:
        return ()
    whole, value = mixed[frozenset(reasons)].get(figure), now.get(figure)
    if whole is not None and value is not None and moved(whole, value):
        shared["limits"] = value - whole
    is_sum = any(figure in each.parts for each in records)
    counts = {
        reason: sum(each.reason == reason and (not is_sum or figure in each.parts) for each in records)
        for reason in shared
    }
    return tuple(ReasonPart(reason=reason, records=counts[reason], part=part) for reason, part in shared.items())


def _figure(figure: str, stages: Sequence[Numbers | None], reasons: tuple[ReasonPart, ...]) -> RestatedFigure:
    values = [None if each is None else each.get(figure) for each in stages]
    frozen, old_data, new_data, now = values

    def change(before: float | None, after: float | None) -> float | None:
        return None if before is None or after is None else after - before

    split: dict[str, Any] = {
        "code": change(frozen, old_data),
        "data": change(old_data, new_data),
        "definitions": change(new_data, now),
    }
    return RestatedFigure(figure=figure, frozen=frozen, now=now, reasons=reasons, **split)
