"""Somebody with the app open and no browser: a session that reads what the page says and presses its buttons."""

import re
from collections.abc import Mapping
from types import MappingProxyType, TracebackType
from typing import Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

LONGEST_SECONDS = 60.0
ESCAPES = re.compile("[\\\\\u2060]")
"""What stands in Markdown so that text stays text."""
LARGEST_MESSAGE = 64 * 2**20


class Session:
    """One open page; ``words`` is what its last run says, ``leads_to`` where its last run sends the browser."""

    def __init__(self, address: str, cookies: Mapping[str, str] = MappingProxyType({}), **headers: str) -> None:
        """Open the app at ``address`` with these cookies; raises websockets' InvalidStatus where it does not let in."""
        known = {name.replace("_", "-"): value for name, value in headers.items()}
        known["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._socket = connect(
            f"ws://{urlsplit(address).netloc}/_stcore/stream",
            subprotocols=[Subprotocol(each) for each in ("streamlit", cookies.get("_streamlit_xsrf")) if each],
            origin=Origin(address),
            additional_headers=known,
            max_size=LARGEST_MESSAGE,
            legacy=True,  # one that is closed when the page is, not when a block ends
        )
        self._buttons: dict[str, str] = {}
        self.words = ""
        self.leads_to = ""

    def run(self, page: str = "", presses: str | None = None) -> str:
        """Run a page to its end, with a button of its last run pressed; gives its words."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        if presses is not None:
            pressed = asked.rerun_script.widget_states.widgets.add()
            pressed.id = self._buttons[presses]
            pressed.trigger_value = True
        self._socket.send(asked.SerializeToString())
        self.words, self.leads_to = "", ""
        while not self._has_ended():
            pass
        self.words = ESCAPES.sub("", self.words)
        return self.words

    def _has_ended(self) -> bool:
        received = self._socket.recv(timeout=LONGEST_SECONDS)
        message = ForwardMsg.FromString(received if isinstance(received, bytes) else received.encode())
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._buttons, self.words = {}, ""
        elif kind == "auth_redirect":
            self.leads_to = message.auth_redirect.url
        elif kind == "delta":
            element = message.delta.new_element
            part = getattr(element, element.WhichOneof("type") or "empty")
            if element.WhichOneof("type") == "button":
                self._buttons[part.label] = part.id
            self.words += "".join(f"{getattr(part, name, '')}\n" for name in ("body", "label", "message"))
        return kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()
