"""A cluster of this machine alone for a test: Spark's Connect server on a free port, ended with whoever asked."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

EXECUTOR = "CoarseGrainedExecutorBackend"
QUICK_START = " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m"
"""Compiled in haste, with the room that Java gives what is compiled with care: in the fifth of it, which it gives else,
the code of a few imports finds no place, and the server ends what it does.
"""
PATIENCE = 240
"""Seconds, on a machine that does four other things."""
LOGGING = """rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %m%n
"""


@dataclass(frozen=True)
class Cluster:
    """A server that listens: its address and its process."""

    url: str
    process: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """End it at once, as an operating system does that has no memory left."""
        self.process.kill()
        self.process.wait()

    def executors(self) -> list[int]:
        """The processes of its executors, where they have some of their own."""
        return [pid for pid in descendants(self.process.pid) if EXECUTOR in _command_of(pid)]


def needs_java() -> None:
    """Skip a test where there is no Java or no Spark; both are there in CI, where that is a failure."""
    missing = "Java" if shutil.which("java") is None else "pyspark" if find_spec("pyspark") is None else None
    if missing and os.environ.get("CI"):
        pytest.fail(f"{missing} is missing")
    if missing:
        pytest.skip(f"{missing} is not installed")


def descendants(pid: int) -> list[int]:
    """A process and all that came of it, as far as they run."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    reached = [pid]
    for each in reached:
        reached += parents.get(each, [])
    return reached


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


@contextmanager
def running_cluster(
    folder: Path, memory: str = "1g", master: str = "local[2]", *, is_long_lived: bool = False
) -> Iterator[Cluster]:
    """A server that keeps what it writes in ``folder``; by ``master`` it works itself, or has executors do it.

    One that is not ``is_long_lived`` compiles what it runs in haste, which a test of seconds is done sooner by.
    """
    import pyspark

    home = folder / "home"  # executors write beside the programs
    home.mkdir(parents=True)
    for part in Path(str(pyspark.__file__)).parent.iterdir():
        (home / part.name).symlink_to(part)
    (folder / "log4j2.properties").write_text(LOGGING, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(folder / "tables"),
        "spark.local.dir": str(folder / "scratch"),
    }
    command = [
        str(home / "bin" / "spark-submit"),
        *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
        *("--master", master, "--driver-memory", memory),
        *(
            "--driver-java-options",
            f"-Dlog4j2.configurationFile={folder / 'log4j2.properties'}{'' if is_long_lived else QUICK_START}",
        ),
        *(part for name, value in settings.items() for part in ("--conf", f"{name}={value}")),
        "spark-internal",
    ]
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)
    try:
        _wait_for(port, process, folder / "log")
        yield Cluster(f"sc://127.0.0.1:{port}", process)
    finally:
        beneath = descendants(process.pid)[1:]
        process.kill()
        process.wait()
        for pid in beneath:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"Spark's server did not start: {log.read_text(encoding='utf-8')[-2000:]}")
