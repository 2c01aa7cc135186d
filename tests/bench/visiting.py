"""A visitor without a browser: speaks the app's websocket as the page does, so that only the server is measured."""

import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

LONGEST_SECONDS = 120.0
LARGEST_MESSAGE = 64 * 2**20


class Visitor:
    """One session on one screen."""

    def __init__(self, address: str, screen: str) -> None:
        """Connect to the app at ``address``; nothing runs before the first ``run``."""
        self._socket = connect(
            f"ws://{urlsplit(address).netloc}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=LARGEST_MESSAGE,
        )
        self._screen = screen
        self._filters: dict[str, str] = {}

    def run(self, **filters: Sequence[str]) -> float:
        """Run the screen with these values in its multiple choices, by label; milliseconds until it has ended."""
        asked = BackMsg()
        asked.rerun_script.page_name = self._screen
        for label, values in filters.items():
            widget = asked.rerun_script.widget_states.widgets.add()
            widget.id = self._filters[label]
            widget.string_array_value.data.extend(values)
        started = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        while not self._has_ended():
            pass
        return 1000 * (time.perf_counter() - started)

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    def _has_ended(self) -> bool:
        said = self._socket.recv(timeout=LONGEST_SECONDS)
        message = ForwardMsg.FromString(said if isinstance(said, bytes) else said.encode())
        if message.WhichOneof("type") == "delta":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                raise RuntimeError(element.exception.message)
            if element.WhichOneof("type") == "multiselect":
                self._filters[element.multiselect.label] = element.multiselect.id
        ended = message.WhichOneof("type") == "script_finished"
        return ended and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
