"""Who may ask the server: the app's own page. Files come in where one asked for them, within bounds."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.importing.uploading.bounds import MOST_BYTES, MOST_BYTES_IN_ALL, MOST_FILES
from dashboard.serving.gate import AsgiScope, OriginGate, Receive, Send
from dashboard.serving.intake import Intake, allow_uploads
from tests.loop import run_to_its_end

HOST = "127.0.0.1:8501"
OWN = ["http://127.0.0.1:8501", "https://127.0.0.1:8501", "HTTP://127.0.0.1:8501", "http://localhost:8501"]
FOREIGN = [
    "http://evil.test", "http://evil.test:8501", "https://127.0.0.1", "http://127.0.0.1:9999", "http://localhost",
    "null", "", "http://", "file://", "evil.test", "http://127.0.0.1:8501@evil.test", "http://evil.test/127.0.0.1:8501",
    "http://127.0.0.1:8501.evil.test", "http://[::1", "http://127.0.0.1:port", "http://x:99999999",
    "http://127.0.0.1:8501/", "http://127.0.0.1:8501#x", "http://\xffvil", "http://" + "a" * 5_000,
    "javascript:alert(1)", "chrome-extension://a",
]  # fmt: skip
FILE = "/_stcore/upload_file/a-session/a-file"


class Behind:
    """An application that notes what reaches it, reads it to its end and answers."""

    def __init__(self) -> None:
        self.seen: list[AsgiScope] = []
        self.size = 0

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Note a request, and how much came with it."""
        self.seen.append(scope)
        while (message := await receive())["type"] == "http.request":
            self.size += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})


def status(app: OriginGate | Intake, scope: AsgiScope, *bodies: bytes) -> int:
    """What the application answers to a request; 403 for a handshake that is refused."""
    sent: list[Any] = []
    parts = [{"type": "http.request", "body": body, "more_body": True} for body in (*bodies, b"")]
    parts[-1]["more_body"] = False

    async def receive() -> Any:
        return parts.pop(0) if parts else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    run_to_its_end(app(scope, receive, send))
    return 403 if sent[0]["type"] == "websocket.close" else int(sent[0]["status"])


def asked(kind: str = "http", path: str = "/", method: str = "GET", **headers: str) -> AsgiScope:
    """The scope of a request."""
    lines = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return {"type": kind, "method": method, "path": path, "headers": lines}


@pytest.mark.parametrize("kind", ["websocket", "http"])
@pytest.mark.parametrize("origin", OWN + FOREIGN)
def test_only_the_apps_own_page_may_ask(kind: str, origin: str) -> None:
    """Whatever else calls itself an origin is refused and reaches nothing."""
    behind = Behind()
    assert status(OriginGate(behind), asked(kind, host=HOST, origin=origin)) == (200 if origin in OWN else 403)
    assert len(behind.seen) == (origin in OWN)


@pytest.mark.parametrize(
    ("host", "origin", "is_own"),
    [
        ("funnel.example.com", "https://funnel.example.com", True),
        ("funnel.example.com", "https://FUNNEL.example.com:443", True),
        ("funnel.example.com:443", "https://funnel.example.com", True),
        ("funnel.example.com.", "https://funnel.example.com", True),
        ("funnel.example.com", "https://portal.example.com", True),
        ("[::1]:8501", "http://localhost:8501", True),
        ("funnel.example.com", "http://funnel.example.com:8080", False),
        ("funnel.example.com", "https://example.com", False),
        ("funnel.example.com@evil.test", "https://evil.test", False),
        ("", "https://funnel.example.com", False),
        ("[", "http://[", False),
    ],
)
def test_behind_a_proxy_the_page_is_known_by_the_host_it_names(host: str, origin: str, *, is_own: bool) -> None:
    """The usual port may be said or not; Streamlit sees both word for word alike then, and looks nothing up."""
    behind = Behind()
    gate = OriginGate(behind, ["https://portal.example.com", "not an origin"])
    assert status(gate, asked("websocket", host=host, origin=origin)) == (200 if is_own else 403)
    if is_own:
        assert dict(behind.seen[0]["headers"])[b"origin"].partition(b"://")[2] == host.encode()


