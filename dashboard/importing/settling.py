"""What rows say about each other: references to nothing, keys given twice, currencies and spellings that differ.

Each check takes rows out of a loading table (noted in ``rejections``) or empties one value (``emptied``).
"""

import duckdb

from dashboard.importing.canonical import TABLES, Column, Table
from dashboard.importing.sql import identifier, run
from dashboard.settings import Settings


def settle(con: duckdb.DuckDBPyConnection, table: Table, settings: Settings) -> None:
    """Applies every rule between rows to a table whose passes are all loaded."""
    _see(con, table, "null")
    run(con, "reject_problems", table=table.name)
    _remove(con, table)
    for column in table.columns:
        if column.refers_to:
            _check_reference(con, table, column)
    if table.name == "touches":
        run(con, "reject_lost_touches")
        _remove(con, table)
    if not table.repeats:
        _see(con, table, "null")
        if table.key is None:
            run(con, "reject_with_record", table=table.name)
            _remove(con, table)
        run(con, "reject_duplicates", table=table.name, column=table.key)
        _remove(con, table)
    if table.name == "deals":
        run(con, "mixed_currency", currency=settings.currency)
    for name in _emptied(con, table):
        _empty(con, table, name)
    if table.name == "deal_events":
        run(con, "one_spelling")
    if table.dated_by_day:
        run(con, f"days_of_{table.name}")


def _see(con: duckdb.DuckDBPyConnection, table: Table, reference: str) -> None:
    """Shows the loading table to the files of queries/import under one name and one set of columns."""
    names = ", ".join(identifier(column.name) for column in table.columns)
    hashed = identifier(table.key) if table.key else names
    con.execute(
        f"create or replace temp view loading as select rowid as row_id, file_number, line, feed, problem, flaws, "  # noqa: S608 — our own names
        f"{identifier(table.key) if table.key else 'null'} as row_key, hash({hashed}) as row_hash, "
        f"row({names}) as row_values, {reference} as reference from loading_{table.name}"
    )


def _check_reference(con: duckdb.DuckDBPyConnection, table: Table, column: Column) -> None:
    _see(con, table, identifier(column.name))
    referred = TABLES[str(column.refers_to)]
    con.execute(
        f"create or replace temp view referred as select {referred.key} as row_key from loading_{referred.name}"  # noqa: S608
    )
    if column.required:
        run(con, "reject_orphans", table=table.name, column=column.name)
        _remove(con, table)
    else:
        run(con, "empty_references", table=table.name, column=column.name)


def _remove(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Takes the rejected rows out of the loading table."""
    con.execute(
        f"delete from loading_{table.name} where rowid in (select row_id from rejections where table_name = $table)",  # noqa: S608
        {"table": table.name},
    )


def _emptied(con: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    """The columns that have values to empty."""
    return [str(name) for (name,) in run(con, "emptied_columns", table=table.name).fetchall()]


def _empty(con: duckdb.DuckDBPyConnection, table: Table, column: str) -> None:
    """Makes the noted values of one column null."""
    con.execute(
        f"update loading_{table.name} set {identifier(column)} = null where rowid in "  # noqa: S608
        "(select row_id from emptied where table_name = $table and column_name = $column)",
        {"table": table.name, "column": column},
    )
