"""The mapping language: one TOML file that says how a company's exports become the canonical tables.

A mapping has sources (kinds of file); a source feeds tables; a table's columns are read from the
source's columns. A column is written as the header it is read from (``source = "LeadSource"``) or as a
table saying how (``amount = { column = "Amount", decimal = "," }``). language.md, beside this file, shows each key.
"""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from dashboard.importing.canonical import ColumnKind
from dashboard.importing.mapping.formats import Zones
from dashboard.importing.mapping.readings import (
    AnyReading,
    DateFormats,
    DateOrder,
    DecimalMark,
    Filter,
    Filters,
    Lookup,
    MappingModel,
    Reading,
    Texts,
    as_tuple,
)
from dashboard.importing.working import FED, MERGED_RECORDS


def _two_lines(value: object) -> object:
    """Two lines that are one header, the upper first; a line alone as it is."""
    if not isinstance(value, list):
        return value
    if len(value) == 2 and all(type(line) is int for line in value) and 1 <= value[0] == value[1] - 1:
        return tuple(value)
    message = "must be the line of the headers, or the two lines they stand in, such as [3, 4]"
    raise ValueError(message)


HeaderRow = Annotated[Annotated[int, Field(ge=1)] | tuple[int, int], BeforeValidator(_two_lines)]

__all__ = ["Feed", "Filter", "Lookup", "Mapping", "Reading", "Source"]


class Feed(MappingModel):
    """One table a source feeds; ``events`` adds a row for each date column that has a date.

    ``whole_file`` feeds it from the rows that the source's ``keep`` leaves out, too.
    """

    table: str
    columns: dict[str, AnyReading]
    where: Filters = ()
    whole_file: bool = False
    events: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_its_table(self) -> Self:
        table = FED.get(self.table)
        if table is None:
            message = f'"{self.table}" is no table; the tables are {", ".join(sorted(FED))}'
            raise ValueError(message)
        names = {column.name for column in table.columns if not column.of_import}
        if strangers := [name for name in self.columns if name not in names]:
            message = f"{self.table} has no column {strangers[0]}; it has {', '.join(sorted(names))}"
            raise ValueError(message)
        given = set(self.columns) | ({"at", "event"} if self.events else set())
        if self.events and (not {"at", "event"} <= names or {"at", "event"} & set(self.columns)):
            message = "events give at and event, so the table is one that has both and names neither; correct it"
            raise ValueError(message)
        if missing := [name for name in table.required if name not in given]:
            message = f"{self.table} needs {missing[0]}; say which column it is read from"
            raise ValueError(message)
        for name, reading in self.columns.items():
            column = table.column(name)
            dated = column is not None and column.kind in (ColumnKind.INSTANT, ColumnKind.DAY)
            if not dated and (reading.dates or reading.date_order or reading.zones):
                message = f"{name} is no date, so it has neither dates nor date_order nor zones; take them out"
                raise ValueError(message)
            if reading.each and table is not MERGED_RECORDS:
                message = (
                    f"{name} has each, which makes several rows of one: only merged_records has those; take it out"
                )
                raise ValueError(message)
            if any(part.ids for part in reading.parts()) and (column is None or not column.refers_to):
                message = f"{name} names no row of another table, so it has no ids; say which part counts with split"
                raise ValueError(message)
        return self


class Source(MappingModel):
    """One kind of file: recognised by its name, its headers or both, feeding one or more tables.

    ``sheet`` is the sheet of a workbook, ``header_row`` the line its headers stand in (or the two they stand in,
    together), ``skip_footer`` how many rows at its end are none. ``fill_down`` names columns whose blank cells mean
    what stands above. ``tolerant`` lets columns be absent from a file: what they feed stays null, or is not fed. A
    source without feeds is there to be looked up.
    """

    name: str
    files: Texts = ()
    headers: Texts = ()
    sheet: str | None = None
    header_row: HeaderRow | None = None
    skip_footer: Annotated[int, Field(ge=0, le=1000)] = 0
    fill_down: Texts = ()
    keep: Filters = ()
    tolerant: bool = False
    null_words: Texts = ()
    dates: DateFormats = ()
    date_order: DateOrder | None = None
    zones: Zones = Field(default_factory=dict)
    decimal: DecimalMark | None = None
    feeds: Annotated[tuple[Feed, ...], BeforeValidator(as_tuple)] = ()

    @model_validator(mode="after")
    def _is_recognisable(self) -> Self:
        if not self.files and not self.headers:
            message = "say which files it is: files (name patterns), headers, or both"
            raise ValueError(message)
        if any(item.lookup for item in self.keep):
            message = "keep looks at the file's own columns; put a filter with a lookup into the where of a feed"
            raise ValueError(message)
        return self

    def lookups(self) -> Iterator[Lookup]:
        """Every lookup its columns and filters make."""
        for feed in self.feeds:
            yield from (lookup for item in feed.where if item.lookup for lookup in item.lookup.chain())
            for reading in feed.columns.values():
                yield from reading.lookups()

    def hashes(self) -> bool:
        """Whether any of its columns is a keyed hash."""
        return any(reading.hashes() for feed in self.feeds for reading in feed.columns.values())


class Mapping(MappingModel):
    """A whole mapping; the first source that recognises a file reads it.

    ``advice`` says how to export files that it does read. ``backslash_escapes``: in its files a quote inside a quoted
    value stands behind a backslash. ``zones`` says what abbreviations of time zones mean (``EST = "-05:00"``), where a
    source or a column says nothing else.
    """

    name: str
    description: str = ""
    advice: str = ""
    backslash_escapes: bool = False
    zones: Zones = Field(default_factory=dict)
    sources: Annotated[tuple[Source, ...], BeforeValidator(as_tuple)]

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
