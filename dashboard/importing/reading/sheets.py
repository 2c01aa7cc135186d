"""The process that reads a workbook, within the memory it may take: requests and answers are lines of JSON.

The library that reads it lays a sheet out as a rectangle from its first cell to its last, writes a shared text out in
every cell that names it, and ends its process where memory ends.
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from dashboard.importing.reading.apart import bound
from dashboard.importing.reading.cell_errors import CellErrors, cell_errors
from dashboard.importing.reading.grammar import CONTROLS, SUSPECT, quoted
from dashboard.importing.reading.rejects import Rejects
from dashboard.importing.reading.staged import COLUMN_LIMIT, FIELD_LIMIT, NAME_LIMIT, Tally

WHOLE = 2**53
"""From here on a spreadsheet's number has lost digits: it is shown with its exponent, as what it is."""
STEP = 10_000


class Book:
    """An open workbook and the sheet of it that was read last."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._workbook = CalamineWorkbook.from_path(path)
        self._sheet: CalamineSheet | None = None
        self._errors: CellErrors = {}

    def names(self) -> dict[str, list[str]]:
        """The names of all sheets, and of those a person sees."""
        visible = [meta.name for meta in self._workbook.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
        return {"all": self._workbook.sheet_names, "visible": visible}

    def first_rows(self, name: str, most: int) -> dict[str, Any]:
        """The first rows of a sheet, each with how many cells it has; long texts and rows are cut."""
        rows = list(islice(_texts(self._read(name), self._errors), most))
        shown = [[cell[: NAME_LIMIT + 1] for cell in cells[: COLUMN_LIMIT + 1]] for cells in rows]
        return {"rows": shown, "widths": [_width(cells) for cells in rows]}

    def merged(self, name: str, header_row: int) -> dict[str, Any]:
        """The columns of a sheet, counted from 0, in which cells of several rows below the header are one."""
        sheet = self._read(name)
        first = sheet.start[1] if sheet.start else 0
        columns = {
            left - first
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            if top >= header_row and bottom > top and left == right
        }
        return {"columns": sorted(columns)}

    def write(self, name: str, header_row: int, width: int, clean: str, rejected: str) -> dict[str, Any]:
        """The rows below the header as CSV, those that cannot be loaded in a file of their own; what was counted."""
        sheet, tally = self._read(name), Tally()
        with (
            Rejects(Path(rejected), width, tally) as rejects,
            Path(clean).open("w", encoding="utf-8", newline="") as output,
        ):
            writer = csv.writer(output, quoting=csv.QUOTE_ALL, lineterminator="\n")
            for number, cells in enumerate(_texts(sheet, self._errors), start=1):
                if number % STEP == 0:
                    _say(done=number, total=sheet.total_height)
                if number < header_row:
                    filled = any(cell.strip() for cell in cells)
                    tally.titles, tally.blank = tally.titles + filled, tally.blank + (not filled)
                elif number > header_row and _accepts(number, cells, width, rejects, tally):
                    writer.writerow((number, *(cell.translate(CONTROLS) for cell in cells[:width])))
        return asdict(tally)

    def _read(self, name: str) -> CalamineSheet:
        if self._sheet is None or self._sheet.name != name:
            self._sheet = None  # one sheet at a time is enough for the memory
            self._errors = cell_errors(self._path, name)
            self._sheet = self._workbook.get_sheet_by_name(name)
        return self._sheet


def main() -> None:
    """Answer requests until there are none."""
    opening = json.loads(sys.stdin.readline())
    bound(opening["memory"])
    try:
        book = Book(opening["path"])
        _say(answer=book.names())
        for line in sys.stdin:
            request = json.loads(line)
            _say(answer=getattr(book, request.pop("do"))(**request))
    except (CalamineError, OSError) as error:
        _say(damaged=str(error))


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


def _texts(sheet: CalamineSheet, errors: CellErrors) -> Iterator[list[str]]:
    """The rows of a sheet from its first, each from the sheet's first column that holds something."""
    rows: Iterable[Sequence[Any]] = sheet.iter_rows()
    first = sheet.start[1] if sheet.start else 0
    row = -1
    for row, cells in enumerate(rows):
        texts = [cell if type(cell) is str else as_text(cell) for cell in cells]
        yield _with(texts, errors[row], first) if row in errors else texts
    for below in range(row + 1, max(errors, default=-1) + 1):
        yield _with([], errors.get(below, {}), first)


def _with(cells: list[str], errors: Mapping[int, str], first: int) -> list[str]:
    """A row with the errors in it at their columns."""
    cells += [""] * (max(errors, default=-1) + 1 - first - len(cells))
    for column, text in errors.items():
        if column >= first:
            cells[column - first] = text
    return cells


def _width(cells: Sequence[str]) -> int:
    """The place of the last cell with something in it."""
    return max((place for place, cell in enumerate(cells, start=1) if cell.strip()), default=0)


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
        rejects.add(number, reason, quoted(cells, ","), _width(cells))
        return False
    if SUSPECT.search(text):
        tally.stripped += len(text) - len(text.translate(CONTROLS))
    tally.accepted += 1
    return True


def _say(**line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
