"""The generations of a warehouse, for whoever reads them: which there are, which is served, which are kept for good.

A folder holds ``generations/<id>.duckdb``, or ``generations/<id>.parquet/`` (``stores``), never changed once published,
and ``current.json``, which names the one that is served and the SHA-256 of every published one: of its file, or of its
manifest. ``generations/<id>.<why>.pin`` is an empty file that keeps a generation from being forgotten. What has a name
that is no id is nobody's business here.

In a bucket (``bucket/place``) the same lies under the same names. There only the pointer tells what was published: the
files of an import that was stopped halfway lie beside it until the next one.
"""

import json
import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.errors import NothingImported, NoWarehouse
from dashboard.warehouse.about import About, about, about_in_bucket
from dashboard.warehouse.bucket.opening import bucket_of
from dashboard.warehouse.bucket.place import BucketFault, ObjectPath, named_warehouse, published_at
from dashboard.warehouse.stores import (
    KINDS,
    DamagedStore,
    StoreKind,
    is_as_published,
    is_there,
    kind_of,
    names_in,
)

FOLDER = "generations"
POINTER = "current.json"
SUFFIXES = frozenset(f".{kind}" for kind in KINDS)
WAREHOUSE_VARIABLE = "FUNNEL_REVIEW_WAREHOUSE"
"""Names the folder or the bucket that a server serves, in its environment."""
ID = re.compile(r"[0-9]{8}T[0-9]{6}(?:\.[0-9]{4,})?-[0-9a-f]{8}")
PIN = re.compile(rf"(?P<id>{ID.pattern})\.[a-z0-9-]+\.pin")
LARGEST_POINTER = 1 << 20


def served_folder() -> Path:
    """The warehouse this process serves."""
    return named_warehouse(os.environ.get(WAREHOUSE_VARIABLE, "warehouse"))


@dataclass(frozen=True)
class Pointer:
    """What ``current.json`` says: the id that is served, and the digest of every published file by its id."""

    generation: str
    digests: Mapping[str, str]


