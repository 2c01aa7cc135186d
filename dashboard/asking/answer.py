"""What a question answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.warehouse.catalogue import Query
from dashboard.warehouse.engine import Table

WEIGHT_OF_AN_ANSWER = 500


@dataclass(frozen=True)
class Answer:
    """What a question answered, with what its receipt needs: the question itself, the SQL and what was bound."""

    query: Query
    table: Table
    sql: str
    parameters: Mapping[str, object]

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The rows by column name."""
        return self.table.rows

    def one(self) -> dict[str, Any]:
        """The only row; a question of one row always has it."""
        (row,) = self.table.rows
        return dict(row)

    def keyed(self, column: str) -> dict[Any, dict[str, Any]]:
        """The other columns of each row, by the one that names it."""
        return {row[column]: {name: row[name] for name in row if name != column} for row in self.rows}

    @property
    def weight(self) -> int:
        """How much it weighs in memory: its cells, and what every answer brings along."""
        return WEIGHT_OF_AN_ANSWER + len(self.table.values) * len(self.table.columns)
