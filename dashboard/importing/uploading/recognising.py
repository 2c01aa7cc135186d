"""Whether files that are called like canonical tables are such tables: a name alone makes none."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from dashboard.importing.mapping.matching import RowsPlace, lacks
from dashboard.importing.places import SourceFile, files_of
from dashboard.importing.reading.heads import HeadRows, first_rows
from dashboard.importing.reading.sources import kind_of
from dashboard.importing.sql import run


def are_canonical(paths: Sequence[Path]) -> bool:
    """Whether every file, or a sheet of it, is called like a canonical table and begins with what that requires.

    Raises BadInput or MustAsk where a file cannot be read as it is.
    """
    return all(any(_is_canonical(place, rows) for place, rows in _parts(file)) for file in files_of(paths, []))


def _is_canonical(place: RowsPlace, rows: HeadRows) -> bool:
    return place.table is not None and any(not lacks(place.table, row) for row in rows)


def _parts(file: SourceFile) -> Iterator[tuple[RowsPlace, HeadRows]]:
    if kind_of(file.path, file.label) == "parquet":
        yield RowsPlace(file.path.name), _parquet_headers(file.path)
        return
    for sheet, rows in first_rows(file.path, file.label).items():
        yield RowsPlace(file.path.name, sheet), rows


def _parquet_headers(path: Path) -> HeadRows:
    """The names of its columns as one row; none of a damaged file, which whoever reads it whole will say."""
    with suppress(duckdb.Error), duckdb.connect() as con:
        return [[name.strip() for name, _ in run(con, "parquet_headers", path=str(path)).fetchall()[1:]]]
    return []
