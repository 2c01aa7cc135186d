"""What the server takes in from browsers: files, only where a box for them is shown, no more than there is room for.

Streamlit keeps every file somebody sends to a session's address in memory, whether a page asked for it or not. Pure
ASGI; what is held is told by whoever knows Streamlit.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any
from urllib.parse import unquote

from dashboard.importing.uploading.bounds import MOST_BYTES, MOST_BYTES_IN_ALL, MOST_FILES
from dashboard.serving.gate import Application, AsgiScope, Receive, Send, reject

ADDRESS = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)/?")
FORM_OVERHEAD = 64 << 10
"""Bytes by which a request is longer than the file in it."""

UploadSizes = Callable[[], Mapping[str, Sequence[int]]]
"""The sizes of the files that each session holds."""

_allowed_sessions: set[str] = set()


def allow_uploads(session: str, *, allowed: bool) -> None:
    """Note whether the page of a session asks for files."""
    (_allowed_sessions.add if allowed else _allowed_sessions.discard)(session)


class Intake:
    """Answers 403 to a file nobody asked for and 413 to one there is no room for, before it is read."""

    def __init__(self, app: Application, held: UploadSizes) -> None:
        """``held`` says what is kept already."""
        self._app = app
        self._held = held
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Pass on what is no file, and the files that may come in."""
        address = ADDRESS.search(unquote(scope.get("path", ""))) if scope["type"] == "http" else None
        if not address or scope["method"] != "PUT":
            await self._app(scope, receive, send)
            return
        session, length = address["session"], _length(scope)
        if session not in _allowed_sessions:
            await reject(scope, receive, send, 403, "No box for files is shown on this page.")
        elif length is None:
            await reject(scope, receive, send, 411, "Say how long the file is.")
        elif not self._has_room(session, length):
            await reject(scope, receive, send, 413, f"More than {MOST_BYTES >> 20} MB or {MOST_FILES} files together.")
        else:
            await self._accept(session, length, scope, receive, send)

    def _has_room(self, session: str, length: int) -> bool:
        held = self._held()
        own, whole = held.get(session, ()), sum(map(sum, held.values()))
        fits_in = sum(own) + self._coming[session] + length - FORM_OVERHEAD <= MOST_BYTES and len(own) < MOST_FILES
        return fits_in and whole + self._coming.total() + length - FORM_OVERHEAD <= MOST_BYTES_IN_ALL

    async def _accept(self, session: str, length: int, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Room is kept for a file while it comes, for as many bytes as are announced, and no more are passed on."""
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


def _length(scope: AsgiScope) -> int | None:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(lengths[0]) if len(lengths) == 1 and lengths[0].isdigit() else None
