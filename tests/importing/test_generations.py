"""Publication: the old figures or the new ones, whole, whatever happens to the import."""

import errno
import multiprocessing
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import pytest

from dashboard.errors import BadInput, BusyWarehouse, NoWarehouse
from dashboard.importing.publishing.publisher import Publisher
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.stores import KINDS, StoreKind
from tests.enduring import FULL
from tests.importing.publisher import STARTED, build, content, publish, run

SWAPS = 25 if FULL else 10
STEPS = ["locked", "verified", "synced", "renamed", "pointer written", "pointed", "done"]


PROCESSES = multiprocessing.get_context("forkserver")  # forked from a process that has everything imported
PROCESSES.set_forkserver_preload(["__main__", "tests.importing.publisher"])


class Child:
    """A process that publishes numbers once it is told to."""

    def __init__(self, folder: Path, first: int, count: int, dies_at: str = "", kind: StoreKind = "duckdb") -> None:
        self.line, theirs = PROCESSES.Pipe()
        self.process = PROCESSES.Process(target=run, args=(folder, first, count, dies_at, kind, theirs))
        self.process.start()
        theirs.close()

    def go(self) -> None:
        self.line.send("go")

    def tells(self) -> Iterator[tuple[str, str]]:
        """What it tells until it ends."""
        with suppress(EOFError, ConnectionResetError):
            while True:
                yield self.line.recv()


def leftovers(folder: Path) -> list[str]:
    """Files of a warehouse that no reader ever asks for."""
    published = {Generations(folder).file(generation).name for generation in Generations(folder).all()}
    kept = {"current.json", "import.lock", "generations"}
    found = [path.name for path in folder.iterdir() if path.name not in kept]
    return found + [path.name for path in (folder / "generations").iterdir() if path.name not in published]


def assert_whole(folder: Path) -> int:
    """Every published generation opens and holds one number; returns that of the current one."""
    generations = Generations(folder)
    for generation in generations.all():
        digest, lead = content(generations.path(generation))
        assert digest == lead
        assert generations.is_whole(generation)
    return content(generations.path(str(generations.current())))[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_the_old_or_the_new_generation_is_served(tmp_path: Path, step: str, kind: StoreKind) -> None:
    """``kill -9`` between any two steps: before the swap the old one, after it the new one; the next import sweeps."""
    publish(Publisher(tmp_path), 1)
    child = Child(tmp_path, 2, 1, step, kind)
    child.go()
    child.process.join()
    assert child.process.exitcode == -signal.SIGKILL
    assert assert_whole(tmp_path) == (2 if step in {"pointed", "done"} else 1)
    publish(Publisher(tmp_path), 3)
    assert assert_whole(tmp_path) == 3
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("kind", KINDS if FULL else ["parquet"])
def test_killed_at_a_random_moment_the_warehouse_opens(tmp_path: Path, kind: StoreKind) -> None:
    """Killed after any line of its protocol, at whatever it is doing by then: every published number is still there."""
    dice = random.Random(20261122)
    served = 0
    publish(Publisher(tmp_path), served)
    for _ in range(6 if FULL else 3):
        child = Child(tmp_path, served + 1, 500, kind=kind)
        child.go()
        told = list(islice(child.tells(), dice.randrange(1, 40)))
        child.process.kill()
        child.process.join()
        acknowledged = served + sum(kind == "published" for kind, _ in told)
        assert assert_whole(tmp_path) >= acknowledged
        served = assert_whole(tmp_path) + 1
        publish(Publisher(tmp_path), served)
        assert leftovers(tmp_path) == []


def test_eight_imports_at_once_are_published_or_refused(tmp_path: Path) -> None:
    """No import that said it was published is lost; the others say why they were not."""
    children = [Child(tmp_path, number, 1) for number in range(8)]
    for child in children:
        child.go()
    told = [item for child in children for item in child.tells()]
    published = [words for kind, words in told if kind == "published"]
    refused = [words for kind, words in told if kind == "refused"]
    assert published
    assert sorted(published) == Generations(tmp_path).all()
    assert len(published) + len(refused) == 8
    assert all("is running; try again when it is done." in sentence for sentence in refused)
    assert_whole(tmp_path)
    assert leftovers(tmp_path) == []


def test_readers_never_see_a_torn_or_an_older_generation(tmp_path: Path) -> None:
    """Two readers through many swaps: what they read agrees with itself and never goes back."""
    publish(Publisher(tmp_path), 0)
    child = Child(tmp_path, 1, SWAPS)

    def read() -> list[tuple[int, int]]:
        seen = []
        while child.process.is_alive():
            seen.append(content(Generations(tmp_path).path(str(Generations(tmp_path).current()))))
        return seen

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        child.go()
        assert ("step", "done") in list(child.tells())
    child.process.join()
    assert child.process.exitcode == 0
    for reader in readers:
        seen = reader.result()
        assert len({number for number, _ in seen}) > 3
        assert all(digest == lead for digest, lead in seen)
        assert seen == sorted(seen)


def test_a_second_import_in_the_same_process_is_refused(tmp_path: Path) -> None:
    """The lock is the import's, not the process's: two sessions of one server exclude each other too."""
    publisher = Publisher(tmp_path)
    with publisher.building(STARTED), pytest.raises(BusyWarehouse), Publisher(tmp_path).building(STARTED):
        pass
    publish(publisher, 1)


@pytest.mark.parametrize("step", STEPS[:5])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES])
def test_a_fault_of_the_disk_ends_in_a_sentence_and_changes_nothing(tmp_path: Path, step: str, number: int) -> None:
    """Full, broken, read-only, forbidden, at each step up to the swap: BadInput, the old figures, nothing left."""

    def fail(name: str) -> None:
        if name == step:
            raise OSError(number, "the disk says no")

    publish(Publisher(tmp_path), 1)
    with pytest.raises(BadInput, match="the disk says no; the import stopped, nothing has changed; put"):
        publish(Publisher(tmp_path, step=fail), 2)
    assert assert_whole(tmp_path) == 1
    assert leftovers(tmp_path) == []
    publish(Publisher(tmp_path), 3)
    assert assert_whole(tmp_path) == 3


