"""The generations a server holds open: which one is shown now, and which stays when its data is gone beneath it.

Looked at again at each call, so that a new import shows without a restart, and so does a file that was put back; in a
bucket, whose answer takes its time, once in ``LOOK_SECONDS``. A generation that is no longer shown is let go, and its
file with it, when its last reader has turned away.
"""

import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dashboard.errors import NothingImported, NoWarehouse
from dashboard.warehouse.bucket.place import ObjectPath, published_at
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.stores import kind_of
from dashboard.warehouse.warehouse import Warehouse

KEPT_GENERATIONS = 3
LOOK_SECONDS = 2.0
"""So long what a bucket's pointer said is taken to hold: one look for all readers of a server."""
KEPT_PAST = 3
"""Generations of past reviews that are held open, beside those that are or were the current one."""


@dataclass(frozen=True)
class Trouble:
    """Why what is shown is not the import that should be, as a sentence, and since when (naive UTC)."""

    sentence: str
    since: datetime


@dataclass(frozen=True)
class _Stat:
    """Which bytes a file holds, as far as can be told without reading them."""

    inode: tuple[int, int]
    size: int
    written: int


class _Held:
    """A warehouse that is open, with a hand on its file: that stays in reach when its name is gone.

    Those of a folder do not: each question opens them anew. Those of a bucket are watched by the questions alone.
    """

    def __init__(self, folder: Path, generation: str) -> None:
        path = Generations(folder).path(generation)
        self._handle = None if isinstance(path, ObjectPath) else _hand_on(path)
        try:
            is_file = kind_of(path) == "duckdb"
            self._watched = self._handle if is_file and self._handle is not None else path
            self.bytes = _bytes_of(self._watched)
            self.warehouse = Warehouse(folder, generation)
        except BaseException:
            self._let_go()
            raise

    @property
    def is_sound(self) -> bool:
        """Whether the bytes it was opened on are what they were."""
        return not self.warehouse.is_broken and _bytes_of(self._watched) == self.bytes

    def release_file(self) -> None:
        """Keep nothing of it any more; a reader that still holds the warehouse can ask on."""
        self._let_go()
        self.warehouse.retire()

    def _let_go(self) -> None:
        if self._handle is not None:
            os.close(self._handle)


_held: OrderedDict[tuple[Path, str], _Held] = OrderedDict()
_past: OrderedDict[tuple[Path, str], _Held] = OrderedDict()
_verified: dict[tuple[Path, str], tuple[tuple[_Stat, ...], bool]] = {}
"""Whether a generation was whole, and with which bytes."""
_troubles: dict[Path, Trouble] = {}
_whole_at: dict[Path, datetime] = {}
_shown: dict[Path, tuple[str, float]] = {}
"""The generation that a bucket's pointer led to, and until when that is taken to hold."""
_lock = threading.Lock()


def open_warehouse(folder: Path) -> Warehouse:
    """The warehouse to show: the current generation, opened once; a new one shows at the next call.

    When its file or its folder is gone, or its bytes are no longer those that were published, the last one shown stays,
    else the newest that is whole is opened, and ``trouble`` says so. Raises NothingImported where nothing ever was,
    NoWarehouse where nothing is left to show.
    """
    with _lock:
        lately, until = _shown.get(folder, ("", 0.0))
        if time.monotonic() < until and (shown := _held.get((folder, lately))) is not None and shown.is_sound:
            return shown.warehouse
        for key in [key for key, held in _held.items() if not held.is_sound]:
            _held.pop(key).release_file()
            _verified.pop(key, None)
        try:
            name, sentence = _choice(folder)
            warehouse = _open(folder, name)
        except NoWarehouse as error:
            raise _last_seen(folder, error) from None
        _note(folder, sentence)
        if isinstance(published_at(folder), ObjectPath):
            _shown[folder] = name, time.monotonic() + LOOK_SECONDS
        return warehouse


def look_anew(folder: Path) -> None:
    """Have the next call of ``open_warehouse`` look at the pointer, wherever that lies: it was just changed here."""
    with _lock:
        _shown.pop(folder, None)


