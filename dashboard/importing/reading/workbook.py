"""Excel workbooks: one sheet, row by row, as the text its cells mean."""

import csv
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from dashboard.errors import BadInput, MustAsk
from dashboard.importing.reading.grammar import CONTROLS, SUSPECT, Grammar, quoted
from dashboard.importing.reading.layout import LOOK_AHEAD, ask_header_row, fits_better, no_known_column, under_groups
from dashboard.importing.reading.loading import Form, check_stored, load_clean
from dashboard.importing.reading.rejects import Rejects, load_rejected
from dashboard.importing.reading.staged import COLUMN_LIMIT, FIELD_LIMIT, Read, Source, Tally, part_of
from dashboard.importing.reading.tail import take_footers

UNPACKED_CAP = 500 << 20
"""Bytes a workbook may unpack to; its reader holds the sheet in memory, at about half as much again."""
SHEET = 0.8
"""The share of its time that going through the sheet takes."""
WHOLE = 2**53
"""From here on a spreadsheet's number has lost digits: it is shown with its exponent, as what it is."""


def stage_workbook(con: duckdb.DuckDBPyConnection, source: Source, tally: Tally) -> Read:
    """Stages the one sheet with known columns (of several the one ``--sheet`` names).

    Dates become ISO text, whole numbers have no point.

    Raises MustAsk (``--sheet``, ``--header-row``), BadInput for a bomb, a damaged or protected workbook.
    """
    _refuse_bombs(source.path, source.label)
    try:
        workbook = CalamineWorkbook.from_path(str(source.path))
    except (CalamineError, OSError) as error:
        raise _damaged(source.label, str(error)) from None
    sheet, row, headers = _sheet(workbook, source)
    clean, rejected = source.folder / "clean.csv", source.folder / "rejected.csv"
    with Rejects(rejected, len(headers), tally) as rejects, clean.open("w", encoding="utf-8", newline="") as output:
        writer = csv.writer(output, quoting=csv.QUOTE_ALL, lineterminator="\n")
        progress, total = part_of(source.progress, 0, SHEET), sheet.total_height
        for number, cells in enumerate(_texts(sheet), start=1):
            if number % 10_000 == 0:
                progress(number, total)
            if number < row:
                filled = any(cell.strip() for cell in cells)
                tally.titles, tally.blank = tally.titles + filled, tally.blank + (not filled)
            elif number > row and _accepts(number, cells, len(headers), rejects, tally):
                writer.writerow((number, *(cell.translate(CONTROLS) for cell in cells[: len(headers)])))
    form = Form(len(headers), ",", breaks=True, longest=FIELD_LIMIT)
    loaded = load_clean(con, clean, source.table, form, part_of(source.progress, SHEET, 1))
    load_rejected(con, rejected, source.table)
    check_stored(con, source, tally, loaded)
    skip = source.options.skip_footer
    footer = take_footers(con, source.table, grammar=Grammar(","), width=len(headers), tally=tally, skip=skip)
    return Read(headers, footer, f"Excel, sheet “{sheet.name}”, header in row {row}")


