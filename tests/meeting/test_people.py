"""Whose word counts for who somebody is: tokens, tickets, modes, and what a sign-in needs before a server starts."""

import time
from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import BadInput
from dashboard.importing.publishing.place import refuse_foreign
from dashboard.meeting.people import tickets
from dashboard.meeting.people.access import FILE, Access, Denied, read_access
from dashboard.meeting.people.access_log import FILE as LOG
from dashboard.meeting.people.access_log import Event, latest, note
from dashboard.meeting.people.sign_in import Mode, is_loopback, is_loopback_host
from dashboard.meeting.people.tickets import Tickets
from dashboard.meeting.people.tokens import NotSignedIn, token_person
from dashboard.meeting.person import Role
from dashboard.scope.settings import load_settings, settings_from_json, settings_to_json
from dashboard.serving.credentials import FILE as SECRETS
from dashboard.serving.credentials import is_reached_by_https, refuse_half_a_sign_in
from dashboard.serving.gate import AsgiScope, Receive, Send
from dashboard.serving.wallet import Wallet
from tests.loop import run_to_its_end

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANN = {
    "is_logged_in": True, "email": "Ann@Example.com", "email_verified": True, "name": "Ann",
    "exp": NOW.timestamp() + 1,
}  # fmt: skip
ACCESS = Access.model_validate(
    {
        "ask": "Cy",
        "roles": {"ann@example.com": ["chair"], "bo@example.com": ["sales_head"]},
        "deputies": [{"deputy": "ann@example.com", "of": "bo@example.com", "until": NOW.date()}],
    }
)
OIDC = '[sign_in]\nmode = "oidc"'
AUTH = {
    "redirect_uri": "https://funnel.example.com/oauth2callback", "cookie_secret": "0123456789abcdef" * 2,
    "client_id": "a", "client_secret": "b", "server_metadata_url": "https://login.example.com/x",
}  # fmt: skip


def test_a_token_is_somebody_until_its_end() -> None:
    """With the roles of the day, a deputy's too; a second later it is nobody's."""
    person = token_person(ANN, ACCESS, NOW)
    assert (person.id, person.name, person.is_verified) == ("ann@example.com", "Ann", True)
    assert person.roles == {Role.CHAIR, Role.SALES_HEAD}
    with pytest.raises(NotSignedIn, match="has ended"):
        token_person(ANN, ACCESS, NOW + timedelta(seconds=1))
    later = {**ANN, "exp": (NOW + timedelta(days=2)).timestamp()}
    assert token_person(later, ACCESS, NOW + timedelta(days=1)).roles == {Role.CHAIR}


@pytest.mark.parametrize(
    ("claim", "value", "words"),
    [
        ("is_logged_in", "yes", "Sign in to read"),
        ("exp", None, "has ended"),
        ("exp", "4000000000", "has ended"),
        ("exp", True, "has ended"),
        ("email", None, "names no e-mail"),
        ("email", ["ann@example.com"], "names no e-mail"),
        ("email_verified", None, "is not verified"),
        ("email_verified", 1, "is not verified"),
        ("email", "ann@example.com.evil.example", "has no role here; ask Cy"),
    ],
)
def test_a_claim_that_is_not_what_it_should_be_counts_for_nothing(claim: str, value: object, words: str) -> None:
    """Neither does one that is missing."""
    with pytest.raises(Denied, match=words):
        token_person({**ANN, claim: value}, ACCESS, NOW)


def test_a_name_is_one_line_of_visible_letters() -> None:
    """Whatever the provider says it is; without one the e-mail stands for it."""
    said = {"A\nB\u202e": "A B\\u202e", " ": "ann@example.com", "x" * 900: "x" * 199 + "…"}
    assert [token_person({**ANN, "name": name}, ACCESS, NOW).name for name in said] == list(said.values())