def open_past(folder: Path, generation: str) -> Warehouse:
    """The warehouse of the generation that a past review was held on, opened once; never shown as the current one.

    Raises NoWarehouse when it is no longer kept, or its bytes are not those that were published.
    """
    with _lock:
        key = folder, generation
        if key in _past and not _past[key].is_sound:
            _past.pop(key).release_file()
            _verified.pop(key, None)
        if key not in _past:
            if not _is_whole(Generations(folder), generation):
                raise NoWarehouse(f"{published_at(folder)} no longer holds generation {generation} as published.")
            _past[key] = _Held(folder, generation)
            while len(_past) > KEPT_PAST:
                _past.popitem(last=False)[1].release_file()
        _past.move_to_end(key)
        return _past[key].warehouse


def trouble(folder: Path) -> Trouble | None:
    """What the readers of a warehouse must be told beside its figures, as it was when it was last opened."""
    with _lock:
        return _troubles.get(folder)


def _choice(folder: Path) -> tuple[str, str | None]:
    """The generation to show, and what to say of it where it is not the current one as published."""
    generations = Generations(folder)
    try:
        current = generations.pointer().generation
        if _is_whole(generations, current):
            return current, None
        why = f"The newest import, {current}, is damaged or gone on disk"
    except NothingImported:
        why = f"The warehouse {published_at(folder)} is gone"
    except NoWarehouse as error:
        why = str(error).partition(";")[0]
    for place, name in reversed(_held):
        if place == folder:
            return name, f"{why}. These are the last figures that could be read; put it back, or import again."
    return generations.resolve(lambda name: _is_whole(generations, name))


def _is_whole(generations: Generations, name: str) -> bool:
    """Whether a generation is whole; its digest is computed anew only when its file looks like another.

    In a bucket, only as long as it is not: nobody writes into a file there, and who finds one gone says so.
    """
    path = generations.file(name)
    key, now = (generations.folder, name), _bytes_of(path)
    if now is None:
        return False
    known = _verified.get(key)
    if known is None or known[0] != now or (isinstance(path, ObjectPath) and not known[1]):
        _verified[key] = now, generations.is_whole(name)
    return _verified[key][1]


def _open(folder: Path, name: str) -> Warehouse:
    """The warehouse of a generation, opened anew when its file was put back: whole, and another than the open one."""
    key = folder, name
    held = _held.get(key)
    if held is not None:
        there, is_whole = _verified.get(key, (held.bytes, False))
        if is_whole and there != held.bytes and there == _bytes_of(Generations(folder).file(name)):
            _held.pop(key).release_file()
            held = None
    if held is None:
        held = _held[key] = _Held(folder, name)
        while len(_held) > KEPT_GENERATIONS:
            _held.popitem(last=False)[1].release_file()
    _held.move_to_end(key)
    return held.warehouse


def _note(folder: Path, sentence: str | None) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    if sentence is None:
        _whole_at[folder] = now
        _troubles.pop(folder, None)
    else:
        before = _troubles.get(folder)
        _troubles[folder] = Trouble(sentence, before.since if before else now)


def _last_seen(folder: Path, error: NoWarehouse) -> NoWarehouse:
    """What to say where nothing is left to show: to whoever saw figures here, never that they should begin."""
    moment = _whole_at.get(folder)
    if moment is None:
        return error
    why = (
        f"The warehouse {published_at(folder)} is gone"
        if isinstance(error, NothingImported)
        else str(error).partition(";")[0]
    )
    return NoWarehouse(f"{why}; it was last whole on {moment:%d %b %Y at %H:%M} UTC. Put it back, or import again.")


def _bytes_of(file: Path | int | None) -> tuple[_Stat, ...] | None:
    """Those of a path or of an open file, of a folder all its files'; None where it cannot be reached.

    Of a bucket none are told: looking at each would take a question's time.
    """
    if isinstance(file, ObjectPath):
        return ()
    try:
        if isinstance(file, Path) and kind_of(file) == "parquet":
            return tuple(_stat_of(each) for each in sorted(file.rglob("*"))) if file.is_dir() else None
        return None if file is None else (_stat_of(file),)
    except (OSError, ValueError):
        return None


def _hand_on(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise NoWarehouse(f"{path} cannot be opened ({error.strerror}); put that right.") from None


def _stat_of(file: Path | int) -> _Stat:
    stat = os.stat(file)  # noqa: PTH116 — an open file has no path
    return _Stat((stat.st_dev, stat.st_ino), stat.st_size, stat.st_mtime_ns)
