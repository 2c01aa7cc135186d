"""Excel workbooks: one sheet, row by row, as the text its cells mean."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from copy import copy
from pathlib import Path

import duckdb

from dashboard.errors import BadInput, MustAsk
from dashboard.importing.reading.grammar import Grammar
from dashboard.importing.reading.layout import (
    LOOK_AHEAD,
    ask_header_row,
    fits_better,
    no_known_column,
    refuse_header,
    under_groups,
)
from dashboard.importing.reading.loading import Form, check_stored, load_clean, load_rejected
from dashboard.importing.reading.sheet_reader import SheetReader, damaged
from dashboard.importing.reading.staged import FIELD_LIMIT, Read, StagedFile, Tally, part_of
from dashboard.importing.reading.tail import take_footers

UNPACKED_CAP = 500 << 20
"""Bytes a workbook may unpack to."""
PARTS_CAP = 5_000
"""Files inside it."""
SHEETS_SHOWN = 10
SHEET = 0.8
"""The share of its time that going through the sheet takes."""


def stage_workbook(con: duckdb.DuckDBPyConnection, source: StagedFile, tally: Tally) -> Read:
    """Stages the one sheet with known columns (of several the one ``--sheet`` names).

    Dates become ISO text, whole numbers have no point.

    Raises MustAsk (``--sheet``, ``--header-row``), BadInput for a bomb, a damaged or protected workbook.
    """
    parts = _refuse_bombs(source.path, source.label)
    clean, rejected = source.folder / "clean.csv", source.folder / "rejected.csv"
    with SheetReader(source.path, source.label) as reader:
        name, row, headers = _sheet(reader, source, parts)
        reader.write(name, row, len(headers), clean, rejected, tally, part_of(source.progress, 0, SHEET))
    form = Form(len(headers), ",", breaks=True, longest=FIELD_LIMIT)
    loaded = load_clean(con, clean, source.table, form, part_of(source.progress, SHEET, 1))
    load_rejected(con, rejected, source.table)
    check_stored(con, source, tally, loaded)
    skip = source.options.skip_footer
    footer = take_footers(con, source.table, grammar=Grammar(","), width=len(headers), tally=tally, skip=skip)
    return Read(headers, footer, f"Excel, sheet “{name}”, header in row {row}")


def first_rows_of_sheets(path: Path, label: str, most: int) -> dict[str, list[list[str]]]:
    """The first rows of each sheet that is not hidden; raises BadInput for a bomb or a damaged workbook."""
    parts = _refuse_bombs(path, label)
    with SheetReader(path, label) as reader:
        _refuse_names(reader.visible, parts, label)
        return {name: _first_rows(reader, name, most)[0] for name in reader.visible}


def _sheet(reader: SheetReader, source: StagedFile, parts: int) -> tuple[str, int, tuple[str, ...]]:
    """The name of the sheet to read, the number of its header row, and the headers."""
    sheet = source.options.sheet
    names = [name for name in reader.names if sheet and name.casefold() == sheet.casefold()] or reader.visible
    _refuse_names(names, parts, source.label)
    fits: list[tuple[str, int, tuple[str, ...]]] = []
    refusal: BadInput | None = None
    for name in names:
        try:
            fits.append((name, *_header(reader, name, source)))
        except BadInput as error:
            if reader.has_ended:
                raise
            refusal = refusal or error
    if len(fits) > 1:
        more = len(fits) - SHEETS_SHOWN
        shown = ", ".join(f"“{name}”" for name, *_ in fits[:SHEETS_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
        absent = f"there is no sheet “{sheet}”, and " if sheet else ""
        raise MustAsk(
            f"{source.label}: {absent}the sheets {shown} all have columns the mapping knows; name one with --sheet.",
            sheets=tuple(name for name, *_ in fits),
        )
    if not fits:
        raise refusal or BadInput(
            f"{source.label}: all its sheets are hidden; show the one with the records, or name it with --sheet."
        )
    return fits[0]


def _header(reader: SheetReader, name: str, source: StagedFile) -> tuple[int, tuple[str, ...]]:
    header_row = source.options.header_row
    rows, widths = _first_rows(reader, name, max(LOOK_AHEAD, header_row or 0))
    filled = [number for number, width in enumerate(widths, start=1) if width]
    if header_row is not None and header_row not in filled:
        raise BadInput(f"{source.label}: there is no row {header_row} to be the header; name another by --header-row.")
    if not filled:
        raise BadInput(f"{source.label}: the sheet “{name}” is empty; name another with --sheet (EMPTY_FILE).")
    row = header_row or filled[0]
    width = widths[row - 1]
    cells = rows[row - 1][:width]
    if (group_row := source.options.group_row) and group_row < row:
        cells = under_groups(rows[group_row - 1], cells)
    refuse_header([*cells, *[""] * (width - len(cells))], source.label, source.known)
    known = source.known(cells)
    for later in () if header_row else filled[1:]:
        if fits_better(source.known(rows[later - 1]), known, [cell for cell in rows[later - 1] if cell]):
            raise ask_header_row(source.label, row, later, rows[later - 1])
    if not known:
        raise no_known_column(source.label, f"row {row} of sheet “{name}”", cells)
    return row, tuple(cells)


def merged_columns(path: Path, label: str, name: str | None, header_row: int) -> list[int]:
    """The columns of a sheet, by default of the first, in which cells of several rows below the header are one."""
    with SheetReader(path, label) as reader:
        return reader.merged(name or reader.visible[0], header_row)


def _first_rows(reader: SheetReader, name: str, most: int) -> tuple[list[list[str]], list[int]]:
    """The first rows of a sheet without the space around their texts, and how many cells each has."""
    rows, widths = reader.first_rows(name, most)
    return [[cell.strip() for cell in cells] for cells in rows], widths


def _refuse_names(names: Sequence[str], parts: int, label: str) -> None:
    if len(names) > parts:  # each takes as long to read as the one it is a name of
        raise damaged(label, f"{len(names):,} sheets in {parts:,} parts")


def _refuse_bombs(path: Path, label: str) -> int:
    """The number of parts; unpacks each once, keeping nothing: a directory can lie about sizes, the data cannot."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_CAP:
                raise BadInput(f"{label}: the workbook has {len(parts):,} parts; save the sheet as CSV.")
            size = sum(part.file_size for part in parts)
            if size <= UNPACKED_CAP:
                size = 0
                for block in _unpacked(archive, parts):
                    size += block
                    if size > UNPACKED_CAP:
                        break
    # zipfile says NotImplementedError of a compression it does not know, RuntimeError of a part under a password
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged(label, str(error)) from None
    if size > UNPACKED_CAP:
        raise BadInput(f"{label}: the workbook unpacks to more than {UNPACKED_CAP >> 20} MB; save the sheet as CSV.")
    return len(parts)


def _unpacked(archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo]) -> Iterator[int]:
    """The bytes that all parts unpack to, block by block."""
    for part in parts:
        whole = copy(part)
        whole.file_size = UNPACKED_CAP << 10  # else no more is read than the directory says
        with archive.open(whole) as content:
            while block := content.read(1 << 20):
                yield len(block)
