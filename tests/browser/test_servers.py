"""Three servers over one warehouse behind a proxy, as ``docs/servers.md`` says it."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.decisions import writing
from dashboard.meeting.decisions.decision import proposal
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of
from dashboard.warehouse.served import LOOK_SECONDS
from tests.browser.driving import free_port, started, wait_until_drawn
from tests.bucket import NAME, bucket_server, needs_bucket
from tests.meeting.company import WEEK, company
from tests.meeting.conftest import empty_place, socket
from tests.meeting.people import CHAIR
from tests.screens.meeting import ACCESS

pytestmark = pytest.mark.endure

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "servers.md").read_text(encoding="utf-8")
SIGN_IN = """
[sign_in]
mode = "proxy"
trusted_proxy = true
header = "X-Forwarded-Email"
peers = ["127.0.0.1"]
"""
SERVERS = 3
__all__ = ["empty_place", "socket"]  # fixtures
CY, BO = "cy@example.com", "bo@example.com"


@pytest.fixture(params=["one folder", "a bucket"])
def folders(
    request: pytest.FixtureRequest, empty_place: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Path]]:
    """The folder of each server, of a company whose people a proxy vouches for, its journal on PostgreSQL.

    That is one folder for all, or one of each, where the company's imports lie in a bucket and nothing else is shared.
    """
    place = empty_place("postgresql")
    with ExitStack() as stack:
        places = [place] * SERVERS
        if request.param == "a bucket":
            needs_bucket()
            server = stack.enter_context(bucket_server(tmp_path))
            for name, value in server.environment.items():
                monkeypatch.setenv(name, value)
            places = [place / f"machine-{number}" / "s3:" / NAME / "funnel" for number in range(SERVERS)]
        company().import_into(places[0], tmp_path / "files")
        for each in places:
            each.mkdir(parents=True, exist_ok=True)
            (each / "access.toml").write_text(ACCESS + SIGN_IN, encoding="utf-8")
        yield places


@contextmanager
def proxied(scratch: Path, ports: list[int]) -> Iterator[str]:
    """The page's own configuration on this machine's ports; a cookie ``person`` stands for having signed in."""
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if nginx is None:
        pytest.skip("no nginx here; install nginx-light to run this")
    (found,) = re.findall(r"```nginx\n(.*?)```", PAGE, flags=re.DOTALL)
    port = free_port()
    servers = "".join(f"server 127.0.0.1:{each};" for each in ports)
    written = re.sub(r"(server 10\.1\.0\.\d+:8501;\s*)+", servers, found)
    written = written.replace("listen 443 ssl;", f"listen 127.0.0.1:{port}; add_header X-Server $upstream_addr always;")
    written = written.replace("$remote_user", "$cookie_person")
    places = "".join(
        f"{name}_temp_path {scratch / name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (scratch / "nginx.conf").write_text(
        f"daemon off; error_log stderr; pid {scratch / 'pid'}; events {{}}\n"
        f"http {{ access_log off; {places} {written} }}",
        encoding="utf-8",
    )
    with (scratch / "log").open("wb") as log:
        process = subprocess.Popen([nginx, "-p", scratch, "-c", scratch / "nginx.conf"], stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def reader(browser: Browser, address: str, person: str, *, apart_from: str | None = None) -> tuple[BrowserContext, str]:
    """Somebody's browser and the server it was given, another than ``apart_from``'s."""
    while True:
        context = browser.new_context(reduced_motion="reduce")
        context.add_cookies([{"name": "person", "value": person, "url": address}])
        server = context.request.get(f"{address}/_stcore/health").headers["x-server"]
        if server != apart_from:
            return context, server
        context.close()


def opened(context: BrowserContext, address: str) -> Page:
    """The Review, drawn."""
    page = context.new_page()
    page.goto(f"{address}/review")
    wait_until_drawn(page)
    return page


def reword(page: Page, words: str) -> None:
    """Change the words of the only decision."""
    page.get_by_text("Change, close or look behind it").click()
    page.get_by_text("Reword").click()
    page.get_by_label("What is decided").first.fill(words)
    page.get_by_role("button", name="Keep it", exact=True).click()


def figures(page: Page) -> str:
    """What the Review's cards say, drawn anew."""
    page.reload()
    wait_until_drawn(page)
    return page.get_by_test_id("stMetric").first.inner_text()


def test_three_servers(browser: Browser, folders: list[Path], tmp_path: Path) -> None:
    """Two people on two servers, an import, a server that is killed."""
    folder = folders[0]
    journal = Journal(Store(place_of(folder)))
    said = proposal({"week": WEEK, "text": "First", "owner": "Bo", "side": "sales", "due_on": "2026-12-01"})
    writing.make(journal, week_view(folder), said, CHAIR)
    with ExitStack() as stack:
        servers = [stack.enter_context(started(each)) for each in folders]
        ports = [int(address.rsplit(":", 1)[1]) for _, address in servers]
        (tmp_path / "proxy").mkdir()
        address = stack.enter_context(proxied(tmp_path / "proxy", ports))
        cys, theirs = reader(browser, address, CY)
        bos, his = reader(browser, address, BO, apart_from=theirs)
        assert theirs != his
        cy, bo = opened(cys, address), opened(bos, address)
        expect(bo.get_by_text("First").first).to_be_visible()
        reword(cy, "Other words")
        expect(bo.get_by_text("Other words").first).to_be_visible()

        before = figures(cy)
        company(per_week=6).import_into(folder, tmp_path / "later")
        time.sleep(LOOK_SECONDS)  # so long a bucket's pointer may be taken to hold
        after = figures(cy)
        assert figures(bo) == after != before

        process, _ = next(each for each, port in zip(servers, ports, strict=True) if theirs.endswith(f":{port}"))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert figures(cy) == after
        expect(cy.get_by_text("Other words").first).to_be_visible()
        assert cys.request.get(f"{address}/_stcore/health").headers["x-server"].rsplit(", ")[-1] != theirs
        for context in (cys, bos):
            context.close()
    journal.store.close()
