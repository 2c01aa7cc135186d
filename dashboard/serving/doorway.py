"""Who may come in at all, by the mode of ``access.toml``: this machine alone, or what the trusted proxy hands on.

Pure ASGI. What the pages may believe of a request is settled here: the header with the name of somebody reaches them
from the proxy's own address alone.
"""

from collections.abc import Iterable
from pathlib import Path

from dashboard.errors import FunnelReviewError
from dashboard.meeting.people.access import FILE, read_access
from dashboard.meeting.people.sign_in import VOUCHED, Mode, SignIn, is_loopback, is_loopback_host
from dashboard.serving.gate import Application, AsgiScope, Receive, Send, reject

Headers = list[tuple[bytes, bytes]]

FORWARDING = frozenset({b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"})
"""What a proxy adds: then the request does not come from this machine, whatever its Host says."""


class Doorway:
    """Answers 403 to whoever cannot be a reader in the mode of the moment."""

    def __init__(self, app: Application, folder: Path) -> None:
        """``folder``: the warehouse's, beside which ``access.toml`` lies."""
        self._app = app
        self._folder = folder
        self._read: tuple[tuple[int, int, int] | None, SignIn | None] | None = None

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Pass on what may come in, with what the proxy vouches for; reject the rest."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers: Headers = [(name, value) for name, value in scope["headers"] if name != VOUCHED.encode()]
        sign_in = self._sign_in()
        peer = scope["client"][0] if scope.get("client") else None
        why = None
        if sign_in is not None and sign_in.mode is Mode.LOCAL and not _is_of_this_machine(headers, peer):
            why = "This server answers on its own machine only; for others, set [sign_in] in access.toml."
        elif sign_in is not None and sign_in.mode is Mode.PROXY:
            if sign_in.trusts(peer):
                headers += _vouched(headers, sign_in)
            else:
                why = "This server answers its proxy only."
        if why is not None:
            await reject(scope, receive, send, 403, why)
            return
        await self._app({**scope, "headers": headers}, receive, send)

    def _sign_in(self) -> SignIn | None:
        """The mode of the moment, read anew when the file is another; None when it cannot be read."""
        try:
            about = (self._folder / FILE).stat()
            version = about.st_ino, about.st_mtime_ns, about.st_size
        except OSError:
            version = None
        if self._read is None or self._read[0] != version or version is None:
            try:
                access = read_access(self._folder)
                self._read = version, access.sign_in if access else SignIn()
            except FunnelReviewError:  # then nobody is anybody: the pages say so, and nothing else
                self._read = version, None
        return self._read[1]


def _is_of_this_machine(headers: Headers, peer: str | None) -> bool:
    hosts = _values(headers, b"host")
    is_forwarded = any(name in FORWARDING for name, _ in headers)
    return len(hosts) == 1 and is_loopback_host(hosts[0]) and is_loopback(peer) and not is_forwarded


def _vouched(headers: Headers, sign_in: SignIn) -> Headers:
    """The header for the pages, where the proxy names one person and no two."""
    named = _values(headers, (sign_in.header or "").lower().encode())
    return [(VOUCHED.encode(), named[0].encode("latin-1"))] if len(named) == 1 else []


def _values(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("latin-1") for given, value in headers if given == name]
