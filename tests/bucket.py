"""A server of S3 of the tests' own: a process on a free port of this machine, which forgets all when it ends."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.browser.driving import free_port

NAME = "acme"
SECRET = "not-to-be-told"  # noqa: S105 — nobody keeps it
UP_SECONDS = 60


@dataclass(frozen=True)
class BucketServer:
    """Where it answers, and the file that has a line for every request."""

    address: str
    log: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process needs to ask it."""
        return {"AWS_ACCESS_KEY_ID": "ours", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_ENDPOINT_URL": self.address}

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """For a while it lets nobody do anything."""
        self._ask("POST", "moto-api/reset-auth", b"0")
        try:
            yield
        finally:
            self._ask("POST", "moto-api/reset-auth", b"inf")

    def make(self, bucket: str) -> None:
        """An empty bucket."""
        self._ask("PUT", bucket)

    def _ask(self, method: str, path: str, body: bytes | None = None) -> None:
        request = urllib.request.Request(f"{self.address}/{path}", body, {"Content-Type": "text/plain"}, method=method)  # noqa: S310 — our own address
        urllib.request.urlopen(request, timeout=UP_SECONDS).close()  # noqa: S310 — our own address

    def requests(self) -> int:
        """How many requests it has answered."""
        return len(re.findall(r'HTTP/1.1" \d{3} -', self.log.read_text(encoding="utf-8")))


def needs_bucket() -> None:
    """Skip where the extra, or the server, is not installed; in CI that is a failure."""
    missing = [name for name in ("moto", "flask_cors", "obstore", "duckdb_extension_httpfs") if find_spec(name) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"not installed: {missing}")
    if missing:
        pytest.skip(f"not installed: {missing}")


@contextmanager
def bucket_server(folder: Path) -> Iterator[BucketServer]:
    """A server with one empty bucket; ``folder`` takes its log."""
    port = free_port()
    server = BucketServer(f"http://127.0.0.1:{port}", folder / "requests.log")
    with server.log.open("wb") as log:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        _make_bucket(process, server)
        yield server
    finally:
        process.kill()
        process.wait()


def _make_bucket(process: subprocess.Popen[bytes], server: BucketServer) -> None:
    until = time.monotonic() + UP_SECONDS
    while True:
        try:
            return server.make(NAME)
        except URLError:
            if process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"no server of S3: {server.log.read_text(encoding='utf-8')[-2000:]}")
            time.sleep(0.1)