def first_rows_of_sheets(path: Path, label: str, most: int) -> dict[str, list[list[str]]]:
    """The first rows of each sheet that is not hidden; raises BadInput for a bomb or a damaged workbook."""
    _refuse_bombs(path, label)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        seen = [meta.name for meta in workbook.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
        return {name: _first_rows(workbook.get_sheet_by_name(name), most) for name in seen}
    except (CalamineError, OSError) as error:
        raise _damaged(label, str(error)) from None


def _first_rows(sheet: CalamineSheet, most: int) -> list[list[str]]:
    return [[cell.strip() for cell in cells] for cells in islice(_texts(sheet), most)]


def _accepts(number: int, cells: list[str], width: int, rejects: Rejects, tally: Tally) -> bool:
    """Whether a row goes to the table; counts it where it does not."""
    text = "".join(cells)
    if not text.strip():
        tally.blank += 1
        return False
    reason = None
    if any(cell.strip() for cell in cells[width:]):
        reason = "too_many_fields"
    elif "\x00" in text:
        reason = "nul_byte"
    elif len(text) > FIELD_LIMIT // 4 and any(len(cell.encode()) > FIELD_LIMIT for cell in cells):
        reason = "field_too_long"
    if reason:
        last = max(index for index, cell in enumerate(cells, start=1) if cell.strip())
        rejects.add(number, reason, quoted(cells, ","), last)
        return False
    if SUSPECT.search(text):
        tally.stripped += len(text) - len(text.translate(CONTROLS))
    tally.accepted += 1
    return True


def _sheet(workbook: CalamineWorkbook, source: Source) -> tuple[CalamineSheet, int, tuple[str, ...]]:
    """The sheet to read, the number of its header row, and the headers."""
    visible = [meta.name for meta in workbook.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
    asked = source.options.sheet
    names = [name for name in workbook.sheet_names if asked and name.casefold() == asked.casefold()] or visible
    fits: list[tuple[str, int, tuple[str, ...]]] = []
    refusal: BadInput | None = None
    for name in names:
        try:
            sheet = workbook.get_sheet_by_name(name)
            row, headers = _header(sheet, source)
            fits.append((name, row, headers))
        except (CalamineError, OSError) as error:
            raise _damaged(source.label, str(error)) from None
        except BadInput as error:
            refusal = refusal or error
    if len(fits) > 1:
        shown = ", ".join(f"“{name}”" for name, *_ in fits)
        absent = f"there is no sheet “{asked}”, and " if asked else ""
        raise MustAsk(
            f"{source.label}: {absent}the sheets {shown} all have columns the mapping knows; name one with --sheet.",
            sheets=tuple(name for name, *_ in fits),
        )
    if not fits:
        raise refusal or BadInput(
            f"{source.label}: all its sheets are hidden; show the one with the records, or name it with --sheet."
        )
    name, row, headers = fits[0]
    return sheet if sheet.name == name else workbook.get_sheet_by_name(name), row, headers


def _header(sheet: CalamineSheet, source: Source) -> tuple[int, tuple[str, ...]]:
    asked = source.options.header_row
    rows = _first_rows(sheet, max(LOOK_AHEAD, asked or 0))
    filled = [number for number, cells in enumerate(rows, start=1) if any(cells)]
    if asked is not None and asked not in filled:
        raise BadInput(f"{source.label}: there is no row {asked} to be the header; name another by --header-row.")
    if not filled:
        raise BadInput(f"{source.label}: the sheet “{sheet.name}” is empty; name another with --sheet (EMPTY_FILE).")
    row = asked or filled[0]
    cells = rows[row - 1]
    cells = cells[: max(index for index, cell in enumerate(cells, start=1) if cell)]
    if (group_row := source.options.group_row) and group_row < row:
        cells = under_groups(rows[group_row - 1], cells)
    if len(cells) > COLUMN_LIMIT:
        raise BadInput(
            f"{source.label}: the header has {len(cells):,} columns, more than {COLUMN_LIMIT:,}; "
            "export only the fields the review needs (TOO_MANY_COLUMNS)."
        )
    known = source.known(cells)
    for later in () if asked else filled[1:]:
        if fits_better(source.known(rows[later - 1]), known, [cell for cell in rows[later - 1] if cell]):
            raise ask_header_row(source.label, row, later, rows[later - 1])
    if not known:
        raise no_known_column(source.label, f"row {row} of sheet “{sheet.name}”", cells)
    return row, tuple(cells)


def _texts(sheet: CalamineSheet) -> Iterator[list[str]]:
    rows: Iterable[Sequence[Any]] = sheet.iter_rows()
    for cells in rows:
        yield [cell if type(cell) is str else as_text(cell) for cell in cells]


def as_text(value: object) -> str:
    """A cell as text: ISO dates, whole numbers without a point, other numbers as short as they stay exact."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < WHOLE else repr(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        hours, seconds = divmod(int(value.total_seconds()), 3600)
        return f"{hours}:{seconds // 60:02}:{seconds % 60:02}"
    return "" if value is None else str(value)


def _refuse_bombs(path: Path, label: str) -> None:
    """Unpacks every part once, keeping nothing: a directory can lie about sizes, the data cannot."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size <= UNPACKED_CAP:
                size = sum(_unpacked(archive, part) for part in parts)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(label, str(error)) from None
    if size > UNPACKED_CAP:
        raise BadInput(f"{label}: the workbook unpacks to more than {UNPACKED_CAP >> 20} MB; save the sheet as CSV.")


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    whole = copy(part)
    whole.file_size = UNPACKED_CAP << 10  # else no more is read than the directory says
    size = 0
    with archive.open(whole) as content:
        while size <= UNPACKED_CAP and (block := content.read(1 << 20)):
            size += len(block)
    return size


def _damaged(label: str, words: str) -> BadInput:
    return BadInput(f"{label}: this workbook is damaged or protected ({words}); save it again as .xlsx.")
