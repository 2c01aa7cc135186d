"""The revision record: kept after an import, and ``funnel-review review revisions``, which prints it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard import stopping
from dashboard.importing.publishing.place import has_journal
from dashboard.meeting.commands.review import review_app
from dashboard.metrics.options import DEFAULT_WAREHOUSE, JsonOption, WarehouseOption, say, say_all, say_json

if TYPE_CHECKING:
    from dashboard.meeting.restatement.revisions import Revised

NOT_ALL_ON_RECORD = "the import is done, but not all it moved in frozen weeks is on record"


def keep_after_import(warehouse: Path) -> None:
    """Ask the frozen weeks again of what was just imported; where that fails or is stopped the import is done anyway.

    Without a journal there is none, and nothing is loaded to find that out.
    """
    if not has_journal(warehouse):
        return
    stopping.enable(NOT_ALL_ON_RECORD)
    from dashboard.errors import FunnelReviewError
    from dashboard.importing.progress import progress_bar
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.restatement.revisions import NOT_ON_RECORD, keep_revisions

    try:
        with progress_bar() as progress:
            keep_revisions(warehouse, open_journal(warehouse), progress)
    except FunnelReviewError as error:
        if stopping.was_requested():  # DuckDB was stopped, and says so in an error of its own
            raise
        typer.echo(f"{NOT_ON_RECORD}: {error}", err=True)
    stopping.disable()


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
