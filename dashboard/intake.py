"""What the server takes in from browsers: files, only where a box for them is shown, no more than there is room for.

Streamlit keeps every file somebody sends to a session's address in memory, whether a page asked for it or not. Pure
ASGI; what is held is told by whoever knows Streamlit.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any
from urllib.parse import unquote

from dashboard.gate import Application, Receive, Scope, Send, refuse

MOST_FILES = 50
MOST_BYTES = 200 << 20
"""Of one session, and of one import in a browser."""
MOST_BYTES_IN_ALL = 500 << 20
"""Of all sessions together."""
ADDRESS = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)/?")
BEYOND = 64 << 10
"""Bytes by which a request is longer than the file in it."""

Held = Callable[[], Mapping[str, Sequence[int]]]
"""The sizes of the files that each session holds."""

_asking: set[str] = set()


def shows_a_box(session: str, *, is_shown: bool) -> None:
    """Note whether the page of a session asks for files."""
    (_asking.add if is_shown else _asking.discard)(session)


class Intake:
    """Answers 403 to a file nobody asked for and 413 to one there is no room for, before it is read."""

    def __init__(self, app: Application, held: Held) -> None:
        """``held`` says what is kept already."""
        self._app = app
        self._held = held
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is no file, and the files that may come in."""
        found = ADDRESS.search(unquote(scope.get("path", ""))) if scope["type"] == "http" else None
        if not found or scope["method"] != "PUT":
            await self._app(scope, receive, send)
            return
        session, length = found["session"], _length(scope)
        if session not in _asking:
            await refuse(scope, receive, send, 403, "No box for files is shown on this page.")
        elif length is None:
            await refuse(scope, receive, send, 411, "Say how long the file is.")
        elif not self._has_room(session, length):
            await refuse(scope, receive, send, 413, f"More than {MOST_BYTES >> 20} MB or {MOST_FILES} files together.")
        else:
            await self._take(session, length, scope, receive, send)

    def _has_room(self, session: str, length: int) -> bool:
        held = self._held()
        own, whole = held.get(session, ()), sum(map(sum, held.values()))
        fits_in = sum(own) + self._coming[session] + length - BEYOND <= MOST_BYTES and len(own) < MOST_FILES
        return fits_in and whole + self._coming.total() + length - BEYOND <= MOST_BYTES_IN_ALL

    async def _take(self, session: str, length: int, scope: Scope, receive: Receive, send: Send) -> None:
        """Room is kept for a file while it comes, for as many bytes as were said, and no more are passed on."""
        left = length

        async def receive_no_more() -> MutableMapping[str, Any]:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            return message if left >= 0 else {"type": "http.disconnect"}

        self._coming[session] += length
        try:
            await self._app(scope, receive_no_more, send)
        finally:
            self._coming[session] -= length
            if not self._coming[session]:
                del self._coming[session]


def _length(scope: Scope) -> int | None:
    said = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(said[0]) if len(said) == 1 and said[0].isdigit() else None
