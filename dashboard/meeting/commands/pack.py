"""``funnel-review review --out FILE``: the pack of a week, in the format that the file's name says."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dashboard.metrics.options import say_beside

if TYPE_CHECKING:
    from dashboard.meeting.pack.document import Pack


def write_pack(
    warehouse: Path,
    out: Path,
    week: str | None,
    revision: int | None,
    chosen: Sequence[str],
    settings: Path | None,
    named_format: str | None,
    paper: str,
    *,
    names: bool,
) -> None:
    """Write it; exit status 1 when it is written and the data is older than the week or lacks figures."""
    from dashboard.meeting.pack.writing import format_of, paper_of, write

    kind, size = format_of(out, named_format), paper_of(paper)
    pack = pack_of(warehouse, week, revision, chosen, settings, names=names)
    write(pack, kind, out, size)
    lacks = list(dict.fromkeys(pack.content.unsupported.values()))
    shortcomings = [pack.content.stale, f"Not supported: {' '.join(lacks)}" if lacks else ""]
    for sentence in filter(None, shortcomings):
        say_beside(sentence)
    if any(shortcomings):
        raise typer.Exit(1)


def pack_of(
    warehouse: Path,
    week: str | None,
    revision: int | None,
    chosen: Sequence[str],
    settings: Path | None,
    *,
    names: bool,
) -> "Pack":
    """The document: of a frozen week as it was kept, of an open one as it is."""
    from dataclasses import replace

    from dashboard.asking.values_there import refuse_nobody
    from dashboard.errors import BadInput
    from dashboard.importing.publishing.place import has_journal
    from dashboard.meeting.commands.looking import week_view
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.pack import building
    from dashboard.meeting.review.review import Review, review_of
    from dashboard.scope.slices import Slice

    journal, view = open_journal(warehouse), None
    if week is None:
        view = week_view(warehouse, None, settings)
        week = view.week
    review = review_of(journal, week) if has_journal(warehouse) else Review(week=week, version=0)
    freeze = review.revision(revision) if revision else review.latest if review.is_frozen else None
    if revision and freeze is None:
        raise BadInput(f"The review of {week} has no revision {revision}; `funnel-review review list` says which.")
    part = Slice.parse(chosen)
    if freeze is None:
        looked_at = replace(view or week_view(warehouse, week, settings), slice=part)
        refuse_nobody(looked_at)
        pack = building.open_pack(warehouse, journal, looked_at)
        return building.with_names(pack, looked_at) if names else pack
    if part.is_everything:
        pack = building.frozen_pack(warehouse, journal, review, freeze)
    else:
        pack = building.frozen_slice(warehouse, journal, freeze, part)
    return building.with_names(pack, building.frozen_data(warehouse, journal, freeze)) if names else pack
