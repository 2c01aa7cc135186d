"""Time and memory of one piece of work in a process of its own, so that nothing of the one before helps it."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
REPEATS = 5


@dataclass(frozen=True)
class Cost:
    """Seconds on the wall, peak memory in GiB, and what the work said of itself."""

    seconds: float
    peak_gib: float
    said: dict[str, float]


def apart(module: str, *arguments: str) -> Cost:
    """Run ``python -m module arguments`` and measure it; its last line of output is its own JSON, if any."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - started
    said = json.loads(done.stdout.strip().splitlines()[-1]) if done.stdout.strip().endswith("}") else {}
    return Cost(seconds, said.pop("peak_gib", 0.0), said)


def say(**figures: float) -> None:
    """Print figures of this process, its peak memory among them, as the last line.

    The kernel's own high-water mark: ``ru_maxrss`` of a process begins at that of whoever started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak_kib = int(status.partition("VmHWM:")[2].split()[0])
    print(json.dumps(figures | {"peak_gib": peak_kib / 2**20}))


def milliseconds(work: Callable[..., object], *given: object) -> float:
    """Median milliseconds of a few runs of ``work(*given)``, after one that warms up."""
    work(*given)
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work(*given)
        times.append(1000 * (time.perf_counter() - started))
    return median(times)
