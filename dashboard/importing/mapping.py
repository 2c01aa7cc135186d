"""The mapping language: one TOML file that says how a company's exports become the canonical tables.

A mapping has sources (kinds of file); a source feeds tables; a table's columns are read from the
source's columns. A column is written as the header it is read from (``source = "LeadSource"``) or as a
table saying how (``amount = { column = "Amount", decimal = "," }``). mapping.md, beside this file, shows each key.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dashboard.importing.canonical import TABLES, Kind
from dashboard.importing.formats import DateFormat

DateOrder = Literal["dmy", "mdy"]
DecimalMark = Literal[".", ","]
KEY_PREFIX = 3
"""How many characters of a Salesforce id say whose id it is."""


def _as_tuple(value: object) -> object:
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


Texts = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
Beginnings = Annotated[bool | tuple[str, ...], BeforeValidator(_as_beginnings)]


class Model(BaseModel):
    """Strict and frozen: an unknown key or a wrong type is refused, never bent."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Filter(Model):
    """Keeps rows by one column's trimmed text; words are compared without regard to case.

    ``after`` names another column whose text must sort before this one's: ISO dates, later than.
    """

    column: str
    one_of: Texts = ()
    not_one_of: Texts = ()
    starts_with: Texts = ()
    after: str | None = None
    empty: bool | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        said = (self.one_of, self.not_one_of, self.starts_with, self.after)
        if sum(map(bool, said)) + (self.empty is not None) != 1:
            message = "a filter has exactly one of one_of, not_one_of, starts_with, after, empty"
            raise ValueError(message)
        return self


class Lookup(Model):
    """A column of another source: the ``value`` of its rows whose ``key`` equals this row's ``by``.

    With ``email`` both are compared as addresses, and what is no address finds nothing.
    """

    source: str
    key: str
    value: str
    by: str
    ignore_case: bool = False
    email: bool = False
    salesforce_id: bool = False


class Reading(Model):
    """Where a canonical column's text comes from, and how it is understood.

    ``values`` translates words, whatever their case; ``otherwise`` stands for every other, none included.
    A translation to ``""`` is null. ``salesforce_id`` may name what its ids begin with: an id of another
    object is then refused.
    """

    column: str | None = None
    first_of: Annotated[tuple[Annotated["Reading", BeforeValidator(_as_reading)], ...], BeforeValidator(_as_tuple)] = ()
    join: Texts = ()
    separator: str = " "
    key: Texts = ()
    row_key: bool = False
    constant: str | None = None
    lookup: Lookup | None = None
    values: dict[str, str] = Field(default_factory=dict)
    otherwise: str | None = None
    starts_with: Texts = ()
    split: str | None = None
    null_words: Texts = ()
    dates: Annotated[tuple[DateFormat, ...], BeforeValidator(_as_tuple)] = ()
    date_order: DateOrder | None = None
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
        if self.otherwise is not None and not self.values:
            message = "otherwise goes with values; add them, or take it out"
            raise ValueError(message)
        return self

    def lookups(self) -> Iterator[Lookup]:
        """Its own lookup and those of what it takes the first of."""
        if self.lookup:
            yield self.lookup
        for part in self.first_of:
            yield from part.lookups()

    def hashes(self) -> bool:
        """Whether any part of it is a keyed hash."""
        return self.hashed or any(part.hashes() for part in self.first_of)


AnyReading = Annotated[Reading, BeforeValidator(_as_reading)]
Filters = Annotated[tuple[Filter, ...], BeforeValidator(_as_tuple)]


class Feed(Model):
    """One canonical table a source feeds; ``events`` adds a row for each date column that has a date."""

    table: str
    columns: dict[str, AnyReading]
    where: Filters = ()
    events: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_its_table(self) -> Self:
        table = TABLES.get(self.table)
        if table is None:
            message = f'"{self.table}" is no table; the tables are {", ".join(sorted(TABLES))}'
            raise ValueError(message)
        names = {column.name for column in table.columns}
        if strangers := [name for name in self.columns if name not in names]:
            message = f"{self.table} has no column {strangers[0]}; it has {', '.join(sorted(names))}"
            raise ValueError(message)
        given = set(self.columns) | ({"at", "event"} if self.events else set())
        if self.events and (not {"at", "event"} <= names or {"at", "event"} & set(self.columns)):
            message = (
                "events give at and event, so the table is lead_events or deal_events and names neither; correct it"
            )
            raise ValueError(message)
        if missing := [name for name in table.required if name not in given]:
            message = f"{self.table} needs {missing[0]}; say which column it is read from"
            raise ValueError(message)
        for name, reading in self.columns.items():
            column = table.column(name)
            dated = column is not None and column.kind in (Kind.INSTANT, Kind.DAY)
            if not dated and (reading.dates or reading.date_order):
                message = f"{name} is no date, so it has neither dates nor date_order; take them out"
                raise ValueError(message)
        return self


class Source(Model):
    """One kind of file: recognised by its name, its headers or both, feeding one or more tables.

    ``tolerant`` lets columns be absent from a file: what they feed stays null, or is not fed. A source
    without feeds is there to be looked up.
    """

    name: str
    files: Texts = ()
    headers: Texts = ()
    keep: Filters = ()
    tolerant: bool = False
    null_words: Texts = ()
    dates: Annotated[tuple[DateFormat, ...], BeforeValidator(_as_tuple)] = ()
    date_order: DateOrder | None = None
    decimal: DecimalMark | None = None
    feeds: Annotated[tuple[Feed, ...], BeforeValidator(_as_tuple)] = ()

    @model_validator(mode="after")
    def _is_recognisable(self) -> Self:
        if not self.files and not self.headers:
            message = "say which files it is: files (name patterns), headers, or both"
            raise ValueError(message)
        return self

    def lookups(self) -> Iterator[Lookup]:
        """Every lookup its columns make."""
        for feed in self.feeds:
            for reading in feed.columns.values():
                yield from reading.lookups()

    def hashes(self) -> bool:
        """Whether any of its columns is a keyed hash."""
        return any(reading.hashes() for feed in self.feeds for reading in feed.columns.values())


class Mapping(Model):
    """A whole mapping; the first source that recognises a file reads it.

    ``advice`` says how to export files that it does read. ``backslash_escapes``: in its files a quote inside a quoted
    value stands behind a backslash.
    """

    name: str
    description: str = ""
    advice: str = ""
    backslash_escapes: bool = False
    sources: Annotated[tuple[Source, ...], BeforeValidator(_as_tuple)]

    @model_validator(mode="after")
    def _is_closed(self) -> Self:
        names = [source.name for source in self.sources]
        if repeated := [name for name in names if names.count(name) > 1]:
            message = f'two sources are called "{repeated[0]}"; rename one'
            raise ValueError(message)
        looked_up = {lookup.source for source in self.sources for lookup in source.lookups()}
        if strangers := sorted(looked_up - set(names)):
            message = f'a lookup names the source "{strangers[0]}", which is not in the mapping; add it'
            raise ValueError(message)
        return self
