"""Stages every file of an import and finds the source that reads it."""

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.errors import BadInput, MustAsk
from dashboard.importing.canonical import TABLES
from dashboard.importing.mapping.language import Mapping, Source
from dashboard.importing.mapping.matching import (
    CANONICAL,
    FileHeader,
    FilePlan,
    known_columns,
    names_known,
    source_for,
    unread_columns,
)
from dashboard.importing.places import Part, files_of
from dashboard.importing.progress import ImportStep, Report
from dashboard.importing.reading.one_file import forget, stage
from dashboard.importing.reading.sources import EXCEL, PARQUET
from dashboard.importing.reading.staged import Progress, ReadOptions, Staged
from dashboard.importing.sql import run
from dashboard.importing.unfit import UnfitFile, unfit

ROOM = 3


@dataclass(frozen=True)
class _Share:
    """Reports how far the reading of one file is."""

    report: Report
    words: str
    rows: int
    before: float
    size: float
    whole: int

    def __call__(self, done: int, total: int) -> None:
        share = done / total if total else 1
        self.report(ImportStep(self.words, self.rows, (self.before + self.size * share) / self.whole))


class _Known:
    """Counts the header cells a part's mapping knows; remembers its last answer."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._names = names_known(part.file.mapping, part.place)
        self._last: int | None = None
        self._first: Sequence[str] = part.first_headers

    def __call__(self, headers: Sequence[str]) -> int:
        if self._part.file.mapping is CANONICAL and self._part.place.table is None:
            raise _unknown_name(self._part)
        self._last = known_columns(self._names, headers)
        self._first = self._first or headers
        return self._last

    @property
    def unfit(self) -> UnfitFile:
        """The part as one that its mapping does not read."""
        return UnfitFile(self._part.label, self._part.file.mapping, tuple(self._first))

    @property
    def knows_none(self) -> bool:
        """Whether the line taken for the header, asked about last, holds no header of the mapping."""
        return self._last == 0


@dataclass
class _Stage:
    """Stages the parts of files one after the other."""

    con: duckdb.DuckDBPyConnection
    options: ReadOptions
    number: int = 0
    used_header_row: bool = False
    """Whether the line named for the header was the one of any file."""

    def read(self, part: Part, progress: Progress) -> FilePlan | UnfitFile:
        """The plan of a part, or what is said of one that no source reads; raises BadInput or MustAsk."""
        self.number += 1
        known = _Known(part)
        if part.is_hopeless:
            return known.unfit
        options = part.options(self.options)
        for layout, header in part.layouts(options):
            try:
                staged = stage(self.con, part.file.path, part.label, self.number, layout, header, progress)
            except BadInput:  # it is laid out otherwise; what else is wrong is found below
                continue
            source = header.source(staged.headers) or source_for(
                part.file.mapping, part.place, FileHeader(part.label, staged.headers)
            )
            if source is not None:
                return self._plan(part, staged, source)
        try:
            staged = stage(self.con, part.file.path, part.label, self.number, options, known, progress)
        except BadInput:
            if known.knows_none and part.file.mapping is not CANONICAL:
                return known.unfit
            raise
        self.used_header_row = True
        source = source_for(part.file.mapping, part.place, FileHeader(part.label, staged.headers))
        if source is None:
            forget(self.con, staged)
            return known.unfit
        return self._plan(part, staged, source)

    def _plan(self, part: Part, staged: Staged, source: Source) -> FilePlan:
        _refuse_unnamed_columns(self.con, staged)
        mapping, header = part.file.mapping, FileHeader(part.label, staged.headers)
        unread = unread_columns(mapping, source, header)
        if mapping is CANONICAL and unread:
            _name_ignored(self.con, header, source, unread)
        typed = part.file.path.suffix.lower() in EXCEL | PARQUET
        return FilePlan(self.number, staged, source, mapping.name, header, typed, unread, mapping.zones)


def stage_all(
    con: duckdb.DuckDBPyConnection,
    paths: Sequence[Path],
    mappings: Sequence[Mapping],
    options: ReadOptions,
    folder: Path,
    report: Report,
) -> tuple[list[FilePlan], list[UnfitFile]]:
    """The staged files of ``paths`` with their sources, in order, and the files that were left out.

    ``folder`` is where the warehouse grows. ``report`` hears which share of all the files is read.
    Raises BadInput or MustAsk, also when the disk has no room for them.
    """
    files = list(files_of(paths, mappings))
    whole = sum(file.path.stat().st_size for file in files) or 1
    refuse_full_disk(folder, whole)
    work = _Stage(con, options)
    plans: list[FilePlan] = []
    left_out: list[UnfitFile] = []
    before = 0.0
    for file in files:
        parts = file.parts(options.sheet)
        read: list[tuple[Part, FilePlan]] = []
        for part in parts:
            size = file.path.stat().st_size / len(parts)
            rows = sum(plan.staged.rows_read for plan in plans)
            result = work.read(part, _Share(report, f"Reading {part.label}", rows, before, size, whole))
            before += size
            if isinstance(result, FilePlan):
                read.append((part, result))
                plans.append(result)
            else:
                left_out.append(result)
        _ask_for_sheet(read)
        if not read:
            _refuse_unread(left_out[-len(parts)], parts[0], paths)
    if (options.header_row or 1) > 1 and not work.used_header_row:
        raise BadInput(
            f"--header-row {options.header_row}: no file has its header there, each in its first line; leave it out."
        )
    for unread in left_out:
        run(con, "warn_of_file", file=unread.label, reason="not_read", sentence=unread.sentence)
    return plans, left_out


def refuse_full_disk(folder: Path, size: int) -> None:
    """Raises BadInput where files of ``size`` bytes have no room: with tables and facts they take three times that."""
    free = shutil.disk_usage(folder).free
    if free < ROOM * size:
        raise BadInput(
            f"{folder}: {free // 2**20:,} MB are free and this import may need {ROOM * size // 2**20:,} MB; "
            "make room, or name another --warehouse."
        )


def _ask_for_sheet(read: Sequence[tuple[Part, FilePlan]]) -> None:
    """Raises MustAsk where one source reads several sheets of a workbook and does not name them: one may be a copy."""
    often = Counter(plan.source.name for _, plan in read if plan.source.sheet is None)
    alike = [part for part, plan in read if often[plan.source.name] > 1]
    if alike:
        shown = ", ".join(f"“{part.sheet}”" for part in alike)
        raise MustAsk(
            f"{alike[0].file.label}: the sheets {shown} are alike; name the one that counts with --sheet, or all that "
            'do in a mapping, each source with its sheet ("*" for any).',
            sheets=tuple(str(part.sheet) for part in alike),
        )


def _refuse_unread(first: UnfitFile, part: Part, paths: Sequence[Path]) -> None:
    """Raises BadInput for a file of which nothing is read, where it was named itself or no mapping was."""
    if part.file.mapping is CANONICAL:
        raise _unknown_name(part)
    if part.file.is_named:
        raise unfit(first, paths)


def _refuse_unnamed_columns(con: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Raises MustAsk for a column with values and no name: which one it is, its place does not tell."""
    for at, name in enumerate(staged.headers):
        if name.strip(" \ufeff"):
            continue
        holds = con.execute(f"select 1 from {staged.table} where trim(c{at}) <> '' limit 1").fetchone()  # noqa: S608
        if holds:
            raise MustAsk(
                f"{staged.label}: column {at + 1} holds values and its header is empty; give it a name, or delete the "
                "column, and import again."
            )


def _name_ignored(con: duckdb.DuckDBPyConnection, header: FileHeader, source: Source, unread: Sequence[str]) -> None:
    """Columns of a canonical file that are none of its table's: perhaps one is misspelt."""
    sentence = f"Not columns of {source.name}, so not read: {', '.join(unread)}."
    run(con, "warn_of_file", file=header.label, reason="ignored_columns", sentence=sentence)


def _unknown_name(part: Part) -> BadInput:
    """The refusal of a file that has no mapping and is not called like one of our tables, such as ``leads (1).csv``."""
    name = part.file.path.name.lower()
    meant = next((f"{table}.csv" for table in TABLES if name.startswith(table)), "leads.csv, deals.csv …")
    return BadInput(
        f"{part.file.label}: no canonical table has this name, and only those need no mapping; name the file after one "
        f"({meant}), or say with --mapping how to read it (`funnel-review map` drafts one)."
    )
