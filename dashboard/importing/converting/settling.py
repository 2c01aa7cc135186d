"""What rows say about each other: references to nothing, keys given twice, currencies and spellings that differ.

Each check takes rows out of a loading table (noted in ``rejections``) or empties one value (``emptied``).
"""

import duckdb

from dashboard.importing.canonical import TABLES, CanonicalTable, Column, ColumnKind
from dashboard.importing.sql import has_rows, identifier, run
from dashboard.importing.working import MERGED_FROM, MERGED_RECORDS
from dashboard.scope.settings import Settings

MERGEABLE = ("leads", "deals", "accounts")
"""Tables whose records a CRM merges."""
EXACT_DIGITS = 15
"""So many digits of a number a spreadsheet keeps."""
BEFORE_REFERENCES = {"lead_events": "reject_merged_events"}
AFTER_REFERENCES = {"deal_records": "reject_merged_records", "touches": "reject_lost_touches"}
"""What takes rows out of one table alone, before and after its references are those of rows that are there."""


def settle(con: duckdb.DuckDBPyConnection, table: CanonicalTable, settings: Settings, *, is_whole: bool = True) -> None:
    """Applies every rule between rows to a table whose passes are all loaded; most imports leave most tables empty.

    What the rows of a whole file show together is kept of a part of one (``is_whole``), to be asked of all parts.
    """
    says_who_was_merged = table.name in MERGEABLE and not is_empty(con, MERGED_RECORDS)
    if is_empty(con, table) and not says_who_was_merged:
        return
    _see(con, table, "null")
    if has_rows(con, "from loading where problem is not null"):
        run(con, "reject_problems", table=table.name)
        _remove(con, table)
    _settle_ids(con, table, is_whole=is_whole)
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
    if table.dated_by_day and not table.settled_into:
        run(con, f"days_of_{table.name}")


def is_empty(con: duckdb.DuckDBPyConnection, table: CanonicalTable) -> bool:
    """Whether no row of a loading table is left."""
    return not has_rows(con, f"from loading_{table.name}")


def _settle_ids(con: duckdb.DuckDBPyConnection, table: CanonicalTable, *, is_whole: bool) -> None:
    """Leaves ids that are whole, of records that were not merged away, and references to rows that are there."""
    for column in table.columns:
        if column.kind is ColumnKind.KEY and not column.of_import:
            (_refuse_rounded if is_whole else _tell_rounded)(con, table, column)
    if table.name in MERGEABLE and not is_empty(con, MERGED_RECORDS):
        _merge(con, table)
    _reject(con, table, BEFORE_REFERENCES)
    for column in table.columns:
        if column.refers_to:
            _check_reference(con, table, column)
    _reject(con, table, AFTER_REFERENCES)


def _reject(con: duckdb.DuckDBPyConnection, table: CanonicalTable, rules: dict[str, str]) -> None:
    if rule := rules.get(table.name):
        run(con, rule)
        _remove(con, table)


def _see(con: duckdb.DuckDBPyConnection, table: CanonicalTable, reference: str) -> None:
    """Shows the loading table to the files of queries/import under one name and one set of columns."""
    names = ", ".join(identifier(column.name) for column in table.columns)
    hashed = identifier(table.key) if table.key else names
    con.execute(
        f"create or replace temp view loading as select rowid as row_id, file_number, line, feed, problem, flaws, "  # noqa: S608 — our own names
        f"{identifier(table.key) if table.key else 'null'} as row_key, hash({hashed}) as row_hash, "
        f"row({names}) as row_values, {reference} as reference from loading_{table.name}"
    )


def _refuse_rounded(con: duckdb.DuckDBPyConnection, table: CanonicalTable, column: Column) -> None:
    """Takes out, or empties, the ids of files in which all long ids end in zeros."""
    if not has_rows(con, f"from loading_{table.name} where length({identifier(column.name)}) > {EXACT_DIGITS}"):
        return
    _see(con, table, identifier(column.name))
    run(con, "find_rounded_ids")
    if not has_rows(con, "from rounded_ids"):
        return
    run(con, f"{'reject' if column.required else 'empty'}_rounded_ids", table=table.name, column=column.name)
    if column.required:
        _remove(con, table)
    else:
        _empty(con, table, column.name)


