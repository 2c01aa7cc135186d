"""The product's own import of the same files, on this machine or by a cluster."""

import argparse
import time
from datetime import datetime
from pathlib import Path

from dashboard.importing.cluster.run import ClusterImport, run_cluster_import
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import load_settings
from dashboard.warehouse.stores import KINDS, StoreKind
from tests.bench.measure import say

AS_OF = datetime.fromisoformat("2026-11-16")


def main(source: Path, warehouse: Path, store: StoreKind, engine: str | None) -> None:
    """Import the folder, and say the processor time of this process."""
    settings = load_settings(Path(__file__).with_name("settings.toml"))
    options = ImportOptions(store=store)
    began = time.process_time()
    if engine is None:
        run_import([source], [], warehouse, settings, AS_OF, options, lambda _: None)
    else:
        run_cluster_import(ClusterImport(engine, warehouse, settings, AS_OF, options, lambda _: None), [source])
    say(processor=time.process_time() - began)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("store", nargs="?", choices=KINDS, default="duckdb")
    parser.add_argument("--engine")
    given = parser.parse_args()
    main(given.source, given.warehouse, given.store, given.engine)
