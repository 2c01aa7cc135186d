"""``make bench-spark``: every question in DuckDB and by a cluster of this machine, over the same Parquet files.

Writes its table to the terminal; files go to ``--folder`` and stay there for the next run.
"""

import argparse
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.generate import write_company
from tests.bench.measure import Cost, apart
from tests.spark.cluster import Cluster, running_cluster

SIZES = (60_000, 1_000_000, 3_000_000)
MODEL = {"DuckDB": 0.11, "Spark": 1.9}
"""Processor seconds that a question takes per million leads, as the product's description has it."""


def main() -> None:
    """Measure each size in turn and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--leads", type=int, nargs="*", default=SIZES)
    options.add_argument("--folder", type=Path, default=Path("bench"))
    options.add_argument("--memory", default="3g")
    chosen = options.parse_args()
    print("| leads | engine | opens | median | nine in ten | slowest | processor, a question | by the model |")
    print("|---:|---|---:|---:|---:|---:|---:|---:|")
    for leads in chosen.leads:
        folder = chosen.folder / str(leads)
        write_company(folder / "files", leads)
        warehouse = folder / "warehouse-parquet"
        if not (warehouse / "current.json").exists():
            apart("tests.bench.importing", str(folder / "files"), str(warehouse), "parquet")
        _row(leads, "DuckDB", apart("tests.bench.questions", str(warehouse)), 0.0)
        with TemporaryDirectory() as scratch, running_cluster(Path(scratch), chosen.memory) as cluster:
            before = _processor_of(cluster)
            asked = apart("tests.bench.questions", str(warehouse), cluster.url)
            _row(leads, "Spark", asked, _processor_of(cluster) - before)


def _row(leads: int, engine: str, asked: Cost, beside: float) -> None:
    said = asked.said
    each = (said["processor"] + beside) / said["questions"]
    times = " | ".join(f"{said[name]:.2f} s" for name in ("opened", "median", "nine_in_ten", "slowest"))
    print(f"| {leads:,} | {engine} | {times} | {each:.2f} s | {MODEL[engine] * leads / 1e6:.2f} s |", flush=True)
    if said["refused"]:
        print(f"{said['refused']:.0f} questions were refused.")


def _processor_of(cluster: Cluster) -> float:
    """Seconds of processor time that the server has used so far."""
    fields = Path(f"/proc/{cluster.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
