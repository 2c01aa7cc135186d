"""The strict reader: every line of a delimited file is passed on, counted as blank, or rejected with a reason.

What passes on has its line number in front and can be read in one way only. Memory holds a chunk of lines
and the beginning of at most one open record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dashboard.errors import BadInput
from dashboard.importing.reading.grammar import CONTROLS, LINE, SUSPECT, Grammar, quoted
from dashboard.importing.reading.rejects import Rejects
from dashboard.importing.reading.scan import ScannedPiece, look_at
from dashboard.importing.reading.staged import FIELD_LIMIT, ROW_LIMIT, Tally

SHORT = FIELD_LIMIT // 4
"""A row of fewer characters cannot hold a field of more bytes than are allowed."""


@dataclass
class _OpenRecord:
    """A record whose quoted field goes on in the next line."""

    line: int
    opened_line: int
    pieces: list[str] = field(default_factory=list)
    size: int = 0

    def append(self, line: str) -> None:
        if self.size <= ROW_LIMIT:
            self.pieces.append(line)
        self.size += len(line)

    @property
    def text(self) -> str:
        return "".join(self.pieces).rstrip("\r\n")


class Cleaner:
    """Takes the physical lines of a file in order and sends each record where it belongs."""

    def __init__(
        self, grammar: Grammar, width: int, first_line: int, label: str, rejects: Rejects, tally: Tally
    ) -> None:
        self.line = first_line
        """The next line to come."""
        self.longest = 0
        """Characters of the longest accepted record, when any is long."""
        self.breaks = False
        """Whether any accepted value holds a line break."""
        self._grammar = grammar
        self._expected = width - 1
        self._label = label
        self._rejects = rejects
        self._tally = tally
        self._open: _OpenRecord | None = None
        self._rest = b""
        self._accepted: list[str] = []

    def clean(self, pieces: Iterable[bytes]) -> Iterator[str]:
        """The accepted records of each piece of text (whole lines), each with its line in front and LF behind.

        Raises BadInput when a quote is never closed.
        """
        ended = True
        for piece in pieces:
            text = self._rest + piece
            ended = text.endswith((b"\n", b"\r"))
            look = self._look(text) if self._open is None else None
            if look and look.used and len(text) - look.used < ROW_LIMIT:
                self._rest = text[look.used :]
                yield self._plain(text[: look.used], look)
            else:
                yield self._careful(text)
        if self._rest:
            yield self._careful(self._rest, is_last=True)
        if self._open is not None:
            if ended or self._open.opened_line < self.line - 1:
                raise self._unclosed(self._open)
            self._rejects.add(self._open.line, "truncated", self._open.text)

    def _look(self, text: bytes) -> ScannedPiece | None:
        """What a piece holds when each of its records is sound, so that none needs a closer look."""
        if not self._expected or self._grammar.backslash:
            return None
        crlf = text.endswith(b"\r\n")
        look = look_at(text, ord(self._grammar.delimiter), self._expected + 1, crlf=crlf, row_by_row=True)
        if look is None or look.blank:
            return None
        return look if text.isascii() or _decodes(text[: look.used]) else None

    def _plain(self, text: bytes, look: ScannedPiece) -> str:
        """Sound records: only their first lines change."""
        lines = text.decode().split("\n")
        lines.pop()  # the nothing behind the last line end
        starts = look.starts.tolist()
        if text.endswith(b"\r\n"):
            for end in (*starts[1:], len(lines)):
                lines[end - 1] = lines[end - 1][:-1]
        sign = self._grammar.delimiter
        for start in starts:
            lines[start] = f"{self.line + start}{sign}{lines[start]}"
        self.line += len(lines)
        self.breaks |= len(lines) > len(starts)
        self._tally.accepted += len(starts)
        return "\n".join(lines) + "\n"

    def _careful(self, text: bytes, *, is_last: bool = False) -> str:
        """Any lines: quoted, spanning, damaged."""
        self._rest = b""
        lines = LINE.findall(text.decode("utf-8", "surrogateescape"))
        grammar, self._accepted, at = self._grammar, [], 0
        while at < len(lines):
            line = lines[at]
            if SUSPECT.search(line):
                lines[at] = line = self._without_controls(line)
            body = line.rstrip("\r\n")
            spans = 1
            if self._open is not None:
                self._continue(self._open, line, body)
            elif '"' not in body or grammar.whole.match(body):
                self._judge(self.line, body, unended=body == line)
            elif grammar.opens.match(line):
                self._open = _OpenRecord(self.line, self.line)
                self._open.append(line)
            else:
                spans = grammar.bad_record_lines(lines, at, is_last=is_last)
                if not spans:
                    self._rest = "".join(lines[at:]).encode("utf-8", "surrogateescape")
                    break
                self._rejects.add(self.line, "quote", "".join(lines[at : at + spans]).rstrip("\r\n"))
            self.line += spans
            at += spans
        self._tally.accepted += len(self._accepted)
        return "".join(self._accepted)

    def _continue(self, record: _OpenRecord, line: str, body: str) -> None:
        """A line that begins inside quotes."""
        record.append(line)
        grammar = self._grammar
        if '"' not in line or grammar.stays.match(line):
            return
        if grammar.reopens.match(line):
            record.opened_line = self.line
            return
        self._open = None
        if grammar.closes.match(body):
            self.breaks = True
            self._judge(record.line, record.text, too_long=record.size > ROW_LIMIT)
        elif grammar.crosses.match(line):
            self._rejects.add(record.line, "quote", record.text)
        else:
            raise self._unclosed(record)

    def _judge(self, number: int, body: str, *, unended: bool = False, too_long: bool = False) -> None:
        """One record whose quotes are in order."""
        sign, grammar = self._grammar.delimiter, self._grammar
        if not body.strip(sign) or (sign not in body and not body.strip()):
            self._tally.blank += 1
            return
        fields = grammar.count(body) if not too_long else 0
        if too_long or (len(body) > SHORT and self._too_long(body)):
            self._rejects.add(number, "field_too_long", body)
        elif "\x00" in body:
            self._rejects.add(number, "nul_byte", body)
        elif SUSPECT.search(body):
            self._rejects.add(number, "bad_encoding", body)
        elif fields == self._expected + 1:
            if grammar.backslash and "\\" in body:
                body = quoted(grammar.fields(body), sign)
            self._accepted.append(f"{number}{sign}{body}\n")
            if len(body) > SHORT:
                self.longest = max(self.longest, len(body))
        elif fields > self._expected:
            self._rejects.add(number, "too_many_fields", body, fields)
        else:
            self._rejects.add(number, "truncated" if unended else "too_few_fields", body, fields)

    def _too_long(self, body: str) -> bool:
        cells = self._grammar.fields(body)
        return _bytes(body) > ROW_LIMIT or any(_bytes(cell) > FIELD_LIMIT for cell in cells)

    def _without_controls(self, line: str) -> str:
        stripped = line.translate(CONTROLS)
        if len(stripped) < len(line):
            self._tally.stripped += len(line) - len(stripped)
        return stripped

    def _unclosed(self, record: _OpenRecord) -> BadInput:
        return BadInput(
            f"{self._label}: the quote opened in line {record.opened_line} is not closed, so where rows end cannot "
            "be told; close it or export the file again (UNCLOSED_QUOTE)."
        )


def _decodes(piece: bytes) -> bool:
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))
