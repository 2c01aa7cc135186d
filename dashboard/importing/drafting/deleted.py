"""Records that were deleted or archived and are exported all the same: no figure counts them."""

from collections.abc import Iterator

from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.vocabulary import words_for
from dashboard.importing.drafting.writing import inline, listed, quoted
from dashboard.importing.sql import run

MARKS = ("true", "1")
"""What marks such a record in the next export, where none is marked in this one."""


def without_deleted(file: FileProfile) -> list[str]:
    """The filters that leave them out, one for each column that marks them."""
    return [inline(column=quoted(column.header), not_one_of=f"[{listed(words)}]") for column, words, _ in _marks(file)]


def remarks_on_deleted(file: FileProfile) -> list[str]:
    """What is said of such rows; nothing where no row is marked."""
    sentences = []
    for column, _, rows in _marks(file):
        if rows:
            number = "1 row is" if rows == 1 else f"{rows:,} rows are"
            sentences.append(f"{number} marked in {quoted(column.header)}, and left out.")
    return sentences


def _marks(file: FileProfile) -> Iterator[tuple[ColumnProfile, list[str], int]]:
    """The columns that mark such records, the words that do, and how many rows they mark."""
    for column in file.named:
        if column.is_yes_no and column.words in words_for("deleted"):
            counted = file.ask("draft_fills", [column, column])
            words = [word for word, _, _ in counted if word]
            yes = {word for (word,) in run(file.con, "draft_true", words=words).fetchall()}
            rows = sum(records for word, records, _ in counted if word in yes)
            yield column, sorted({*MARKS, *(word.lower() for word in yes)}), rows