def test_who_sends_no_origin_is_no_page_and_two_are_none() -> None:
    """A probe or a script asks as before; doubled headers are a trick."""
    behind = Behind()
    gate = OriginGate(behind)
    assert status(gate, asked(host=HOST)) == 200
    for headers in ([(b"origin", b"http://x"), (b"origin", OWN[0].encode())], [(b"host", HOST.encode())] * 2):
        doubled = [(b"origin", OWN[0].encode()), *headers] if headers[0][0] == b"host" else [(b"host", b"x"), *headers]
        assert status(gate, {**asked(), "headers": doubled}) == 403
    assert len(behind.seen) == 1


@pytest.fixture
def open_session() -> Iterator[None]:
    """A session whose page asks for files."""
    allow_uploads("a-session", allowed=True)
    yield
    allow_uploads("a-session", allowed=False)


def put(path: str = FILE, **headers: str) -> AsgiScope:
    """A file that is handed in."""
    return asked(path=path, method="PUT", **headers)


@pytest.mark.usefixtures("open_session")
def test_a_file_comes_in_where_it_was_asked_for() -> None:
    """On the page with the box; from no other session, nor after the page was left, nor of unknown length."""
    behind = Behind()
    intake = Intake(behind, dict)
    assert status(intake, put(content_length="10"), b"0123456789") == 200
    assert behind.size == 10
    for path in (
        "/_stcore/upload_file/another/a-file",
        "//_stcore/upload_file/another/x",
        "/base/_stcore/upload_file/b/x",
    ):
        assert status(intake, put(path, content_length="10"), b"x") == 403
    assert status(intake, put(), b"x") == 411
    for length in ("-1", "1e3", "1, 1", ""):
        assert status(intake, put(content_length=length), b"x") == 411
    assert status(intake, asked(path=FILE, method="DELETE")) == 200
    assert status(intake, asked(path=FILE, method="OPTIONS")) == 200
    allow_uploads("a-session", allowed=False)
    assert status(intake, put(content_length="10"), b"x") == 403
    assert behind.size == 10


@pytest.mark.usefixtures("open_session")
@pytest.mark.parametrize(
    "held",
    [
        {"a-session": [MOST_BYTES - 100]},
        {"a-session": [0] * MOST_FILES},
        {f"{number}": [MOST_BYTES] for number in range(1 + MOST_BYTES_IN_ALL // MOST_BYTES)},
    ],
)
def test_there_is_room_for_so_much_and_no_more(held: dict[str, list[int]]) -> None:
    """The bytes of a session, its files, and the bytes of all sessions."""
    behind = Behind()
    assert status(Intake(behind, lambda: held), put(content_length="1000000"), b"x") == 413
    assert behind.seen == []


@pytest.mark.usefixtures("open_session")
def test_files_that_come_at_once_share_the_room_and_none_is_longer_than_it_says() -> None:
    """While one comes, another finds only what that leaves; a body that goes on is cut off."""

    async def at_once() -> list[int]:
        goes_on = asyncio.Event()
        answers: list[int] = []

        async def slow(_scope: AsgiScope, _receive: Receive, send: Send) -> None:
            await goes_on.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answers.append(message["status"])

        intake = Intake(slow, dict)
        coming = [
            asyncio.create_task(intake(put(content_length=str(MOST_BYTES // 2)), asyncio.Queue().get, send))
            for _ in range(4)
        ]
        await asyncio.sleep(0)
        goes_on.set()
        await asyncio.gather(*coming)
        await intake(put(content_length="5"), asyncio.Queue().get, send)
        return answers

    assert sorted(run_to_its_end(at_once())) == [200, 200, 200, 413, 413]
    behind = Behind()
    status(Intake(behind, dict), put(content_length="5"), b"12345", b"more", b"and more")
    assert behind.size == 5
