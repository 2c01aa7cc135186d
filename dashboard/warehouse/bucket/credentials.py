"""Who asks a bucket, and where it answers: the variables that every program of S3 reads, and nothing of our own."""

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from dashboard.errors import BadInput

KEY, SECRET, TOKEN = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
VARIABLES = (KEY, SECRET, TOKEN, *REGIONS, *ENDPOINTS)
FIRST_REGION = "us-east-1"


@dataclass(frozen=True)
class Credentials:
    """The keys, not shown by ``repr``; ``endpoint`` is None at Amazon's own."""

    key: str = field(repr=False)
    secret: str = field(repr=False)
    token: str | None = field(repr=False)
    region: str
    endpoint: str | None

    @property
    def is_https(self) -> bool:
        """Whether it is asked where nobody can listen."""
        return not (self.endpoint or "").startswith("http://")

    @property
    def server(self) -> str:
        """Who is asked, as a sentence names it."""
        return self.endpoint or f"Amazon S3 in {self.region}"


def credentials() -> Credentials:
    """Those of this process's environment; raises BadInput where one is missing, or the address is none."""
    missing = [name for name in (KEY, SECRET) if not os.environ.get(name)]
    if missing:
        raise BadInput(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set, so no bucket can be asked; "
            "set what may read it (`aws configure export-credentials --format env` prints that of a profile or a role)."
        )
    endpoint = _first(ENDPOINTS)
    return Credentials(
        key=os.environ[KEY],
        secret=os.environ[SECRET],
        token=os.environ.get(TOKEN) or None,
        region=_first(REGIONS) or FIRST_REGION,
        endpoint=_address(endpoint) if endpoint else None,
    )


def _first(names: tuple[str, ...]) -> str | None:
    return next((os.environ[name] for name in names if os.environ.get(name)), None)


def _address(url: str) -> str:
    """The address of a server, without what follows it; what stands before an @ in it is not repeated."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or parts.username or parts.path.strip("/") or parts.query:
        raise BadInput(f"{ENDPOINTS[1]} names no server; write it as http://HOST:PORT or https://HOST.")
    return f"{parts.scheme}://{parts.netloc}"
