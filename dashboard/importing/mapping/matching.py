"""Which source of a mapping reads a file, and which of the file's columns each header means."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from dashboard.errors import BadInput
from dashboard.importing.canonical import TABLES
from dashboard.importing.mapping.language import Feed, Filter, Mapping, Reading, Source
from dashboard.importing.reading.staged import Staged

CANONICAL = Mapping(name="canonical", sources=())
"""Stands for "no mapping": a file named after a canonical table, with its headers."""


def _plain(text: str) -> str:
    return text.strip(" \ufeff").strip()


@dataclass(frozen=True)
class FileHeader:
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
    header: FileHeader
    typed: bool
    unread: tuple[str, ...] = ()
    zones: dict[str, str] = field(default_factory=dict)

    def column(self, wanted: str) -> str | None:
        """The staged column of a header; None when absent and the source allows that, else BadInput.

        ``A|B`` means the first of the headers A and B that is there.
        """
        match = next((column for name in alternatives(wanted) if (column := self.header.find(name))), None)
        if match is None and not self.source.tolerant:
            raise BadInput(
                f'{self.staged.label}: the mapping {self.origin} reads the column "{wanted}", which is not there; '
                "export it too, or change the mapping."
            )
        return match

    def fills_down(self, column: str) -> bool:
        """Whether blank cells of a staged column mean what stands above."""
        return any(self.column(wanted) == column for wanted in self.source.fill_down)


def alternatives(wanted: str) -> list[str]:
    """The headers that ``A|B`` stands for, in order of preference."""
    return [name.strip() for name in wanted.split("|")]


def headers_of(reading: Reading) -> list[str]:
    """The headers a reading uses, in the order it prefers them."""
    own = [reading.column] if reading.column else []
    looked_up = [reading.lookup.header] if reading.lookup else []
    parts = [header for part in reading.first_of for header in headers_of(part)]
    return [*own, *reading.join, *reading.key, *looked_up, *parts]


def used_headers(source: Source) -> set[str]:
    """Every header a source may use, patterns of date columns left out."""
    filters: list[Filter] = [*source.keep, *(item for feed in source.feeds for item in feed.where)]
    readings = [reading for feed in source.feeds for reading in feed.columns.values()]
    events = [name for feed in source.feeds for name in feed.events if "*" not in name]
    return {
        *source.headers,
        *source.fill_down,
        *events,
        *(item.header for item in filters),
        *(header for reading in readings for header in headers_of(reading)),
    }


def unread_columns(mapping: Mapping, source: Source, header: FileHeader) -> tuple[str, ...]:
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


@dataclass(frozen=True)
class RowsPlace:
    """Where rows stand: a file, and of a workbook the sheet."""

    file: str
    sheet: str | None = None

    @property
    def stem(self) -> str:
        """The file's name without its ending, in small letters."""
        return self.file.rsplit(".", 1)[0].lower()

    def is_read_by(self, source: Source) -> bool:
        """Whether the source is for files and sheets of these names."""
        of_file = not source.files or any(
            fnmatchcase(name, pattern.lower()) for name in (self.file.lower(), self.stem) for pattern in source.files
        )
        if source.sheet is None or not of_file:
            return of_file
        return self.sheet is not None and fnmatchcase(self.sheet.lower(), source.sheet.lower())

    @property
    def table(self) -> str | None:
        """The canonical table it is called like: by its sheet, else by its file."""
        names = ((self.sheet or "").strip().lower(), self.stem)
        return next((name for name in names if name in TABLES), None)


def names_known(mapping: Mapping, place: RowsPlace) -> list[frozenset[str]]:
    """The names a mapping knows columns by where rows stand, in small letters: a set for each of its sources."""
    if mapping is CANONICAL:
        return [frozenset(column.name for column in TABLES[place.table].columns)] if place.table else []
    return [
        frozenset(name.lower() for used in used_headers(source) for name in alternatives(used))
        for source in mapping.sources
    ]


def known_columns(names: Sequence[frozenset[str]], headers: Sequence[str]) -> int:
    """How many of the cells of a supposed header line are among ``names``: of the set that holds the most of them."""
    cells = {_plain(cell).lower() for cell in headers}
    return max((len(cells & known) for known in names), default=0)


def source_for(mapping: Mapping, place: RowsPlace, header: FileHeader) -> Source | None:
    """The source that reads a place with this header; None when the mapping has none for it."""
    if mapping is CANONICAL:
        return _canonical_source(place.table, header) if place.table else None
    return next((source for source in mapping.sources if fits(source, place, header.names)), None)


def fits(source: Source, place: RowsPlace, headers: Sequence[str]) -> bool:
    """Whether a source reads a place with these headers."""
    names = {_plain(name).lower() for name in headers}
    return place.is_read_by(source) and all(
        {name.lower() for name in alternatives(wanted)} & names for wanted in source.headers
    )


def lacks(table: str, headers: Sequence[str]) -> tuple[str, ...]:
    """The required columns of a canonical table that these headers do not have; without any the file is ours."""
    names = {_plain(name).lower() for name in headers}
    return tuple(name for name in TABLES[table].required if name not in names)


def _canonical_source(name: str, header: FileHeader) -> Source:
    table = TABLES[name]
    if missing := lacks(name, header.names):
        raise BadInput(
            f'{header.label}: the column "{missing[0]}" of {name} is missing; '
            "name the column so, or say with --mapping how to read the file (`funnel-review map` drafts one)."
        )
    columns = {column.name: Reading(column=column.name) for column in table.columns if header.find(column.name)}
    return Source(name=name, files=(name,), feeds=(Feed(table=name, columns=columns),))
