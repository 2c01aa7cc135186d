"""The app as a process, and a Chromium to look at it with; the tests and the picture script use both."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
IN_ONE_PROCESS = "--renderer-process-limit=1"
"""Pages of a context are drawn by one process, as long as one of them is open: what it compiled serves the next."""
START_SECONDS = 90
LAST_LINES = 80
DRAW_MILLISECONDS = 90_000
SETTLE_SECONDS = 20
DRAWN = '[data-testid="stApp"][data-test-script-state="notRunning"] [data-testid="stMain"] :is(h1, [role="alert"])'
# On a screen's own address Streamlit's page first asks for these two beside the screen, then at the root: two 404s.
STREAMLITS_OWN_404 = re.compile(r"http://127\.0\.0\.1:\d+/\w+/_stcore/(health|host-config)")
CHARTS_ARE_DRAWN = """() => {
    const charts = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
    return charts.every(chart => chart.querySelector('.main-svg'))
        && !document.querySelector('[data-testid="stSkeleton"]') && document.fonts.status === 'loaded'
        && document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning'
}"""

AT_REST = """times => {
    const parts = document.querySelectorAll('[data-testid="stPlotlyChart"] .main-svg, [data-testid="stDataFrame"]')
    const places = [...parts].map(part => Object.values(part.getBoundingClientRect().toJSON()).join()).join(';')
    window.restedFor = window.restedAt === places ? window.restedFor + 1 : 0
    window.restedAt = places
    return window.restedFor >= times
}"""
LOOK_EVERY = 100
"""Milliseconds between two looks at a page: looking at every frame would make it draw frames for nobody."""


def chromium() -> str | None:
    """Where a Chromium is; None when there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def launch(playwright: Playwright, executable: str, *flags: str) -> Browser:
    """A Chromium that asks nobody but the app, with more ``flags``."""
    return playwright.chromium.launch(executable_path=executable, args=[*FLAGS, *flags])


def goes_outside(address: str) -> bool:
    """Whether a request leaves this machine."""
    parts = urlsplit(address)
    return parts.scheme not in {"data", "blob", "about"} and parts.hostname != "127.0.0.1"


class Complaints:
    """What a page asked of other machines, the errors in its console, and the dialogs it opened: none are allowed."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def watch(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("request", lambda asked: self._note(f"asked {asked.url}") if goes_outside(asked.url) else None)
        page.on("pageerror", lambda error: self._note(f"error {error}"))
        page.on("console", self._of_console)
        page.on("dialog", self._of_dialog)

    def _note(self, sentence: str) -> None:
        self.found.append(sentence)

    def _of_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not STREAMLITS_OWN_404.fullmatch(message.location.get("url", "")):
            self._note(f"console {message.text} {message.location.get('url', '')}")

    def _of_dialog(self, dialog: Dialog) -> None:
        self._note(f"dialog {dialog.message}")
        dialog.dismiss()


def wait_until_drawn(page: Page) -> None:
    """Returns when the screen stands still: the script has ended and a title, or a refusal, is there."""
    page.wait_for_selector(DRAWN, timeout=DRAW_MILLISECONDS, state="attached")


def wait_until_charts_are_drawn(page: Page) -> None:
    """Returns when the screen stands still and every chart of it, and the font, is there."""
    wait_until_drawn(page)
    page.wait_for_function(CHARTS_ARE_DRAWN, polling=LOOK_EVERY, timeout=DRAW_MILLISECONDS)


def wait_until_at_rest(page: Page) -> None:
    """Returns when no chart and no table has moved for a while: the screen has settled beside or without a panel."""
    page.evaluate("window.restedAt = null")
    page.wait_for_function(AT_REST, arg=4, polling=LOOK_EVERY, timeout=DRAW_MILLISECONDS)


@contextmanager
def at_size(page: Page, width: int, height: int) -> Iterator[None]:
    """The screen, drawn, in a window of another size; whatever comes of it, the window is as it was afterwards."""
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": width, "height": height})
    try:
        wait_until_charts_are_drawn(page)
        yield
    finally:
        page.set_viewport_size(before)


def comes_to(page: Page, script: str, wanted: object) -> object:
    """What a script finds on the page, asked until it is what is wanted or the page had time enough to become so.

    A chart follows its window some frames after the window has changed, and how many is the machine's affair.
    """
    deadline = time.monotonic() + SETTLE_SECONDS
    while (found := page.evaluate(script)) != wanted and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    return found


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """`funnel-review serve` on a warehouse, healthy; the address, until the block ends and it with it."""
    said: list[str] = []
    with started(folder, said=said) as (process, address):
        yield address
        ended = process.poll()
    if ended is not None:
        raise RuntimeError(f"The app ended by itself with status {ended}: {''.join(said[-LAST_LINES:])}")


@contextmanager
def started(folder: Path, *under: str, said: list[str] | None = None) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The same, with its process, which may be run ``under`` another command; what it prints goes to ``said``."""
    port = free_port()
    command = [*under, sys.executable, "-m", "dashboard", "serve", "--warehouse", str(folder), "--port", str(port)]
    with answering(command, port, [] if said is None else said) as process:
        yield process, f"http://127.0.0.1:{port}"


@contextmanager
def answering(command: list[str], port: int, said: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A command that serves a page of Streamlit on a port, healthy, until the block ends and it with it."""
    process = subprocess.Popen(
        command,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONFAULTHANDLER": "1"},
    )
    assert process.stdout
    listening = threading.Thread(target=said.extend, args=(process.stdout,), daemon=True)
    listening.start()
    try:
        _wait_until_healthy(process, f"http://127.0.0.1:{port}/_stcore/health", said)
        yield process
    finally:
        with suppress(ProcessLookupError):  # a test may have ended it
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        listening.join()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(process: subprocess.Popen[str], address: str, said: list[str]) -> None:
    """Asks until the server answers; raises with what it said when it ended or never came up."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 — our own address
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The app did not come up on {address}: {''.join(said)}")
