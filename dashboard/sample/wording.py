"""The words of the sample company: ``words.toml``, read into frozen models."""

from datetime import date
from functools import cache

from dashboard.sample.parameters import Parameters, read_toml


class Names(Parameters):
    """Parts of company and person names of a region."""

    starts: tuple[str, ...]
    ends: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]


class Industries(Parameters):
    """Industries that always fitted, that version 2 of the shared profile added, and the others."""

    fitting: tuple[str, ...]
    added: tuple[str, ...]
    other: tuple[str, ...]


class Words(Parameters):
    """Word lists, and the public holidays on which nobody works."""

    holidays: tuple[date, ...]
    elsewhere: tuple[str, ...]
    fair_weeks: tuple[date, ...]
    deciders: tuple[str, ...]
    users: tuple[str, ...]
    others: tuple[str, ...]
    products: tuple[str, ...]
    next_steps: tuple[str, ...]
    rejected: tuple[str, ...]
    disqualified: tuple[str, ...]
    recycled: tuple[str, ...]
    lost: tuple[str, ...]
    stuck_lost: tuple[str, ...]
    cadences: tuple[str, ...]
    nurtures: tuple[str, ...]
    industries: Industries
    branch: dict[str, tuple[str, ...]]
    names: dict[str, Names]


@cache
def words() -> Words:
    """The words of words.toml."""
    return Words.model_validate(read_toml("words.toml"))
