"""What the generation before this one had open: the start of the pipeline bridge."""

from pathlib import Path

import duckdb

from dashboard.importing.sql import run


def remember_open_deals(con: duckdb.DuckDBPyConnection, previous: Path | None) -> None:
    """Copies the deals that were open at the end of the generation in ``previous`` into this one.

    A generation that cannot be read (damaged, or of another version) is no reason not to import: the bridge
    then begins anew, and a warning says so.
    """
    if previous is None:
        return
    try:
        con.execute(f"attach '{str(previous).replace(chr(39), chr(39) * 2)}' as previous (read_only)")
        run(con, "previous_open_deals")
    except duckdb.Error as error:
        sentence = (
            f"The generation before cannot be read ({str(error).splitlines()[0]}); the pipeline bridge begins anew."
        )
        run(con, "warn_of_file", file=None, reason="previous_unreadable", sentence=sentence)
    finally:
        con.execute("detach database if exists previous")
