"""How a mapping says what a column is read from and which rows are meant: the parts a feed is made of."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self, Union

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dashboard.importing.mapping.formats import DateFormat, Zones

DateOrder = Literal["dmy", "mdy"]
DecimalMark = Literal[".", ","]
EACH_ROW = "each row"
KEY_PREFIX = 3
"""How many characters of a Salesforce id say whose id it is."""


def as_tuple(value: object) -> object:
    """TOML's arrays are lists; a frozen model holds tuples."""
    return tuple(value) if isinstance(value, list) else value


def _as_reading(value: object) -> object:
    """A bare header stands for a column read as it is."""
    return {"column": value} if isinstance(value, str) else value


def _as_beginnings(value: object) -> object:
    """Yes or no, or what the ids of the objects meant begin with: one such beginning, or several."""
    beginnings = [value] if isinstance(value, str) else value
    if isinstance(beginnings, list) and beginnings and all(isinstance(item, str) for item in beginnings):
        if all(len(item) == KEY_PREFIX and item.isalnum() for item in beginnings):
            return tuple(beginnings)
    elif isinstance(value, bool):
        return value
    message = 'say true, or the three characters the ids of its object begin with: "00Q", or several: ["00Q", "003"]'
    raise ValueError(message)


Texts = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
Beginnings = Annotated[bool | tuple[str, ...], BeforeValidator(_as_beginnings)]
LinkPart = Literal["text", "address"]
DateFormats = Annotated[tuple[DateFormat, ...], BeforeValidator(as_tuple)]


class MappingModel(BaseModel):
    """Strict and frozen: an unknown key or a wrong type is refused, never bent."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Lookup(MappingModel):
    """A column of another source: the ``value`` of its rows whose ``key`` equals this row's ``by``.

    ``by`` is a header, or a lookup that finds what to look for in a third source. With ``email`` both are compared as
    addresses, and what is no address finds nothing. Of links ``of_link`` is compared.
    """

    source: str
    key: str
    value: str
    by: Union[str, "Lookup"]
    ignore_case: bool = False
    email: bool = False
    salesforce_id: bool = False
    of_link: LinkPart | None = None

    @property
    def header(self) -> str:
        """The header of this file it begins with."""
        return self.by if isinstance(self.by, str) else self.by.header

    def chain(self) -> Iterator["Lookup"]:
        """Itself, and the lookups it goes through before."""
        yield self
        if isinstance(self.by, Lookup):
            yield from self.by.chain()


class Filter(MappingModel):
    """Keeps rows by the trimmed text of one column, or of a lookup; words are compared without regard to case.

    ``containing`` looks for whole words or phrases anywhere in the text. ``after`` names another column whose text
    must sort before this one's: ISO dates, later than.
    """

    column: str | None = None
    lookup: Lookup | None = None
    one_of: Texts = ()
    not_one_of: Texts = ()
    starts_with: Texts = ()
    containing: Texts = ()
    not_containing: Texts = ()
    after: str | None = None
    empty: bool | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.column is None) == (self.lookup is None):
            message = "a filter looks at a column or at a lookup; name one of them"
            raise ValueError(message)
        conditions = (self.one_of, self.not_one_of, self.starts_with, self.containing, self.not_containing, self.after)
        if sum(map(bool, conditions)) + (self.empty is not None) != 1:
            message = (
                "a filter has exactly one of one_of, not_one_of, starts_with, containing, not_containing, after, empty"
            )
            raise ValueError(message)
        return self

    @property
    def header(self) -> str:
        """The header of this file it looks at."""
        return self.lookup.header if self.lookup else self.column or ""


class Reading(MappingModel):
    """Where a canonical column's text comes from, and how it is understood.

    ``values`` translates words, whatever their case, ``containing`` texts with a word or phrase in them; ``otherwise``
    stands for every other, none included. A translation to ``""`` is null. ``if_any`` stands for any text at all,
    ``assumed`` for none, with a warning. ``salesforce_id`` may name what its ids begin with: an id of another object
    is then refused. Of a link ``of_link`` counts. ``ids`` parts several ids in one cell, of which the first that is
    there counts; ``each`` makes a row of each part.
    """

    column: str | None = None
    first_of: Annotated[tuple[Annotated["Reading", BeforeValidator(_as_reading)], ...], BeforeValidator(as_tuple)] = ()
    join: Texts = ()
    separator: str = " "
    key: Texts = ()
    row_key: bool | Literal["each row"] = False
    constant: str | None = None
    lookup: Lookup | None = None
    of_link: LinkPart | None = None
    ids: str | None = None
    each: str | None = None
    values: dict[str, str] = Field(default_factory=dict)
    containing: dict[str, str] = Field(default_factory=dict)
    otherwise: str | None = None
    if_any: str | None = None
    assumed: str | None = None
    starts_with: Texts = ()
    split: str | None = None
    null_words: Texts = ()
    dates: DateFormats = ()
    date_order: DateOrder | None = None
    zones: Zones = Field(default_factory=dict)
    decimal: DecimalMark | None = None
    true: Texts = ()
    false: Texts = ()
    salesforce_id: Beginnings = False
    hashed: bool = False

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        origins = (self.column, self.first_of, self.join, self.key, self.row_key, self.constant, self.lookup)
        if sum(1 for origin in origins if origin not in (None, (), False)) != 1:
            message = "say exactly one of column, first_of, join, key, row_key, constant, lookup"
            raise ValueError(message)
        if self.otherwise is not None and not (self.values or self.containing):
            message = "otherwise goes with values or containing; add them, or take it out"
            raise ValueError(message)
        if any(part.assumed or part.each for part in self.first_of):
            message = "assumed and each stand beside first_of, not inside; move them out"
            raise ValueError(message)
        return self

    def parts(self) -> Iterator["Reading"]:
        """Itself, and all that it takes the first of."""
        yield self
        for part in self.first_of:
            yield from part.parts()

    def lookups(self) -> Iterator[Lookup]:
        """Its own lookup and those of what it takes the first of."""
        return (lookup for part in self.parts() if part.lookup for lookup in part.lookup.chain())

    def hashes(self) -> bool:
        """Whether any part of it is a keyed hash."""
        return any(part.hashed for part in self.parts())


AnyReading = Annotated[Reading, BeforeValidator(_as_reading)]
Filters = Annotated[tuple[Filter, ...], BeforeValidator(as_tuple)]
