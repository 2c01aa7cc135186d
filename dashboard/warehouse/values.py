"""The values a slice may name: those of the tables that a relation's header offers."""

from collections.abc import Mapping, Sequence

from dashboard.scope.slices import compared
from dashboard.warehouse.engine import Statement
from dashboard.warehouse.relations import relations
from dashboard.warehouse.warehouse import Warehouse

MOST_VALUES = 5_000


def values_there(warehouse: Warehouse, column: str, values: Sequence[str]) -> frozenset[str]:
    """Those of the values, as text, that a column of leads, deals (gone ones too) or spend has."""
    compare, chosen = compared(column, values)
    texts = _texts_of(
        warehouse, column, f"where list_contains($chosen, cast({compare} as varchar))", {"chosen": chosen}
    )
    given = dict(zip(chosen, values, strict=True))
    return frozenset(given[text] for text in texts)


def values_of(warehouse: Warehouse, column: str) -> list[str]:
    """The values of a column as text, the commonest first, at most so many as anybody would choose from."""
    return _texts_of(warehouse, column, f"where {column} is not null", {})[:MOST_VALUES]


def _texts_of(warehouse: Warehouse, column: str, where: str, bound: Mapping[str, object]) -> list[str]:
    offered = [relation.value_table for relation in relations().values() if relation.value_table]
    compare, _ = compared(column, [])
    tables = [
        table for table in offered if column in warehouse.select(Statement(f"from warehouse.{table} limit 0")).columns
    ]
    each = (f"select cast({compare} as varchar) as value from warehouse.{table} {where}" for table in tables)
    sql = f"select value from ({' union all '.join(each)}) group by value order by count(*) desc, value"
    return [value for (value,) in warehouse.select(Statement(sql, bound)).values]