class Generations:
    """The generations of a warehouse, as they are on its disk or in its bucket at each call.

    ``place`` is where they are published. Where that is a bucket, each method may raise BadInput, as no credentials are
    set.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place: Path = published_at(folder)
        self.files = self.place / FOLDER

    def pointer(self) -> Pointer:
        """What the pointer says; raises NothingImported where nothing ever was, NoWarehouse where it cannot be read."""
        path = self.place / POINTER
        try:
            pointed = json.loads(self._pointer_read())
            generation, digests = pointed["generation"], pointed.get("digests", {})
            if not isinstance(generation, str) or Path(generation).name != generation or "\0" in generation:
                raise NoWarehouse(f"{path} names no generation; {_REPAIR}.")
            return Pointer(generation, {str(name): str(digest) for name, digest in digests.items()})
        except FileNotFoundError:
            if self.stored():
                raise NoWarehouse(f"{path} is gone; {_REPAIR}.") from None
            raise NothingImported(self.place) from None
        except BucketFault as error:
            raise NoWarehouse(str(error)) from None
        except OSError as error:
            raise NoWarehouse(f"{path} cannot be read ({error.strerror}); {_REPAIR}.") from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise NoWarehouse(f"{path} is damaged; {_REPAIR}.") from None

    def _pointer_read(self) -> bytes:
        path = self.place / POINTER
        if isinstance(path, ObjectPath):
            return bucket_of(path).read(path)[0]
        if not stat.S_ISREG(path.stat().st_mode):
            raise NoWarehouse(f"{path} is no file; {_REPAIR}.")
        with path.open("rb") as file:
            return file.read(LARGEST_POINTER)

    def current(self) -> str | None:
        """The id that the pointer names; None when nothing was published, or nobody can tell what."""
        try:
            return self.pointer().generation
        except NoWarehouse:
            return None

    def digests(self) -> Mapping[str, str]:
        """The digests of the published files by id, as the pointer knows them."""
        try:
            return self.pointer().digests
        except NoWarehouse:
            return {}

    def all(self) -> list[str]:
        """Ids of the generations there are, the newest last; raises NoWarehouse when a bucket cannot be listed."""
        stored = self.stored()
        if isinstance(self.place, ObjectPath) and (published := self.digests()):
            return [generation for generation in stored if generation in published]
        return stored

    def unpublished(self) -> list[str]:
        """Ids in a bucket that the pointer does not name: of imports that were stopped, or run now. None on a disk.

        Nor where the pointer cannot be read: any of them may be one. Raises as ``all`` does.
        """
        if not isinstance(self.place, ObjectPath):
            return []
        published = self.digests()
        return [generation for generation in self.stored() if published and generation not in published]

    def pinned(self) -> frozenset[str]:
        """Ids of the generations that are never forgotten; raises as ``all`` does."""
        pins = [PIN.fullmatch(name) for name in self._names()]
        return frozenset(pin["id"] for pin in pins if pin)

    def stored(self) -> list[str]:
        """Ids of all that lie there, of a bucket those too that were never published; raises as ``all`` does."""
        paths = [self.files / name for name in self._names()]
        return sorted({path.stem for path in paths if path.suffix in SUFFIXES and _is_id(path.stem)})

    def _names(self) -> list[str]:
        """What lies in the folder of the generations; nothing where a disk's cannot be looked into."""
        try:
            return names_in(self.files)
        except BucketFault as error:
            raise NoWarehouse(str(error)) from None
        except OSError:
            return []

    def file(self, generation: str) -> Path:
        """Where a generation lies, its file or its folder, whether it is there or not."""
        folder = self.at(generation, "parquet")
        return folder if isinstance(folder, ObjectPath) or folder.is_dir() else self.at(generation, "duckdb")

    def at(self, generation: str, kind: StoreKind) -> Path:
        """Where a generation lies when it is of that kind."""
        return self.files / f"{generation}.{kind}"

    def kind(self) -> StoreKind:
        """The kind of the generation that is served: of one file where nothing is. A bucket holds Parquet."""
        return "parquet" if isinstance(self.place, ObjectPath) else kind_of(self.file(self.current() or ""))

    def path(self, generation: str) -> Path:
        """The file or the folder of a generation; raises NoWarehouse when it is not there."""
        path = self.file(generation)
        try:
            is_one = Path(generation).name == generation and is_there(path)
        except BucketFault as error:
            raise NoWarehouse(str(error)) from None
        if not is_one:
            there = self.all()
            move = f"take one of {', '.join(there)}" if there else "import again"
            raise NoWarehouse(f"{self.place} has no generation {generation}; {move}.")
        return path

    def about(self, generation: str) -> About | None:
        """What a generation says of itself; None when it is not there, or is none that opens."""
        path = self.file(generation)
        try:
            if not is_there(path):
                return None
            return about_in_bucket(path) if isinstance(path, ObjectPath) else about(path)
        except (OSError, RuntimeError, DamagedStore, duckdb.Error):  # RuntimeError: a name that is not UTF-8
            return None

    def opens(self, generation: str) -> bool:
        """Whether a generation is there, opens, and is the one its id says; one in a bucket, whether it is whole."""
        if isinstance(self.place, ObjectPath) and generation in self.digests():
            return self.is_whole(generation)
        says = self.about(generation)
        return says is not None and (not _is_id(generation) or says.digest[:8] == generation[-8:])

    def is_whole(self, generation: str) -> bool:
        """Whether a generation's bytes are those that were published; without a digest, whether it opens."""
        published, path = self.digests().get(generation), self.file(generation)
        try:
            if published and is_there(path):  # a pipe would be waited for
                return is_as_published(path, published)
            return not published and self.opens(generation)
        except OSError:
            return False

    def resolve(self, is_fine: Callable[[str], bool]) -> tuple[str, str | None]:
        """The generation to serve, and a sentence for its readers where that is not the one the pointer names.

        That is the one the pointer names, else the newest that ``is_fine``. Raises NothingImported, or NoWarehouse when
        there is none.
        """
        try:
            current: str | None = self.pointer().generation
            if current and is_fine(current):
                return current, None
            why = "The newest import is damaged or gone on disk"
        except NothingImported:
            raise
        except NoWarehouse as error:
            current, why = None, str(error).partition(";")[0]
        for generation in reversed(self.all()):
            if generation != current and is_fine(generation):
                shown = f"These are the figures of the newest that is whole, {generation}"
                return generation, f"{why}. {shown}; put the file back, or import again."
        raise NoWarehouse(f"{self.place} has no generation that is whole; put its file back, or import again.")


_REPAIR = "`funnel-review generations use ID` or the next import repairs it"


def _is_id(name: str) -> bool:
    return ID.fullmatch(name) is not None
