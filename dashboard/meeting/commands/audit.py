"""``funnel-review audit``: the week's deck of leads that both heads judge blind, on screen or on paper."""

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.meeting.commands.options import ByOption
from dashboard.metrics.commands import figures
from dashboard.metrics.options import DEFAULT_WAREHOUSE, JsonOption, SettingsOption, WarehouseOption, say, say_json

if TYPE_CHECKING:
    from dashboard.meeting.audit.deck import Deck

audit_app = typer.Typer(help="The blind audit: both heads judge leads drawn by chance, rejects included.")


@audit_app.command()
def deck(warehouse: WarehouseOption = DEFAULT_WAREHOUSE, settings: SettingsOption = None, by: ByOption = None) -> None:
    """Draw the deck of the newest review week; it can be judged for 7 days."""
    from dashboard.meeting.audit.drawing import draw
    from dashboard.meeting.audit.standing import standing_of
    from dashboard.meeting.audit.words import standing_line
    from dashboard.meeting.commands.looking import opening_view
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person

    person, view, journal = shell_person(by, warehouse), opening_view(warehouse, settings), open_journal(warehouse)
    drawn = draw(journal, view, person)
    say(standing_line(standing_of(view, drawn, journal.moment())))


@audit_app.command()
def status(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE, settings: SettingsOption = None, as_json: JsonOption = False
) -> None:
    """Say what the decks of the last 13 weeks show, and how far each is; nothing of a deck that is being judged."""
    from dashboard.meeting.audit.standing import audit_at, of_quarter, standing_of
    from dashboard.meeting.audit.words import lines_of
    from dashboard.meeting.commands.looking import opening_view
    from dashboard.meeting.journal.journal import open_journal

    view, journal = opening_view(warehouse, settings), open_journal(warehouse)
    known, now = _decks(warehouse), journal.moment()
    audit = audit_at(view, view, known, now)
    standing = [standing_of(view, each, now) for each in of_quarter(view, known.values())]
    if as_json:
        say_json({"audit": audit, "decks": standing})
    else:
        say(*lines_of(audit, standing))


@audit_app.command("export")
def export_paper(
    out: Annotated[Path, typer.Option("--out", help="The CSV file, which must not be there.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    week: Annotated[str | None, typer.Option("--week", help="The deck's week; default: the newest.")] = None,
    settings: SettingsOption = None,
    by: ByOption = None,
) -> None:
    """Write a deck for the head who judges it on paper: what a card shows, and columns to fill in."""
    from dashboard.errors import BadInput
    from dashboard.meeting.audit.judging import deck_of
    from dashboard.meeting.audit.paper import paper_of
    from dashboard.meeting.commands.looking import opening_view
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person

    person, view = shell_person(by, warehouse), opening_view(warehouse, settings)
    named = week or max(_decks(warehouse), default=None)
    if named is None:
        raise BadInput("No deck was drawn yet; `funnel-review audit deck` draws one.")
    paper = paper_of(view, deck_of(open_journal(warehouse), named), person)
    try:
        with out.open("xb") as file:
            file.write(paper)
    except FileExistsError:
        raise BadInput(f"{out}: exists already; name another file.") from None
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror}); name another file.") from None
    say(f"{out} holds the cards of {named}; fill in verdict (good, not, cannot tell), then `audit import` it.")


@audit_app.command("import")
def import_paper(
    path: Annotated[Path, typer.Argument(help="The file that `audit export` wrote, filled in.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    settings: SettingsOption = None,
    by: ByOption = None,
) -> None:
    """Take over what was judged on paper, for the side whose head you are."""
    from dashboard.meeting.audit.paper import take_paper
    from dashboard.meeting.commands.looking import opening_view
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person

    person, view = shell_person(by, warehouse), opening_view(warehouse, settings)
    kept = take_paper(open_journal(warehouse), view, path, person)
    say(f"{kept} judgement{'' if kept == 1 else 's'} kept.")


@wraps(figures, assigned=("__annotations__",))
def metrics(**options: Any) -> None:
    """Print the figures as one JSON object."""
    from dashboard.meeting.audit.standing import audit_at, of_quarter
    from dashboard.meeting.commands.looking import opening_view
    from dashboard.meeting.journal.journal import open_journal

    view, answer = figures(**options)
    section = answer.get("disagreement")
    if section is not None and view.slice.is_everything:  # a deck is drawn from the whole company
        known = _decks(view.warehouse.folder)
        if of_quarter(view, known.values()):
            now, current = open_journal(view.warehouse.folder).moment(), opening_view(view.warehouse.folder)
            section["audit"] = audit_at(view, current, known, now).model_dump(mode="json")
    say_json(answer)


def _decks(warehouse: Path) -> "dict[str, Deck]":
    """The decks there are, without making a journal where nobody has written."""
    from dashboard.importing.publishing.place import has_journal
    from dashboard.meeting.audit.deck import decks
    from dashboard.meeting.journal.journal import open_journal

    return decks(open_journal(warehouse)) if has_journal(warehouse) else {}
