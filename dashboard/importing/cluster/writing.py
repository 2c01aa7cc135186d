"""Writes what a part of a company holds as files of the company's, each of them there whole or not at all."""

import os
import uuid
from pathlib import Path

import duckdb

from dashboard.importing.cluster.order import PartsOrder
from dashboard.importing.cluster.stored import ENDING
from dashboard.importing.publishing.parquet import FIRST_FILE, NUMBERED, copy_to, described, not_as_built
from dashboard.importing.sql import identifier
from dashboard.warehouse.stores import ROW_NUMBER, ParquetFile

OWN_KEYS = ("lead_key", "account_key", "deal_key", "cycle_id", "touch_row", ROW_NUMBER)
"""The columns that number the rows of a part; over all parts they number those of the company."""
KEYS_OF_A_PART = 1 << 32
OF_THE_COMPANY = ("import_files", "warnings", "recorded")
"""Tables that each part has its share of, and the company one of; quarantined rows and remarks simply are more."""
NOT_OF_A_PART = ("generation", "previous_open_deals", "import_remarks")
UNFINISHED = ".unfinished-"
"""How the name of a file begins that a task has not written to its end."""


def tables_of_part(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of which a part has rows to write."""
    rows = con.execute("select table_name from duckdb_tables() where not temporary").fetchall()
    return sorted({name for (name,) in rows} - {*NOT_OF_A_PART})


def write_table(con: duckdb.DuckDBPyConnection, order: PartsOrder, name: str, part: int) -> ParquetFile | None:
    """Write what a part has of a table, its keys made the company's; None where it has no row of what is published."""
    if not len(con.table(name)) and name not in OF_THE_COMPANY:
        return None
    place = order.shares / name / f"{part}{ENDING}"
    if name not in OF_THE_COMPANY:
        place = order.built / name / f"bucket={part}" / FIRST_FILE
    columns = [*con.table(name).columns, *([ROW_NUMBER] if name in NUMBERED else [])]
    selected = ", ".join(_of_company(column, part) for column in columns)
    _write(con, f"select {selected} from {identifier(name)} order by {ROW_NUMBER}", place)  # noqa: S608
    return described(con, order.built, place) if name not in OF_THE_COMPANY else None


def write_share(con: duckdb.DuckDBPyConnection, order: PartsOrder, name: str, part: int) -> None:
    """Write what a part tells of what all of them are asked."""
    _write(con, f"from {identifier(name)}", order.shares / name / f"{part}{ENDING}")


def _write(con: duckdb.DuckDBPyConnection, sql: str, place: Path) -> None:
    """Write a file: a task may run twice, or be run again after it was lost, and it is there whole, or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f"{UNFINISHED}{uuid.uuid4().hex}")
    copy_to(con, sql, unfinished)
    _refuse_other(con, sql, unfinished, place)
    unfinished.replace(place)


def _of_company(column: str, part: int) -> str:
    """A column, a key of a part's own made one of the company's: those below zero go down, the others up."""
    name = identifier(column)
    if column not in OWN_KEYS:
        return name
    base = part * KEYS_OF_A_PART
    return f"case when {name} < 0 then {name} - {base} else {name} + {base} end as {name}"


def _refuse_other(con: duckdb.DuckDBPyConnection, sql: str, file: Path, place: Path) -> None:
    """Raises BadInput when a file does not hold the rows that were written into it."""
    content = "select count(*), sum(hash(contents)) from ({0}) as contents"
    written = con.execute(
        content.format("select * from read_parquet($1, hive_partitioning = false)"), [os.fspath(file)]
    ).fetchone()
    if written != con.execute(content.format(sql)).fetchone():
        raise not_as_built(place)
