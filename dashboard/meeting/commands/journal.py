"""``funnel-review journal``: the journal as a file, verified, brought back, erased from."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.errors import BadInput
from dashboard.meeting.commands.options import ByOption
from dashboard.metrics.options import DEFAULT_WAREHOUSE, WarehouseOption, say

journal_app = typer.Typer(help="What people wrote: verify it, take it elsewhere, back it up, erase a person's text.")

NewFile = Annotated[Path, typer.Option("--out", help="A new file, readable by you alone.")]


@journal_app.command("verify")
def verify(warehouse: WarehouseOption = DEFAULT_WAREHOUSE) -> None:
    """Recompute the chain. Exit status 1 when it does not hold, naming the first entry that breaks it."""
    from dashboard.meeting.journal.chain import fault_of
    from dashboard.meeting.journal.journal import open_journal

    journal = open_journal(warehouse)
    if fault := fault_of(journal):
        say(fault)
        raise typer.Exit(1)
    entries = journal.since()
    last = f", the last with digest {entries[-1].digest[:12]}" if entries else ""
    say(f"The chain holds: {len(entries):,} entries{last}.")


@journal_app.command("export")
def export(out: NewFile, warehouse: WarehouseOption = DEFAULT_WAREHOUSE) -> None:
    """Write every entry to a file of JSON lines."""
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.journal.moving import export_journal

    say(f"{export_journal(open_journal(warehouse), out):,} entries are in {out}.")


@journal_app.command("import")
def bring_in(
    path: Annotated[Path, typer.Argument(help="An export of a journal.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Add what an export holds beyond the journal; one that begins otherwise is refused."""
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.journal.moving import import_journal

    say(f"{import_journal(open_journal(warehouse), path):,} entries were added.")


@journal_app.command("backup")
def backup(out: NewFile, warehouse: WarehouseOption = DEFAULT_WAREHOUSE) -> None:
    """Write a verified copy, whichever store the journal is in, as a SQLite file while people go on writing."""
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.journal.moving import back_up

    say(f"{back_up(open_journal(warehouse), out):,} entries are safe in {out}.")


@journal_app.command("erase")
def erase(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    author: Annotated[
        str | None, typer.Option("--author", help="All that somebody wrote: their e-mail or name.")
    ] = None,
    entry: Annotated[list[int] | None, typer.Option("--entry", help="The entry at this place; repeatable.")] = None,
    by: ByOption = None,
) -> None:
    """Blank what entries say, for good. That they were written, when and by whom stays, and the chain still holds."""
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person
    from dashboard.meeting.people.matrix import Action, role_for

    if not author and not entry:
        raise BadInput("Nothing is named to erase; give --author or --entry.")
    journal = open_journal(warehouse)
    chosen = [each for each in journal.since() if each.seq in (entry or ()) or each.author == author]
    person = shell_person(by, warehouse)
    erased = journal.erase(chosen, person, role_for(person, Action.ADMINISTER))
    number = len(erased.body["entries"]) if erased else 0
    say(f"{number:,} entries are erased; a backup made before still has them.")
