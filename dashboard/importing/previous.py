"""What the generation before this one had open: the start of the pipeline bridge."""

from pathlib import Path

import duckdb

from dashboard.importing.sql import run


def remember_open_deals(con: duckdb.DuckDBPyConnection, previous: Path | None) -> None:
    """Copies the deals that were open at the end of the generation in ``previous`` into this one."""
    if previous is None:
        return
    con.execute(f"attach '{str(previous).replace(chr(39), chr(39) * 2)}' as previous (read_only)")
    try:
        run(con, "previous_open_deals")
    finally:
        con.execute("detach previous")
