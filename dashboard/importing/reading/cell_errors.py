"""Cells of a sheet that hold an error, or a formula whose result was not stored: the library reads both as empty."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Callable
from typing import IO, Any
from xml.parsers import expat  # within the memory of the reading process; expat bounds what entities may grow to

NO_RESULT = "#CALC!"
"""Stands for a formula that nobody has calculated."""
ROWS, COLUMNS = 1 << 20, 1 << 14
"""What a sheet may have; cells beyond are none."""
BLOCK = 1 << 20
SIGNS = re.compile(rb"""t=["']e["']|[<:]f[\s>/]""")
"""What such cells have in them; a sheet without needs no closer look."""
OVERLAP = 8
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")

CellErrors = dict[int, dict[int, str]]
"""Texts by row and column, both counted from 0."""


def cell_errors(path: str, sheet: str) -> CellErrors:
    """The errors of a sheet, as a spreadsheet shows them; raises OSError for a workbook that cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = _part_of(archive, sheet)
            if part is None or not _has_signs(archive, part):
                return {}
            cells = _Cells()
            with archive.open(part) as content:
                _parse(content, cells.start, cells.end, cells.text)
            return dict(cells.errors)
    # zipfile says NotImplementedError of a compression it does not know
    except (zipfile.BadZipFile, expat.ExpatError, KeyError, EOFError, NotImplementedError) as error:
        raise OSError(str(error)) from None


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The name of the part that holds a sheet, as the library finds it."""
    parts = {name.lower(): name for name in archive.namelist()}
    ids: dict[str, str] = {}
    targets: dict[str, str] = {}

    def note(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            ids.setdefault(attributes.get("name", ""), link)
        elif name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        with archive.open(parts[name]) as content:
            _parse(content, note)
    target = targets.get(ids.get(sheet, ""), "").lstrip("/")
    return parts.get((target if target.startswith("xl/") else f"xl/{target}").lower())


def _has_signs(archive: zipfile.ZipFile, part: str) -> bool:
    with archive.open(part) as content:
        last = b""
        while block := content.read(BLOCK):
            if SIGNS.search(last + block) or b"\x00" in block:  # two bytes a character: looked at closely
                return True
            last = block[-OVERLAP:]
    return False


def _parse(
    content: IO[bytes],
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
) -> None:
    """Hears a part's elements by their names without prefixes."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.ParseFile(content)


class _Cells:
    """Keeps the errors among the cells that are heard of."""

    def __init__(self) -> None:
        self.errors: CellErrors = defaultdict(dict)
        self._row = self._column = -1
        self._kind = self._value = ""
        self._is_formula = self._in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell, or what is in it; a row or a cell without its place stands behind the one before."""
        if name == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() else self._row + 1
            self._column = -1
        elif name == "c":
            place = PLACE.fullmatch(attributes.get("r", ""))
            self._row = int(place[2]) - 1 if place else self._row
            self._column = _number_of(place[1]) if place else self._column + 1
            self._kind, self._value, self._is_formula = attributes.get("t", ""), "", False
        elif name == "f":
            self._is_formula = True
        elif name == "v":
            self._in_value = True

    def text(self, text: str) -> None:
        """A part of a value."""
        if self._in_value:
            self._value += text

    def end(self, name: str) -> None:
        """The end of a value, or of a cell; a formula that gave an empty text has a result."""
        if name == "v":
            self._in_value = False
        elif name == "c" and 0 <= self._row < ROWS and 0 <= self._column < COLUMNS:
            if self._kind == "e":
                self.errors[self._row][self._column] = self._value
            elif self._is_formula and not self._value and self._kind != "str":
                self.errors[self._row][self._column] = NO_RESULT


def _number_of(letters: str) -> int:
    """A column's number, from 0, of its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
