"""Writes a generation that is built as a folder of Parquet files, its manifest last."""

# ruff: noqa: S608 — the names of tables and columns are those of queries/tables.sql and queries/facts

from pathlib import Path

import duckdb

from dashboard.errors import BadInput
from dashboard.importing.sql import identifier, run
from dashboard.warehouse.disk import digest_of, sync
from dashboard.warehouse.stores import MANIFEST, ROW_NUMBER, ParquetFile, ParquetManifest, ParquetTable, opened

LEADS_IN_A_BUCKET = 1 << 17
"""At most so many leads, or deals, are meant to lie in one bucket: what one small machine builds facts of at once, and
few enough files that a question spends no time on opening them. A company of fewer has one bucket."""
KEYS = {
    "lead_key": ("lead", "number"),
    "lead_id": ("lead", "id"),
    "deal_key": ("deal", "number"),
    "deal_id": ("deal", "id"),
    "account_id": ("account", "id"),
}
"""The columns that say whose a row is, the first that says it before others, and how ``buckets`` names that."""
WHOLE = frozenset({"previous_open_deals"})
"""Tables that lie in one file though they have such columns: their keys are an earlier generation's."""
NUMBERED = frozenset({"touches"})
"""Tables whose rows others name by their number."""
FIRST_FILE = "data_0.parquet"
"""What DuckDB calls the first file of a folder that it writes, and we the only one."""


def write_parquet(built: Path, folder: Path, scratch: Path) -> None:
    """Write the closed generation file ``built`` as the new ``folder``, on the disk when this returns.

    Raises BadInput when what lies there then is not what was built, table by table and cell by cell.
    """
    folder.mkdir()
    with duckdb.connect(str(built), read_only=True, config={"threads": 1}) as con:  # one thread keeps rows in order
        run(con, "connection", folder=str(scratch))
        names = [
            name for (name,) in con.execute("select table_name from duckdb_tables() where not temporary").fetchall()
        ]
        buckets = buckets_for(len(con.table("leads")), len(con.table("deals")))
        run(con, "buckets", buckets=buckets)
        for name in names:
            _write_table(con, name, folder / name)
        tables = {name: _described(con, folder, name) for name in names}
        contents = {name: _content(con, name) for name in names}
    write_manifest(folder, ParquetManifest(buckets=buckets, tables=tables))
    with opened(folder) as con:
        for name, content in contents.items():
            if _content(con, name) != content:
                raise not_as_built(folder / name)


def write_manifest(folder: Path, manifest: ParquetManifest) -> None:
    """Write down what a folder holds, its files being on the disk; it is on the disk too when this returns."""
    path = folder / MANIFEST
    path.write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    path.chmod(0o444)
    for each in (path, *(path for path in folder.rglob("*") if path.is_dir()), folder):
        sync(each)


def not_as_built(path: Path) -> BadInput:
    """The refusal of files that do not hold what was written into them."""
    return BadInput(f"{path} does not hold what was built; nothing has changed. Import again.")


def buckets_for(leads: int, deals: int) -> int:
    """How many buckets a company needs: a power of two, so that another generation's are halves or pairs of them."""
    return 1 << ((max(leads, deals, 1) - 1) // LEADS_IN_A_BUCKET).bit_length()


def _write_table(con: duckdb.DuckDBPyConnection, name: str, folder: Path) -> None:
    """By bucket where its columns say whose a row is, else as one file; in either the rows stand as they stood."""
    columns = con.table(name).columns
    keys = [] if name in WHOLE else [key for key in KEYS if key in columns]
    number = f", t.{ROW_NUMBER}" if name in NUMBERED else ""
    if not keys or not len(con.table(name)):
        folder.mkdir()
        copy_to(con, f"select t.*{number} from {identifier(name)} as t", folder / FIRST_FILE)
    else:
        joins = " ".join(
            f"left join buckets as b_{key} on b_{key}.kind = '{KEYS[key][0]}' and b_{key}.{KEYS[key][1]} = t.{key}"
            for key in keys
        )
        bucket = ", ".join(f"b_{key}.bucket" for key in keys)
        sql = (
            f"select t.*{number}, coalesce({bucket}, 0) as bucket from {identifier(name)} as t {joins} "
            f"order by t.{ROW_NUMBER}"
        )
        copy_to(con, sql, folder, ", partition_by (bucket), write_partition_columns false")


def copy_to(con: duckdb.DuckDBPyConnection, sql: str, into: Path, options: str = "") -> None:
    """Write the rows of a selection, in their order, into a file, or into a folder where ``options`` part them."""
    quoted = str(into).replace("'", "''")
    con.execute(f"copy ({sql}) to '{quoted}' (format parquet, compression zstd{options})")


def _described(con: duckdb.DuckDBPyConnection, folder: Path, name: str) -> ParquetTable:
    """The files of a table, each made unchangeable and forced to the disk."""
    files = (described(con, folder, path) for path in sorted((folder / name).rglob("*.parquet")))
    return ParquetTable(files=tuple(files), numbered=name in NUMBERED)


def described(con: duckdb.DuckDBPyConnection, folder: Path, path: Path) -> ParquetFile:
    """A file below ``folder``, made unchangeable and forced to the disk."""
    path.chmod(0o444)
    sync(path)
    ((rows,),) = con.execute("select num_rows from parquet_file_metadata($1)", [str(path)]).fetchall()
    return ParquetFile(
        path=path.relative_to(folder).as_posix(), rows=rows, bytes=path.stat().st_size, sha256=digest_of(path)
    )


def _content(con: duckdb.DuckDBPyConnection, name: str) -> tuple[object, ...]:
    """The rows of a table and a number that changes with any of their cells."""
    return run(con, "digest", table=name).fetchone() or ()
