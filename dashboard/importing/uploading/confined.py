"""Runs work on files nobody may trust in a process of its own, with limits on its memory and its time.

A file made to break its reader ends that process, never the server: the old figures stay, and a sentence says so.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.errors import BadInput, MustAsk
from dashboard.importing.progress import ImportStep, Report
from dashboard.warehouse.bucket.credentials import VARIABLES
from dashboard.warehouse.bucket.place import ObjectPath, published_at

PACKAGES = Path(__file__).resolve().parents[3]
BEAT_SECONDS = 1.0
"""So often, at least, whoever waits hears where it is: only then does Streamlit find out that the page was left."""
STARTING = ImportStep("Starting", 0, 0.0)
MOST_AT_ONCE = 1 << 16
KEPT_VARIABLES = ("PATH", "TMPDIR", "LANG", "LC_ALL", "TZ", "TZDIR")
"""What it is told of this process's environment; who asks a bucket, only where it is to publish into one."""


@dataclass(frozen=True)
class ProcessLimits:
    """What the process may take: bytes of address space, and seconds."""

    memory: int = 3 << 30
    seconds: float = 600.0


def run_confined(request: Mapping[str, Any], progress: Report, limits: ProcessLimits) -> dict[str, Any]:
    """What ``uploading.child`` answers to ``request``; raises BadInput or MustAsk with its sentence.

    ``progress`` hears each step, and the last one again every second without a new one. However this ends, also by an
    exception of ``progress``, the process has ended too.
    """
    in_bucket = isinstance(published_at(Path(request.get("warehouse", ""))), ObjectPath)
    kept = (*KEPT_VARIABLES, *(VARIABLES if in_bucket else ()))
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.importing.uploading.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback may quote a lead
        env={name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONPATH": str(PACKAGES)},
        start_new_session=True,
    )
    clock = threading.Timer(limits.seconds, process.kill)
    clock.start()
    try:
        return _answer(process, {**request, "memory": limits.memory}, progress)
    finally:
        clock.cancel()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _answer(process: "subprocess.Popen[bytes]", request: Mapping[str, Any], progress: Report) -> dict[str, Any]:
    assert process.stdin  # noqa: S101 — it is a pipe, for the type checker
    assert process.stdout  # noqa: S101
    with suppress(BrokenPipeError):
        process.stdin.write(f"{json.dumps(request)}\n".encode())
        process.stdin.flush()
    step = STARTING
    for line in _lines(process.stdout.fileno()):
        message: dict[str, Any] = json.loads(line) if line else {"step": vars(step)}
        if "step" in message:
            step = ImportStep(**message["step"])
            progress(step)
        elif "asked" in message:
            raise MustAsk(message["asked"], sheets=tuple(message["sheets"]))
        elif "refused" in message:
            raise BadInput(message["refused"])
        else:
            answer: dict[str, Any] = message["answer"]
            return answer
    raise BadInput(
        "Reading these files ended unfinished: they take more memory or time than an import may, or break the reader; "
        "hand them in one by one to find out which, and export that one again or in parts."
    )


def _lines(output: int) -> Iterator[bytes]:
    """The lines of a pipe as they come, an empty one for each second without."""
    begun = b""
    with selectors.DefaultSelector() as waiting:
        waiting.register(output, selectors.EVENT_READ)
        while True:
            if not waiting.select(BEAT_SECONDS):
                yield b""
                continue
            came = os.read(output, MOST_AT_ONCE)
            if not came:
                return
            *lines, begun = (begun + came).split(b"\n")
            yield from lines
