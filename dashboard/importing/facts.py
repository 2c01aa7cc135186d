"""Builds the facts: the tables pages read, from the canonical tables, by the files of ``queries/facts``."""

import duckdb

from dashboard.importing.sql import run
from dashboard.warehouse.catalogue import QUERIES

FACTS = QUERIES / "facts"

BEFORE_CYCLES = (
    "lead_facts", "deal_keys", "deal_states", "deal_log", "deal_spells", "deal_moves", "lead_spells", "timeline",
)  # fmt: skip
OF_A_UNIT = ("unit_steps", "unit_cycles", "unit_strays", "cycle_keys")
OF_A_TOUCH = ("cycle_touches", "first_touches", "contacts")
OF_A_LEAD = (
    "deal_touches", "lead_activity", "stray_exits", "recorded", "import_remark_records", "import_remarks",
)  # fmt: skip
OF_AN_ACCOUNT = ("account_cycles", "account_stray_exits")
TEMPORARY = (
    "deal_keys", "deal_states", "deal_log", "deal_cycles", "lead_spells", "timeline", "first_touches", "contacts",
    "account_order",
)  # fmt: skip
DIGESTED = sorted(
    {*BEFORE_CYCLES, *OF_A_TOUCH, *OF_A_LEAD, *OF_AN_ACCOUNT, "cycles", "deal_facts"}
    - {*TEMPORARY, "import_remark_records", "import_remarks"}
)
"""The facts that stay, those of the import itself aside."""
TableContent = tuple[str, int, str]
"""A table, its rows, and a number, as text, that changes with any of their cells: the sum of one for each row."""
KEYS_AT_ONCE = 8 * 122_880
"""How many wide rows are joined and sorted in one go, within an import's memory: whole row groups of the file."""


def build_facts(con: duckdb.DuckDBPyConnection) -> None:
    """Fill the fact tables of the generation ``con`` is writing; its canonical tables are complete.

    Cycles are cut twice by the same files: for leads, and for accounts (waterfalls with ``unit = "account"``).
    """
    for name in (*BEFORE_CYCLES, "lead_timelines", *OF_A_UNIT, *OF_A_TOUCH, "cycle_rows"):
        _run(con, name)
    _run_in_ranges(con, "cycles", "cycle_keys", "rowid")
    for name in ("deal_cycles", "deal_rows"):
        _run(con, name)
    _run_in_ranges(con, "deal_facts", "deal_keys", "deal_key")
    for name in OF_A_LEAD:
        _run(con, name)
    _drop(con, OF_A_UNIT)
    for name in ("account_order", "account_timelines", *OF_A_UNIT, *OF_AN_ACCOUNT):
        _run(con, name)
    _drop(con, (*OF_A_UNIT, *TEMPORARY))


def fact_contents(con: duckdb.DuckDBPyConnection) -> list[TableContent]:
    """Each fact with its rows and a number that changes with any of their cells, keys of our own aside."""
    return [(fact, *(run(con, "digest_fact", fact=fact).fetchone() or (0, "0"))) for fact in DIGESTED]


def _run(con: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, int] | None = None) -> None:
    con.execute((FACTS / f"{name}.sql").read_text(encoding="utf-8"), parameters)


def _run_in_ranges(con: duckdb.DuckDBPyConnection, name: str, keys: str, key: str) -> None:
    """Build a fact of wide rows a range of keys at a time; the table ``keys`` holds them all, from 0."""
    (last,) = con.table(keys).max(key).fetchone() or (None,)
    for first in range(0, 0 if last is None else last + 1, KEYS_AT_ONCE):
        _run(con, name, {"from": first, "to": first + KEYS_AT_ONCE})


def _drop(con: duckdb.DuckDBPyConnection, tables: tuple[str, ...]) -> None:
    """Free the working tables' memory as soon as nothing needs them."""
    for table in tables:
        con.execute(f'drop table if exists temp."{table}"')
