"""Who comes in by a provider of identities, by a proxy, or on the server's own machine: on a server that runs."""

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from oidc_provider_mock import User, run_server_in_thread
from websockets.exceptions import InvalidStatus

from dashboard.meeting.people.access import FILE
from dashboard.meeting.people.access_log import FILE as LOG
from dashboard.meeting.people.access_log import latest
from dashboard.meeting.people.tickets import TICKET
from tests.browser.driving import started
from tests.session import Session

ANN = "ann@example.com"
GROUPS = [f"group-{number:04}-{'x' * 20}" for number in range(200)]
"""More than 6 KB."""
PEOPLE: dict[str, dict[str, object]] = {
    "ann": {"email": "Ann@Example.com", "email_verified": True, "name": "Ann", "groups": GROUPS},
    "eve": {"email": "eve@elsewhere.example", "email_verified": True},
    "unverified": {"email": ANN, "email_verified": False},
    "in words": {"email": ANN, "email_verified": "true"},
    "nobody": {"name": "Nobody"},
    "late": {"email": ANN, "email_verified": True},
}
ROLES = f'ask = "Cy"\n[roles]\n"{ANN}" = ["analyst"]\n"@example.com" = ["reader"]\n'
OIDC = ROLES.replace("[roles]", '[sign_in]\nmode = "oidc"\n[roles]')
PROXY = ROLES.replace(
    "[roles]",
    '[sign_in]\nmode = "proxy"\ntrusted_proxy = true\nheader = "X-Email"\npeers = ["{peer}"]\n[roles]',
)
SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "funnel-review"
client_secret = "hushed"
server_metadata_url = "http://localhost:{port}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def folder(reviewed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the warehouse that is served."""
    folder = tmp_path_factory.mktemp("signed") / "w"
    shutil.copytree(reviewed, folder)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """The address of the app, with a provider of identities."""
    users = [User(sub=name, claims=claims) for name, claims in PEOPLE.items()]
    with run_server_in_thread(user_claims=users) as provider:
        (folder / "secrets.toml").write_text(SECRETS.format(port=provider.server_port), encoding="utf-8")
        with started(folder) as (_, address):
            yield address


def setting(folder: Path, text: str | None) -> None:
    """Write who may what; nothing at all for None."""
    (folder / FILE).unlink(missing_ok=True)
    if text is not None:
        (folder / FILE).write_text(text, encoding="utf-8")


def visited(address: str) -> httpx.Client:
    """A browser that has loaded the page."""
    client = httpx.Client(follow_redirects=True, timeout=30)
    client.get(f"{address}/_stcore/health")
    return client


def sign_in(address: str, who: str) -> httpx.Client:
    """A browser in which somebody has signed in at the provider, by the button of the page."""
    client = visited(address)
    with Session(address, dict(client.cookies)) as page:
        assert "Sign in to read this review." in page.run()
        page.run(presses="Sign in")
        form = client.get(urljoin(address, page.leads_to))
    if who == "late":  # the token ends as it is given; Authlib allows two minutes more
        client.put(form.url.join("/users/late"), json={**PEOPLE[who], "exp": int(time.time())})
    back = client.post(form.url, data={"sub": who})
    assert str(back.url).rstrip("/") == address
    return client


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("eve", "eve@elsewhere.example has no role here; ask Cy."),
        ("unverified", f"{ANN} is not verified; ask Cy."),
        ("in words", f"{ANN} is not verified; ask Cy."),
        ("nobody", "The provider names no e-mail of yours; ask Cy."),
        ("late", "Your sign-in has ended; sign in again."),
    ],
)
def test_whom_the_provider_does_not_vouch_for_reads_nothing(server: str, folder: Path, who: str, words: str) -> None:
    """One sentence, and no figure, on any screen."""
    setting(folder, OIDC)
    with closing(sign_in(server, who)) as client, Session(server, dict(client.cookies)) as page:
        for screen in ("", "waterfall", "data"):
            assert words in page.run(screen)
            assert "Data as of" not in page.words


