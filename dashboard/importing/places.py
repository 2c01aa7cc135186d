"""The places an import reads: files, and of workbooks each sheet; and which source of a mapping reads a place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from dashboard.errors import BadInput
from dashboard.importing.mapping.language import Mapping, Source
from dashboard.importing.mapping.matching import CANONICAL, RowsPlace, fits, known_columns, lacks, names_known
from dashboard.importing.reading.heads import HeadRows, first_rows
from dashboard.importing.reading.sources import EXCEL, source_files
from dashboard.importing.reading.staged import ReadOptions
from dashboard.terminal import printable


@dataclass(frozen=True)
class SourceFile:
    """One file to read; ``is_named`` when it was named itself, not found in a folder."""

    path: Path
    label: str
    mapping: Mapping
    is_named: bool

    @cached_property
    def sheets(self) -> dict[str, HeadRows]:
        """The first rows of a workbook's sheets by their names, where it has several; else nothing."""
        if self.path.suffix.lower() not in EXCEL:
            return {}
        sheets = {str(name): rows for name, rows in first_rows(self.path, self.label).items()}
        return sheets if len(sheets) > 1 else {}

    def parts(self, sheet: str | None) -> list["Part"]:
        """What of it is read each for itself: every sheet of a workbook, or the one called ``sheet``."""
        named = [name for name in self.sheets if sheet and name.casefold() == sheet.casefold()]
        if named or not self.sheets:
            return [Part(self, named[0] if named else None, self.label)]
        return [Part(self, name, f"{self.label} / {name}") for name in self.sheets]


@dataclass(frozen=True)
class Part:
    """A file, or a sheet of a workbook that has several."""

    file: SourceFile
    sheet: str | None
    label: str

    @property
    def place(self) -> RowsPlace:
        """How sources know it."""
        return RowsPlace(self.file.path.name, self.sheet)

    @property
    def first_headers(self) -> tuple[str, ...]:
        """The first row of a sheet that has something in it."""
        rows = self.file.sheets.get(self.sheet or "", [])
        return tuple(next((row for row in rows if any(row)), []))

    @property
    def is_hopeless(self) -> bool:
        """Whether no row at the top of a sheet names a column the mapping knows."""
        if self.sheet is None:
            return False
        rows = self.file.sheets[self.sheet]
        names = names_known(self.file.mapping, self.place)
        return not any(known_columns(names, row) for row in rows)

    def options(self, options: ReadOptions) -> ReadOptions:
        """How it is read, as far as that does not depend on the source."""
        return replace(
            options, sheet=self.sheet or options.sheet, backslash_escapes=self.file.mapping.backslash_escapes
        )

    def layouts(self, options: ReadOptions) -> Iterator[tuple[ReadOptions, "WholeHeader"]]:
        """The layouts that sources name for it, each with what tells whether it is so.

        Where the command line names a line for the header, the first line comes before it: that line is for files
        that need it.
        """
        sources = [source for source in self.file.mapping.sources if self.place.is_read_by(source)]
        named = dict.fromkeys((source.header_row, source.skip_footer) for source in sources)
        for header_row, skip_footer in named:
            if header_row is None and not skip_footer:
                continue
            pair = header_row if isinstance(header_row, tuple) else (None, header_row)
            read = replace(options, group_row=pair[0], header_row=pair[1], skip_footer=skip_footer)
            alike = [
                source for source in sources if (source.header_row, source.skip_footer) == (header_row, skip_footer)
            ]
            yield read, WholeHeader(self.place, tuple(alike))
        if options.header_row is not None:
            plain = [source for source in sources if source.header_row is None and not source.skip_footer]
            first = replace(options, header_row=None)
            yield first, WholeHeader(self.place, tuple(plain), is_canonical=self.file.mapping is CANONICAL)


@dataclass(frozen=True)
class WholeHeader:
    """Knows a header line only where it has all that one of the sources, or a canonical table, asks for."""

    place: RowsPlace
    sources: tuple[Source, ...]
    is_canonical: bool = False

    def __call__(self, headers: Sequence[str]) -> int:
        """How many of the cells count: all, or none."""
        is_ours = self.is_canonical and self.place.table is not None and not lacks(self.place.table, headers)
        return len(headers) if is_ours or self.source(headers) else 0

    def source(self, headers: Sequence[str]) -> Source | None:
        """The source that has it all."""
        return next((source for source in self.sources if fits(source, self.place, headers)), None)


def files_of(paths: Sequence[Path], mappings: Sequence[Mapping]) -> Iterator[SourceFile]:
    """The files of ``paths``, each with its mapping; raises BadInput for one that is given twice."""
    if len(mappings) > 1 and len(mappings) != len(paths):
        raise BadInput(
            f"{len(paths)} paths and {len(mappings)} mappings: give --mapping once for all paths, or once for each."
        )
    labels: set[str] = set()
    resolved: set[Path] = set()
    for at, path in enumerate(paths):
        mapping = mappings[at if len(mappings) > 1 else 0] if mappings else CANONICAL
        for file in source_files(path):
            label = printable(file.name if file.name not in labels else f"{file.parent.name}/{file.name}")
            if label in labels or file.resolve() in resolved:
                raise BadInput(f"{file}: given twice; name each file once.")
            labels |= {label, file.name}
            resolved.add(file.resolve())
            yield SourceFile(file, label, mapping, file == path)
