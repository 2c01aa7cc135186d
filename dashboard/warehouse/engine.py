"""What a warehouse asks of a database that holds one generation: statements run, tables made beside it.

The generation's tables stand below the schema ``warehouse``. A statement is written as ``queries/`` are, in DuckDB's
SQL, and names what it binds as ``$name``; a database that speaks another dialect translates it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol


@dataclass(frozen=True)
class Table:
    """What a question answered: column names and rows, in the question's own order.

    ``translated`` is the statement as the database was sent it, where that is another text; values stand as ``:name``.
    """

    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    translated: str | None = None

    @cached_property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The rows by column name, made once: many who ask read the same answer, and nobody writes into it."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]


@dataclass(frozen=True)
class Statement:
    """SQL that selects, and exactly the values it binds.

    ``question`` is the name in the catalogue of the question that it composes; None of what the product asks by itself:
    a kept table, what a generation says of itself, the values of a column.
    """

    sql: str
    bound: Mapping[str, object] = field(default_factory=dict)
    question: str | None = None


class Engine(Protocol):
    """A database open on one generation, read-only; safe to share between threads.

    Each method but ``close`` raises an EngineFault: UnreadableFiles where the generation beneath it can no longer be
    read, BrokenEngine and UnansweredEngine where the database itself broke or is gone, UnknownNames where a statement
    names what the generation does not hold.
    """

    def run(self, statement: Statement) -> Table:
        """The rows a statement selects, in its own order; instants are naive UTC."""

    def keep(self, name: str, statement: Statement) -> str:
        """Make a table of what a statement selects, out of reach of the generation; returns what statements call it.

        ``name`` is an identifier that the engine has not been given before.
        """

    def keep_rows(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> str:
        """Make a table of rows in the same way; ``columns`` are its names and their types."""

    def drop(self, table: str) -> None:
        """Forget a table by what ``keep`` returned; nobody reads it any more."""

    def close(self) -> None:
        """Let the generation go at once, whoever still reads it; closed twice is closed."""


class EngineFault(Exception):
    """What a database refused, in its own words: whoever asked knows the sentence to say of it."""


class UnreadableFiles(EngineFault):
    """The files of the generation are cut, damaged, gone or closed."""


class BrokenEngine(EngineFault):
    """The database broke by a fault of its own; opened anew, it may well answer the same."""


class UnansweredEngine(EngineFault):
    """A database of another process is gone, or has lost what it kept."""


class UnknownNames(EngineFault):
    """A table, a column or a function that the generation does not have."""
