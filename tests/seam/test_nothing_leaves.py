"""No request and no look-up of a name leaves this machine, whatever a client sends: watched at the system's calls."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashboard.scope.settings import Settings
from tests.browser.driving import started
from tests.claims.company import write_generation

ORIGINS = [
    None, "own", "http://evil.test", "null", "", "http://evil.test:8501", "http://127.0.0.1:1", "https://portal.example.com",
    "http://[::1", "file://", "http://\xffvil.test", "http://" + "a" * 3_000,
]  # fmt: skip
HOSTS = ["own", "evil.test", "localhost", "evil.test:80", "127.0.0.1", "[::1]", "a@evil.test", ""]
PATHS = [
    "/",
    "/_stcore/stream",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/ready",
    "/review",
    "/none",
]
SLOWEST = 10.0
LEAVES = re.compile(r"sa_family=AF_INET6?\b.*|sun_path=\"[^\"]*(?:resolve|nscd)[^\"]*\"")
STAYS = re.compile(r"inet_addr\(\"127\.\d+\.\d+\.\d+\"\)|inet_pton\(AF_INET6, \"::1\"")
PORT_OF_NAMES = "htons(53)"


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a server, and the file its system calls on the network are written to."""
    strace, calls = shutil.which("strace"), tmp_path / "calls"
    can = (
        strace and subprocess.run([strace, "-o", "/dev/null", "true"], check=False, capture_output=True).returncode == 0
    )
    if not strace or not can:
        sentence = "no strace that may trace here; install strace to watch what the server asks"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    folder = tmp_path / "w"
    folder.mkdir()
    write_generation(folder, {"leads": [{"lead_id": "1", "created_at": "2025-05-01"}]}, Settings())
    (folder / "current.json").write_text('{"generation": "company"}', encoding="utf-8")
    under = (strace, "-f", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(calls))
    with started(folder, *under) as (_, address):
        yield address, calls


def leaving(calls: Path) -> list[str]:
    """The calls that went to another machine, or to whoever knows names."""
    lines = [line for line in calls.read_text(errors="replace").splitlines() if LEAVES.search(line)]
    return [line for line in lines if not STAYS.search(line) or PORT_OF_NAMES in line]


def handshake(address: str, path: str, origin: str | None, host: str) -> int:
    """The status a websocket's handshake is answered with."""
    place = urlsplit(address).netloc
    lines = [
        f"GET {path} HTTP/1.1", f"Host: {place if host == 'own' else host}",
        "Connection: Upgrade", "Upgrade: websocket",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *([f"Origin: {address if origin == 'own' else origin}"] if origin is not None else []), "", "",
    ]  # fmt: skip
    with socket.create_connection(("127.0.0.1", urlsplit(address).port or 0), timeout=30) as line:
        line.sendall("\r\n".join(lines).encode("latin-1"))
        found = re.match(rb"HTTP/1\.1 (\d+)", line.recv(200))
        return int(found[1]) if found else 0


def test_whatever_a_client_sends_nothing_leaves_and_nobody_waits(watched: tuple[str, Path]) -> None:
    """Handshakes and requests of every origin, host and path: each answered at once, a foreign page refused."""
    address, calls = watched
    own_port = urlsplit(address).port
    slowest = 0.0
    for origin in ORIGINS:
        for host in HOSTS:
            began = time.monotonic()
            status = handshake(address, "/_stcore/stream", origin, host)
            slowest = max(slowest, time.monotonic() - began)
            if origin not in {None, "own"}:
                assert status in {400, 403}, (origin, host)
            elif host == "own":
                assert status == 101, (origin, host)
    for path in PATHS:
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE"):
            for origin in ORIGINS[:4]:
                for host in HOSTS[:3]:
                    began = time.monotonic()
                    line = http.client.HTTPConnection("127.0.0.1", own_port or 0, timeout=30)
                    headers = {"Host": f"127.0.0.1:{own_port}" if host == "own" else host}
                    if origin is not None:
                        headers["Origin"] = address if origin == "own" else origin
                    line.request(method, path, headers=headers)
                    assert line.getresponse().status < 500 or path == "/ready"
                    line.close()
                    slowest = max(slowest, time.monotonic() - began)
    assert slowest < SLOWEST
    assert leaving(calls) == []


def test_the_watch_sees_what_leaves(tmp_path: Path) -> None:
    """A look-up and a request of a process are found: the test above can fail."""
    strace = shutil.which("strace")
    if not strace:
        pytest.skip("no strace here")
    for number, code in enumerate(
        (
            "import socket; socket.getaddrinfo('checkip.example.com', 80)",
            "import socket; s = socket.socket(); s.settimeout(0.1); s.connect(('192.0.2.1', 80))",
            "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.53', 53))",
        )
    ):
        calls = tmp_path / f"{number}"
        trace = [strace, "-f", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(calls)]
        subprocess.run([*trace, "python3", "-c", code], check=False, capture_output=True)
        if "Operation not permitted" in calls.read_text(errors="replace")[:200]:
            pytest.skip("strace may not trace here")
        assert leaving(calls), code