def test_an_import_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """An error of any kind in the block removes the half-built file and publishes nothing."""
    publisher = Publisher(tmp_path)
    with pytest.raises(ZeroDivisionError), publisher.building(STARTED) as site:
        build(site.file, 1)
        raise ZeroDivisionError
    assert publisher.generations.current() is None
    assert leftovers(tmp_path) == []


def test_a_disk_without_room_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Less than 200 MB free: a sentence with what is left."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=50 << 20))
    with pytest.raises(BadInput, match="has only 50 MB left"):
        publish(Publisher(tmp_path), 1)


def test_a_place_that_cannot_hold_a_warehouse_is_named(tmp_path: Path) -> None:
    """A file, or a folder nobody can write into."""
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file", Path("/proc/funnel-review")):
        with pytest.raises(BadInput, match=f"{place} cannot hold a warehouse .*name another --warehouse"):
            publish(Publisher(place), 1)


def test_the_newest_generations_are_kept(tmp_path: Path) -> None:
    """Three of five stay, in order; the forgotten ones are said to be absent."""
    publisher = Publisher(tmp_path, keep=3)
    generations = publisher.generations
    ids = [publish(publisher, number) for number in range(5)]
    assert generations.all() == ids[2:] == sorted(ids[2:])
    assert generations.current() == ids[-1]
    assert [content(generations.path(generation))[0] for generation in generations.all()] == [2, 3, 4]
    with pytest.raises(NoWarehouse, match=f"no generation {ids[0]}; take one of {ids[2]}"):
        generations.path(ids[0])


def test_ids_sort_by_publication_even_when_the_clock_goes_back(tmp_path: Path) -> None:
    """The same second, a second earlier, the same content: always a new id, always the last."""
    publisher = Publisher(tmp_path)
    ids = []
    for moment in (STARTED, STARTED, STARTED - timedelta(seconds=1), STARTED + timedelta(seconds=1)):
        with publisher.building(moment) as site:
            ids.append(publisher.publish(site, build(site.file, 7)))
    assert ids == [
        "20261122T041500-00000007",
        "20261122T041500.0001-00000007",
        "20261122T041500.0002-00000007",
        "20261122T041501-00000007",
    ]
    assert publisher.generations.all() == ids


def with_wal(building: Path) -> None:
    """As if the file had not been closed."""
    building.with_name(f"{building.name}.wal").write_bytes(b"log")


def cut_short(building: Path) -> None:
    """Half of the file."""
    building.write_bytes(building.read_bytes()[: building.stat().st_size // 2])


@pytest.mark.parametrize("spoil", [with_wal, cut_short])
def test_a_file_that_is_not_whole_is_not_published(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    """Not closed, cut short: a sentence, and the old generation stays."""
    publisher = Publisher(tmp_path)
    publish(publisher, 1)
    with (
        pytest.raises(BadInput, match=r"nothing has changed\. Import again"),
        publisher.building(STARTED) as site,
    ):
        digest = build(site.file, 2)
        spoil(site.file)
        publisher.publish(site, digest)
    assert assert_whole(tmp_path) == 1
    assert leftovers(tmp_path) == []


def test_a_file_with_another_digest_is_not_published(tmp_path: Path) -> None:
    """What the file says of itself must be what the importer computed."""
    publisher = Publisher(tmp_path)
    with pytest.raises(BadInput, match="does not say what it holds"), publisher.building(STARTED) as site:
        build(site.file, 2)
        publisher.publish(site, "another")
    assert publisher.generations.current() is None


def test_a_flipped_bit_is_found_and_the_generation_before_is_whole(tmp_path: Path) -> None:
    """One bit anywhere in a published file: its digest tells, and the newest whole one is the one before."""
    publisher = Publisher(tmp_path)
    generations = publisher.generations
    first, second = publish(publisher, 1), publish(publisher, 2)
    path = generations.path(second)
    path.chmod(0o644)
    original = path.read_bytes()
    dice = random.Random(7)
    for _ in range(20):
        at, bit = dice.randrange(len(original)), 1 << dice.randrange(8)
        path.write_bytes(original[:at] + bytes([original[at] ^ bit]) + original[at + 1 :])
        assert not generations.is_whole(second)
        served, word = generations.resolve(generations.is_whole)
        assert served == first
        assert word is not None
        assert word.startswith(
            "The newest import is damaged or gone on disk. These are the figures of the newest that is w"
        )
    path.write_bytes(original)
    assert generations.resolve(generations.is_whole) == (second, None)


def test_a_published_file_is_read_only(tmp_path: Path) -> None:
    """Nobody's program opens it for writing by mistake."""
    publisher = Publisher(tmp_path)
    assert publisher.generations.path(publish(publisher, 1)).stat().st_mode & 0o777 == 0o444
