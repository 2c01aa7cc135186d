"""Where the header stands and what separates the fields, told by the columns the mapping knows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dashboard.errors import BadInput, MustAsk
from dashboard.importing.reading.grammar import CONTROLS, LINE, SUSPECT, Grammar
from dashboard.importing.reading.staged import COLUMN_LIMIT, HEADER_LIMIT, NAME_LIMIT, KnownColumns, ReadOptions

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
HEAD = 2 << 20
"""Bytes within which the header must stand."""
NOTHING = " \t\r\n,;|\x1a"
"""What a line may consist of and still be blank, before the delimiter is known."""
LOOK_AHEAD = 30
HEADER_LINES = 200
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*\Z', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """How one delimited file is laid out; lines are physical and count from 1, ``start`` is a byte."""

    grammar: Grammar
    headers: tuple[str, ...]
    header_line: int
    first_line: int
    start: int
    titles: int
    blank: int
    separator_line: bool

    @property
    def words(self) -> str:
        """For the receipt: ``semicolon, header in line 1``."""
        name = next(word for word, sign in DELIMITERS.items() if sign == self.grammar.delimiter)
        hint = " as line 1 says" if self.separator_line else ""
        return f"{name}{hint}, header in line {self.header_line}"


def find_layout(path: Path, start: int, label: str, options: ReadOptions, known: KnownColumns) -> Layout:
    """The layout of a file of UTF-8 whose text begins at byte ``start``.

    Raises MustAsk (``--header-row``) when a later row looks more like the header than the first, BadInput
    when no row does, when the header is damaged, or has more than 1,000 columns.
    """
    with path.open("rb") as file:
        file.seek(start)
        head = file.read(HEAD)
        cut_off = bool(file.read(1))
    enough = HEADER_LINES + (options.header_row or LOOK_AHEAD)
    lines = [match[0] for match in islice(LINE.finditer(head.decode("utf-8", "surrogateescape")), enough)]
    if cut_off and 1 < len(lines) < enough:
        del lines[-1]
    hint = SEPARATOR_LINE.match(lines[0]) if lines else None
    hinted = hint[1] if hint and hint[1] in DELIMITERS.values() else None
    first = _header_index(lines, 1 if hinted else 0, options.header_row, label)
    choices = [
        Grammar(sign, backslash=options.backslash_escapes) for sign in ([hinted] if hinted else DELIMITERS.values())
    ]
    if len(lines[first].encode("utf-8", "surrogateescape")) > HEADER_LIMIT:
        refuse_header(max((lines[first].split(choice.delimiter) for choice in choices), key=len), label, known)
        raise BadInput(
            f"{label}: the header (line {first + 1}) is longer than {HEADER_LIMIT // 1_000_000} MB; export only the "
            "fields the review needs, or the file again if its lines have run together (HEADER_TOO_LONG)."
        )
    header, spans = _whole_header(lines, first, choices, label)
    groups = lines[options.group_row - 1].rstrip("\r\n") if options.group_row and options.group_row <= first else ""
    grammar, cells = _best(header, choices, known, groups)
    refuse_header(cells, label, known)
    if SUSPECT.search(header):
        _refuse_damage(header, first + 1, label)
        cells = [cell.translate(CONTROLS).strip() for cell in cells]
    if options.header_row is None:
        _ask_when_a_later_row_fits_better(lines, first, known(cells), choices, known, label)
    if not known(cells):
        raise no_known_column(label, f"line {first + 1}", cells)
    above = lines[1 if hinted else 0 : first]
    titles = sum(1 for line in above if line.strip(NOTHING))
    size = sum(len(line.encode("utf-8", "surrogateescape")) for line in lines[: first + spans])
    return Layout(
        grammar,
        tuple(cells),
        first + 1,
        first + spans + 1,
        start + size,
        titles,
        len(above) - titles,
        hinted is not None,
    )


def refuse_header(cells: Sequence[str], label: str, known: KnownColumns) -> None:
    """Raises BadInput for more columns than a file may have, or for a name that is longer than a name may be.

    ``known`` is asked before, so that whoever hears of the refusal can tell a file of ours from another.
    """
    known(cells[:COLUMN_LIMIT])
    if len(cells) > COLUMN_LIMIT:
        raise BadInput(
            f"{label}: the header has {len(cells):,} columns, more than {COLUMN_LIMIT:,}; "
            "export only the fields the review needs (TOO_MANY_COLUMNS)."
        )
    for number, cell in enumerate(cells, start=1):
        if len(cell) > NAME_LIMIT:
            raise BadInput(
                f"{label}: the name of column {number} is longer than {NAME_LIMIT:,} characters; correct the header, "
                "or leave the column out of the export (HEADER_TOO_LONG)."
            )


def no_known_column(label: str, place: str, cells: Sequence[str]) -> BadInput:
    """The refusal of a file whose header row names nothing the mapping reads."""
    shown = ", ".join(f"“{cell[:30]}”" for cell in cells[:4] if cell)
    return BadInput(
        f"{label}: {place} names no column the mapping knows ({shown}…); is the header missing, or is this a file for "
        "another mapping? `funnel-review map` drafts one from the headers it finds (NO_KNOWN_COLUMN)."
    )


def ask_header_row(label: str, first: int, later: int, cells: Sequence[str]) -> MustAsk:
    """The question which row is the header, proposing the later one."""
    shown = ", ".join(f"“{cell[:30]}”" for cell in cells[:4])
    return MustAsk(
        f"{label}: row {first} does not look like the header but row {later} does ({shown}…); "
        f"say --header-row {later} if it is."
    )


def fits_better(known_later: int, known_first: int, cells: Sequence[str]) -> bool:
    """Whether a later row is so much more of a header than the first that the user must say."""
    return known_later > 2 * known_first and (known_later >= 2 or known_later == len(cells))


def _header_index(lines: Sequence[str], after: int, row: int | None, label: str) -> int:
    if row is not None:
        if not 0 < row <= len(lines) or not lines[row - 1].strip():
            raise BadInput(f"{label}: there is no row {row} to be the header; name another by --header-row.")
        return row - 1
    for index in range(after, len(lines)):
        if lines[index].strip(NOTHING):
            return index
    raise BadInput(f"{label}: the file is empty; export it again (EMPTY_FILE).")


def _whole_header(lines: Sequence[str], first: int, choices: Sequence[Grammar], label: str) -> tuple[str, int]:
    """The header record and how many lines it spans: header names may hold line breaks."""
    record = ""
    for spans, line in enumerate(lines[first : first + HEADER_LINES], start=1):
        record += line
        body = record.rstrip("\r\n")
        if any(grammar.whole.match(body) for grammar in choices):
            return body, spans
    raise BadInput(f"{label}: the quotes in the header (line {first + 1}) do not close; correct the header (QUOTE).")


def under_groups(groups: Sequence[str], cells: Sequence[str]) -> list[str]:
    """Names below names that stand over several columns: “Deal” over “Id” and the blank beside it over “Stage”.

    They become “Deal Id” and “Deal Stage”; a name that nothing stands over is what it is.
    """
    named, above = [], ""
    for place, cell in enumerate(cells):
        above = groups[place].strip() or above if place < len(groups) else above
        named.append(f"{above} {cell}" if above and cell else cell)
    return named


def _best(record: str, choices: Sequence[Grammar], known: KnownColumns, groups: str = "") -> tuple[Grammar, list[str]]:
    """The grammar under which most header cells are known; of equals, the one giving more cells."""
    ranked = []
    for place, grammar in enumerate(choices):
        if not grammar.whole.match(record):
            continue
        cells = [cell.strip() for cell in grammar.fields(record)]
        if groups and grammar.whole.match(groups):
            cells = under_groups(grammar.fields(groups), cells)
        # a header of 5,000 columns is refused anyway: it is not worth asking the mapping about each
        ranked.append((known(cells) if len(cells) <= COLUMN_LIMIT else 0, len(cells), -place, grammar, cells))
    *_, grammar, cells = max(ranked, key=lambda entry: entry[:3])
    return grammar, cells


def _ask_when_a_later_row_fits_better(
    lines: Sequence[str], first: int, known_first: int, choices: Sequence[Grammar], known: KnownColumns, label: str
) -> None:
    for index in range(first + 1, min(first + LOOK_AHEAD, len(lines))):
        body = lines[index].rstrip("\r\n")
        for grammar in choices:
            if body.strip() and len(body) < HEAD // 4 and grammar.whole.match(body):
                cells = [cell.strip() for cell in grammar.fields(body)]
                if len(cells) <= COLUMN_LIMIT and fits_better(known(cells), known_first, cells):
                    raise ask_header_row(label, first + 1, index + 1, cells)


def _refuse_damage(header: str, line: int, label: str) -> None:
    if "\x00" in header:
        raise BadInput(f"{label}: the header (line {line}) holds a NUL byte; export the file again (BAD_HEADER_BYTES).")
    if any("\udc80" <= sign <= "\udcff" for sign in header):
        raise BadInput(
            f"{label}: the header (line {line}) holds bytes that are not UTF-8; "
            "correct it, or say --encoding windows-1252 if that is what it is (BAD_HEADER_BYTES)."
        )
