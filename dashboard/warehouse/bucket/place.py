"""Where a warehouse in a bucket lies: its published files there, all that stays on this machine in a folder.

Such a warehouse is named ``s3://BUCKET/PREFIX``. As a path, that is the folder ``s3:/BUCKET/PREFIX`` below the one a
command runs in, and in it is what a machine has of its own: settings and ``access.toml``, the key of hashed e-mails, an
import's lock and what it builds.
"""

import errno
import re
from pathlib import Path, PosixPath

from dashboard.errors import BadInput

SCHEME = "s3:"
FOREIGN = frozenset(
    {"s3a:", "s3n:", "gs:", "gcs:", "az:", "azure:", "abfs:", "abfss:", "adl:", "r2:", "http:", "https:"}
)
"""How others name object stores."""
PART = re.compile(r"(?!\.+$)[A-Za-z0-9_.=-]+")
"""Names that S3, a shell, an address and DuckDB's patterns all read alike."""


class ObjectPath(PosixPath):
    """Something in a bucket: ``/BUCKET/PREFIX/…`` to Python, ``s3://BUCKET/PREFIX/…`` to whoever reads it.

    It is a path to all that name a file and leave its reading to others; those ask ``bucket_of`` for it.
    """

    def __str__(self) -> str:
        return f"{SCHEME}/{super().__str__()}"

    @property
    def bucket(self) -> str:
        """The bucket's name."""
        return self.parts[1]

    @property
    def key(self) -> str:
        """What the bucket calls it."""
        return "/".join(self.parts[2:])


def published_at(folder: Path) -> Path:
    """Where the warehouse of ``folder`` has its published files: the folder itself, or the bucket it is named after.

    Raises BadInput for the name of a store that is not read, or of no bucket.
    """
    for at, part in enumerate(folder.parts):
        if part in FOREIGN:
            raise BadInput(
                f"{part}//{'/'.join(folder.parts[at + 1 :])}: a bucket is named s3://BUCKET/PREFIX; write that."
            )
        if part == SCHEME:
            return _in_bucket(folder.parts[at + 1 :])
    return folder


def named_warehouse(name: str | Path) -> Path:
    """The folder of the warehouse that somebody names; raises BadInput as ``published_at`` does.

    That of a bucket is a whole path: DuckDB would take one that begins with ``s3:`` for the bucket's.
    """
    folder = Path(name)
    return folder.absolute() if isinstance(published_at(folder), ObjectPath) else folder


def _in_bucket(parts: tuple[str, ...]) -> ObjectPath:
    named = f"{SCHEME}//{'/'.join(parts)}"
    if not parts:
        raise BadInput(f"{named} names no bucket; write s3://BUCKET/PREFIX.")
    if not all(PART.fullmatch(part) for part in parts):
        raise BadInput(
            f"{named}: a bucket and its prefix are named by letters, digits and - _ . = alone; take another."
        )
    return ObjectPath("/", *parts)


class BucketFault(OSError):
    """A bucket that does not do what it is asked, as a sentence; ``strerror`` is its middle."""

    def __init__(self, place: ObjectPath, what: str, move: str) -> None:
        super().__init__(errno.EIO, what, str(place))
        self._sentence = f"{place}: {what}; {move}."

    def __str__(self) -> str:
        return self._sentence


class Overtaken(Exception):
    """An object is no longer the one that was looked at."""
