"""A place to score leads that are no generation's."""

from collections.abc import Mapping
from typing import Any

import duckdb

from icp.scoring import Executor, macros


def scoring_room() -> Executor:
    """An empty database in memory that can score leads handed to it, for ``icp score``."""
    connection = duckdb.connect()
    connection.execute(macros())

    def run(sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        result = connection.execute(sql, dict(parameters))
        columns = [column[0] for column in result.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    return run
