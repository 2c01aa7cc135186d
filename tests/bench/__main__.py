"""``make bench``: import, every section and the screen's rerun at several sizes, beside DuckDB's own floor.

Writes its table to the terminal; files go to ``--folder`` and stay there for the next run.
"""

import argparse
import os
import platform
from pathlib import Path

from dashboard.metrics.report import SECTIONS
from tests.bench.generate import write_company
from tests.bench.measure import Cost, apart
from tests.bench.peers import compare

SIZES = (100_000, 1_000_000, 10_000_000)


def main() -> None:
    """Measure each size in turn and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--leads", type=int, nargs="*", default=SIZES)
    options.add_argument("--folder", type=Path, default=Path("bench"))
    chosen = options.parse_args()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}")
    for leads in chosen.leads:
        measure(leads, chosen.folder / str(leads))


def measure(leads: int, folder: Path) -> None:
    """One size: files, bare load, import, sections, reruns."""
    files, warehouse = folder / "files", folder / "warehouse"
    write_company(files, leads)
    bare = apart("tests.bench.bare", str(files), str(folder / "bare.duckdb"))
    imported = apart("tests.bench.importing", str(files), str(warehouse))
    asked = apart("tests.bench.asking", str(warehouse))
    rerun = apart("tests.bench.rerunning", str(warehouse))
    print(f"\n{leads:,} leads\n")
    print("| what | time | against the floor |\n|---|---:|---:|")
    print(f"| bare load of the CSV files | {bare.seconds:.1f} s, {bare.peak_gib:.2f} GiB | 1 |")
    times = imported.seconds / bare.seconds
    print(f"| import, facts included | {imported.seconds:.1f} s, {imported.peak_gib:.2f} GiB | {times:.1f} |")
    for name in SECTIONS:
        _row(name, asked)
    print(f"| Waterfall screen's questions, sliced | {asked.said['waterfall screen sliced']:.0f} ms | |")
    print(
        f"| rerun of the screen, uncached / cached | {rerun.said['uncached']:.0f} / {rerun.said['cached']:.0f} ms | |"
    )
    compare(max((warehouse / "generations").glob("*.duckdb")))


def _row(name: str, asked: Cost) -> None:
    whole, sliced, scan = (asked.said[f"{name} {kind}"] for kind in ("whole", "sliced", "scan"))
    against = f"{whole / scan:.1f} × scan ({scan:.0f} ms)"
    print(f"| section {name}, whole / sliced | {whole:.0f} / {sliced:.0f} ms | {against} |")


if __name__ == "__main__":
    main()
