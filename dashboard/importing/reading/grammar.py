"""The strict grammar of delimited text (RFC 4180, any of four delimiters), as compiled patterns.

A field is either free of quotes, or wholly inside quotes with inner quotes doubled. Anything else is
not repaired or guessed at: the row goes to quarantine. All patterns are possessive, so that matching is
linear whatever the input.
"""

import re
from functools import cached_property

LINE = re.compile(r"[^\r\n]*+(?:\r\n|\n|\r)|[^\r\n]++")
"""One physical line with its end: LF, CRLF or CR. (``str.splitlines`` would cut at eight others.)"""

SUSPECT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\udc80-\udcff]")
"""Control characters, and bytes that did not decode (``surrogateescape``)."""

BAD_RECORD_LINES = 50
"""So far a badly quoted record is followed."""
CONTROLS = dict.fromkeys((*range(1, 9), 11, 12, *range(14, 32), 127))
"""For ``str.translate``: strips control characters; tabs and line ends are data, NUL is an error."""


class Grammar:
    """How lines of one delimiter are read; ``backslash`` also takes a quote behind one for text."""

    def __init__(self, delimiter: str, *, backslash: bool = False) -> None:
        self.delimiter = delimiter
        self.backslash = backslash
        d = re.escape(delimiter)
        self._inner = r'[^"\\]*+(?:(?:""|\\.)[^"\\]*+)*+' if backslash else r'[^"]*+(?:""[^"]*+)*+'
        field = rf'(?:"{self._inner}"|[^"{d}]*+)'
        before = rf"(?:{field}{d})*+"
        after = rf"(?:{d}{before}{field})?\Z"
        self.whole = re.compile(rf"{before}{field}\Z", re.DOTALL)
        """A complete record, without its line end."""
        self.opens = re.compile(rf'{before}"{self._inner}\\?\Z', re.DOTALL)
        """A line that ends inside a quoted field which began on it."""
        self.closes = re.compile(rf'{self._inner}"{after}', re.DOTALL)
        """A line that began inside quotes and completes the record."""
        self.stays = re.compile(rf"{self._inner}\\?\Z", re.DOTALL)
        """A line that began inside quotes and ends inside the same field."""
        self.reopens = re.compile(rf'{self._inner}"{d}{before}"{self._inner}\\?\Z', re.DOTALL)
        """A line that began inside quotes, closes them, and ends inside another quoted field."""
        self.crosses = re.compile(rf'{self._inner}"(?:{d}|[\r\n]|\Z)', re.DOTALL)
        """A line that began inside quotes and closes them properly, whatever comes then."""

    def count(self, record: str) -> int:
        """How many fields a whole record has."""
        if '"' not in record:
            return record.count(self.delimiter) + 1
        if self.backslash:
            return len(self.fields(record))
        return "".join(record.split('"')[::2]).count(self.delimiter) + 1

    def fields(self, record: str) -> list[str]:
        """The fields of a whole record, without their quotes and escapes."""
        if '"' not in record:
            return record.split(self.delimiter)
        cells, at = [], 0
        while True:
            if record.startswith('"', at):
                match = self._quoted.match(record, at)
                assert match is not None, "fields() is for records that match whole"  # noqa: S101
                cells.append(self._unescape(match[1]))
                at = match.end()
            else:
                end = record.find(self.delimiter, at)
                end = len(record) if end < 0 else end
                cells.append(record[at:end])
                at = end
            if at >= len(record):
                return cells
            at += 1
            if at == len(record):
                return [*cells, ""]

    def bad_record_lines(self, lines: list[str], at: int, *, is_last: bool) -> int:
        """How many lines the badly quoted record that begins at a line takes with it.

        More than its own only when it ends inside a quoted field and the next quote closes that field: the
        lines between are then text, and must not be taken for rows. 0 when lines to come must tell.
        """
        if not self._ends_inside(lines[at].rstrip("\r\n")):
            return 1
        ahead = lines[at + 1 : at + BAD_RECORD_LINES]
        for spans, line in enumerate(ahead, start=2):
            place = line.find('"')
            if place >= 0:
                closes = place > 0 and line[place - 1] != self.delimiter and self.crosses.match(line, place)
                return spans if closes else 1
        return 1 if is_last or len(ahead) == BAD_RECORD_LINES - 1 else 0

    def _ends_inside(self, body: str) -> bool:
        """Whether a badly quoted line ends inside quotes, when only quotes beside a delimiter count."""
        inside, sign = False, self.delimiter
        for match in re.finditer('"', body):
            before, after = body[: match.start()][-1:], body[match.end() :][:1]
            if inside and after in {"", sign}:
                inside = False
            elif not inside and before in {"", sign}:
                inside = True
        return inside

    @cached_property
    def _quoted(self) -> re.Pattern[str]:
        return re.compile(rf'"({self._inner})"', re.DOTALL)

    def _unescape(self, text: str) -> str:
        if self.backslash:
            return re.sub(r'""|\\(["\\])', lambda match: match[1] or '"', text)
        return text.replace('""', '"')


def quoted(cells: list[str], delimiter: str) -> str:
    """A record of these cells in the strict grammar, quoting only what must be."""
    return delimiter.join(
        '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in (delimiter, '"', "\n", "\r")) else cell
        for cell in cells
    )


def readable(raw: str) -> str:
    """A raw record as text that can be stored: bytes that did not decode in hexadecimal, NUL made visible."""
    text = raw.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return text.replace("\x00", "\N{SYMBOL FOR NULL}")
