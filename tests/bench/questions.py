"""Every question once, in DuckDB or by a cluster: how long each takes, and the processor time of whoever reckons."""

import resource
import sys
import time
from pathlib import Path
from statistics import median, quantiles

from dashboard.asking.opening import open_view
from dashboard.errors import FunnelReviewError
from dashboard.warehouse.engines import use_engine
from dashboard.warehouse.warehouse import Warehouse
from tests.bench.measure import say
from tests.seam.own_parameters import own_parameters
from tests.spark.companies import QUESTIONS

MANY = 200
"""Rows of a list at most, as a screen asks for."""


def main(folder: Path, url: str | None) -> None:
    """Seconds: the median question, nine in ten, the slowest; and of this process's processor, all of them."""
    use_engine(url, folder)
    begun = time.perf_counter()
    view = open_view(Warehouse(folder), as_of="2026-11-16")
    opened = time.perf_counter() - begun
    times, refused = {}, 0
    for query in (each for each in QUESTIONS if each.relations):
        parameters = own_parameters(view, query)
        parameters |= {name: MANY for name in ("rows", "most") if name in parameters}
        begun = time.perf_counter()
        try:
            view.ask(query.name, **parameters)
        except FunnelReviewError as error:
            refused += 1
            print(query.name, error, file=sys.stderr)
        times[query.name] = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    slowest = max(times, key=lambda name: times[name])
    print(f"slowest: {slowest}", file=sys.stderr)
    say(
        opened=opened,
        median=median(times.values()),
        nine_in_ten=quantiles(times.values(), n=10)[-1],
        slowest=times[slowest],
        processor=used.ru_utime + used.ru_stime,
        refused=refused,
        questions=len(times),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
