"""Starts the app: Streamlit's own server in this process's place, with the look and the settings the product ships."""

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path

from dashboard.errors import BadInput, NoWarehouse
from dashboard.importing.publishing.place import refuse_foreign, refuse_own_journal
from dashboard.serving.credentials import refuse_half_a_sign_in
from dashboard.stopping import Stopped
from dashboard.warehouse.generations import WAREHOUSE_VARIABLE

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parents[1]
ARROW = {"ARROW_DEFAULT_MEMORY_POOL": "system"}
"""Arrow's own allocator can end a process whose threads come and go, as a server's do (apache/arrow#50908)."""


def serve(warehouse: Path, port: int, *, opens_browser: bool) -> None:
    """Serve ``warehouse`` on 127.0.0.1 until interrupted; raises BadInput before it starts.

    Where nothing is imported yet, the first files can be handed in on the Data screen.
    """
    refuse_own_journal(warehouse)
    refuse_foreign(warehouse)
    refuse_half_a_sign_in(warehouse)
    _refuse_taken(port)
    address = f"http://{HOST}:{port}"
    print(f"Funnel Review is at {address} (Ctrl-C stops it).", flush=True)  # noqa: T201 -- the address is for a person
    if opens_browser:
        threading.Thread(target=_open_when_up, args=(address,), daemon=True).start()
    command = [sys.executable, "-m", "dashboard.serving.server", "--server.port", str(port)]
    environment = ARROW | os.environ | {WAREHOUSE_VARIABLE: str(warehouse.resolve())}
    child = subprocess.Popen(command, cwd=_home_of_the_look(), env=environment)
    try:
        child.wait()
    except (KeyboardInterrupt, Stopped):
        child.terminate()  # Ctrl-C has reached it already, a supervisor's word reaches us alone
        child.wait()
    if child.returncode not in {0, 130, -signal.SIGINT, -signal.SIGTERM}:
        raise NoWarehouse(f"The app stopped with status {child.returncode}; its last lines above say why.")


def _home_of_the_look() -> Path:
    """The folder that holds ``.streamlit``: the checkout's root, or the installed package."""
    return ROOT.parent if (ROOT.parent / ".streamlit").is_dir() else ROOT


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be listened on ({error.strerror})"
            raise BadInput(f"Port {port} {why}; name another with --port (or PORT= for make).") from None


def _open_when_up(address: str) -> None:
    """Open the browser once the server answers; where there is none, the printed address does."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310 -- our own http address
                webbrowser.open(address)
                return
        except OSError:
            time.sleep(0.1)
