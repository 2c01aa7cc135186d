"""A file seen as one of a table, and how what its values tell is handed on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dashboard.importing.drafting.guessing import Guess
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile

BY_VALUES = "told by its values"
BY_WORD = "guessed from a word in its name"
MOST = 0.5
"""So many of a column's words must be of a kind for the column to be of it."""


@dataclass(frozen=True)
class Case:
    """A file seen as one of a table, with what is known of its columns so far."""

    file: FileProfile
    table: str
    known: dict[str, Guess]

    def column(self, concept: str) -> ColumnProfile | None:
        """The column that is known to be this."""
        return self.known[concept].column if concept in self.known else None

    @property
    def lists(self) -> list[ColumnProfile]:
        """The columns whose values may be words of a list."""
        return [column for column in self.file.named if column.is_list and column.filled]


Telling = Iterator[tuple[str, ColumnProfile, str]]
"""What a column is, the column, what is doubtful about it."""
Teller = Callable[[Case], Telling]
