"""The generations of a warehouse: each import builds a new file beside the others and takes their place in one step.

A folder holds ``generations/<id>.duckdb``, never changed once published, and ``current.json``, which names the one
that is served and the SHA-256 of every kept file. One importer at a time holds ``import.lock``; the operating system
lets it go when the importer dies, and the next one sweeps what it left behind: a half-built file, and a whole one
that no pointer ever named.
"""

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import duckdb

from dashboard.errors import BadInput, BusyWarehouse, NoWarehouse
from dashboard.importing.disk import digest_of, sync, write_synced
from dashboard.importing.sql import run

POINTER = "current.json"
LEFTOVER = ".building-"
SCRATCH = "importing"
"""The folder below a warehouse where an import spills what does not fit in memory."""
STOPPED = "the import stopped, nothing has changed; put that right and import again"
LEAST_FREE_BYTES = 200 * 1024 * 1024


def _nothing(_step: str) -> None:
    """Publishing goes on; a test hands in a step of its own to die at."""


class Generations:
    """The generations below a warehouse folder."""

    def __init__(self, folder: Path, keep: int = 12, step: Callable[[str], None] = _nothing) -> None:
        """``keep`` generations are kept, the current one among them; ``step`` hears each step of publishing."""
        self.folder = folder
        self._files = folder / "generations"
        self._keep = keep
        self._step = step

    def current(self) -> str | None:
        """The id that is served; None when nothing was published, or nobody can tell what."""
        return self._pointer()[0]

    def path(self, generation: str) -> Path:
        """The file of a generation; raises NoWarehouse when it is not there."""
        path = self._file(generation)
        if not path.is_file():
            kept = self.all()
            move = f"take one of {', '.join(kept)}" if kept else "import again"
            raise NoWarehouse(f"{self.folder} has no generation {generation}; {move}.")
        return path

    def all(self) -> list[str]:
        """Ids of the published generations, the newest last."""
        there = sorted(path.stem for path in self._files.glob("[!.]*.duckdb"))
        digests = self._pointer()[1]
        return [generation for generation in there if generation in digests] if digests else there

    def is_whole(self, generation: str) -> bool:
        """Whether a generation's bytes are those that were published; a file without a digest is taken as it is."""
        path, published = self._file(generation), self._pointer()[1].get(generation)
        if not path.is_file():
            return False
        return published is None or published == digest_of(path)

    def newest_whole(self) -> str:
        """The newest generation, the served one first, whose bytes are as published; NoWarehouse when none is."""
        served = self.current()
        for generation in [*([served] if served else []), *reversed(self.all())]:
            if self.is_whole(generation):
                return generation
        raise NoWarehouse(f"{self.folder} has no generation that is whole; import again.")

    @contextmanager
    def building(self, started: datetime) -> Iterator[Path]:
        """A fresh path to build at, the warehouse locked; what is not published by the end of the block is removed.

        ``started`` (naive UTC) goes into the id. Raises BusyWarehouse while another import runs, BadInput when the
        folder cannot be written or its disk is full.
        """
        try:
            self._files.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "import.lock").open("a")
        except OSError as error:
            sentence = f"{self.folder} cannot hold a warehouse ({error.strerror}); name another --warehouse."
            raise BadInput(sentence) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                sentence = f"Another import into {self.folder} is running; try again when it is done."
                raise BusyWarehouse(sentence) from None
            except OSError as error:
                sentence = f"{self.folder} cannot be locked ({error.strerror}); keep the warehouse on a local disk."
                raise BadInput(sentence) from None
            try:
                self._sweep()
                self._refuse_full_disk()
                self._step("locked")
                yield self._files / f"{LEFTOVER}{started:%Y%m%dT%H%M%S}.duckdb"
            except OSError as error:
                at = error.filename or self.folder
                raise BadInput(f"{at}: {error.strerror or error}; {STOPPED}.") from error
            except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
                said = str(error).splitlines()[0]
                raise BadInput(f"{self.folder}: {said}; {STOPPED}.") from error
            finally:
                with suppress(OSError):  # what cannot be removed now, the next import removes
                    self._sweep()

    def publish(self, building: Path, digest: str) -> str:
        """Make the closed, checkpointed file at ``building`` the current generation; returns its id.

        ``digest`` is that of its contents, as it stands in the file. Raises BadInput when the file is not whole.
        """
        generation = self._free_id(building.stem.removeprefix(LEFTOVER), digest)
        _refuse_unfinished(building, digest)
        self._step("verified")
        building.chmod(0o444)
        sync(building)
        content = digest_of(building)
        self._step("synced")
        building.rename(self._file(generation))
        self._step("renamed")
        sync(self._files)
        kept = {name: self._pointer()[1].get(name) or digest_of(self._file(name)) for name in self.all()}
        pointer = json.dumps({"generation": generation, "digests": kept | {generation: content}}, indent=1)
        write_synced(self.folder / POINTER, pointer, before_swap=lambda: self._step("pointer written"))
        self._step("pointed")
        with suppress(OSError):  # published it is; what cannot be forgotten now, the next import forgets
            self._forget_oldest()
        self._step("done")
        return generation

    def _file(self, generation: str) -> Path:
        return self._files / f"{generation}.duckdb"

    def _pointer(self) -> tuple[str | None, dict[str, str]]:
        """The served id and the digest of every published file; nothing of both when it cannot be read."""
        try:
            pointed = json.loads((self.folder / POINTER).read_text(encoding="utf-8"))
            digests = pointed.get("digests", {})
            return str(pointed["generation"]), {str(name): str(seen) for name, seen in digests.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None, {}

    def _free_id(self, moment: str, digest: str) -> str:
        """An id that sorts after every other: the moment, a counter where the clock did not move on, the content."""
        newest = max((path.stem for path in self._files.glob("[!.]*.duckdb")), default="").rsplit("-", 1)[0]
        if moment <= newest:
            second, _, counter = newest.partition(".")
            moment = f"{second}.{int(counter) + 1 if counter.isdecimal() else 1:04d}"
        return f"{moment}-{digest[:8]}"

    def _forget_oldest(self) -> None:
        for generation in self.all()[: -self._keep]:
            self._file(generation).unlink()

    def _sweep(self) -> None:
        """Remove what a killed import left behind; only the holder of the lock does."""
        for leftover in self._files.glob(f"{LEFTOVER}*"):
            leftover.unlink()
        published = self.all()
        for path in self._files.glob("[!.]*.duckdb"):
            if path.stem not in published:
                path.unlink()
        (self.folder / f".{POINTER}").unlink(missing_ok=True)
        shutil.rmtree(self.folder / SCRATCH, ignore_errors=True)

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
            found = run(con, "published").fetchall()
    except duckdb.Error as error:
        sentence = f"{building} is not whole ({str(error).splitlines()[0]}); nothing has changed. Import again."
        raise BadInput(sentence) from None
    if len(found) != 1 or found[0][0] != digest:
        raise BadInput(f"{building} does not say what it holds; nothing has changed. Import again.")
