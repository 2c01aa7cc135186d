"""What a server that signs people in needs before it starts: Authlib, and ``secrets.toml`` beside the warehouse."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dashboard.errors import BadInput, FunnelReviewError
from dashboard.meeting.people.access import read_access
from dashboard.meeting.people.sign_in import Mode, is_loopback_host
from dashboard.scope.documents import parsed, read_document

FILE = "secrets.toml"
CALLBACK = "/oauth2callback"
SHORTEST_SECRET = 32
KEYS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")


def refuse_half_a_sign_in(folder: Path) -> None:
    """Raises BadInput when the warehouse's ``access.toml`` cannot be read, or asks for a sign-in that cannot work."""
    access = read_access(folder)
    if access is None or access.sign_in.mode is not Mode.OIDC:
        return
    if find_spec("authlib") is None or not any(map(find_spec, ("httpx", "httpx2"))):
        raise BadInput("Signing people in needs Authlib and httpx; install funnel-review[auth].")
    path, auth = folder / FILE, _auth(folder)
    for key in KEYS:
        if not isinstance(auth.get(key), str) or not auth[key].strip():
            raise BadInput(f"{path}: [auth] has no {key}; the provider's page and docs/meeting.md say what it is.")
    if len(auth["cookie_secret"]) < SHORTEST_SECRET:
        raise BadInput(f"{path}: cookie_secret is shorter than {SHORTEST_SECRET} letters; make a random one.")
    parts = urlsplit(auth["redirect_uri"])
    if parts.path != CALLBACK or (parts.scheme != "https" and not is_loopback_host(parts.netloc)):
        raise BadInput(f"{path}: redirect_uri is this server's own address, https://…{CALLBACK}.")


def is_reached_by_https(folder: Path) -> bool:
    """Whether readers come by https, as far as the address they return to after signing in tells."""
    try:
        return str(_auth(folder).get("redirect_uri", "")).startswith("https://")
    except FunnelReviewError:
        return False


def _auth(folder: Path) -> dict[str, Any]:
    """The table ``[auth]``, as Streamlit reads it too."""
    path = folder / FILE
    section = parsed(read_document(path, "the sign-in's secrets"), str(path)).get("auth")
    return section if isinstance(section, dict) else {}