def test_tickets_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """When they are given up, after a day, and the oldest when there are too many."""
    monkeypatch.setattr(tickets, "MOST", 2)
    kept = Tickets()
    first, second, third = (kept.issue({"a": each}) for each in "123")
    assert len({first, second, third}) == 3
    assert [kept.values_of(each) for each in (first, second, third, "other", None)] == [
        {},
        {"a": "2"},
        {"a": "3"},
        {},
        {},
    ]
    kept.give_up(second)
    assert kept.values_of(second) == {}
    later = time.monotonic() + tickets.LONGEST_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert kept.values_of(third) == {}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('mode = "proxy"', "needs trusted_proxy"),
        ('mode = "proxy"\nheader = "X-Email"\npeers = ["10.0.0.1"]', "needs trusted_proxy"),
        ('mode = "proxy"\ntrusted_proxy = true\nheader = "X-Email"', "needs trusted_proxy"),
        ('mode = "proxy"\ntrusted_proxy = true\nheader = "X Email"\npeers = ["10.0.0.1"]', "sign_in.header"),
        ('mode = "proxy"\ntrusted_proxy = true\nheader = "X-Email"\npeers = ["proxy.example"]', "sign_in.peers"),
        ('mode = "proxy"\ntrusted_proxy = true\nheader = "X-Email"\npeers = ["0.0.0.0/0"]', "is every address"),
        ('header = "X-Email"', 'the mode is "local"'),
        ('mode = "saml"', "sign_in.mode"),
    ],
)
def test_half_a_proxy_is_refused(tmp_path: Path, table: str, words: str) -> None:
    """A file that says half of it lets nobody in."""
    (tmp_path / FILE).write_text(f"[sign_in]\n{table}", encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        read_access(tmp_path)


def test_addresses_are_compared_as_addresses(tmp_path: Path) -> None:
    """A network, IPv4 in the form of IPv6; what is no address is nobody's."""
    text = 'mode = "proxy"\ntrusted_proxy = true\nheader = "X-Email"\npeers = ["10.1.0.0/28", "fd00::1"]'
    (tmp_path / FILE).write_text(f"[sign_in]\n{text}", encoding="utf-8")
    access = read_access(tmp_path)
    assert access
    assert access.sign_in.mode is Mode.PROXY
    peers = ["10.1.0.15", "::ffff:10.1.0.2", "fd00:0::1", "10.1.0.16", "10.1.0.2.example", "", None]
    assert [access.sign_in.trusts(peer) for peer in peers] == [True] * 3 + [False] * 4
    assert [is_loopback(peer) for peer in ("127.0.0.1", "::1", "127.9.9.9", "10.0.0.1", None)] == [True] * 3 + [
        False
    ] * 2
    hosts = [
        "localhost",
        "LOCALHOST:8501",
        "127.0.0.1:1",
        "[::1]:1",
        "localhost.",
        "localhost.evil.example",
        "[::1",
        "",
    ]
    assert [is_loopback_host(host) for host in hosts] == [True] * 5 + [False] * 3


def secrets(**changes: str | None) -> str:
    """What ``secrets.toml`` says, with changes."""
    return "[auth]\n" + "\n".join(
        f'{key} = "{value}"' for key, value in {**AUTH, **changes}.items() if value is not None
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "cannot be read"),
        ("", "has no redirect_uri"),
        (secrets(client_secret=None), "has no client_secret"),
        (secrets(client_id=" "), "has no client_id"),
        (secrets().replace(AUTH["cookie_secret"], "change-me"), "shorter than 32"),
        (secrets(redirect_uri="https://funnel.example.com/"), "redirect_uri is this server's own"),
        (secrets(redirect_uri="http://funnel.example.com/oauth2callback"), "redirect_uri is this server's own"),
    ],
)
def test_half_a_sign_in_does_not_start(tmp_path: Path, text: str | None, words: str) -> None:
    """One sentence before the server is up; where nobody signs in, nothing is asked for."""
    refuse_half_a_sign_in(tmp_path)
    (tmp_path / FILE).write_text(OIDC, encoding="utf-8")
    if text is not None:
        (tmp_path / SECRETS).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        refuse_half_a_sign_in(tmp_path)


