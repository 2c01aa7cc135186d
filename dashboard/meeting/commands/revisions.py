"""The revision record: kept after an import, and ``funnel-review review revisions``, which prints it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.importing.publishing.place import JOURNAL, JOURNAL_VARIABLE
from dashboard.meeting.commands.review import review_app
from dashboard.metrics.options import DEFAULT_WAREHOUSE, JsonOption, WarehouseOption, say, say_all, say_json

if TYPE_CHECKING:
    from dashboard.meeting.restatement.revisions import Revised


def keep_after_import(warehouse: Path) -> None:
    """Ask the frozen weeks again of what was just imported; where that fails the import is done all the same.

    Without a journal there is none, and nothing is loaded to find that out.
    """
    if not os.environ.get(JOURNAL_VARIABLE) and not (warehouse / JOURNAL).exists():
        return
    from dashboard.errors import FunnelReviewError
    from dashboard.importing.progress import progress_bar
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.restatement.revisions import keep_revisions

    try:
        with progress_bar() as progress:
            keep_revisions(warehouse, open_journal(warehouse), progress)
    except FunnelReviewError as error:
        typer.echo(f"The import is done; what it moved in frozen weeks is not on record: {error}", err=True)


@review_app.command("revisions")
def revisions(
    figure: Annotated[str, typer.Option("--figure", help="The figure, by its path in the JSON of `metrics`.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,
) -> None:
    """Say what a figure of each frozen week was later, as every import since had it, and when it settled."""
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.restatement.revisions import revised
    from dashboard.meeting.restatement.settling import FEWEST_WEEKS, sentence_about

    journal = open_journal(warehouse)
    known = list(revised(journal, figure))
    about = sentence_about(journal, figure)
    if as_json:
        say_json({"figure": figure, "sentence": about, "revisions": known})
        return
    say_all(map(_line, known), f"No frozen week with {figure} was asked again yet.")
    if known:
        say(about or f"What is usual is said from {FEWEST_WEEKS} signed weeks on.")


def _line(revised: "Revised") -> str:
    value = "null" if revised.value is None else f"{revised.value:,.10g}"
    return f"{revised.week}  {revised.weeks_later:>2} weeks later  {value}"
