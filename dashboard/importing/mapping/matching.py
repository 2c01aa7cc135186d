"""Which source of a mapping reads a file, and which of the file's columns each header means."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from dashboard.errors import BadInput
from dashboard.importing.canonical import TABLES, Table
from dashboard.importing.mapping.language import Feed, Filter, Mapping, Reading, Source
from dashboard.importing.reading import Staged

CANONICAL = Mapping(name="canonical", sources=())
"""Stands for "no mapping": a file named after a canonical table, with its headers."""


def _plain(text: str) -> str:
    return text.strip(" \ufeff").strip()


@dataclass(frozen=True)
class Header:
    """The header line of one file."""

    label: str
    names: tuple[str, ...]

    def find(self, wanted: str) -> str | None:
        """The staged column (``c4``) that ``wanted`` means, None when there is none.

        Case is no difference. Raises BadInput when several columns could be meant, in the same spelling or another:
        which one is told neither by position nor by its capitals.
        """
        alike = [at for at, name in enumerate(self.names) if _plain(name).lower() == wanted.lower()]
        if len(alike) > 1:
            spellings = {_plain(self.names[at]) for at in alike}
            shown = " and ".join(f'"{name}"' for name in sorted(spellings))
            raise BadInput(
                f'{self.label}: the header "{wanted}" is used and stands in {len(alike)} columns '
                f"({', '.join(str(at + 1) for at in alike)}{f': {shown}' if len(spellings) > 1 else ''}); "
                "rename all but the one that is meant."
            )
        return f"c{alike[0]}" if alike else None


@dataclass(frozen=True)
class FilePlan:
    """One staged file with the source that reads it; ``origin`` names the mapping in errors.

    ``typed``: its numbers were numbers and no text, so their decimal mark is known. ``unread`` are the columns the
    mapping does not read, ``zones`` what abbreviations of zones mean throughout the mapping.
    """

    number: int
    staged: Staged
    source: Source
    origin: str
    header: Header
    typed: bool
    unread: tuple[str, ...] = ()
    zones: dict[str, str] = field(default_factory=dict)

    def column(self, wanted: str) -> str | None:
        """The staged column of a header; None when absent and the source allows that, else BadInput.

        ``A|B`` means the first of the headers A and B that is there.
        """
        found = next((column for name in alternatives(wanted) if (column := self.header.find(name))), None)
        if found is None and not self.source.tolerant:
            raise BadInput(
                f'{self.staged.label}: the mapping {self.origin} reads the column "{wanted}", which is not there; '
                "export it too, or change the mapping."
            )
        return found


def alternatives(wanted: str) -> list[str]:
    """The headers that ``A|B`` stands for, in order of preference."""
    return [name.strip() for name in wanted.split("|")]


def headers_of(reading: Reading) -> list[str]:
    """The headers a reading uses, in the order it prefers them."""
    own = [reading.column] if reading.column else []
    looked_up = [reading.lookup.by] if reading.lookup else []
    parts = [header for part in reading.first_of for header in headers_of(part)]
    return [*own, *reading.join, *reading.key, *looked_up, *parts]


def used_headers(source: Source) -> set[str]:
    """Every header a source may use, patterns of date columns left out."""
    filters: list[Filter] = [*source.keep, *(item for feed in source.feeds for item in feed.where)]
    readings = [reading for feed in source.feeds for reading in feed.columns.values()]
    events = [name for feed in source.feeds for name in feed.events if "*" not in name]
    return {
        *source.headers,
        *events,
        *(item.header for item in filters),
        *(header for reading in readings for header in headers_of(reading)),
    }


def unread_columns(mapping: Mapping, source: Source, header: Header) -> tuple[str, ...]:
    """The columns of a file that neither its source nor a lookup of another one reads."""
    looked_up = [
        wanted
        for other in mapping.sources
        for lookup in other.lookups()
        if lookup.source == source.name
        for wanted in (lookup.key, lookup.value)
    ]
    used = {name.lower() for wanted in (*used_headers(source), *looked_up) for name in alternatives(wanted)}
    stars = [name.lower() for feed in source.feeds for name in feed.events if "*" in name]
    names = (name.strip() for name in header.names)
    return tuple(
        name
        for name in names
        if name and name.lower() not in used and not any(fnmatchcase(name.lower(), star) for star in stars)
    )


def known_columns(mapping: Mapping, file_name: str, headers: Sequence[str]) -> int:
    """How many of the cells of a supposed header line the mapping knows: the best of its sources."""
    cells = {_plain(cell).lower() for cell in headers}
    if mapping is CANONICAL:
        table = canonical_table(file_name)
        return len(cells & {column.name for column in table.columns}) if table else 0
    wanted = [
        {name.lower() for used in used_headers(source) for name in alternatives(used)} for source in mapping.sources
    ]
    return max((len(cells & names) for names in wanted), default=0)


def canonical_table(file_name: str) -> Table | None:
    """The table a file without a mapping is read as, by its name; None when it is called like none."""
    return TABLES.get(_stem(file_name))


def _stem(file_name: str) -> str:
    return file_name.rsplit(".", 1)[0].lower()


def source_for(mapping: Mapping, file_name: str, header: Header) -> Source | None:
    """The source that reads a file of this name and header; None when the mapping has none for it."""
    if mapping is CANONICAL:
        return _canonical_source(_stem(file_name), header)
    names = {_plain(name).lower() for name in header.names}
    for source in mapping.sources:
        named = not source.files or any(
            fnmatchcase(file_name.lower(), pattern.lower()) or fnmatchcase(_stem(file_name), pattern.lower())
            for pattern in source.files
        )
        if named and all({name.lower() for name in alternatives(wanted)} & names for wanted in source.headers):
            return source
    return None


def _canonical_source(stem: str, header: Header) -> Source | None:
    table = TABLES.get(stem)
    if table is None:
        return None
    columns = {column.name: Reading(column=column.name) for column in table.columns if header.find(column.name)}
    if missing := [name for name in table.required if name not in columns]:
        raise BadInput(
            f'{header.label}: the column "{missing[0]}" of {stem} is missing; '
            "name the column so, or say with --mapping which column it is."
        )
    return Source(name=stem, files=(stem,), feeds=(Feed(table=stem, columns=columns),))
