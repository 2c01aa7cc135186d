"""Starting and stopping the server, without a browser."""

import os
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.driving import started


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_whoever_stops_the_command_stops_the_server(golden_folder: Path, stop: signal.Signals) -> None:
    """A supervisor's SIGTERM reaches the one process it knows; nothing listens afterwards and the status is 0."""
    with started(golden_folder) as (process, address):
        if stop is signal.SIGINT:
            os.killpg(process.pid, stop)  # Ctrl-C reaches the whole group
        else:
            process.send_signal(stop)
        assert process.wait(timeout=60) == 0
        port = urlsplit(address).port
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
