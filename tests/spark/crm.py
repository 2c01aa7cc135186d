"""A company as typed Parquet tables of a CRM, in the columns of the mapping that ships for it."""

from pathlib import Path

import duckdb

from dashboard.importing.sql import identifier

FOLDER = Path(__file__).parent


def crm_tables(canonical: Path, name: str, folder: Path) -> Path:
    """The tables of ``canonical`` as the CRM ``name`` has them, below ``folder``."""
    tables = folder / name
    tables.mkdir()
    with duckdb.connect() as con:
        for file in sorted(canonical.glob("*.parquet")):
            con.execute(f"create table {file.stem} as from read_parquet('{file}')")
        ours = {file.stem for file in canonical.glob("*.parquet")}
        con.execute((FOLDER / f"{name}.sql").read_text(encoding="utf-8"))
        for (table,) in con.execute("select table_name from duckdb_tables()").fetchall():
            if table not in ours:
                con.execute(f"copy (from {identifier(table)} order by rowid) to '{tables}/{table}.parquet'")
    return tables
