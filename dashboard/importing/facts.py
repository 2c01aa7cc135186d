"""Builds the facts: the tables pages read, from the canonical tables, by the files of ``queries/facts``."""

import duckdb

from dashboard.catalogue import QUERIES
from dashboard.importing.sql import run

FACTS = QUERIES / "facts"

BEFORE_CYCLES = ("lead_facts", "deal_keys", "deal_log", "deal_spells", "deal_moves", "timeline")
OF_A_UNIT = ("unit_steps", "unit_cycles", "unit_strays", "cycle_keys")
OF_A_LEAD = (
    "cycle_touches",
    "first_touches",
    "contacts",
    "cycles",
    "deal_facts",
    "deal_touches",
    "lead_activity",
    "stray_exits",
)
OF_AN_ACCOUNT = ("account_cycles", "account_stray_exits")
TEMPORARY = ("deal_keys", "deal_log", "timeline", "first_touches", "contacts", "account_order")


def build_facts(con: duckdb.DuckDBPyConnection) -> None:
    """Fill the fact tables of the generation ``con`` is writing; its canonical tables are complete.

    Cycles are cut twice by the same files: for leads, and for accounts (waterfalls with ``unit = "account"``).
    """
    for name in (*BEFORE_CYCLES, "lead_timelines", *OF_A_UNIT, *OF_A_LEAD):
        _run(con, name)
    _drop(con, OF_A_UNIT)
    for name in ("account_order", "account_timelines", *OF_A_UNIT, *OF_AN_ACCOUNT):
        _run(con, name)
    _drop(con, (*OF_A_UNIT, *TEMPORARY))


def _run(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Build one fact; what does not fit beside tens of millions of rows gets room and is tried once more."""
    text = (FACTS / f"{name}.sql").read_text(encoding="utf-8")
    try:
        con.execute(text)
    except duckdb.OutOfMemoryException:
        run(con, "room")
        con.execute(text)


def _drop(con: duckdb.DuckDBPyConnection, tables: tuple[str, ...]) -> None:
    """Free the working tables' memory as soon as nothing needs them."""
    for table in tables:
        con.execute(f'drop table if exists temp."{table}"')