def test_a_verified_email_is_somebody_until_it_is_not(server: str, folder: Path) -> None:
    """With 6 KB of groups; roles are those of each click, and signing out ends every page of the browser."""
    setting(folder, OIDC)
    with closing(sign_in(server, "ann")) as client:
        cookies = dict(client.cookies)
        assert max(len(value) for value in cookies.values()) < 1_000
        assert not any(name.startswith("_streamlit_user") for name in cookies)
        with Session(server, cookies) as page, Session(server, cookies) as other:
            assert "You are **Ann**: reader, analyst." in page.run("data")
            assert "The files of one import are the whole of the new data" in page.words
            setting(folder, OIDC.replace('["analyst"]', '["reader"]'))
            assert "takes one of these roles: analyst, admin. Ask Cy." in page.run("data")
            assert "The files of one import are the whole of the new data" not in page.words
            setting(folder, OIDC.partition("[roles]")[0])
            assert f"{ANN} has no role here; ask Cy." in page.run("data")
            setting(folder, OIDC)
            assert "You are **Ann**" in other.run("data")
            page.run("data")
            page.run("data", presses="Sign out")
            client.get(urljoin(server, page.leads_to))
            assert TICKET not in client.cookies
            assert "Sign in to read this review." in other.run("data")
    newest = [(line["who"], line["event"], line["about"]) for line in latest(folder)]
    for line in (
        (ANN, "came in", "analyst, reader"),
        (ANN, "came in", "reader"),
        ("", "turned away", f"{ANN} has no role here; ask Cy."),
    ):
        assert line in newest
    assert (folder / LOG).stat().st_mode & 0o777 == 0o600


def test_an_identity_in_a_cookie_of_ones_own_is_nobody(server: str, folder: Path) -> None:
    """Nor is a ticket that was never given; the header of the doorway is dropped."""
    setting(folder, OIDC)
    with closing(visited(server)) as client:
        cookies = dict(client.cookies)
    for forged in ({"_streamlit_user": "x"}, {TICKET: "x"}):
        with Session(server, {**cookies, **forged}, Funnel_Review_Vouched=ANN) as page:
            assert "Sign in to read this review." in page.run()


def test_a_proxy_is_believed_at_its_own_address_alone(server: str, folder: Path) -> None:
    """Its header names the reader; from elsewhere, or beside another, or under another name, it names nobody."""
    setting(folder, PROXY.format(peer="127.0.0.0/8"))
    with Session(server, X_Email="ANN@example.com") as page:
        assert f"You are **{ANN}**: reader, analyst." in page.run("data")
        setting(folder, PROXY.format(peer="10.1.2.3"))
        with pytest.raises(InvalidStatus, match="403"):
            Session(server, X_Email=ANN)
        with pytest.raises(InvalidStatus, match="403"):
            Session(server, X_Email=ANN, X_Forwarded_For="10.1.2.3")
        setting(folder, PROXY.format(peer="127.0.0.1"))
        for header, value in (("Funnel_Review_Vouched", ANN), ("X_Email", ""), ("X_User", ANN)):
            with Session(server, {}, **{header: value}) as nobody:
                assert "does not say who you are; ask Cy." in nobody.run()
        with Session(server, X_Email="eve@elsewhere.example") as eve:
            assert "has no role here; ask Cy." in eve.run()
        setting(folder, None)  # what a proxy said is nothing on a server that has none
        assert "You are **ann" not in page.run("data")


@pytest.mark.parametrize(
    ("headers", "is_let_in"),
    [
        ({}, True),
        ({"Host": "localhost:8501"}, True),
        ({"Host": "app.example.com"}, False),
        ({"Host": "127.0.0.1.example.com"}, False),
        ({"X-Forwarded-For": "10.1.2.3"}, False),
        ({"Forwarded": "for=10.1.2.3"}, False),
    ],
)
def test_without_a_sign_in_only_this_machine_is_answered(
    server: str, folder: Path, headers: dict[str, str], is_let_in: bool
) -> None:
    """By the Host it is asked by, and not behind a proxy."""
    setting(folder, None)
    assert httpx.get(f"{server}/ready", headers=headers).status_code == (200 if is_let_in else 403)


def test_a_file_that_is_broken_lets_nobody_in(server: str, folder: Path) -> None:
    """Whoever had the page open neither."""
    setting(folder, None)
    with Session(server) as page:
        assert "everybody may do everything here" in page.run("data")
        setting(folder, "roles = ")
        assert "not TOML" in page.run("data")
        assert "Data as of" not in page.words
