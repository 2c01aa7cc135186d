"""Which lane a test runs in: each file in one, and those that look at the sample company in a browser all in the same.

They share its server, whose answers are then there, and a browser that has read the app once.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
BROWSER = "tests/browser/"


def lanes(config: pytest.Config, log: Any) -> Any:
    """What hands the tests out, file by file."""
    from xdist.scheduler import LoadFileScheduling

    by_file = LoadFileScheduling(config, log)
    by_file._split_scope = lambda nodeid: lane_of(nodeid.partition("::")[0])
    return by_file


@cache
def lane_of(file: str) -> str:
    """What the tests of a file have in common with all others that must run in the same lane."""
    if file.startswith(BROWSER) and "served(sample_folder)" in (ROOT / file).read_text(encoding="utf-8"):
        return BROWSER
    return file
