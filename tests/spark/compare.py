"""Asks every question of DuckDB and of a cluster, and writes down which are alike: ``make compare-spark``.

``python -m tests.spark.compare [QUESTION …]`` asks those alone and keeps what is known of the others.
"""

# ruff: noqa: T201 — a command that says what it sees

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from dashboard.sample.demo import build_company
from dashboard.warehouse.spark import engine
from dashboard.warehouse.spark.compared import FILE, digest_of
from tests.spark.cluster import running_cluster
from tests.spark.companies import QUESTIONS, both, drawn_company, unlike


def main(names: Sequence[str]) -> int:
    """Compare, print what differs, and write what is alike; the exit status says whether all are."""
    known = json.loads(FILE.read_text(encoding="utf-8")) if names else {}
    queries = [query for query in QUESTIONS if not names or query.name in names]
    with (
        patch.object(engine, "refuse_uncompared"),
        TemporaryDirectory() as scratch,
        running_cluster(Path(scratch) / "cluster", "3g") as cluster,
    ):
        folder = Path(scratch)
        build_company(folder / "sample", lambda _: None)
        with (
            drawn_company(folder, cluster.url) as drawn,
            both(folder / "sample", folder / "sample-folder", cluster.url) as sample,
        ):
            for query in queries:
                begun = time.monotonic()
                lines = [
                    *(f"drawn company, {line}" for line in unlike(drawn, query)),
                    *(f"sample company, {line}" for line in unlike(sample, query)),
                ]
                print(f"{query.name:<36} {time.monotonic() - begun:5.1f} s", *lines, sep="\n    ", flush=True)
                known.pop(query.name, None)
                if not lines:
                    known[query.name] = digest_of(query)
                FILE.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n", encoding="utf-8")
    print(f"{len(known)} of {len(QUESTIONS)} are alike")
    return int(len(known) < len(QUESTIONS))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
