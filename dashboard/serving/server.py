"""The process that serves: Streamlit's own server, and what a first reader would wait for, made while they come."""

import argparse
import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit import runtime

from dashboard.importing.uploading.folder import sweep_upload_folders
from dashboard.meeting.people.sign_in import VOUCHED
from dashboard.serving.credentials import FILE as SECRETS
from dashboard.serving.credentials import is_reached_by_https
from dashboard.serving.doorway import Doorway
from dashboard.serving.gate import Application, OriginGate
from dashboard.serving.intake import Intake, allow_uploads
from dashboard.serving.wallet import Wallet
from dashboard.warehouse.generations import served_folder

APP = Path(__file__).resolve().parents[1] / "app.py"
LOOK_SECONDS = 5.0
LEFT_SECONDS = 60.0
"""So long the files of a session wait for its reader, whose network may have failed for a moment."""
KEPT_SECONDS = 30.0
"""So long, at least, a file made for a download can be fetched."""
PAGE_SECONDS = 0.3
"""A head start for the page, which loads in the browser while the rest is prepared."""


def main() -> None:
    """Serve the app until told to stop."""
    parser = argparse.ArgumentParser(prog="dashboard.serving.server")
    parser.add_argument("--server.port", dest="port", type=int, required=True)
    port = parser.parse_args().port
    os.environ["FORWARDED_ALLOW_IPS"] = ""  # else a header could say where a request comes from
    app = st.App(APP, lifespan=_lifespan, routes=[Route("/ready", _ready)], middleware=[Middleware(_gate)])
    options = {
        "server.port": port,
        "server.trustedUserHeaders": {VOUCHED: VOUCHED},
        "secrets.files": [str(served_folder() / SECRETS)],
    }
    with suppress(KeyboardInterrupt):
        app.run(config=options)


def _gate(app: Application) -> Application:
    """The application behind its gates; the settings are read only now, when those of the command line hold."""
    inside: Application = Intake(app, _upload_sizes)
    if st.get_option("server.enableCORS"):
        inside = OriginGate(inside, st.get_option("server.corsAllowedOrigins"))
    folder = served_folder()
    return Doorway(Wallet(inside, is_secure=is_reached_by_https(folder)), folder)


def _upload_sizes() -> dict[str, list[int]]:
    """The sizes of the files each session has handed in."""
    held: Any = runtime.get_instance().uploaded_file_mgr
    by_session = dict(held.file_storage)  # copies in one step each: sessions come and go in other threads
    return {session: [len(file.data) for file in dict(files).values()] for session, files in by_session.items()}


async def _reap_sessions() -> None:
    """Close the sessions that hold files and were left; Streamlit does it when the next visitor comes, if one does."""
    left: dict[str, float] = {}
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        server, now = runtime.get_instance(), time.monotonic()
        away = [session for session in _upload_sizes() if not server.is_active_session(session)]
        left = {session: left.get(session, now) for session in away}
        for session in [session for session, since in left.items() if now - since > LEFT_SECONDS]:
            server.close_session(session)
            server.uploaded_file_mgr.remove_session_files(session)
            allow_uploads(session, allowed=False)


async def _sweep_files() -> None:
    """Drop the files that no page refers to any more, now and then.

    Streamlit does so whenever a run of anybody ends, and marks a file at the first time and drops it at the second: one
    made by a click on a download could go before the browser of who clicked had fetched it.
    """
    files: Any = runtime.get_instance().media_file_mgr
    sweep = files.remove_orphaned_files
    files.remove_orphaned_files = lambda: None
    while True:
        await asyncio.sleep(KEPT_SECONDS)
        sweep()


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    """What runs beside the server as long as it does."""
    sweep_upload_folders()
    ended = threading.Event()
    preparing = asyncio.create_task(asyncio.to_thread(_prepare, ended))
    tidying = [asyncio.create_task(_reap_sessions()), asyncio.create_task(_sweep_files())]
    try:
        yield
    finally:
        ended.set()
        for task in tidying:
            task.cancel()
        await preparing


def _ready(_request: Request) -> JSONResponse:
    """Whether the current import can be asked: 200, or 503 and why not. Streamlit's own health knows no data."""
    from dashboard.errors import FunnelReviewError
    from dashboard.screens.refusals import warehouse_folder
    from dashboard.warehouse.served import open_warehouse, trouble

    try:
        warehouse = open_warehouse(warehouse_folder())
        warehouse.check()
        why = trouble(warehouse_folder())
    except FunnelReviewError as error:
        return JSONResponse({"ready": False, "why": str(error)}, 503)
    if why is not None:
        since = f"{why.since:%Y-%m-%dT%H:%M:%SZ}"
        return JSONResponse({"ready": False, "why": why.sentence, "since": since}, 503)
    return JSONResponse({"ready": True, "generation": warehouse.generation.id})


def _prepare(ended: threading.Event) -> None:
    """Load the screens, open the warehouse and ask what the first of them show; whoever comes meanwhile shares it."""
    if ended.wait(PAGE_SECONDS):
        return
    import_module("dashboard.screens.listing")
    from dashboard.asking.ask import ask, open_warehouse
    from dashboard.errors import FunnelReviewError
    from dashboard.metrics.report import section
    from dashboard.screens.refusals import warehouse_folder
    from dashboard.screens.slicebar import MOST_CHOICES, unfiltered
    from icp.errors import ProfileError

    try:
        view = unfiltered(open_warehouse(warehouse_folder()))
        for answer in (lambda: ask(view, "frame/choices", most=MOST_CHOICES), lambda: section(view, "waterfall")):
            if not ended.is_set():
                answer()
    except (FunnelReviewError, ProfileError):  # the screens say so, in a sentence
        return


if __name__ == "__main__":
    main()
