"""What the columns of unknown files look like; the files stay staged, to be asked more."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Any

import duckdb

from dashboard.importing.drafting.pictures import pictures_of
from dashboard.importing.drafting.questions import Interview
from dashboard.importing.drafting.vocabulary import header_words
from dashboard.importing.mapping.formats import in_order
from dashboard.importing.mapping.matching import RowsPlace
from dashboard.importing.reading.sources import EXCEL, PARQUET
from dashboard.importing.reading.staged import Staged
from dashboard.importing.sql import identifier, text

ROWS = 20_000
"""Rows looked at to see how a column is written."""
NEARLY_ALL = 0.9
NUMBERED = re.compile(r"([^\W\d_]{1,6}[-_/#]?)\d{2,}")
LINKED = re.compile(
    r'\]\([^()\s]+\)|<a\s[^>]*href=|^=HYPERLINK\(|^\[?\s*\{[^{}]*"id"\s*:|'
    r"[(<](?:https?://|[^\s()<>@/]+@)[^\s()<>]+[)>]",
    re.IGNORECASE,
)
"""What the macros of links part into what is shown and where it leads."""
FEW = 60
"""A column with more different values than this holds no words of a list."""


@dataclass(frozen=True)
class ColumnProfile:
    """One column: its header, how full it is, and how many of its values are dates, numbers, yes or no, addresses.

    ``repeats``: another column has the same header, so that it cannot be named. ``samples`` are its values, the
    commonest first; ``longest`` is the length of the longest. Every ``step``-th line was looked at.
    """

    header: str
    at: int
    repeats: bool
    filled: int
    distinct: int
    rows: int
    year_first: int
    day_first: int
    month_first: int
    numbers: int
    booleans: int
    serials: int
    epochs: int
    epochs_ms: int
    emails: int
    codes: int
    several: int
    longest: int
    samples: tuple[str, ...]
    pictures: tuple[str, ...]
    step: int = 1

    @cached_property
    def words(self) -> str:
        """Its header as plain words."""
        return header_words(self.header)

    @property
    def is_date(self) -> bool:
        """Whether nearly all its values are dates somebody can see are dates."""
        plain = self.year_first + max(self.day_first, self.month_first)
        return bool(self.pictures) or plain >= NEARLY_ALL * self.filled > 0

    @property
    def may_be_date(self) -> bool:
        """Whether its values are dates, or numbers that may count days or seconds."""
        return self.is_date or 0 < self.filled in {self.serials, self.epochs, self.epochs_ms}

    @property
    def dates(self) -> int:
        """How many of its values are dates somebody can see are dates, or count days or seconds where all do."""
        plain = self.year_first + max(self.day_first, self.month_first)
        return self.filled if self.pictures or self.may_be_date else plain

    @property
    def is_number(self) -> bool:
        """Whether nearly all its values are numbers or amounts."""
        return self.numbers >= NEARLY_ALL * self.filled > 0

    @property
    def is_yes_no(self) -> bool:
        """Whether all its values are yes or no."""
        return 0 < self.filled == self.booleans

    @property
    def is_email(self) -> bool:
        """Whether nearly all its values are addresses."""
        return self.emails >= NEARLY_ALL * self.filled > 0

    @property
    def is_numbered(self) -> bool:
        """Whether its values are numbers behind the same letters: ``P00012``, ``D-0042``."""
        matches = [NUMBERED.fullmatch(sample) for sample in self.samples]
        return bool(matches) and all(matches) and len({match[1] for match in matches if match}) == 1

    @property
    def has_links(self) -> bool:
        """Whether nearly all its values are links, or names with an address behind them."""
        links = sum(1 for sample in self.samples if LINKED.search(sample))
        return links >= NEARLY_ALL * len(self.samples) > 0

    @property
    def is_list(self) -> bool:
        """Whether its values may be words of a list."""
        return 0 < self.distinct <= FEW and self.longest <= 60 and not self.is_date and not self.is_email

    @property
    def fill(self) -> float:
        """Which share of the rows has a value."""
        return self.filled / self.rows if self.rows else 0.0

    @property
    def fullness(self) -> str:
        """How many of the rows have a value, in words."""
        if self.step > 1:  # not every row was looked at
            return f"filled in {self.fill:.0%} of the rows"
        return f"filled in {self.filled:,} of {self.rows:,} rows"

    @property
    def order(self) -> str | None:
        """The order of day and month that its dates prove."""
        if self.pictures or not self.is_date or self.day_first == self.month_first:
            return None
        return "dmy" if self.day_first > self.month_first else "mdy"

    @property
    def is_open(self) -> bool:
        """Whether its dates can be read in both orders."""
        return not self.pictures and self.day_first == self.month_first > 0


@dataclass(frozen=True)
class Summaries:
    """How many rows of a file are none of its records, the words they begin with, the columns that are empty.

    ``repeated`` more say the header again.
    """

    rows: int = 0
    words: tuple[str, ...] = ()
    empty: tuple[int, ...] = ()
    repeated: int = 0


@dataclass(frozen=True, eq=False)
class FileProfile:
    """One unknown file, or a sheet: how it is laid out, its columns, and the staged table that holds its rows.

    ``fill_down`` are the headers of columns whose blanks seem to mean what stands above, ``fill_doubt`` says what is
    doubtful about that. ``interview`` takes the questions about it.
    """

    label: str
    place: RowsPlace
    con: duckdb.DuckDBPyConnection
    staged: Staged
    columns: tuple[ColumnProfile, ...]
    header_row: int | tuple[int, int] | None = None
    fill_down: tuple[str, ...] = ()
    fill_doubt: str = ""
    interview: Interview = field(default_factory=Interview)
    summaries: Summaries = Summaries()

    @property
    def named(self) -> tuple[ColumnProfile, ...]:
        """The columns that a mapping can name."""
        return tuple(column for column in self.columns if not column.repeats)

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.staged.rows_read

    @property
    def is_text(self) -> bool:
        """Whether its numbers are written as text, so that their mark may be open."""
        return PurePath(self.place.file).suffix.lower() not in EXCEL | PARQUET

    def column(self, header: str) -> ColumnProfile:
        """The column with that header, of those that can be named."""
        return next(column for column in self.named if column.header == header)

    @property
    def order(self) -> str | None:
        """The order of day and month that its columns prove, where they agree."""
        orders = {column.order for column in self.columns if column.order}
        return orders.pop() if len(orders) == 1 else None

    def ask(
        self, question: str, columns: Sequence[ColumnProfile | None], **parameters: object
    ) -> list[tuple[Any, ...]]:
        """The rows a question of queries/import gives over columns, as a, b, …; an absent one is null."""
        return self.con.execute(self._about(question, columns), parameters or None).fetchall()

    def proven(self, question: str, column: ColumnProfile, **parameters: object) -> tuple[Any, ...]:
        """The one row that a question of an import gives over all values of a column, as its text."""
        rows = f"select {self._cell(column)} as text from {identifier(self.staged.table)}"  # noqa: S608 — our own names
        return self.con.execute(f"with asked as (\n{rows}\n)\n{text(question)}", parameters).fetchone() or ()

    def keep(self, table: str, question: str, column: ColumnProfile, **parameters: object) -> None:
        """Keeps what a question gives over one column in a table of the connection."""
        self.con.execute(
            f"insert into {table} by name\n{self._about(question, [column])}", {**parameters, "place": column.at}
        )

    def equal_rows(self) -> int:
        """How many rows equal an earlier one in every cell."""
        cells = ", ".join(f"c{at}" for at in range(len(self.staged.headers)))
        equal = f"select count(*) - count(distinct row({cells})) from {identifier(self.staged.table)}"  # noqa: S608 — our own names
        (rows,) = self.con.execute(equal).fetchone() or (0,)
        return int(rows)

    def _about(self, question: str, columns: Sequence[ColumnProfile | None]) -> str:
        cells = [self._cell(column) if column else "null::varchar" for column in columns]
        listed = ", ".join(f"{cell} as {name}" for cell, name in zip(cells, "abcdef", strict=False))
        rows = f"select line, {listed} from {identifier(self.staged.table)}"  # noqa: S608 — our own names
        return f"with asked as (\n{rows}\n)\n{text(question)}"

    def _cell(self, column: ColumnProfile) -> str:
        cell = f"cleaned(c{column.at})"
        return f"last_value({cell} ignore nulls) over (order by line)" if column.header in self.fill_down else cell


def profile(
    con: duckdb.DuckDBPyConnection,
    staged: Staged,
    place: RowsPlace,
    header_row: int | tuple[int, int] | None,
    interview: Interview,
    progress: Callable[[int, int], None],
) -> FileProfile:
    """What a staged file holds; ``interview`` takes the questions about it, ``progress`` hears of columns done."""
    headers = [header.strip(" \ufeff").strip() for header in staged.headers]
    folded = [header.lower() for header in headers]
    columns = []
    for at, header in enumerate(headers):
        progress(at, len(headers))
        if header:
            repeats = folded.count(header.lower()) > 1 or "|" in header
            columns.append(_column(con, staged, at, header, repeats=repeats))
    return FileProfile(staged.label, place, con, staged, tuple(columns), header_row, interview=interview)


def _column(con: duckdb.DuckDBPyConnection, staged: Staged, at: int, header: str, *, repeats: bool) -> ColumnProfile:
    table = identifier(staged.table)
    (rows,) = con.execute(f"select count(*) from {table}").fetchone() or (0,)  # noqa: S608 — our own names
    step = max(rows // ROWS, 1)
    texts = f"with asked as (select cleaned(c{at}) as text from {table} where line % {step} = 0)\n"  # noqa: S608
    orders = {"day_first": list(in_order("dmy")), "month_first": list(in_order("mdy"))}
    result = con.execute(texts + text("column_profile"), orders)
    names = [name for name, *_ in result.description or ()]
    counts: dict[str, Any] = dict(zip(names, result.fetchone() or (), strict=True))
    samples = tuple(counts.pop("samples") or ())
    plain = counts["year_first"] + max(counts["day_first"], counts["month_first"])
    looks = counts["filled"] and plain < NEARLY_ALL * counts["filled"] and counts["longest"] <= 40
    known = samples if counts["distinct"] <= len(samples) else ()
    pictures = pictures_of(con, texts, NEARLY_ALL * counts["filled"], known) if looks else ()
    return ColumnProfile(header, at, repeats, **counts, samples=samples, pictures=pictures, step=step)
