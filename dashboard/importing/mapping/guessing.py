"""Guesses what an unknown file's columns mean, from what companies usually call them and from their values."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.importing.canonical import TABLES, Column, Kind, Table
from dashboard.importing.mapping.profiling import ColumnProfile, FileProfile

HINTS = {
    "leads": "lead contact prospect",
    "deals": "deal opportunit pipeline",
    "accounts": "account compan organi",
    "touches": "touch activit task engagement call meeting",
    "lead_events": "lifecycle leadhistory lead_event",
    "deal_events": "stage_history dealstage deal_event deal_stage",
    "spend": "spend cost ads budget",
    "customers": "customer subscription",
    "reps": "rep user team agent owner",
}

LONGEST = 3
"""Words of a header that may be guessed from one of them; longer ones mean something of their own."""


@dataclass(frozen=True)
class Guess:
    """A canonical column and the column it seems to be read from; ``doubt`` says why it may be wrong."""

    column: Column
    profile: ColumnProfile
    doubt: str = ""


@cache
def _table_of_words() -> dict[str, Any]:
    with (Path(__file__).parent / "synonyms.toml").open("rb") as file:
        return tomllib.load(file)


def names_for(table: str, column: str) -> list[str]:
    """How companies call a canonical column, the surest first."""
    names: list[str] = _table_of_words()[table].get(column, [])
    return names


def meanings(column: str) -> dict[str, str]:
    """A company's words for the fixed words of a column (event, kind, direction, team)."""
    known: dict[str, list[str]] = _table_of_words()["words"].get(column, {})
    return {word: meant for meant, words in known.items() for word in [meant, *words]}


def words_of(header: str) -> str:
    """A header as plain words: ``First_Contact Date`` → ``first contact date``."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header)
    return " ".join(re.findall(r"[^\W_]+", spaced.lower()))


def guess_table(file: FileProfile) -> tuple[Table, list[Guess], bool]:
    """The table a file seems to feed, its columns, and whether another table fits about as well."""
    ranked = sorted(
        (
            (_score(file, table, guesses), table.name, guesses)
            for table in TABLES.values()
            for guesses in [_guesses(file, table)]
        ),
        key=lambda item: (-item[0], item[1]),
    )
    best, runner_up = ranked[0], ranked[1]
    return TABLES[best[1]], best[2], best[0] - runner_up[0] < 2


def _score(file: FileProfile, table: Table, guesses: list[Guess]) -> float:
    """How well a table fits: a guess counts half, and speaks against it when the column surely is something else."""
    found = {guess.column.name: guess for guess in guesses}
    known = {guess.profile.header for guess in guesses if not guess.doubt}
    sure = sum(1.0 if not guess.doubt else -0.5 if guess.profile.header in known else 0.5 for guess in guesses)
    needed = [name for name in table.required if name not in found]
    hinted = 3 if any(hint in file.label.lower() for hint in HINTS[table.name].split()) else 0
    return sure + hinted - 2 * len(needed)


def _guesses(file: FileProfile, table: Table) -> list[Guess]:
    """The best column for each canonical column; a column of the file serves at most two."""
    guesses: list[Guess] = []
    taken: list[str] = []
    for column in table.columns:
        known = names_for(table.name, column.name)
        candidates = [
            (rank, at, profile)
            for at, profile in enumerate(file.columns)
            if (rank := _rank(profile, known)) is not None and _fits(column, profile)
        ]
        for rank, _, profile in sorted(candidates, key=lambda item: item[:2]):
            if taken.count(profile.header) < (1 if rank >= len(known) else 2):
                taken.append(profile.header)
                guesses.append(Guess(column, profile, "guessed from its name" if rank >= len(known) else ""))
                break
    return guesses


def _rank(profile: ColumnProfile, known: list[str]) -> int | None:
    """How well a header fits: the place among the known words, later when it only holds them all."""
    words = words_of(profile.header)
    if words in known:
        return known.index(words)
    if len(words.split()) > LONGEST:
        return None
    inside = [at for at, wanted in enumerate(known) if set(wanted.split()) <= set(words.split())]
    return len(known) + inside[0] if inside else None


def _fits(column: Column, profile: ColumnProfile) -> bool:
    """Whether the values may be what the column holds; an empty column may be anything."""
    if not profile.filled:
        return not column.required
    if column.kind in (Kind.INSTANT, Kind.DAY):
        return profile.is_date or profile.filled in {profile.serials, profile.epochs, profile.epochs_ms}
    if column.kind in (Kind.NUMBER, Kind.WHOLE):
        return 2 * profile.numbers >= profile.filled
    if column.kind is Kind.YES_NO and 2 * profile.booleans < profile.filled:
        return not profile.is_date and 2 * profile.numbers < profile.filled  # a budget of 50,000 is no yes
    return not profile.is_date
