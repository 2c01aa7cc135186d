"""What would stand on the screens if files were imported: they are, into a folder that is thrown away afterwards."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.importing.mapping.language import Mapping
from dashboard.importing.progress import ImportStep, Report
from dashboard.importing.run import ImportOptions, Summary
from dashboard.importing.trying import tried
from dashboard.importing.uploading.uploads import Chosen, Outcome, Upload, tried_uploads
from dashboard.metrics.support import lacks
from dashboard.scope.settings import Settings
from dashboard.warehouse.warehouse import Warehouse

AHEAD = timedelta(days=1)
"""What an import takes of times after its moment: a clock or a zone may be off."""


class RehearsalPart(BaseModel):
    """A part of a rehearsal: frozen."""

    model_config = ConfigDict(frozen=True)


class SetAside(RehearsalPart):
    """Rows that would be set aside for one reason."""

    reason: str
    file: str
    column_name: str | None
    records: int
    sentence: str


class Swallowed(RehearsalPart):
    """Records of one kind that would load and then count for nothing."""

    kind: str
    records: int
    sentence: str


class Lack(RehearsalPart):
    """Figures that would stay empty for one reason, and the columns that would fill them (``deals.amount``)."""

    sentence: str
    figures: tuple[str, ...]
    columns: tuple[str, ...]


class Rehearsal(RehearsalPart):
    """What would stand on the screens, in records; days are the company's, None where nothing came in."""

    leads: int
    answered: int
    deals: int
    linked: int
    won: int
    lost: int
    still_open: int
    first_on: date | None
    last_on: date | None
    read: int
    loaded: int
    quarantined: int
    aside: tuple[SetAside, ...]
    swallowed: tuple[Swallowed, ...]
    unread: tuple[str, ...]
    lacks: tuple[Lack, ...]


def rehearse(
    paths: Sequence[Path],
    mapping: Mapping,
    settings: Settings,
    as_of: datetime | None,
    options: ImportOptions,
    progress: Report,
) -> Rehearsal:
    """What an import of ``paths`` with a mapping would show; raises what that import would raise."""
    with tried(paths, [mapping], settings, as_of, options, progress) as (summary, warehouse):
        return standing_in(summary, warehouse, progress)


def rehearse_uploads(
    uploads: Sequence[Upload],
    chosen: Chosen,
    settings: Settings,
    options: ImportOptions,
    progress: Report,
    *,
    as_of: datetime | None = None,
) -> tuple[Outcome, Rehearsal]:
    """The same for files handed in through the browser, with the outcome of the trial; raises BadInput or MustAsk."""
    with tried_uploads(uploads, chosen, settings, options, progress, as_of=as_of) as (outcome, warehouse):
        return outcome, standing_in(outcome.summary, warehouse, progress)


def standing_in(summary: Summary, folder: Path, progress: Report) -> Rehearsal:
    """What stands on the screens of the warehouse an import filled."""
    rows = sum(file.read for file in summary.files)
    progress(ImportStep("Looking at the figures", rows, 0.95))
    warehouse = Warehouse(folder, summary.generation)
    try:
        # the files came in: a definition that cannot be read is said on the screens, and no reason to stop
        return rehearsal_of(
            open_view(warehouse, lenient=True), [file.not_read for file in summary.files if file.not_read]
        )
    finally:
        warehouse.close()


def rehearsal_of(view: View, unread: Sequence[str]) -> Rehearsal:
    """What stands on the screens of a generation; ``unread`` says which files nobody read."""
    whole = replace(view, as_of=view.warehouse.generation.as_of + AHEAD)
    (standing,) = whole.ask("data/standing").rows
    (totals,) = whole.ask("data/totals").rows
    return Rehearsal(
        **standing,
        **{name: totals[name] for name in ("read", "loaded", "quarantined")},
        aside=tuple(SetAside(**_of(SetAside, dict(row))) for row in whole.ask("data/quarantine_reasons").rows),
        swallowed=tuple(Swallowed(**row) for row in whole.ask("data/remarks").rows),
        unread=tuple(unread),
        lacks=tuple(Lack(sentence=why, figures=figures, columns=columns) for why, figures, columns in lacks(view)),
    )


def _of(model: type[BaseModel], row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in model.model_fields}
