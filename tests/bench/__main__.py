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

SIZES = (60_000, 100_000, 1_000_000, 10_000_000)
MANY_AT_ONCE = 1_000_000


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
    browsed = apart("tests.bench.browsing", str(warehouse))
    if browsed.said:
        _browser(browsed)
    if leads == MANY_AT_ONCE:
        _server(apart("tests.bench.serving", str(warehouse)))
    compare(max((warehouse / "generations").glob("*.duckdb")))


def _row(name: str, asked: Cost) -> None:
    whole, sliced, scan = (asked.said[f"{name} {kind}"] for kind in ("whole", "sliced", "scan"))
    against = f"{whole / scan:.1f} × scan ({scan:.0f} ms)"
    print(f"| section {name}, whole / sliced | {whole:.0f} / {sliced:.0f} ms | {against} |")


def _browser(browsed: Cost) -> None:
    said = browsed.said
    _beside("start of the app to its first chart, in Chromium", "first", said)
    for name in (key.removesuffix(" ours") for key in said if key.startswith("filter ") and key.endswith(" ours")):
        screen = name.removeprefix("filter ")
        _beside(f"filter to redrawn: {screen}, {said[f'charts {screen}']:.0f} charts", name, said)
        _beside("of it the browser's main thread", f"browser {screen}", said)
        _beside("of that in scripts", f"scripts {screen}", said)
    _beside("click on a bar to the table of its drawer", "drawer", said)


def _beside(what: str, name: str, said: dict[str, float]) -> None:
    """A line of what a reader waits for, beside a bare page with as many charts."""
    ours, floor = said[f"{name} ours"], said[f"{name} floor"]
    _line(what, f"{ours:.0f} ms", f"{ours / floor:.1f} ({floor:.0f} ms)")


def _server(served: Cost) -> None:
    said = served.said
    for name in (key.removesuffix(" uncached") for key in said if key.endswith(" uncached")):
        times = f"{said[f'{name} uncached']:.0f} / {said[f'{name} cached']:.0f} ms"
        _line(f"server's rerun of {name}, uncached / cached", times)
    times = f"{said['busy median']:.0f} / {said['busy p95']:.0f} ms"
    asked = f"{said['busy reruns']:.0f} of {said['busy expected']:.0f} reruns"
    _line("20 people, a click every 2 s, median / p95", times, asked)
    memory = f"{said['memory after a tenth']:.0f} / {said['memory at the end']:.0f} MiB"
    _line(f"server's memory over {said['visits']:.0f} visits, after a tenth / at the end", memory)


def _line(what: str, figure: str, against: str = "") -> None:
    print(f"| {what} | {figure} | {against} |")


if __name__ == "__main__":
    main()
