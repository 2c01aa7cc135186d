"""The generations of a warehouse: each import builds a new file beside the others and takes their place in one step.

A folder holds ``generations/<id>.duckdb``, never changed once published, and ``current.json``, which names the one
that is served and the digest of every kept file. One importer at a time holds ``import.lock``; the operating system
lets it go when the importer dies, and the next one sweeps what it left behind.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from dashboard.errors import BadInput, BusyWarehouse, NoWarehouse

POINTER = "current.json"
LEFTOVER = ".building-"
SCRATCH = "importing"
LEAST_FREE_BYTES = 200 * 1024 * 1024
CHUNK = 1 << 20


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
        """The id that is served, None when nothing was ever published; raises NoWarehouse for a broken pointer."""
        pointed = self._pointer()
        return str(pointed["generation"]) if pointed else None

    def path(self, generation: str) -> Path:
        """The file of a generation; raises NoWarehouse when it is not there."""
        path = self._files / f"{generation}.duckdb"
        if not path.is_file():
            raise NoWarehouse(
                f"{self.folder} has no generation {generation}; it keeps {', '.join(self.all()) or 'none'}."
            )
        return path

    def all(self) -> list[str]:
        """Ids of the published generations, the newest last."""
        return sorted(path.stem for path in self._files.glob("[!.]*.duckdb"))

    def newest_whole(self) -> str:
        """The newest generation whose bytes are as published; raises NoWarehouse when none is."""
        for generation in reversed(self.all()):
            if self.is_whole(generation):
                return generation
        raise NoWarehouse(f"{self.folder} has no generation that is whole; import again.")

    def is_whole(self, generation: str) -> bool:
        """Whether a generation's bytes are those that were published, by their digest."""
        return self._digests().get(generation) == _digest_of(self.path(generation))

    @contextmanager
    def building(self, started: datetime) -> Iterator[Path]:
        """A fresh path to build a generation at, with the warehouse locked; its leftovers go when nothing is published.

        Raises BusyWarehouse while another import runs, BadInput when the folder cannot be written.
        """
        try:
            self._files.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "import.lock").open("a+")
        except OSError as error:
            raise BadInput(
                f"{self.folder} cannot hold a warehouse ({error.strerror}); name another --warehouse."
            ) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise BusyWarehouse(
                    f"Another import into {self.folder} is running; try again when it is done."
                ) from None
            self._sweep()
            self._refuse_full_disk()
            self._step("locked")
            path = self._files / f"{LEFTOVER}{started:%Y%m%dT%H%M%S}.duckdb"
            try:
                yield path
            except OSError as error:
                raise BadInput(f"{self.folder}: {error.strerror}; nothing has changed.") from error
            except duckdb.IOException as error:
                raise BadInput(f"{self.folder}: {str(error).splitlines()[0]}; nothing has changed.") from error
            finally:
                self._sweep()

    def publish(self, building: Path, digest: str) -> str:
        """Make the closed, checkpointed file at ``building`` the current generation; returns its id."""
        generation = self._free_id(building.stem.removeprefix(LEFTOVER), digest)
        _refuse_unfinished(building)
        self._step("verified")
        building.chmod(0o444)
        _sync(building)
        content = _digest_of(building)
        self._step("synced")
        final = self._files / f"{generation}.duckdb"
        building.rename(final)
        _sync(self._files)
        self._step("renamed")
        self._point_at(generation, content)
        self._step("pointed")
        self._forget_oldest()
        return generation

    def _pointer(self) -> dict[str, object] | None:
        path = self.folder / POINTER
        try:
            pointed = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise NoWarehouse(f"{path} cannot be read ({error}); import again to repair it.") from None
        if not isinstance(pointed, dict) or "generation" not in pointed:
            raise NoWarehouse(f"{path} names no generation; import again to repair it.")
        return pointed

    def _digests(self) -> dict[str, str]:
        """Digests of the published files, by generation."""
        kept = (self._pointer() or {}).get("digests")
        return kept if isinstance(kept, dict) else {}

    def _free_id(self, moment: str, digest: str) -> str:
        """An id that sorts by time and is not taken: the moment, a counter, the content."""
        taken = {generation.rsplit("-", 1)[0] for generation in self.all()}
        newest = max(taken, default="")
        stem = moment
        counter = 0
        while stem in taken or stem < newest:
            counter += 1
            stem = f"{max(moment, newest.split('.', maxsplit=1)[0])}.{counter:03d}"
        return f"{stem}-{digest[:8]}"

    def _point_at(self, generation: str, content: str) -> None:
        """Swap the pointer in one step: readers see the old name or the new one, whole."""
        try:
            kept = self._digests()
        except NoWarehouse:  # a broken pointer is replaced, that is how it is repaired
            kept = {}
        digests = {name: seen for name, seen in kept.items() if name in self.all()}
        fresh = self.folder / f".{POINTER}"
        with fresh.open("w", encoding="utf-8") as file:
            json.dump({"generation": generation, "digests": digests | {generation: content}}, file)
            file.flush()
            os.fsync(file.fileno())
        self._step("pointer written")
        fresh.replace(self.folder / POINTER)
        _sync(self.folder)

    def _forget_oldest(self) -> None:
        for generation in self.all()[: -self._keep]:
            (self._files / f"{generation}.duckdb").unlink()

    def _sweep(self) -> None:
        """Remove what a killed import left behind; only the holder of the lock does."""
        for leftover in self._files.glob(f"{LEFTOVER}*"):
            leftover.unlink()
        (self.folder / f".{POINTER}").unlink(missing_ok=True)
        shutil.rmtree(self.folder / SCRATCH, ignore_errors=True)

    def _refuse_full_disk(self) -> None:
        free = shutil.disk_usage(self.folder).free
        if free < LEAST_FREE_BYTES:
            raise BadInput(f"{self.folder} has only {free // CHUNK} MB left on its disk; free some space first.")


def _refuse_unfinished(building: Path) -> None:
    """A generation is published only when it opens by itself and says what it is."""
    if building.with_name(f"{building.name}.wal").exists():
        raise BadInput(f"{building} was not closed; nothing has changed. Import again.")
    with duckdb.connect(str(building), read_only=True) as con:
        if con.execute("select count(*) from generation").fetchone() != (1,):
            raise BadInput(f"{building} is not whole; nothing has changed. Import again.")


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Force a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