def _tell_rounded(con: duckdb.DuckDBPyConnection, table: CanonicalTable, column: Column) -> None:
    """Keeps what the rows of a part tell of it."""
    _see(con, table, identifier(column.name))
    run(con, "tell_rounded_ids", table=table.name, column=column.name)


def _merge(con: duckdb.DuckDBPyConnection, table: CanonicalTable) -> None:
    """Leaves one row of records that were merged: the survivor's, which came in when the first of them did."""
    _refer_to(con, table)
    run(con, "find_survivors", records=table.name)
    _see(con, table, "null")
    run(con, "note_merged", table=table.name, column=table.key)
    run(con, "reject_merged_away", table=table.name, column=table.key)
    if table.column("created_at"):
        con.execute(
            f"update loading_{table.name} as kept set created_at = merged.created_at from ("  # noqa: S608 — our own names
            "select survivors.survivor_id, min(gone.created_at) as created_at "
            f"from loading_{table.name} as gone inner join survivors "
            f"on survivors.records = $table and survivors.merged_id = gone.{table.key} group by survivors.survivor_id"
            f") as merged where kept.{table.key} = merged.survivor_id and kept.created_at > merged.created_at",
            {"table": table.name},
        )
    _remove(con, table)


def _refer_to(con: duckdb.DuckDBPyConnection, table: CanonicalTable) -> None:
    """Shows the keys of a loading table to the files of queries/import."""
    con.execute(
        f"create or replace temp view referred as select {table.key} as row_key from loading_{table.name}"  # noqa: S608
    )


def _resolve(con: duckdb.DuckDBPyConnection, table: CanonicalTable, column: Column) -> None:
    """Puts the record that is there for ids merged away, and for several ids in one cell."""
    is_told = has_rows(con, "from survivors where records = $records", records=column.refers_to)
    if not is_told and not has_rows(con, "from loading where are_several_ids(reference)"):
        return
    run(con, "resolve_references", records=column.refers_to)
    merged_from = f", {MERGED_FROM} = resolved.{MERGED_FROM}" if table.column(MERGED_FROM) else ""
    con.execute(
        f"update loading_{table.name} as loading set {identifier(column.name)} = resolved.row_key{merged_from} "  # noqa: S608
        "from resolved where loading.rowid = resolved.row_id"
    )


def _check_reference(con: duckdb.DuckDBPyConnection, table: CanonicalTable, column: Column) -> None:
    _see(con, table, identifier(column.name))
    _refer_to(con, TABLES[str(column.refers_to)])
    _resolve(con, table, column)
    if column.unchecked:
        return
    if column.required:
        run(con, "reject_orphans", table=table.name, column=column.name)
        _remove(con, table)
    else:
        run(con, "empty_references", table=table.name, column=column.name)


def _remove(con: duckdb.DuckDBPyConnection, table: CanonicalTable) -> None:
    """Takes the rejected rows out of the loading table."""
    if has_rows(con, "from rejections where table_name = $table", table=table.name):
        con.execute(
            f"delete from loading_{table.name} where rowid in "  # noqa: S608
            "(select row_id from rejections where table_name = $table)",
            {"table": table.name},
        )


def _emptied(con: duckdb.DuckDBPyConnection, table: CanonicalTable) -> list[str]:
    """The columns that have values to empty."""
    return [str(name) for (name,) in run(con, "emptied_columns", table=table.name).fetchall()]


def _empty(con: duckdb.DuckDBPyConnection, table: CanonicalTable, column: str) -> None:
    """Makes the noted values of one column null."""
    con.execute(
        f"update loading_{table.name} set {identifier(column)} = null where rowid in "  # noqa: S608
        "(select row_id from emptied where table_name = $table and column_name = $column)",
        {"table": table.name, "column": column},
    )
