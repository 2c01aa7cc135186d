"""What lies in a bucket: read, listed, put in one step, taken away. The only module that knows obstore."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)
from obstore.store import S3Store

from dashboard.warehouse.bucket.credentials import ENDPOINTS, KEY, REGIONS, SECRET, Credentials
from dashboard.warehouse.bucket.place import BucketFault, ObjectPath, Overtaken

CONNECT, ANSWER = timedelta(seconds=5), timedelta(minutes=10)
TRIES_AGAIN = 2
CODE = re.compile(r"<Code>(\w{1,60})</Code>")
"""The word by which S3 says what is wrong; the rest of its answer can repeat what it was sent."""
NO_BUCKET = "NoSuchBucket"


class Bucket:
    """One bucket, asked with one set of credentials; safe to share between threads.

    Each method raises BucketFault where the bucket does not do what it is asked.
    """

    def __init__(self, name: str, known: Credentials) -> None:
        self._known = known
        self._store = S3Store(
            name,
            config={
                "access_key_id": known.key,
                "secret_access_key": known.secret,
                "region": known.region,
                "virtual_hosted_style_request": False,
                **({"session_token": known.token} if known.token else {}),
                **({"endpoint": known.endpoint} if known.endpoint else {}),
            },
            client_options={"allow_http": True, "connect_timeout": CONNECT, "timeout": ANSWER},
            retry_config={"max_retries": TRIES_AGAIN, "retry_timeout": ANSWER},
        )

    def read(self, place: ObjectPath) -> tuple[bytes, str]:
        """The bytes of an object, and the tag that they have; raises FileNotFoundError."""
        with self._faults(place):
            answer = obstore.get(self._store, place.key)
            return bytes(answer.bytes()), str(answer.meta["e_tag"])

    def has(self, place: ObjectPath) -> bool:
        """Whether there is such an object."""
        try:
            with self._faults(place):
                obstore.head(self._store, place.key)
        except FileNotFoundError:
            return False
        return True

    def names(self, folder: ObjectPath) -> list[str]:
        """The names of objects and folders that lie directly below a folder."""
        with self._faults(folder):
            listed = obstore.list_with_delimiter(self._store, folder.key)
        paths = [*(each["path"] for each in listed["objects"]), *listed["common_prefixes"]]
        return sorted(ObjectPath(path).name for path in paths)

    def lengths(self, folder: ObjectPath) -> Mapping[str, int]:
        """How long every object below a folder is, by its path from there."""
        with self._faults(folder):
            start = len(folder.key) + 1
            pages = obstore.list(self._store, folder.key)
            return {each["path"][start:]: each["size"] for page in pages for each in page}

    def put_new(self, place: ObjectPath, content: Path | bytes) -> None:
        """Put an object where none is; raises FileExistsError where one is."""
        with self._faults(place):
            obstore.put(self._store, place.key, content, mode="create")

    def put(self, place: ObjectPath, content: bytes) -> None:
        """Put an object, whether one is there or not."""
        with self._faults(place):
            obstore.put(self._store, place.key, content)

    def replace(self, place: ObjectPath, content: bytes, tag: str | None) -> None:
        """Put an object in the place of the one that has ``tag``, or where there is none; raises Overtaken."""
        with self._faults(place):
            try:
                obstore.put(self._store, place.key, content, mode="create" if tag is None else {"e_tag": tag})
            except (AlreadyExistsError, FileExistsError, PreconditionError):
                raise Overtaken(str(place)) from None

    def remove(self, folder: ObjectPath, names: list[str]) -> None:
        """Take objects below a folder away; one that is gone is no fault."""
        with self._faults(folder):
            obstore.delete(self._store, [(folder / name).key for name in names])

    @contextmanager
    def _faults(self, place: ObjectPath) -> Iterator[None]:
        """What obstore raises, in our words alone: its own can hold what was sent."""
        try:
            yield
        except (BaseError, FileNotFoundError, FileExistsError) as error:
            code = next(iter(CODE.findall(str(error))), "")
            if code == NO_BUCKET:
                what = f"there is no bucket {place.bucket} at {self._known.server}"
                raise BucketFault(place, what, "make it, or name another --warehouse") from None
            if isinstance(error, FileNotFoundError):
                raise FileNotFoundError(2, "no such object", str(place)) from None
            if isinstance(error, (AlreadyExistsError, FileExistsError)):
                raise FileExistsError(17, "there is one already", str(place)) from None
            if isinstance(error, (PermissionDeniedError, UnauthenticatedError)):
                what = f"{self._known.server} refuses access{f' ({code})' if code else ''}"
                raise BucketFault(place, what, f"see what {KEY} and {SECRET} may do there") from None
            if code or "status code" in str(error):
                what = f"{self._known.server} answers with an error{f' ({code})' if code else ''}"
                raise BucketFault(place, what, f"see whether {REGIONS[0]} is the bucket's, or try again") from None
            what = f"nobody answers at {self._known.server}"
            trusted = ", and that its certificate is one this machine trusts" if self._known.is_https else ""
            raise BucketFault(place, what, f"see that {ENDPOINTS[1]} is right and can be reached{trusted}") from None
