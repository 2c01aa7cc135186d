"""Keeps what a sign-in leaves in Streamlit's cookies on the server, and gives the browser a ticket for it. Pure ASGI.

Streamlit puts the whole identity into cookies. A browser keeps 4 KB of each, a websocket takes 8 KB of headers, and an
identity with a few hundred groups has more; those cookies would also be good after signing out.
"""

from collections.abc import MutableMapping
from typing import Any

from dashboard.meeting.people.tickets import LONGEST_SECONDS, TICKET, TICKETS
from dashboard.serving.gate import Application, AsgiScope, Receive, Send

KEPT_HERE = "_streamlit_user"
"""How the names of Streamlit's cookies of an identity begin."""


class Wallet:
    """Puts the cookies of a ticket into requests, and takes those an answer sets out of it."""

    def __init__(self, app: Application, *, is_secure: bool) -> None:
        """``is_secure``: whether readers come by https, so that the ticket never goes by http."""
        self._app = app
        self._is_secure = is_secure

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Pass a request on with what its ticket stands for; an identity that comes in a cookie itself is dropped."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        cookies = [pair for name, value in scope["headers"] if name == b"cookie" for pair in _pairs(value)]
        ticket = next((value for name, value in cookies if name == TICKET), None)
        known = [(name, value) for name, value in cookies if not name.startswith(KEPT_HERE)]
        known += TICKETS.values_of(ticket).items()
        headers = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
        if known:
            headers.append((b"cookie", "; ".join(f"{name}={value}" for name, value in known).encode("latin-1")))

        async def send_without(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._with_ticket(message.get("headers", ()), ticket)}
            await send(message)

        await self._app({**scope, "headers": headers}, receive, send_without)

    def _with_ticket(self, headers: Any, ticket: str | None) -> list[tuple[bytes, bytes]]:
        """An answer's headers, with a new ticket where it signs somebody in, and none where it signs them out."""
        others: list[tuple[bytes, bytes]] = []
        own: list[tuple[bytes, bytes]] = []
        for name, value in headers:
            is_own = name.lower() == b"set-cookie" and value.startswith(KEPT_HERE.encode())
            (own if is_own else others).append((name, value))
        if not own:
            return others
        TICKETS.give_up(ticket)
        values = {name: value for _, line in own for name, value in [_set(line.decode("latin-1"))] if value}
        given, seconds = (TICKETS.issue(values), LONGEST_SECONDS) if values else ("", 0)
        secure = "; Secure" if self._is_secure else ""
        cookie = f"{TICKET}={given}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"
        return [*others, (b"set-cookie", cookie.encode())]


def _pairs(header: bytes) -> list[tuple[str, str]]:
    """The cookies of a header, as they stand there."""
    pairs = (part.strip().partition("=") for part in header.decode("latin-1").split(";"))
    return [(name, value) for name, equals, value in pairs if equals]


def _set(line: str) -> tuple[str, str]:
    """Name and value of a cookie that an answer sets; no value where it takes it away."""
    name, _, rest = line.partition("=")
    value, _, attributes = rest.partition(";")
    return name, "" if "max-age=0" in attributes.lower() else value.strip('"')
