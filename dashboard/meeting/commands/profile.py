"""``funnel-review icp``: versions of the shared profile compared, proposed, signed or not, and how it stands."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from dashboard.meeting.commands.options import ByOption, ReadOption
from dashboard.metrics.options import DEFAULT_WAREHOUSE, JsonOption, SettingsOption, WarehouseOption, say, say_json
from dashboard.warehouse.bucket.place import named_warehouse

if TYPE_CHECKING:
    from datetime import date

    from dashboard.asking.view import View
    from dashboard.meeting.journal.journal import Journal
    from dashboard.meeting.person import Person
    from dashboard.meeting.profile.place import ProfilePlace
    from dashboard.meeting.profile.proposal import ProfileLife
    from dashboard.meeting.review.review import SideName

SideOption = Annotated[
    str | None, typer.Option("--side", help="marketing or sales; default: the one whose head you are.")
]


def diff(
    before: Path,
    after: Path,
    warehouse: Annotated[
        Path | None,
        typer.Option(
            "--warehouse", parser=named_warehouse, metavar="<path>", help="Say too which of its leads change tier."
        ),
    ] = None,
    settings: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what changed between two versions of a definition, and which leads change tier by it."""
    from dashboard.meeting.profile.moves import as_lines, moves_between
    from icp.reading import read
    from icp.versions import differences

    was, will = read(before), read(after)
    changes = differences(was, will)
    moves = None
    if warehouse is not None:
        from dashboard.meeting.commands.looking import opening_view

        moves = moves_between(opening_view(warehouse, settings), was, will)
    if as_json:
        say_json({"changes": changes} | (moves.model_dump(mode="json") if moves else {}))
        return
    say(*(changes or ["Nothing changed."]))
    if moves is not None:
        say(*as_lines(moves))


def propose(
    draft: Annotated[Path, typer.Argument(help="The profile as it should be: a TOML file.")],
    why: Annotated[str, typer.Option("--why", help="The reason.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    day: Annotated[
        str | None, typer.Option("--from", help="The day it takes effect; default: the draft's effective_from.")
    ] = None,
    settings: SettingsOption = None,
    by: ByOption = None,
    read_at: ReadOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose a version of the shared profile, for both heads to sign. The draft's own signatures count for nothing."""
    from dashboard.meeting.commands.looking import opening_view
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person
    from dashboard.meeting.profile import writing
    from icp.reading import parse, text_of

    person = shell_person(by, warehouse)
    text = text_of(draft)
    drafted = parse(text, draft.name)
    if day is not None:
        drafted = drafted.model_copy(update={"effective_from": _day(day)})
    view = opening_view(warehouse, settings)
    writing.propose(open_journal(warehouse), view, drafted, why, person, text=text, read=read_at)
    _show(view, as_json=as_json)


def sign(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    side: SideOption = None,
    reservation: Annotated[str, typer.Option("--reservation", help="What you sign it with.")] = "",
    settings: SettingsOption = None,
    by: ByOption = None,
    read_at: ReadOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sign the proposal under way for a side; the second signature writes its file, in force from its day."""
    from dashboard.meeting.profile import writing

    def write(journal: "Journal", place: "ProfilePlace", person: "Person") -> "ProfileLife":
        return writing.sign(journal, place, _side(side, person), person, read_at, reservation=reservation)

    _write(warehouse, settings, by, write, as_json=as_json)


def decline(
    why: Annotated[str, typer.Option("--why", help="The reason.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    side: SideOption = None,
    settings: SettingsOption = None,
    by: ByOption = None,
    read_at: ReadOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say for a side that it does not sign the proposal under way, and why; that ends it."""
    from dashboard.meeting.profile import writing

    def write(journal: "Journal", place: "ProfilePlace", person: "Person") -> "ProfileLife":
        return writing.decline(journal, place, _side(side, person), person, why, read_at)

    _write(warehouse, settings, by, write, as_json=as_json)


def withdraw(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    why: Annotated[str, typer.Option("--why", help="The reason, if there is one to give.")] = "",
    settings: SettingsOption = None,
    by: ByOption = None,
    read_at: ReadOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take back the proposal under way, as whoever proposed it."""
    from dashboard.meeting.profile import writing

    def write(journal: "Journal", place: "ProfilePlace", person: "Person") -> "ProfileLife":
        return writing.withdraw(journal, place, person, why, read_at)

    _write(warehouse, settings, by, write, as_json=as_json)


def status(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE, settings: SettingsOption = None, as_json: JsonOption = False
) -> None:
    """Say how every version and proposal stands; write a signed file that is not there.

    Exit status 1 when a file is not what was signed, or cannot be used.
    """
    from dashboard.meeting.commands.looking import opening_view

    if _show(opening_view(warehouse, settings), as_json=as_json):
        raise typer.Exit(1)


def _write(
    warehouse: Path,
    settings: Path | None,
    by: str | None,
    write: "Callable[[Journal, ProfilePlace, Person], ProfileLife]",
    *,
    as_json: bool,
) -> None:
    """Write on the proposal under way, and say how the profile then stands."""
    from dashboard.meeting.commands.looking import opening_view
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.people.command_line import shell_person
    from dashboard.meeting.profile.place import place_of

    person, view = shell_person(by, warehouse), opening_view(warehouse, settings)
    write(open_journal(warehouse), place_of(view), person)
    _show(view, as_json=as_json)


def _show(view: "View", *, as_json: bool) -> bool:
    """Say how the profile stands; whether there is a fault."""
    from dashboard.importing.publishing.place import has_journal
    from dashboard.meeting.journal.journal import open_journal
    from dashboard.meeting.profile.files import heal
    from dashboard.meeting.profile.place import place_of
    from dashboard.meeting.profile.proposal import ProfileLife, life_of
    from dashboard.meeting.profile.standing import standing
    from dashboard.meeting.profile.words import as_json as standing_json
    from dashboard.meeting.profile.words import lines_of

    journal, is_there = open_journal(view.warehouse.folder), has_journal(view.warehouse.folder)
    place = place_of(view)
    healed = heal(journal, place) if is_there else []
    if healed:
        place = place_of(view)
    life = life_of(journal, place.name) if is_there else ProfileLife(name=place.name)
    profile = standing(place, life, journal.moment())
    if as_json:
        say_json(standing_json(profile) | {"healed": healed})
    else:
        say(*healed, *lines_of(profile))
    return bool(profile.faults)


def _side(named: str | None, person: "Person") -> "SideName":
    """The side somebody speaks for: the one named, else that of their one head's role."""
    from dashboard.errors import BadInput
    from dashboard.meeting.people.matrix import Action, role_for
    from dashboard.meeting.review.review import SIDES

    if named is not None:
        if named not in SIDES:
            raise BadInput(f'--side "{named}" is no side; use {" or ".join(SIDES)}.')
        return cast("SideName", named)
    role_for(person, Action.SIGN)
    own = [side for side, role in SIDES.items() if role in person.roles]
    if len(own) != 1:
        raise BadInput(f"{person.name} has the roles of both heads; say by --side for which one this is.")
    return own[0]


def _day(text: str) -> "date":
    from datetime import date

    from dashboard.errors import BadInput

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f'--from "{text}" is no day; write it as 2026-12-07.') from None
