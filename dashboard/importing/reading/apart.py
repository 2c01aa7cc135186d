"""What a process of its own needs that reads a file nobody may trust: where the packages lie, and bounds."""

import os
import resource
from pathlib import Path

PACKAGES = Path(__file__).resolve().parents[3]
MEMORY = 1_500_000_000
"""Bytes of address space such a process may take: enough for a sheet of a million rows and a dozen columns."""


def own_environment() -> dict[str, str]:
    """The environment of this process, in which Python finds this very product first."""
    others = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(PACKAGES), *others])}


def bound(memory: int) -> None:
    """Bounds the address space of this process, within what it may have anyway; when it ends, it leaves no image."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
