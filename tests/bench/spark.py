"""``make bench-spark``: every question, and an import, in DuckDB and by a cluster of this machine, over the same files.

Writes its table to the terminal; files go to ``--folder`` and stay there for the next run.
"""

import argparse
import os
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.warehouse.generations import Generations
from tests.bench.generate import write_company
from tests.bench.measure import Cost, apart
from tests.spark.cluster import Cluster, descendants, running_cluster

SIZES = (60_000, 1_000_000, 3_000_000)
MODEL = {"DuckDB": 0.11, "Spark": 1.9}
"""Processor seconds that a question takes per million leads, as the product's description has it."""


def main() -> None:
    """Measure each size in turn and print two tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--leads", type=int, nargs="*", default=SIZES)
    options.add_argument("--folder", type=Path, default=Path("bench"))
    options.add_argument("--memory", default="3g")
    options.add_argument("--only", choices=["questions", "imports"])
    chosen = options.parse_args()
    if chosen.only != "imports":
        print("| leads | engine | opens | median | nine in ten | slowest | processor, a question | by the model |")
        print("|---:|---|---:|---:|---:|---:|---:|---:|")
        for leads in chosen.leads:
            _questions(leads, chosen.folder / str(leads), chosen.memory)
    if chosen.only != "questions":
        print("| leads | import | seconds | processor | of DuckDB's | digest |")
        print("|---:|---|---:|---:|---:|---|")
        for leads in chosen.leads:
            _imports(leads, chosen.folder / str(leads), chosen.memory)


def _questions(leads: int, folder: Path, memory: str) -> None:
    write_company(folder / "files", leads)
    warehouse = folder / "warehouse-parquet"
    if not (warehouse / "current.json").exists():
        apart("tests.bench.importing", str(folder / "files"), str(warehouse), "parquet")
    _row(leads, "DuckDB", apart("tests.bench.questions", str(warehouse)), 0.0)
    with TemporaryDirectory() as scratch, running_cluster(Path(scratch), memory, is_long_lived=True) as cluster:
        before = _processor_of(cluster)
        asked = apart("tests.bench.questions", str(warehouse), cluster.url)
        _row(leads, "Spark", asked, _processor_of(cluster) - before)


def _imports(leads: int, folder: Path, memory: str) -> None:
    """The same typed tables by DuckDB alone and by the cluster."""
    write_company(folder / "tables", leads, typed=True)
    processor = 0.0
    for engine in ("DuckDB", "Spark"):
        with ExitStack() as stack:
            warehouse = stack.enter_context(TemporaryDirectory(dir=folder))
            arguments = [str(folder / "tables"), warehouse, "parquet"]
            beside = 0.0
            if engine == "Spark":
                cluster = stack.enter_context(
                    running_cluster(Path(stack.enter_context(TemporaryDirectory())), memory, is_long_lived=True)
                )
                before = _processor_of(cluster)
                cost = apart("tests.bench.importing", *arguments, "--engine", cluster.url)
                beside = _processor_of(cluster) - before
            else:
                cost = apart("tests.bench.importing", *arguments)
            used = cost.said["processor"] + beside
            processor = processor or used
            generations = Generations(Path(warehouse))
            about = generations.about(str(generations.current()))
            print(
                f"| {leads:,} | {engine} | {cost.seconds:.0f} | {used:.0f} s | {used / processor:.1f} × "
                f"| {about.digest[:8] if about else '–'} |",
                flush=True,
            )


def _row(leads: int, engine: str, asked: Cost, beside: float) -> None:
    said = asked.said
    each = (said["processor"] + beside) / said["questions"]
    times = " | ".join(f"{said[name]:.2f} s" for name in ("opened", "median", "nine_in_ten", "slowest"))
    print(f"| {leads:,} | {engine} | {times} | {each:.2f} s | {MODEL[engine] * leads / 1e6:.2f} s |", flush=True)
    if said["refused"]:
        print(f"{said['refused']:.0f} questions were refused.")


def _processor_of(cluster: Cluster) -> float:
    """Seconds of processor time that the server and its Python workers have used so far, those that ended too."""
    seconds, ticks = 0, os.sysconf("SC_CLK_TCK")
    for pid in descendants(cluster.process.pid):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        seconds += sum(map(int, fields[11:15]))
    return seconds / ticks


if __name__ == "__main__":
    main()
