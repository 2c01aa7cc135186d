"""What a generation's file says of itself: its moments, the settings it was imported with, what it holds values of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dashboard.errors import NoWarehouse
from dashboard.scope.settings import Settings, settings_from_json
from dashboard.warehouse.engine import Engine, Statement

OPTIONAL_TABLES = (
    "leads", "lead_events", "touches", "deals", "deal_events", "accounts", "spend", "customers", "reps",
)  # fmt: skip

FIRST_ROWS = 1_000
"""So many rows of a table are looked at before a column is searched for a value."""


@dataclass(frozen=True)
class Generation:
    """What an import left behind about itself; instants are naive UTC.

    ``newest_at`` is when the newest record happened, ``recorded`` since when each thing is recorded that a figure
    can rest on (``queries/facts/recorded.sql``).
    """

    id: str
    as_of: datetime
    imported_at: datetime
    settings: Settings
    digest: str
    has_personal_data: bool
    product_version: str
    newest_at: datetime | None
    tables: frozenset[str]
    columns: Mapping[str, frozenset[str]]
    recorded: Mapping[str, datetime]


def read_generation(engine: Engine, name: str) -> Generation:
    """What the generation says; raises NoWarehouse when it says nothing, an EngineFault when it cannot be read."""
    rows = engine.run(Statement("from warehouse.generation")).rows
    if not rows:
        message = f"Generation {name} is not whole; import again."
        raise NoWarehouse(message)
    (about,) = rows
    filled = {table: _filled_columns(engine, table) for table in OPTIONAL_TABLES}
    recorded = dict(engine.run(Statement("from warehouse.recorded")).values)
    return Generation(
        id=name,
        as_of=about["as_of"],
        imported_at=about["imported_at"],
        settings=settings_from_json(about["settings"]),
        digest=about["digest"],
        has_personal_data=about["has_personal_data"],
        product_version=about["product_version"],
        newest_at=about["newest_at"],
        tables=frozenset(table for table, columns in filled.items() if columns),
        columns=filled,
        recorded=recorded,
    )


def _filled_columns(engine: Engine, table: str) -> frozenset[str]:
    """The columns that have a value in some row. The first rows tell most; a search for one of the others ends at it.

    Counting would read all rows, and a search for each column takes longer to plan than all else of opening.
    """
    columns = engine.run(Statement(f"from warehouse.{table} limit 0")).columns
    counted = ", ".join(f'count("{column}")' for column in columns)
    ((rows, *values),) = engine.run(
        Statement(f"select count(*), {counted} from (select * from warehouse.{table} limit {FIRST_ROWS})")
    ).values
    filled = frozenset(column for column, count in zip(columns, values, strict=True) if count)
    others = [column for column in columns if column not in filled]
    if rows < FIRST_ROWS or not others:
        return filled
    sought = (f'exists(select 1 from warehouse.{table} as t where t."{column}" is not null)' for column in others)
    (there,) = engine.run(Statement(f"select {', '.join(sought)}")).values
    return filled | {column for column, is_there in zip(others, there, strict=True) if is_there}
