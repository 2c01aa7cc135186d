"""Many writers at once, and writers that are killed: what was acknowledged and what is there afterwards."""

import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from dashboard.meeting.journal.chain import fault_of
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of

ROOT = Path(__file__).resolve().parents[2]
FOREVER = 1_000_000


@dataclass(frozen=True)
class Outcome:
    """Ids acknowledged to their writers, ids in the journal, whether its chain holds, and how long it took."""

    acknowledged: list[str]
    present: list[str]
    fault: str | None
    seconds: float


def write_at_once(folder: Path, processes: int, threads: int, edits: int) -> Outcome:
    """``processes × threads`` writers, each with so many edits of one subject."""
    started = time.perf_counter()
    writers = [_writer(folder, edits, threads) for _ in range(processes)]
    acknowledged = [line for writer in writers for line in writer.communicate(timeout=3_600)[0].split()]
    return _outcome(folder, acknowledged, started)


def kill_writers(folder: Path, kills: int, seed: int) -> Outcome:
    """Start a writer and kill it at a moment of chance, again and again."""
    chance = random.Random(seed)
    started = time.perf_counter()
    acknowledged: list[str] = []
    for _ in range(kills):
        writer = _writer(folder, FOREVER, 2)
        assert writer.stdout is not None
        acknowledged += writer.stdout.readline().split()  # it is at work
        time.sleep(chance.uniform(0, 0.25))
        writer.send_signal(signal.SIGKILL)
        lines = writer.communicate(timeout=60)[0]
        acknowledged += [line for line in lines.splitlines(keepends=True) if line.endswith("\n")]
    return _outcome(folder, [line.strip() for line in acknowledged], started)


def _writer(folder: Path, edits: int, threads: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.meeting.writer", str(folder), str(edits), str(threads)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _outcome(folder: Path, acknowledged: list[str], started: float) -> Outcome:
    seconds = time.perf_counter() - started
    journal = Journal(Store(place_of(folder)))
    return Outcome(acknowledged, [entry.entry_id for entry in journal.since()], fault_of(journal), seconds)
