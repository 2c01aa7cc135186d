"""Stages every file of an import and finds the source that reads it."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from dashboard.errors import BadInput, MustAsk
from dashboard.importing.canonical import TABLES
from dashboard.importing.mapping.language import Mapping, Source
from dashboard.importing.mapping.matching import (
    CANONICAL,
    FilePlan,
    Header,
    canonical_table,
    known_columns,
    source_for,
    unread_columns,
)
from dashboard.importing.progress import Report, Step
from dashboard.importing.reading import ReadOptions, Staged, forget, source_files, stage
from dashboard.importing.reading.sources import EXCEL, PARQUET
from dashboard.importing.sql import run
from dashboard.importing.unfit import UnfitFile, unfit
from dashboard.terminal import printable

ROOM = 3


@dataclass(frozen=True)
class _File:
    """One file to read; ``is_named`` when it was named itself, not found in a folder."""

    path: Path
    label: str
    mapping: Mapping
    is_named: bool


@dataclass(frozen=True)
class _Share:
    """Reports how far the reading of one file is."""

    report: Report
    words: str
    rows: int
    before: int
    size: int
    whole: int

    def __call__(self, done: int, total: int) -> None:
        share = done / total if total else 1
        self.report(Step(self.words, self.rows, (self.before + self.size * share) / self.whole))


class _Known:
    """Counts the header cells a file's mapping knows; remembers its last answer."""

    def __init__(self, file: _File) -> None:
        self._file = file
        self._last: int | None = None
        self._first: Sequence[str] = ()

    def __call__(self, headers: Sequence[str]) -> int:
        if self._file.mapping is CANONICAL and canonical_table(self._file.path.name) is None:
            raise _unknown_name(self._file)
        self._last = known_columns(self._file.mapping, self._file.path.name, headers)
        self._first = self._first or headers
        return self._last

    @property
    def unfit(self) -> UnfitFile:
        """The file as one that its mapping does not read."""
        return UnfitFile(self._file.label, self._file.mapping, tuple(self._first))

    @property
    def knows_none(self) -> bool:
        """Whether the line taken for the header, asked about last, holds no header of the mapping."""
        return self._last == 0


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
    files = list(_files(paths, mappings))
    whole = sum(file.path.stat().st_size for file in files) or 1
    _refuse_full_disk(folder, whole)
    plans: list[FilePlan] = []
    left_out: list[UnfitFile] = []
    rows = before = 0
    for number, file in enumerate(files, start=1):
        size = file.path.stat().st_size
        told = _Share(report, f"Reading {file.label}", rows, before, size, whole)
        before += size
        known = _Known(file)
        try:
            reading = replace(options, backslash_escapes=file.mapping.backslash_escapes)
            staged = stage(con, file.path, file.label, number, reading, known, told)
        except BadInput:
            if known.knows_none and file.mapping is not CANONICAL:
                left_out.append(_leave_out(con, file, known, paths))
                continue
            raise
        header = Header(file.label, staged.headers)
        _refuse_unnamed_columns(con, staged)
        source = source_for(file.mapping, file.path.name, header)
        if source is None:
            left_out.append(_leave_out(con, file, known, paths))
            forget(con, staged)
            continue
        unread = unread_columns(file.mapping, source, header)
        if file.mapping is CANONICAL and unread:
            _name_ignored(con, header, source, unread)
        rows += staged.rows_read
        typed = file.path.suffix.lower() in EXCEL | PARQUET
        plans.append(FilePlan(number, staged, source, file.mapping.name, header, typed, unread, file.mapping.zones))
    return plans, left_out


def _refuse_full_disk(folder: Path, size: int) -> None:
    """Staging, tables and facts together take at most three times the files."""
    free = shutil.disk_usage(folder).free
    if free < ROOM * size:
        raise BadInput(
            f"{folder}: {free // 2**20:,} MB are free and this import may need {ROOM * size // 2**20:,} MB; "
            "make room, or name another --warehouse."
        )


def _files(paths: Sequence[Path], mappings: Sequence[Mapping]) -> Iterator[_File]:
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
            yield _File(file, label, mapping, file == path)


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


def _name_ignored(con: duckdb.DuckDBPyConnection, header: Header, source: Source, unread: Sequence[str]) -> None:
    """Columns of a canonical file that are none of its table's: perhaps one is misspelt."""
    sentence = f"Not columns of {source.name}, so not read: {', '.join(unread)}."
    run(con, "warn_of_file", file=header.label, reason="ignored_columns", sentence=sentence)


def _unknown_name(file: _File) -> BadInput:
    """The refusal of a file that has no mapping and is not called like one of our tables, such as ``leads (1).csv``."""
    name = file.path.name.lower()
    meant = next((f"{table}.csv" for table in TABLES if name.startswith(table)), "leads.csv, deals.csv …")
    return BadInput(
        f"{file.label}: no canonical table has this name, and only those need no mapping; name the file after one "
        f"({meant}), or say with --mapping how to read it (`funnel-review map` drafts one)."
    )


def _leave_out(con: duckdb.DuckDBPyConnection, file: _File, known: _Known, paths: Sequence[Path]) -> UnfitFile:
    """A file no source reads: refused when it was named or no mapping was, else said."""
    if file.is_named:
        raise unfit(known.unfit, paths)
    sentence = f"No source of the mapping {file.mapping.name} reads this file: its name or headers fit none."
    run(con, "warn_of_file", file=file.label, reason="not_read", sentence=sentence)
    return known.unfit
