"""Starting and stopping the server, whether it is ready, and what it forgets, without a browser."""

import asyncio
import json
import os
import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings
from dashboard.serving import server
from dashboard.warehouse.generations import Generations
from tests.browser.driving import started
from tests.loop import run_to_its_end


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


def test_the_server_uses_the_system_s_allocator(golden_folder: Path) -> None:
    """Arrow's own has ended servers in the middle of a review."""
    with started(golden_folder) as (process, _):
        server_id = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()[0]
        environment = Path(f"/proc/{server_id}/environ").read_bytes().split(b"\0")
    assert [each for each in environment if each.startswith(b"ARROW_")] == [b"ARROW_DEFAULT_MEMORY_POOL=system"]


def ready(address: str) -> tuple[int, dict[str, object]]:
    """What the server says of its data."""
    try:
        with urllib.request.urlopen(f"{address}/ready", timeout=20) as answer:  # noqa: S310 — our own address
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_ready_is_what_can_be_asked(tmp_path: Path) -> None:
    """Nothing imported, imported, its file gone, put back, its pointer broken, repaired by an import: no restart."""
    warehouse = tmp_path / "w"
    (tmp_path / "leads.csv").write_text("lead_id,created_at\nA,2026-01-02\n")

    def imported() -> str:
        paths = [tmp_path / "leads.csv"]
        return run_import(paths, [], warehouse, Settings(), None, ImportOptions(), lambda _: None).generation

    with started(warehouse) as (_, address):
        status, said = ready(address)
        assert (status, said["ready"]) == (503, False)
        assert "holds no warehouse yet" in str(said["why"])
        first = imported()
        assert ready(address) == (200, {"ready": True, "generation": first})
        path = Generations(warehouse).path(first)
        away = path.rename(tmp_path / "away")
        status, said = ready(address)
        assert status == 503
        assert "is damaged or gone on disk" in str(said["why"])
        assert str(said["since"]).endswith("Z")
        away.rename(path)
        assert ready(address)[0] == 200
        (warehouse / "current.json").write_text("[]")
        assert ready(address)[0] == 503
        second = imported()
        assert ready(address) == (200, {"ready": True, "generation": second})
        path = Generations(warehouse).path(second)
        path.chmod(0o644)
        os.truncate(path, 4_096)
        assert ready(address)[0] == 503
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=20) as health:  # noqa: S310 — our own address
            assert health.status == 200  # Streamlit's own word on its process


def test_a_session_that_was_left_is_forgotten_with_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not at once, and not while its reader is there or comes back in time."""
    kept = MemoryUploadedFileManager("/files")
    active = {"here"}
    closed: list[str] = []
    for session in ("here", "back", "gone"):
        kept.add_file(session, UploadedFileRec("1", "leads.csv", "text/csv", b"rows"))
    runtime = SimpleNamespace(
        uploaded_file_mgr=kept, is_active_session=lambda session: session in active, close_session=closed.append
    )
    monkeypatch.setattr("streamlit.runtime.get_instance", lambda: runtime)
    monkeypatch.setattr(server, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(server, "LEFT_SECONDS", 0.5)

    async def watch() -> None:
        task = asyncio.create_task(server._reap_sessions())
        await asyncio.sleep(0.2)
        assert closed == []
        active.add("back")
        await asyncio.sleep(0.8)
        task.cancel()

    run_to_its_end(watch())
    assert closed == ["gone"]
    assert server._upload_sizes() == {"here": [4], "back": [4]}
