"""Runs the files of ``queries/import``."""

from collections.abc import Mapping
from functools import cache

import duckdb

from dashboard.importing.domains import from_punycode
from dashboard.warehouse.catalogue import QUERIES

FOLDER = QUERIES / "import"


@cache
def text(name: str) -> str:
    """The text of a file of queries/import, by its name without ending."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def run(con: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> duckdb.DuckDBPyConnection:
    """Runs a file with its parameters bound; the connection holds its result."""
    return con.execute(text(name), parameters or None)


def has_rows(con: duckdb.DuckDBPyConnection, rows: str, **parameters: object) -> bool:
    """Whether a selection, written without its ``select``, gives a row: asked before what is done to such rows.

    A tenth of the time that doing it to none would take, which is most of an import of small files.
    """
    return con.execute(f"select 1 {rows} limit 1", parameters or None).fetchone() is not None


def load_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Defines the macros that read text, numbers, dates, ids and addresses."""
    con.create_function("from_punycode", from_punycode, ["VARCHAR"], "VARCHAR")  # SQL cannot: used for `xn--…` alone
    for path in sorted((FOLDER / "macros").glob("*.sql")):
        con.execute(path.read_text(encoding="utf-8"))


def used(con: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object]) -> dict[str, object]:
    """The parameters a statement names: DuckDB refuses to be given others."""
    named = {name for statement in con.extract_statements(sql) for name in statement.named_parameters}
    return {name: value for name, value in parameters.items() if name in named}


def identifier(name: str) -> str:
    """A name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'
