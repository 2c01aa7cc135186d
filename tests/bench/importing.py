"""The product's own import of the same files."""

import sys
from datetime import datetime
from pathlib import Path

from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import load_settings
from dashboard.warehouse.stores import StoreKind
from tests.bench.measure import say

AS_OF = datetime.fromisoformat("2026-11-16")


def main(source: Path, warehouse: Path, store: StoreKind) -> None:
    """Import the folder."""
    settings = load_settings(Path(__file__).with_name("settings.toml"))
    run_import([source], [], warehouse, settings, AS_OF, ImportOptions(store=store), lambda _: None)
    say()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), "parquet" if "parquet" in sys.argv[3:] else "duckdb")
