"""Opens a bucket for Python and for DuckDB; what does it is the extra ``s3``, not loaded before a bucket is named."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from dashboard.errors import BadInput
from dashboard.warehouse.bucket.credentials import Credentials, credentials
from dashboard.warehouse.bucket.place import ObjectPath

if TYPE_CHECKING:
    from dashboard.warehouse.bucket.objects import Bucket

EXTENSION = "duckdb_extension_httpfs"
MOST_OPEN = 8
READABLE = "create or replace temporary secret bucket (type s3, {given})"


def bucket_of(place: ObjectPath) -> "Bucket":
    """The bucket of ``place``, with the credentials of this process; raises BadInput without them or the extra."""
    _extension(place)
    return _opened(place.bucket, credentials())


def make_readable(con: duckdb.DuckDBPyConnection, place: ObjectPath) -> None:
    """Let a connection read the bucket of ``place``; raises BadInput as ``bucket_of`` does.

    The extension is the installed one, of this very DuckDB; none is ever looked for elsewhere.
    """
    known = credentials()
    given = {"key_id": known.key, "secret": known.secret, "region": known.region, "url_style": "path"}
    if known.token:
        given["session_token"] = known.token
    if known.endpoint:
        given["endpoint"] = known.endpoint.partition("://")[2]
    con.execute("set global autoinstall_known_extensions = false")
    con.execute("load '{}'".format(str(_extension(place)).replace("'", "''")))
    con.execute("set global enable_http_metadata_cache = true")  # a published file is never another
    named = ", ".join(f"{name} ${name}" for name in given)
    con.execute(READABLE.format(given=f"{named}, use_ssl {str(known.is_https).lower()}"), given)


@lru_cache(MOST_OPEN)
def _opened(name: str, known: Credentials) -> "Bucket":
    from dashboard.warehouse.bucket.objects import Bucket

    return Bucket(name, known)


def _extension(place: ObjectPath) -> Path:
    """Where DuckDB's extension lies, of the version of DuckDB itself."""
    package = find_spec(EXTENSION)
    there = (
        Path(package.origin).parent / "extensions" / f"v{duckdb.__version__}" if package and package.origin else None
    )
    path = there / "httpfs.duckdb_extension" if there else None
    if path is None or not path.is_file() or find_spec("obstore") is None:
        raise BadInput(f"{place} lies in a bucket, and what reads one is not installed; install funnel-review[s3].")
    return path
