"""What the reader chose to look at: filters on lead columns, in words, in the URL and as bound clauses."""

import csv
from collections.abc import Mapping, Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict

from dashboard.errors import BadInput
from dashboard.tables import NUMBER_TYPES, columns_of

NONE = "(none)"
COMPUTED = ("segment", "icp_tier")
"""Fields that are no column of a lead."""
BAR = {
    "source": "Source",
    "segment": "Company size",
    "region": "Region",
    "owner": "Owner",
    "icp_tier": "ICP tier",
}
"""Fields with a box in the slice bar, in its order, and its words; any other has one while a link names it."""
FIELDS = (*(column.name for column in columns_of("leads")), *COMPUTED)
NUMBERS = frozenset(column.name for column in columns_of("leads") if column.type in NUMBER_TYPES)
FIRST_CYCLES = "cycle"
WORDS = {"icp_tier": "ICP tier"}


class Slice(BaseModel):
    """Filters: OR within a field, AND between fields, ``(none)`` = null, exact text; and first cycles only."""

    model_config = ConfigDict(frozen=True)

    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    first_cycles: bool = False

    @classmethod
    def of(cls, chosen: Mapping[str, Sequence[str]]) -> Self:
        """The slice of ``{field: values}``; empty fields are dropped; an unknown field is BadInput."""
        filters = []
        first_cycles = False
        for field, values in chosen.items():
            if field == FIRST_CYCLES:
                first_cycles = _only_first(values)
            elif field not in FIELDS:
                raise _unknown(field)
            elif values:
                filters.append((field, tuple(dict.fromkeys(_filled(field, values)))))
        return cls(filters=tuple(sorted(filters)), first_cycles=first_cycles)

    @classmethod
    def parse(cls, texts: Sequence[str]) -> Self:
        """The slice of ``FIELD=VALUE,VALUE`` texts; a value with a comma goes in double quotes, a blank is BadInput."""
        chosen: dict[str, list[str]] = {}
        for text in texts:
            field, equals, values = text.partition("=")
            if not equals:
                message = f'--slice "{text}" has no "="; write FIELD=VALUE,VALUE.'
                raise BadInput(message)
            chosen.setdefault(field.strip(), []).extend(next(csv.reader([values], skipinitialspace=True), [""]) or [""])
        return cls.of(chosen)

    def chosen(self) -> dict[str, list[str]]:
        """The slice as ``{field: values}``, as the JSON and the URL hold it."""
        cycle = {FIRST_CYCLES: ["first"]} if self.first_cycles else {}
        return {field: list(values) for field, values in self.filters} | cycle

    def words(self) -> str:
        """The slice as people say it, e.g. "source webinar or organic · first cycles only"."""
        parts = [f"{WORDS.get(field, field.replace('_', ' '))} {' or '.join(values)}" for field, values in self.filters]
        if self.first_cycles:
            parts.append("first cycles only")
        return " · ".join(parts) or "all leads and deals"

    @property
    def is_everything(self) -> bool:
        """True when nothing is filtered."""
        return not self.filters and not self.first_cycles


def compared(column: str, values: Sequence[str]) -> tuple[str, list[str]]:
    """What of a column is compared as text, and with which texts: a number by its value, 50 is 50.0."""
    if column not in NUMBERS:
        return column, list(values)
    return f"cast({column} as double)", [_number(value) for value in values]


def _number(value: str) -> str:
    """A number as the database writes it, "50" as "50.0"; other text as it is."""
    try:
        return str(float(value))
    except ValueError:
        return value


def _filled(field: str, values: Sequence[str]) -> Sequence[str]:
    """The values of a field; BadInput when one is blank: it names nobody, and must not mean everybody."""
    if any(not value.strip() for value in values):
        raise BadInput(f'"{field}" is given an empty value; write {field}={NONE} for records without one.')
    return values


def _only_first(values: Sequence[str]) -> bool:
    if list(values) == ["first"]:
        return True
    if not values or list(values) == ["all"]:
        return False
    message = f'cycle is "first" or "all", not "{",".join(values)}".'
    raise BadInput(message)


def _unknown(field: str) -> BadInput:
    return BadInput(f'There is no field "{field}" to slice by; use one of {", ".join((*FIELDS, FIRST_CYCLES))}.')