@pytest.mark.parametrize(("module", "is_enough"), [("authlib", False), ("httpx", False), ("nothing", True)])
def test_a_whole_sign_in_starts_where_its_libraries_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, is_enough: bool
) -> None:
    """Without Authlib, or without what it asks by, the extra is named."""
    (tmp_path / FILE).write_text(OIDC, encoding="utf-8")
    (tmp_path / SECRETS).write_text(secrets(), encoding="utf-8")
    monkeypatch.setattr("dashboard.serving.credentials.find_spec", lambda name: None if name.startswith(module) else 1)
    assert is_reached_by_https(tmp_path)
    if is_enough:
        refuse_half_a_sign_in(tmp_path)
    else:
        with pytest.raises(BadInput, match=r"funnel-review\[auth\]"):
            refuse_half_a_sign_in(tmp_path)


def test_the_settings_list_people(tmp_path: Path) -> None:
    """Name and e-mail, kept with the import."""
    path = tmp_path / "funnel-review.toml"
    path.write_text('[people]\n"Ann Lee" = "ann@example.com"\n', encoding="utf-8")
    settings = load_settings(path)
    assert settings.people == (("Ann Lee", "ann@example.com"),)
    assert settings_from_json(settings_to_json(settings)) == settings
    for wrong in ('people = "Ann"', '[people]\nAnn = "ann"', "people = [1]"):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(BadInput, match="people"):
            load_settings(path)


def test_an_identity_stays_on_the_server() -> None:
    """A browser gets a ticket for what an answer signs in; what it sends as an identity itself reaches nobody."""
    seen: list[bytes] = []
    sent: list[MutableMapping[str, Any]] = []
    sets: list[tuple[bytes, bytes]] = []

    async def app(scope: AsgiScope, _receive: Receive, send: Send) -> None:
        seen.append(dict(scope["headers"]).get(b"cookie", b""))
        await send({"type": "http.response.start", "status": 200, "headers": sets})

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    def answered(cookie: bytes, *identity: bytes) -> list[bytes]:
        sets[:] = [(b"set-cookie", each) for each in (*identity, b"other=1; Path=/")]
        scope = {"type": "http", "headers": [(b"cookie", cookie)]}
        run_to_its_end(Wallet(app, is_secure=True)(scope, receive, send))
        return [value for _, value in sent[-1]["headers"]]

    other, ticket = answered(b"a=1; _streamlit_user=forged", b"_streamlit_user=abc; Path=/", b"_streamlit_user_1=d")
    assert (seen[-1], other) == (b"a=1", b"other=1; Path=/")
    assert ticket.endswith(b"; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400; Secure")
    own = ticket.partition(b";")[0]
    assert answered(own) == [b"other=1; Path=/"]
    assert seen[-1] == own + b"; _streamlit_user=abc; _streamlit_user_1=d"
    gone = answered(own, b'_streamlit_user=""; Max-Age=0; Path=/')[1]
    assert gone.startswith(b"funnel_review_sign_in=; ")
    answered(own)
    assert seen[-1] == own


def test_the_access_log_only_grows(tmp_path: Path) -> None:
    """The newest line first; text stays one line, what is no line is left out, and a link is not followed."""
    assert latest(tmp_path) == []
    note(tmp_path, Event.TURNED_AWAY, "", "a\nb")
    with (tmp_path / LOG).open("a", encoding="utf-8") as file:
        file.write('half\n{"at": 1}\n[]\n')
    note(tmp_path, Event.IMPORTED, "Ann@Example.com", "g")
    assert [(line["who"], line["about"]) for line in latest(tmp_path)] == [("Ann@Example.com", "g"), ("", "a\nb")]
    refuse_foreign(tmp_path)  # a folder with a log is a place for a first import
    (tmp_path / LOG).rename(tmp_path / "other")
    (tmp_path / LOG).symlink_to("other")
    note(tmp_path, Event.CAME_IN, "x")
    assert len((tmp_path / "other").read_text(encoding="utf-8").splitlines()) == 5
