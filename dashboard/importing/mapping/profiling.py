"""What the columns of an unknown file look like, for the draft of a mapping."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dashboard.importing.mapping.formats import in_order, picture
from dashboard.importing.reading import ReadOptions, Staged, forget, source_files, stage
from dashboard.importing.sql import identifier, load_macros, text

PICTURES = ("YYYYMMDD", "D MMM, YYYY HH:mm:ss", "D MMM YYYY", "MMM D, YYYY", "MMM D, YYYY h:mm A", "M/D/YY", "DD.MM.YY")
ROWS = 20_000
"""Rows looked at: enough to see how a column is written."""


@dataclass(frozen=True)
class ColumnProfile:
    """One column: its header, how full it is, and how many of its values are dates, numbers, yes or no."""

    header: str
    filled: int
    distinct: int
    rows: int
    year_first: int
    day_or_month_first: int
    numbers: int
    booleans: int
    serials: int
    epochs: int
    epochs_ms: int
    samples: tuple[str, ...]
    pictures: tuple[str, ...]

    @property
    def is_date(self) -> bool:
        """Whether nearly all its values are dates somebody can see are dates."""
        plain = self.year_first + self.day_or_month_first
        return bool(self.pictures) or 10 * plain >= 9 * self.filled > 0

    @property
    def is_key(self) -> bool:
        """Whether it tells the rows apart."""
        return 0 < self.rows == self.filled == self.distinct


@dataclass(frozen=True)
class FileProfile:
    """One unknown file."""

    label: str
    columns: tuple[ColumnProfile, ...]


def profile_files(paths: Sequence[Path], options: ReadOptions) -> list[FileProfile]:
    """What the files of ``paths`` hold; raises BadInput when one cannot be read, or MustAsk."""
    profiles = []
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        load_macros(con)
        for path in (file for given in paths for file in source_files(given)):
            staged = stage(con, path, path.name, 1, options, len)
            profiles.append(_profile(con, staged))
            forget(con, staged)
    return profiles


def _profile(con: duckdb.DuckDBPyConnection, staged: Staged) -> FileProfile:
    columns = tuple(
        _column(con, staged, at, header.strip()) for at, header in enumerate(staged.headers) if header.strip()
    )
    return FileProfile(staged.label, columns)


def _column(con: duckdb.DuckDBPyConnection, staged: Staged, at: int, header: str) -> ColumnProfile:
    asked = f"with asked as (select cleaned(c{at}) as text from {identifier(staged.table)} limit {ROWS})\n"  # noqa: S608
    orders = {"day_first": list(in_order("dmy")), "month_first": list(in_order("mdy"))}
    profile = con.execute(asked + text("column_profile"), orders)
    names = [name for name, *_ in profile.description or ()]
    counts: dict[str, Any] = dict(zip(names, profile.fetchone() or (), strict=True))
    samples = tuple(counts.pop("samples") or ())
    return ColumnProfile(header, **counts, samples=samples, pictures=_pictures(con, asked, counts["filled"]))


def _pictures(con: duckdb.DuckDBPyConnection, asked: str, filled: int) -> tuple[str, ...]:
    """The date pictures that read nearly all values."""
    found = []
    for form in PICTURES:
        drawn = picture(form)
        shape = {"shape": drawn.shape, "formats": list(drawn.formats)}
        read = con.execute(asked + text("picture_share"), shape).fetchone()
        if read and filled and 10 * read[0] >= 9 * filled:
            found.append(form)
    return tuple(found)
