"""Publishing: each import builds a new generation beside those there are and takes its place in one step.

Nothing is removed but what an import made itself (``scratch``) and, once the new generation is served, the oldest ones
over the bound that nobody pinned.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from dashboard import stopping
from dashboard.errors import BadInput, BusyWarehouse, NoWarehouse
from dashboard.importing.publishing.parquet import write_parquet
from dashboard.importing.publishing.place import alone, refuse_foreign
from dashboard.importing.publishing.pointing import point_at
from dashboard.importing.publishing.scratch import make_scratch, sweep
from dashboard.importing.publishing.sending import pointer_tag, send
from dashboard.importing.sql import run
from dashboard.warehouse.bucket.place import ObjectPath
from dashboard.warehouse.disk import locked, sync
from dashboard.warehouse.generations import FOLDER, Generations
from dashboard.warehouse.stores import StoreKind, digest_of_generation, remove

STOPPED = "the import stopped, nothing has changed; put that right and import again"
LEAST_FREE_BYTES = 200 * 1024 * 1024
FAULTS = (duckdb.OperationalError, duckdb.FatalException, duckdb.InternalException)
"""What DuckDB raises when the machine fails it: a disk that is full, forbidden or gone, memory that ran out."""


@dataclass(frozen=True)
class Site:
    """Where an import builds: the file that becomes a generation, and a folder for all that is temporary."""

    file: Path
    scratch: Path


def _nothing(_step: str) -> None:
    """Publishing goes on; a test hands in a step of its own to die at."""


class Publisher:
    """Builds and publishes the generations of a warehouse folder."""

    def __init__(
        self,
        folder: Path,
        keep: int = 12,
        step: Callable[[str], None] = _nothing,
        kind: StoreKind | None = None,
    ) -> None:
        """``keep`` generations are kept, the current one among them; ``step`` hears each step of publishing.

        ``kind`` is that of what is published; None is that of the generation that is served.
        """
        self.folder = folder
        self.generations = Generations(folder)
        self._keep = keep
        self._step = step
        self.kind: StoreKind = kind or self.generations.kind()
        self._tag: str | None = None
        if self._in_bucket and self.kind != "parquet":
            raise BadInput(f"{self.generations.place}: a bucket holds Parquet; leave --store {self.kind} out.")

    @contextmanager
    def building(self, started: datetime) -> Iterator[Site]:
        """A fresh place to build at, the warehouse locked; what is not published by the end of the block is removed.

        ``started`` (naive UTC) goes into the id. Raises BusyWarehouse while another import runs, BadInput when the
        folder is not fit for a warehouse, cannot be written, or its disk is full.
        """
        refuse_foreign(self.folder)
        files = self.folder / FOLDER
        with alone(self.folder):
            try:
                sweep(self.folder, files)
                self._refuse_full_disk()
                self._tag = pointer_tag(self.generations.place)
                self._step("locked")
                building = f".building-{started:%Y%m%dT%H%M%S}.duckdb"
                yield Site(files / building, make_scratch(self.folder, building))
            except OSError as error:
                at = error.filename or self.folder
                raise BadInput(f"{at}: {error.strerror or error}; {STOPPED}.") from error
            except (duckdb.OutOfMemoryException, MemoryError) as error:
                raise BadInput(
                    f"{self.folder}: the import takes more memory than there is for it; {STOPPED}."
                ) from error
            except FAULTS as error:
                raise BadInput(f"{self.folder}: {str(error).splitlines()[0]}; {STOPPED}.") from error
            finally:
                sweep(self.folder, files)

    def publish(self, site: Site, digest: str) -> str:
        """Make the closed, checkpointed file of ``site`` the current generation; returns its id.

        ``digest`` is that of its contents, as it stands in the file. Raises BadInput when the file is not whole.
        """
        _refuse_unfinished(site.file, digest)
        self._step("verified")
        return self.publish_stored(site, digest, self._stored(site))

    def publish_stored(self, site: Site, digest: str, made: Path) -> str:
        """Make what lies on the disk as it is kept, at ``made``, the current generation; returns its id.

        Raises BusyWarehouse when another import into the same bucket was published since this one began.
        """
        content = digest_of_generation(made)
        self._step("synced")
        generation = self._settle(site, digest, made)
        published = self.generations.at(generation, self.kind)
        try:
            self._step("renamed")
            if not self._in_bucket:
                sync(published.parent)
            digests = {generation: content}
            point_at(self.generations, generation, digests, site.scratch, self._before_swap, self._tag)
        except BaseException as error:
            if not self._in_bucket or isinstance(error, BusyWarehouse):  # else it may be served, its answer being lost
                remove(published, site.scratch)
            raise
        self._step("pointed")
        with suppress(OSError, NoWarehouse):  # published it is; what cannot be forgotten now, the next import forgets
            self._forget_oldest(generation, site.scratch)
        self._step("done")
        return generation

    @property
    def _in_bucket(self) -> bool:
        return isinstance(self.generations.place, ObjectPath)

    def _settle(self, site: Site, digest: str, made: Path) -> str:
        """Put what lies at ``made`` where it is published, under an id that no other has; returns that."""
        while True:
            generation = self._free_id(site.file.stem.rpartition("-")[2], digest)
            published = self.generations.at(generation, self.kind)
            if isinstance(published, ObjectPath):
                try:
                    send(made, published, self._step)
                except FileExistsError:  # an import of the same second and contents was faster
                    continue
            else:
                made.rename(published)
            return generation

    def _stored(self, site: Site) -> Path:
        """What was built as it is kept, unchangeable and on the disk: its own file, or a folder made of that."""
        if self.kind == "parquet":
            folder = site.scratch / "built.parquet"
            write_parquet(site.file, folder, site.scratch)
            return folder
        site.file.chmod(0o444)
        sync(site.file)
        return site.file

    def _before_swap(self) -> None:
        self._step("pointer written")
        stopping.disable()

    def _free_id(self, moment: str, digest: str) -> str:
        """An id that sorts after every other: the moment, a counter where the clock did not move on, the content."""
        newest = max(self.generations.stored(), default="").rsplit("-", 1)[0]
        if moment <= newest:
            second, _, counter = newest.partition(".")
            moment = f"{second}.{int(counter) + 1 if counter.isdecimal() else 1:04d}"
        return f"{moment}-{digest[:8]}"

    def _forget_oldest(self, current: str, scratch: Path) -> None:
        """Remove those over the bound, and of a bucket what stopped imports left there.

        An import that begins now has a later id; one that began before can no longer be published.
        """
        with locked(self.folder / FOLDER, wait=True):  # nobody on this machine pins one between the look and the deed
            pinned = self.generations.pinned()
            left = [generation for generation in self.generations.unpublished() if generation < current]
            for generation in (*left, *self.generations.all()[: -self._keep]):
                if generation != current and generation not in pinned:
                    remove(self.generations.file(generation), scratch)

    def _refuse_full_disk(self) -> None:
        free = shutil.disk_usage(self.folder).free
        if free < LEAST_FREE_BYTES:
            raise BadInput(f"{self.folder} has only {free >> 20} MB left on its disk; free some space first.")


def _refuse_unfinished(building: Path, digest: str) -> None:
    """A generation is published only when it opens by itself, read-only, and says what it is."""
    if building.with_name(f"{building.name}.wal").exists():
        raise BadInput(f"{building} was not closed; nothing has changed. Import again.")
    try:
        with duckdb.connect(str(building), read_only=True) as con:
            rows = run(con, "published").fetchall()
    except duckdb.Error as error:
        sentence = f"{building} is not whole ({str(error).splitlines()[0]}); nothing has changed. Import again."
        raise BadInput(sentence) from None
    if len(rows) != 1 or rows[0][0] != digest:
        raise BadInput(f"{building} does not say what it holds; nothing has changed. Import again.")
