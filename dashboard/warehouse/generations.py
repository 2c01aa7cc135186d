"""The generations of a warehouse, for whoever reads them: which there are, which is served, which are kept for good.

A folder holds ``generations/<id>.duckdb``, or ``generations/<id>.parquet/`` (``stores``), never changed once published,
and ``current.json``, which names the one that is served and the SHA-256 of every published one: of its file, or of its
manifest. ``generations/<id>.<why>.pin`` is an empty file that keeps a generation from being forgotten. What has a name
that is no id is nobody's business here.
"""

import json
import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from dashboard.errors import NothingImported, NoWarehouse
from dashboard.warehouse.catalogue import QUERIES
from dashboard.warehouse.stores import (
    KINDS,
    DamagedStore,
    StoreKind,
    is_as_published,
    kind_of,
    opened,
)

FOLDER = "generations"
POINTER = "current.json"
SUFFIXES = frozenset(f".{kind}" for kind in KINDS)
WAREHOUSE_VARIABLE = "FUNNEL_REVIEW_WAREHOUSE"
"""Names the folder a server serves, in its environment."""
ID = re.compile(r"[0-9]{8}T[0-9]{6}(?:\.[0-9]{4,})?-[0-9a-f]{8}")
PIN = re.compile(rf"(?P<id>{ID.pattern})\.[a-z0-9-]+\.pin")
LARGEST_POINTER = 1 << 20


def served_folder() -> Path:
    """The warehouse this process serves."""
    return Path(os.environ.get(WAREHOUSE_VARIABLE, "warehouse"))


ABOUT = QUERIES / "import" / "published.sql"


@dataclass(frozen=True)
class Pointer:
    """What ``current.json`` says: the id that is served, and the digest of every published file by its id."""

    generation: str
    digests: Mapping[str, str]


@dataclass(frozen=True)
class About:
    """What a generation says of itself: its digest, its moments (naive UTC), the rows that were loaded."""

    digest: str
    as_of: datetime
    imported_at: datetime
    rows: int


class Generations:
    """The generations below a warehouse folder, as they are on the disk at each call."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = folder / FOLDER

    def pointer(self) -> Pointer:
        """What the pointer says; raises NothingImported where nothing ever was, NoWarehouse where it cannot be read."""
        path = self.folder / POINTER
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise NoWarehouse(f"{path} is no file; {_REPAIR}.")
            with path.open("rb") as file:
                pointed = json.loads(file.read(LARGEST_POINTER))
            generation, digests = pointed["generation"], pointed.get("digests", {})
            if not isinstance(generation, str) or Path(generation).name != generation or "\0" in generation:
                raise NoWarehouse(f"{path} names no generation; {_REPAIR}.")
            return Pointer(generation, {str(name): str(digest) for name, digest in digests.items()})
        except FileNotFoundError:
            if self.all():
                raise NoWarehouse(f"{path} is gone; {_REPAIR}.") from None
            raise NothingImported(self.folder) from None
        except OSError as error:
            raise NoWarehouse(f"{path} cannot be read ({error.strerror}); {_REPAIR}.") from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise NoWarehouse(f"{path} is damaged; {_REPAIR}.") from None

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
        """Ids of the generations there are, the newest last."""
        try:
            return sorted({path.stem for path in self.files.iterdir() if path.suffix in SUFFIXES and _is_id(path.stem)})
        except OSError:
            return []

    def pinned(self) -> frozenset[str]:
        """Ids of the generations that are never forgotten."""
        try:
            pins = [PIN.fullmatch(path.name) for path in self.files.iterdir()]
        except OSError:
            return frozenset()
        return frozenset(pin["id"] for pin in pins if pin)

    def file(self, generation: str) -> Path:
        """Where a generation lies, its file or its folder, whether it is there or not."""
        folder = self.place(generation, "parquet")
        return folder if folder.is_dir() else self.place(generation, "duckdb")

    def place(self, generation: str, kind: StoreKind) -> Path:
        """Where a generation lies when it is of that kind."""
        return self.files / f"{generation}.{kind}"

    def kind(self) -> StoreKind:
        """The kind of the generation that is served: of one file where nothing is."""
        return kind_of(self.file(self.current() or ""))

    def path(self, generation: str) -> Path:
        """The file or the folder of a generation; raises NoWarehouse when it is not there."""
        path = self.file(generation)
        if Path(generation).name != generation or not _is_there(path):
            there = self.all()
            move = f"take one of {', '.join(there)}" if there else "import again"
            raise NoWarehouse(f"{self.folder} has no generation {generation}; {move}.")
        return path

    def about(self, generation: str) -> About | None:
        """What a generation says of itself; None when it is not there, or is none that opens."""
        path = self.file(generation)
        try:
            if not _is_there(path):
                return None
            with opened(path) as con:
                rows = con.execute(ABOUT.read_text(encoding="utf-8")).fetchall()
        except (OSError, RuntimeError, DamagedStore, duckdb.Error):  # RuntimeError: a name that is not UTF-8
            return None
        return About(*rows[0][:4]) if len(rows) == 1 else None

    def opens(self, generation: str) -> bool:
        """Whether a generation is there, opens, and is the one its id says."""
        about = self.about(generation)
        return about is not None and (not _is_id(generation) or about.digest[:8] == generation[-8:])

    def is_whole(self, generation: str) -> bool:
        """Whether a generation's bytes are those that were published; without a digest, whether it opens."""
        published, path = self.digests().get(generation), self.file(generation)
        try:
            if published and _is_there(path):  # a pipe would be waited for
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
        raise NoWarehouse(f"{self.folder} has no generation that is whole; put its file back, or import again.")


_REPAIR = "`funnel-review generations use ID` or the next import repairs it"


def _is_there(path: Path) -> bool:
    return path.is_dir() if kind_of(path) == "parquet" else path.is_file()


def _is_id(name: str) -> bool:
    return ID.fullmatch(name) is not None
