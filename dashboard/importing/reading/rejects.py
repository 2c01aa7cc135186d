"""The rows reading refuses: why, in which words, and where they are written."""

import csv
from pathlib import Path
from types import TracebackType
from typing import Self

from dashboard.importing.reading.grammar import readable
from dashboard.importing.reading.staged import FIELD_LIMIT, Tally

KEPT = 200
"""Characters kept of a row that is too long to keep."""

SENTENCES = {
    "field_too_long": f"A field of line {{line}} is longer than {FIELD_LIMIT // 1_000_000} MB; "
    "shorten it, or leave its column out of the export.",
    "nul_byte": "Line {line} holds a NUL byte; take it out of the value and export again.",
    "bad_encoding": "Line {line} holds bytes that are not in the file's encoding; correct them, or export as UTF-8.",
    "quote": "Line {line} has a quote inside a value that is not doubled; double it, or export again.",
    "too_many_fields": "Line {line} has {fields:,} fields, the header {width:,}; put quotes around its values.",
    "too_few_fields": "Line {line} has {fields:,} fields, the header {width:,}; complete it, or export again.",
    "truncated": (
        "Line {line} ends the file with fewer fields than the header's {width:,}; export again if it was cut off."
    ),
}
"""What is wrong with a row, and what to do; of Excel and Parquet a line is a row of the sheet or the table."""


class Rejects:
    """A file of rejected rows, open while the reading runs."""

    def __init__(self, path: Path, width: int, tally: Tally) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        self._width = width
        self._tally = tally

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, line: int, reason: str, raw: str, fields: int = 0) -> None:
        """Writes one rejected row; of a row too long to keep, its beginning."""
        text = readable(raw[: FIELD_LIMIT + 1])
        if reason == "field_too_long" or len(text) > FIELD_LIMIT:
            text = text[:KEPT] + "…"
        sentence = SENTENCES[reason].format(line=line, fields=fields, width=self._width)
        self._writer.writerow((line, reason, sentence, text))
        self._tally.rejected += 1
        if reason == "truncated":
            self._tally.warnings.append((reason, sentence))
