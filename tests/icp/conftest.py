"""A database that can score: the macros of the package and nothing else."""

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import pytest

from icp.scoring import Executor, macros


@pytest.fixture(scope="session")
def run() -> Iterator[Executor]:
    """Runs a statement and gives its rows as dictionaries."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(macros())

    def execute(sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        cursor = connection.execute(sql, dict(parameters))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    yield execute
    connection.close()
