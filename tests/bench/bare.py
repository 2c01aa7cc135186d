"""DuckDB's bare load of the same CSV files into typed tables: the floor an import is measured against."""

import sys
from pathlib import Path

import duckdb

from tests.bench.measure import say


def main(source: Path, target: Path) -> None:
    """Load every file as it is, types sniffed, into a database file."""
    target.unlink(missing_ok=True)
    con = duckdb.connect(str(target))
    con.execute("set memory_limit = '1GB'")
    for path in sorted(source.glob("*.csv")):
        con.execute(f"create table {path.stem} as from read_csv('{path}')")
    con.execute("checkpoint")
    con.close()
    say()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
