"""The customer definitions in force on a day: the shared one, and each team's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from dashboard.errors import BadInput
from dashboard.scope.lastgood import last_good
from dashboard.scope.signed import SignedVersion, held_to_signatures
from icp.document import Definition
from icp.reading import name_in, text_of
from icp.versions import all_versions, in_force, team_files

SHARED = "shared"
SharedVersions = tuple[list[Definition], list[str], list[str]]


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


def profiles(
    shared: Path | None,
    day: date,
    named: Mapping[str, Path],
    signed: Sequence[SignedVersion] = (),
    doubt: str | None = None,
) -> Profiles:
    """The definitions of the file ``shared`` and of the teams' files, those ``named`` or lying beside it.

    Teams may have theirs without a shared one. Where the shared file is gone the note says so. A file that is no longer
    what was ``signed`` is read as it was, with a note; ``doubt`` is why that may not be known. Raises BadDocument where
    a file cannot be used.
    """
    there = shared if shared is not None and (shared.is_file() or _is_signed(shared, signed)) else None
    files = team_files(there, **named)
    teams = {team: in_force(*all_versions(file), day)[0] for team, file in files.items()}
    if there is None:
        return Profiles(note=_gone(shared) if shared else None, teams=teams)
    versions, left_out, changed = _shared_versions(there, signed)
    definition, note = in_force(versions, [*left_out, *changed, *filter(None, [doubt])], day)
    return Profiles(definition, tuple(versions), tuple(left_out), note, teams)


def last_profiles(
    shared: Path | None,
    day: date,
    named: Mapping[str, Path],
    signed: Sequence[SignedVersion] = (),
    doubt: str | None = None,
) -> Profiles:
    """The same for who must go on: what a file said when it could last be read stays in force, with a fault."""
    faults: list[str] = [doubt] if doubt else []
    standing = {}
    files = team_files(shared, **named)
    for team, file in ({SHARED: shared, **files} if shared else files).items():
        read, fault = last_good(("definition", file), partial(_versions, file, signed if team == SHARED else ()))
        if fault is not None:
            faults.append(fault if read else f"{fault} Until then there is none.")
        if read is not None:
            standing[team] = read
    teams = {team: in_force(versions, left_out, day)[0] for team, (versions, left_out, _) in standing.items()}
    if SHARED not in standing:
        return Profiles(note=faults[1 if doubt else 0] if shared else None, teams=teams, faults=tuple(faults))
    versions, left_out, changed = standing[SHARED]
    del teams[SHARED]
    definition, note = in_force(versions, left_out, day)
    return Profiles(definition, tuple(versions), tuple(left_out), note, teams, (*faults, *changed))


def _versions(file: Path, signed: Sequence[SignedVersion]) -> SharedVersions:
    if not file.is_file() and not _is_signed(file, signed):
        raise BadInput(_gone(file))
    return _shared_versions(file, signed)


def _shared_versions(file: Path, signed: Sequence[SignedVersion]) -> SharedVersions:
    """Every version, a sentence for each file left out, and one for each that is no longer what was signed."""
    name = next((each.name for each in signed if each.file == file.name), None)
    if signed and name is None:
        name = name_in(text_of(file), file.name)
    instead, changed = held_to_signatures(file, [each for each in signed if each.name == name])
    versions, left_out = all_versions(file, instead)
    return versions, left_out, changed


def _is_signed(file: Path, signed: Sequence[SignedVersion]) -> bool:
    return any(each.file == file.name for each in signed)


def _gone(file: Path) -> str:
    return f"The definition {file} is gone; name another with --icp or in the settings."
