"""The server's time of a rerun on every screen, under twenty people at once, and its memory over many visits."""

import itertools
import random
import sys
import threading
import time
from pathlib import Path
from statistics import median, quantiles

from dashboard.screens.listing import SCREENS
from tests.bench.measure import say
from tests.bench.visiting import Visitor
from tests.browser.driving import started

SOURCES = ("Webinar", "Referral", "Event", "Partner", "Outbound", "Content")
USERS = 20
BUSY_SECONDS = 60.0
CLICK_SECONDS = 2.0
VISITS = 2_000


def main(folder: Path, visits: int) -> None:
    """Milliseconds by screen, uncached and from memory; p95 with many users; MiB before and after ``visits``."""
    with started(folder) as (server, address):
        figures: dict[str, float] = {}
        for screen in SCREENS:
            visitor = Visitor(address, screen.path)
            visitor.run()
            for kind in ("uncached", "cached"):
                times = [visitor.run(Source=[source]) for source in SOURCES]
                figures[f"{screen.title} {kind}"] = median(times)
            visitor.close()
        figures |= busy(address)
        process = _app_of(server.pid)
        figures["visits"] = float(visits)
        for number in range(visits):
            if number == visits // 10:
                figures["memory after a tenth"] = _resident_mib(process)
            visitor = Visitor(address, "waterfall")
            visitor.run()
            visitor.close()
        figures["memory at the end"] = _resident_mib(process)
        say(**figures)


def busy(address: str) -> dict[str, float]:
    """Median and p95 of the server's time with everybody clicking another filter every two seconds."""
    times: list[float] = []
    users = [threading.Thread(target=_click, args=(address, number, times)) for number in range(USERS)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    expected = USERS * BUSY_SECONDS / CLICK_SECONDS
    return {
        "busy median": median(times),
        "busy p95": quantiles(times, n=20)[-1],
        "busy reruns": float(len(times)),
        "busy expected": expected,
    }


def _click(address: str, number: int, times: list[float]) -> None:
    """One person: a filter every two seconds from their own moment on, on the Waterfall."""
    draw = random.Random(number)
    visitor = Visitor(address, "waterfall")
    visitor.run()
    time.sleep(CLICK_SECONDS * draw.random())
    choices = [list(pair) for pair in itertools.combinations(SOURCES, 2)]
    ends = time.monotonic() + BUSY_SECONDS
    while time.monotonic() < ends:
        took = visitor.run(Source=draw.choice(choices))
        times.append(took)
        time.sleep(max(0.0, CLICK_SECONDS - took / 1000))
    visitor.close()


def _app_of(command: int) -> int:
    """The server's process: the child of the command that started it."""
    children = Path(f"/proc/{command}/task/{command}/children").read_text(encoding="ascii").split()
    return int(children[0]) if children else command


def _resident_mib(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else VISITS)
