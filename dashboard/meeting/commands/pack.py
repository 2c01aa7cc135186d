"""``funnel-review review --out FILE``: the pack of a week, in the format that the file's name says."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dashboard.metrics.options import say_beside

if TYPE_CHECKING:
    from dashboard.asking.view import View
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
    lacks = dict.fromkeys(why.removesuffix(".") for why in pack.content.unsupported.values())
    shortcomings = [pack.content.stale, f"Not supported: {'; '.join(lacks)}." if lacks else ""]
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
    from dashboard.meeting.commands.looking import week_view
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.pack import building
    from dashboard.scope.slices import Slice

    view = week_view(warehouse, None, settings) if week is None else None

    def live() -> "View":
        return view or week_view(warehouse, week, settings)

    named = week or live().week
    pack, looked_at = building.pack_of(warehouse, open_journal(warehouse), named, revision, Slice.parse(chosen), live)
    return building.with_names(pack, looked_at()) if names else pack
