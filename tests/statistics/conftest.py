"""The statistical building blocks, loaded into a database of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

STATISTICS = Path(__file__).resolve().parents[2] / "queries" / "statistics"

Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def ask() -> Iterator[Ask]:
    """Run a query that may use every file of queries/statistics; give its rows as dicts."""
    connection = duckdb.connect()
    for path in sorted(STATISTICS.glob("*.sql")):
        connection.execute(path.read_text(encoding="utf-8"))

    def answer(sql: str, **values: Any) -> list[dict[str, Any]]:
        found = connection.execute(sql, values)
        columns = [column[0] for column in found.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]

    yield answer
    connection.close()
