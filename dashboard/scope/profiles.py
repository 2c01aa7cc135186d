"""The customer definitions in force on a day: the shared one, and each team's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from dashboard.errors import BadInput
from dashboard.scope.lastgood import last_good
from icp.document import Definition
from icp.versions import all_versions, in_force, team_files

SHARED = "shared"


@dataclass(frozen=True)
class Profiles:
    """The definitions in force; the versions of the shared one, oldest first, and a sentence for each file left out.

    ``note`` is what to say of the shared one; ``faults`` has a sentence for each file that cannot be used.
    """

    shared: Definition | None = None
    versions: tuple[Definition, ...] = ()
    left_out: tuple[str, ...] = ()
    note: str | None = None
    teams: Mapping[str, Definition] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def profiles(shared: Path | None, day: date, named: Mapping[str, Path]) -> Profiles:
    """The definitions of the file ``shared`` and of the teams' files, those ``named`` or lying beside it.

    Teams may have theirs without a shared one. Where the shared file is gone the note says so. Raises BadDocument where
    a file cannot be used.
    """
    there = shared if shared is not None and shared.is_file() else None
    files = team_files(there, **named)
    teams = {team: in_force(*all_versions(file), day)[0] for team, file in files.items()}
    if there is None:
        return Profiles(note=_gone(shared) if shared else None, teams=teams)
    versions, left_out = all_versions(there)
    definition, note = in_force(versions, left_out, day)
    return Profiles(definition, tuple(versions), tuple(left_out), note, teams)


def last_profiles(shared: Path | None, day: date, named: Mapping[str, Path]) -> Profiles:
    """The same for who must go on: what a file said when it could last be read stays in force, with a fault."""
    faults: list[str] = []
    standing = {}
    files = team_files(shared, **named)
    for team, file in ({SHARED: shared, **files} if shared else files).items():
        read, fault = last_good(("definition", file), partial(_versions, file))
        if fault is not None:
            faults.append(fault if read else f"{fault} Until then there is none.")
        if read is not None:
            standing[team] = read
    teams = {team: in_force(*versions, day)[0] for team, versions in standing.items() if team != SHARED}
    if SHARED not in standing:
        return Profiles(note=faults[0] if shared else None, teams=teams, faults=tuple(faults))
    versions, left_out = standing[SHARED]
    definition, note = in_force(versions, left_out, day)
    return Profiles(definition, tuple(versions), tuple(left_out), note, teams, tuple(faults))


def _versions(file: Path) -> tuple[list[Definition], list[str]]:
    if not file.is_file():
        raise BadInput(_gone(file))
    return all_versions(file)


def _gone(file: Path) -> str:
    return f"The definition {file} is gone; name another with --icp or in the settings."
