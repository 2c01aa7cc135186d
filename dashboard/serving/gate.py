"""Who may ask the server: the app's own page, and whoever sends no origin. Pure ASGI; looks nothing up.

Streamlit judges the origin of a websocket itself, but asks an outside host for this machine's own address first, and
waits for the answer while everybody else waits. So nothing reaches it that is not plainly the app's own.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

AsgiScope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[AsgiScope, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
LONGEST_HEADER = 1_000


class OriginGate:
    """Answers 403 to a page of another origin, before anything looks at what it asks."""

    def __init__(self, app: Application, allowed: Iterable[str] = ()) -> None:
        """``allowed``: other origins whose pages may ask too, such as ``https://portal.example.com``."""
        self._app = app
        self._allowed = frozenset(filter(None, (_host_and_port(_split(origin)) for origin in allowed)))

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Pass on what may come in, under an origin that is the server's own; reject the rest."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        origins = [value for name, value in scope["headers"] if name == b"origin"]
        if not origins:
            await self._app(scope, receive, send)
            return
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(origins) > 1 or len(hosts) != 1 or not self._is_allowed(origins[0], hosts[0]):
            await reject(scope, receive, send, 403, "This page may not ask here.")
            return
        if scope["type"] == "websocket":  # in the host's own words: else Streamlit takes it for another and looks it up
            own = origins[0].partition(b"://")[0] + b"://" + hosts[0]
            headers = [(name, own if name == b"origin" else value) for name, value in scope["headers"]]
            scope = {**scope, "headers": headers}
        await self._app(scope, receive, send)

    def _is_allowed(self, origin: bytes, host: bytes) -> bool:
        """Whether the page's origin is this server as the request names it, or one that is allowed."""
        page = _split(_text(origin))
        page_address = _split(f"{page.scheme}://{_text(host)}") if page else None
        place = _host_and_port(page)
        return place is not None and (place == _host_and_port(page_address) or place in self._allowed)


async def reject(scope: AsgiScope, receive: Receive, send: Send, status: int, sentence: str) -> None:
    """Answer a request with a status and a sentence, or reject a handshake."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": sentence})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence.encode()})


def _text(header: bytes) -> str:
    return header[:LONGEST_HEADER].decode("latin-1")


def _split(origin: str) -> SplitResult | None:
    """The parts of an origin; None for what is none (``null``, a path, a name and password, no address at all)."""
    try:
        parts = urlsplit(origin)
        _ = parts.port
    except ValueError:
        return None
    is_bare = not (parts.path or parts.query or parts.fragment or parts.username or parts.password)
    return parts if is_bare and parts.scheme in PORTS and parts.hostname else None


def _host_and_port(parts: SplitResult | None) -> tuple[str, int] | None:
    """Host and port of an origin; the names of this machine are one."""
    if parts is None or parts.hostname is None:
        return None
    host = parts.hostname.rstrip(".")
    return "localhost" if host in LOOPBACK else host, parts.port or PORTS[parts.scheme]
