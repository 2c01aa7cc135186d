"""Which lane a test runs in: each file in one, and those that share what is dear all in the same.

Those that look at a page share a browser that has read the app once, and of the sample company a server whose answers
are then there; those that ask a cluster share one that has compiled what it runs.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARING = {"tests/browser/": "playwright", "tests/spark/": "cluster: Cluster"}
"""By their folder, how the files of a lane are known."""


def lanes(config: pytest.Config, log: Any) -> Any:
    """What hands the tests out, file by file."""
    from xdist.scheduler import LoadFileScheduling

    by_file = LoadFileScheduling(config, log)
    by_file._split_scope = lambda nodeid: lane_of(nodeid.partition("::")[0])
    return by_file


@cache
def lane_of(file: str) -> str:
    """What the tests of a file have in common with all others that must run in the same lane."""
    for folder, shared in SHARING.items():
        if file.startswith(folder) and shared in (ROOT / file).read_text(encoding="utf-8"):
            return folder
    return file
