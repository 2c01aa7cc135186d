"""How the tests of reading stage a file: bytes in, everything that came of them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dashboard.importing.reading.one_file import forget, stage
from dashboard.importing.reading.staged import ReadOptions, Staged

KNOWN = {"lead_id", "created_at", "source", "name"}


@dataclass(frozen=True)
class Outcome:
    """A staged file with its rows as (line, cells) and its rejects as (line, reason, sentence, raw)."""

    staged: Staged
    rows: list[tuple[int, tuple[str, ...]]]
    rejected: list[tuple[int, str, str, str]]

    @property
    def cells(self) -> list[tuple[str, ...]]:
        return [cells for _, cells in self.rows]

    @property
    def reasons(self) -> list[tuple[int, str]]:
        return [(line, reason) for line, reason, *_ in self.rejected]


def known_columns(cells: Sequence[str]) -> int:
    """What a mapping that reads leads knows of a header."""
    return sum(cell.casefold() in KNOWN for cell in cells)


def read(path: Path, con: duckdb.DuckDBPyConnection | None = None, **options: Any) -> Outcome:
    """Stages a file, and checks what must hold of every file: each row is somewhere, once."""
    con = con or duckdb.connect()
    staged = stage(con, path, path.name, 7, ReadOptions(**options), known_columns)
    rows = con.execute(f"from {staged.table} order by line").fetchall()
    rejected = con.execute(f"from {staged.rejected} order by line").fetchall()
    assert staged.rows_read == len(rows) + len(rejected) + staged.footer
    lines = [row[0] for row in rows] + [row[0] for row in rejected]
    assert len(set(lines)) == len(lines)
    forget(con, staged)
    return Outcome(staged, [(row[0], tuple(cell or "" for cell in row[1:])) for row in rows], rejected)


def read_bytes(folder: Path, content: bytes | str, name: str = "leads.csv", **options: Any) -> Outcome:
    """Stages a file of these bytes."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path, **options)
