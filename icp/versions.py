"""Which version of a definition is in force on a day, and what changed between two.

The versions of a definition are the ``.toml`` files of its folder that bear its ``name``.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from icp.document import Definition
from icp.errors import BadDocument
from icp.reading import name_in, parse, text_of
from icp.words import criterion_in_words, number_in_words, signatures_in_words

TEAMS: Final = ("marketing", "sales")


def in_force(versions: list[Definition], faults: list[str], day: dt.date) -> tuple[Definition, str | None]:
    """The version in force on ``day`` of those ``all_versions`` gives, and what a reader must be told, if anything.

    That is the latest ``effective_from`` not after ``day``; when there is none, the earliest, and the note says that
    it is not yet in force. The ``faults`` of versions that cannot be used are told too.
    """
    begun = [version for version in versions if version.effective_from <= day]
    if begun:
        return begun[-1], _joined(faults)
    first = versions[0]
    early = f"Version {first.version} of {first.name} takes effect on {first.effective_from}, after the day looked at."
    return first, _joined([early, *faults])


def all_versions(path: Path, instead: Mapping[str, str] | None = None) -> tuple[list[Definition], list[str]]:
    """Every version of the definition at ``path``, oldest first, and a sentence for each file left out.

    Of versions that take effect on the same day the one with the higher version number stands last. ``instead``: texts
    by the name of the file they are read in place of, one of that name there or not.
    """
    files, faults = version_texts(path, instead)
    versions = [parse(text, name) for name, text in files.items()]
    return sorted(versions, key=order_of), faults


def order_of(version: Definition) -> tuple[dt.date, list[tuple[int, str]]]:
    """What versions are sorted by: their day, then their number."""
    return version.effective_from, _natural(version.version)


def version_texts(path: Path, instead: Mapping[str, str] | None = None) -> tuple[dict[str, str], list[str]]:
    """The text of every good version by the name of its file, that of ``path`` first; else as ``all_versions``."""
    texts = dict(instead or {})
    own = texts.get(path.name) or text_of(path)
    texts_there, faults = {path.name: own}, []
    name = parse(own, path.name).name
    for other in sorted({*path.parent.glob("*.toml"), *(path.parent / each for each in texts)}):
        if other.name == path.name:
            continue
        try:
            text = texts.get(other.name) or text_of(other)
            if name_in(text, other.name) == name:
                parse(text, other.name)
                texts_there[other.name] = text
        except BadDocument as error:
            faults.append(f"Left out: {error}")
    return texts_there, faults


def team_files(path: Path | None, *, marketing: Path | None = None, sales: Path | None = None) -> dict[str, Path]:
    """The file of each team's own definition, by team: the one named, else the one that lies beside ``path``."""
    named = {"marketing": marketing, "sales": sales}
    neighbours = {team: path.parent / f"{team}.toml" for team in TEAMS} if path else {}
    there = {team: file for team, file in neighbours.items() if file.exists()}
    return there | {team: file for team, file in named.items() if file}


def differences(before: Definition, after: Definition) -> list[str]:
    """What changed from ``before`` to ``after``, a sentence for each change; empty when nothing a lead feels did."""
    return [*_heading(before, after), *_removed(before, after), *_changed(before, after), *_added(before, after)]


def content_differences(before: Definition, after: Definition) -> list[str]:
    """The same of what a lead feels: version, day and signatures aside."""
    same = {"version": before.version, "effective_from": before.effective_from, "approved_by": before.approved_by}
    return differences(before, after.model_copy(update=same))


def _heading(before: Definition, after: Definition) -> Iterator[str]:
    if before.name != after.name:
        yield f'The name "{before.name}" becomes "{after.name}".'
    if before.version != after.version:
        yield f"Version {before.version} becomes version {after.version}."
    if before.effective_from != after.effective_from:
        yield f"It takes effect on {after.effective_from} instead of {before.effective_from}."
    if before.approved_by != after.approved_by:
        yield f"It is {signatures_in_words(after)}; before it was {signatures_in_words(before)}."
    if before.min_coverage != after.min_coverage:
        was, now = f"{before.min_coverage:.0%}", f"{after.min_coverage:.0%}"
        yield f"A lead gets a tier from {now} of the weight known, before from {was}."
    for tier, threshold in before.tiers.model_dump().items():
        now = getattr(after.tiers, tier)
        if now != threshold:
            yield f"Tier {tier} begins at a fit of {number_in_words(now)} instead of {number_in_words(threshold)}."


def _removed(before: Definition, after: Definition) -> Iterator[str]:
    for criterion in before.criteria:
        if after.criterion(criterion.name) is None:
            yield f'The criterion "{criterion.name}" is gone: {criterion_in_words(criterion)}.'


def _added(before: Definition, after: Definition) -> Iterator[str]:
    for criterion in after.criteria:
        if before.criterion(criterion.name) is None:
            yield f'The criterion "{criterion.name}" is new: {criterion_in_words(criterion)}.'


def _changed(before: Definition, after: Definition) -> Iterator[str]:
    for now in after.criteria:
        was = before.criterion(now.name)
        if was is not None and was != now:
            yield f'The criterion "{now.name}" is now: {criterion_in_words(now)}; before: {criterion_in_words(was)}.'


def _joined(sentences: list[str]) -> str | None:
    return " ".join(sentences) or None


def _natural(version: str) -> list[tuple[int, str]]:
    """Sorts 10 after 9, and text after numbers."""
    return [(int(part), "") if part.isdigit() else (10**9, part) for part in re.findall(r"[0-9]+|[^0-9]+", version)]
