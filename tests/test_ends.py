"""How a command ends that is stopped, or whose disk, rights, folder or reader is gone: a sentence, old data whole."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from dashboard.importing.run import ImportOptions, run_import
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.commands.revisions import NOT_ALL_ON_RECORD
from dashboard.meeting.journal.chain import fault_of
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import FILE, Store, place_of
from dashboard.meeting.restatement.revisions import keep_revisions
from dashboard.meeting.review import freezing
from dashboard.scope.settings import Settings
from dashboard.stopping import SIGNALS
from dashboard.warehouse.generations import Generations
from tests.enduring import FULL, some
from tests.meeting.people import CHAIR

ROWS = 3_000
PATIENCE = 120
PROMPTLY = 10
"""Seconds in which a command ends that was asked to, on a machine that has much else to do."""
STOPPED = "Stopped; nothing has changed.\n"
KEPT = {"current.json", "generations", "import.lock"}
SIZES = some((0, 1, 4, 12, 30, 60, 120, 250, 500, 900, 1_500, 2_500, 4_000, 8_000, 16_000, 32_000), 4)
"""Kilobytes that a file may have."""


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports that take a moment."""
    folder = tmp_path_factory.mktemp("exports")
    leads = "".join(f"L{n},2026-01-{1 + n % 28:02},web\n" for n in range(ROWS))
    touches = "".join(f"T{n},2026-02-{1 + n % 28:02},email,outbound,L{n % ROWS}\n" for n in range(3 * ROWS))
    (folder / "leads.csv").write_text(f"lead_id,created_at,source\n{leads}")
    (folder / "touches.csv").write_text(f"touch_id,at,kind,direction,lead_id\n{touches}")
    return folder


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of one lead, beside its file; nobody writes into it."""
    folder = tmp_path_factory.mktemp("imported")
    (folder / "leads.csv").write_text("lead_id,created_at\nA,2026-01-02\n")
    run_import([folder / "leads.csv"], [], folder / "w", Settings(), None, ImportOptions(), lambda _: None)
    return folder


@pytest.fixture
def warehouse(imported: Path, tmp_path: Path) -> Path:
    """A warehouse of one lead, beside its file."""
    shutil.copytree(imported, tmp_path, dirs_exist_ok=True)
    return tmp_path / "w"


def state(warehouse: Path) -> dict[str, bytes]:
    """What a reader finds there."""
    generations = Generations(warehouse)
    files = {each: generations.path(each).read_bytes() for each in generations.all()}
    return {**files, "pointer": (warehouse / "current.json").read_bytes()}


def hear_signals() -> None:
    """What runs the tests may itself ignore signals (``nohup``, a background); a command would inherit that."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_DFL)


@contextmanager
def command(*words: object, under: Sequence[str] = (), **options: Any) -> Iterator["subprocess.Popen[str]"]:
    """A command that runs, its output and its sentences kept; ended with the block."""
    usual: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "preexec_fn": hear_signals}
    started = [*under, sys.executable, "-m", "dashboard", *map(str, words)]
    process = subprocess.Popen(started, text=True, **usual | options)
    try:
        yield process
    finally:
        process.kill()
        if process.stdout and not process.stdout.closed:
            process.communicate()
        process.wait()


def wait_until_it_listens(process: "subprocess.Popen[str]") -> None:
    """Returns when the command hears a request to stop; before, it is Python's own start that ends."""
    while process.poll() is None:
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("SigCgt:") and int(line.split()[1], 16) >> (signal.SIGTERM - 1) & 1:
                return
        time.sleep(0.001)


def is_building(warehouse: Path) -> bool:
    """Whether an import has begun to build."""
    return any((warehouse / "generations").glob(".building-*"))


def wait_until_it_builds(process: "subprocess.Popen[str]", warehouse: Path) -> None:
    """Returns then, or when the import has ended."""
    while process.poll() is None and not is_building(warehouse):
        time.sleep(0.001)


@pytest.fixture(scope="module")
def whole(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds that an import of them takes when nobody stops it."""
    began = time.monotonic()
    with command("import", exports, "--warehouse", tmp_path_factory.mktemp("whole") / "w") as process:
        process.communicate(timeout=PATIENCE)
    return time.monotonic() - began


MOMENTS = (0.1, 0.5, 0.85)
"""Shares of an import after which it is stopped; each signal has one, in a full run all of many."""


@pytest.mark.parametrize(("number", "moment"), some(list(zip(SIGNALS, MOMENTS, strict=True)), 2))
def test_stopped_at_any_moment_it_says_so_and_nothing_has_changed(
    exports: Path, warehouse: Path, whole: float, number: signal.Signals, moment: float
) -> None:
    """From the first moment it listens to the last: one sentence and 130, or it was done and says what it did."""
    before = state(warehouse)
    outcomes = []
    for share in (0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.87, 0.94) if FULL else (moment,):
        with command("import", exports, "--warehouse", warehouse) as process:
            wait_until_it_listens(process)
            time.sleep(share * whole)
            process.send_signal(number)
            printed, sentence = process.communicate(timeout=PATIENCE)
        if process.returncode == 0:
            assert printed.endswith(" is published.\n")
            assert sentence == ""
            before = state(warehouse)
        else:
            assert (process.returncode, printed, sentence) == (130, "", STOPPED), share
            assert state(warehouse) == before
        outcomes.append(process.returncode)
        assert {path.name for path in warehouse.iterdir()} == KEPT, share
        assert not is_building(warehouse)
    assert outcomes[0] == 130 or moment > MOMENTS[0], "early enough, an import is stopped"
    assert outcomes.count(130) >= len(outcomes) // 2


def test_stopped_while_frozen_weeks_are_asked_again_the_import_stays(exports: Path, warehouse: Path) -> None:
    """At once: one sentence that says what is done, 130; the next import asks again and its record is whole."""
    view, journal = week_view(warehouse), Journal(Store(place_of(warehouse)))
    freezing.freeze(journal, view, CHAIR)
    view.warehouse.close()
    journal.store.close()
    entries = len(journal.since())
    journal.store.close()
    log = warehouse / f"{FILE}-wal"
    assert not log.exists()
    with command("import", exports, "--warehouse", warehouse, "--as-of", "2026-03-16") as process:
        while process.poll() is None and not log.exists():
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        printed, sentence = process.communicate(timeout=PATIENCE)
    assert (process.returncode, sentence) == (130, f"Stopped; {NOT_ALL_ON_RECORD}.\n")
    assert time.monotonic() - asked < PROMPTLY
    assert "is published" in printed
    current = Generations(warehouse).current()
    assert current == Generations(warehouse).all()[-1] != view.warehouse.generation.id
    assert len(journal.since()) == entries
    assert keep_revisions(warehouse, journal, lambda _: None) == 1
    assert len(journal.since()) == entries + 1
    assert fault_of(journal) is None


def test_other_commands_are_stopped_alike(warehouse: Path) -> None:
    """Reading ones too; what was ignored when the command began (``nohup``) is not heard."""
    for words in (("metrics",), ("check",), ("generations", "list")):
        with command(*words, "--warehouse", warehouse) as process:
            wait_until_it_listens(process)
            process.send_signal(signal.SIGTERM)
            _, sentence = process.communicate(timeout=PATIENCE)
        assert (process.returncode, sentence) in {(130, STOPPED), (0, ""), (1, "")}

    def ignore() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    with command("metrics", "--warehouse", warehouse, preexec_fn=ignore) as process:
        wait_until_it_listens(process)
        process.send_signal(signal.SIGHUP)
        printed, sentence = process.communicate(timeout=PATIENCE)
    assert (process.returncode, sentence) == (0, "")
    assert json.loads(printed)["generation"]


def test_a_disk_that_is_full_at_any_byte_is_a_sentence(exports: Path, warehouse: Path) -> None:
    """No file may grow beyond a bound, which is drawn ever further: refused with what is wrong, until it fits."""
    before, outcomes = state(warehouse), []
    for kilobytes in SIZES:
        size = kilobytes * 1024

        def bound(size: int = size) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        with command("import", exports, "--warehouse", warehouse, preexec_fn=bound) as process:
            printed, sentence = process.communicate(timeout=PATIENCE)
        outcomes.append(process.returncode)
        if process.returncode == 0:
            break
        assert process.returncode == 2, (kilobytes, sentence)
        assert sentence.count("\n") == 1, (kilobytes, sentence)
        assert "File too large" in sentence, (kilobytes, sentence)
        assert "please report" not in sentence
        assert printed == ""
        assert state(warehouse) == before, kilobytes
        assert not is_building(warehouse)
    assert outcomes[-1] == 0
    assert len(outcomes) > len(SIZES) // 3


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of 260 MB; skips where nothing may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=260m", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("nothing may be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("left", [0, 300, 1_200, 2_500] if FULL else [1_200])
def test_a_disk_that_fills_meanwhile(exports: Path, warehouse: Path, small_disk: Path, left: int) -> None:
    """Somebody writes until so many kilobytes are free; the old figures stay served, and the next import works."""
    here = Path(shutil.copytree(warehouse, small_disk / "w"))
    before = state(here)
    with command("import", exports, "--warehouse", here) as process:
        wait_until_it_builds(process, here)
        free = os.statvfs(small_disk)
        with suppress(OSError):  # the import writes too
            (small_disk / "fill").write_bytes(bytes(max(free.f_bavail * free.f_bsize - left * 1024, 0)))
        _, sentence = process.communicate(timeout=PATIENCE)
    if process.returncode:
        assert process.returncode == 2
        assert sentence.count("\n") == 1
        assert re.search("No space left|MB left on its disk|MB are free", sentence), sentence
        assert state(here) == before
    (small_disk / "fill").unlink()
    with command("import", exports, "--warehouse", here) as process:
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def test_a_disk_that_is_read_only(exports: Path, warehouse: Path, small_disk: Path) -> None:
    """Nothing can be imported, everything can be read."""
    here = Path(shutil.copytree(warehouse, small_disk / "w"))
    current = Generations(here).current()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for words in (("import", exports), ("generations", "use", current), ("generations", "keep", current)):
        with command(*words, "--warehouse", here) as process:
            printed, sentence = process.communicate(timeout=PATIENCE)
        assert (process.returncode, printed) == (2, "")
        assert "Read-only file system" in sentence
        assert sentence.count("\n") == 1
    with command("metrics", "--warehouse", here) as process:
        _, sentence = process.communicate(timeout=PATIENCE)
    assert (process.returncode, sentence) == (0, "")


@pytest.mark.parametrize("victim", ["warehouse", "exports"])
def test_what_is_taken_away_meanwhile(exports: Path, warehouse: Path, tmp_path: Path, victim: str) -> None:
    """The warehouse's folder moved, the exports removed: done before that, or a sentence."""
    copied = Path(shutil.copytree(exports, tmp_path / "exports"))
    with command("import", copied, "--warehouse", warehouse) as process:
        wait_until_it_builds(process, warehouse)
        (warehouse if victim == "warehouse" else copied).rename(tmp_path / "away")
        printed, sentence = process.communicate(timeout=PATIENCE)
    assert process.returncode in {0, 2}
    if process.returncode:
        assert sentence.count("\n") == 1
        assert "please report" not in sentence, sentence
        assert printed == ""
    there = tmp_path / "away" if victim == "warehouse" else warehouse
    assert Generations(there).resolve(Generations(there).is_whole)[1] is None


@pytest.fixture
def as_anybody() -> tuple[str, ...]:
    """What a command is run under so that rights mean something; skips where that cannot be had."""
    if os.geteuid():
        return ()
    tool = shutil.which("setpriv")
    if tool is None:
        pytest.skip("rights mean nothing to root, and there is no setpriv")
    return tool, "--bounding-set", "-all", "--inh-caps", "-all"


def test_rights_that_are_taken_away(
    exports: Path, warehouse: Path, as_anybody: tuple[str, ...], tmp_path: Path
) -> None:
    """Of the folder, the generations, the lock, the exports: a sentence that says so, and nothing has changed."""
    copied = Path(shutil.copytree(exports, tmp_path / "exports"))
    before = state(warehouse)
    for forbidden, rights in (
        (warehouse, 0o555), (warehouse, 0o000), (warehouse / "generations", 0o555), (warehouse / "generations", 0o000),
        (warehouse / "import.lock", 0o000), (copied / "leads.csv", 0o000), (copied, 0o000),
    ):  # fmt: skip
        was = forbidden.stat().st_mode
        forbidden.chmod(rights)
        try:
            with command("import", copied, "--warehouse", warehouse, under=as_anybody) as process:
                printed, sentence = process.communicate(timeout=PATIENCE)
        finally:
            forbidden.chmod(was)
        assert (process.returncode, printed) == (2, ""), (forbidden, sentence)
        assert sentence.count("\n") == 1
        assert re.search("Permission denied|is not readable", sentence), sentence
        assert state(warehouse) == before


@pytest.mark.parametrize("what", ["pointer", "generation"])
def test_what_may_not_be_read_stops_no_import(
    exports: Path, warehouse: Path, as_anybody: tuple[str, ...], what: str
) -> None:
    """Readers are given what they may read with a word, or a sentence; the next import puts it right."""
    current = Generations(warehouse).path(str(Generations(warehouse).current()))
    (warehouse / "current.json" if what == "pointer" else current).chmod(0o000)
    with command("metrics", "--warehouse", warehouse, under=as_anybody) as process:
        _, sentence = process.communicate(timeout=PATIENCE)
    assert process.returncode == (0 if what == "pointer" else 2)
    assert sentence.count("\n") == 1
    with command("import", exports, "--warehouse", warehouse, under=as_anybody) as process:
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert Generations(warehouse).resolve(Generations(warehouse).opens)[1] is None


def test_a_reader_that_has_read_enough_is_no_fault(warehouse: Path) -> None:
    """``| head``, and an output that was closed from the start."""
    with command("metrics", "--warehouse", warehouse) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=PATIENCE) == 0
    with command("metrics", "--warehouse", warehouse, preexec_fn=lambda: os.close(1)) as process:
        assert process.communicate(timeout=PATIENCE)[1] == ""
        assert process.returncode == 0


def test_an_output_that_is_full_is_said_and_whether_the_work_is_done(warehouse: Path) -> None:
    """Figures are not; an import is."""
    full = "No space left on device; put that right and try again.\n"
    with Path("/dev/full").open("w") as out, command("metrics", "--warehouse", warehouse, stdout=out) as process:
        assert process.communicate(timeout=PATIENCE)[1] == full
    assert process.returncode == 2
    words = ("import", warehouse.with_name("leads.csv"), "--warehouse", warehouse)
    with Path("/dev/full").open("w") as out, command(*words, stdout=out) as process:
        assert process.communicate(timeout=PATIENCE)[1] == full + "What was asked for is done all the same.\n"
    assert process.returncode == 2
    assert len(Generations(warehouse).all()) == 2


def test_a_terminal_that_knows_few_letters_is_no_fault(tmp_path: Path) -> None:
    """Letters it does not know are shown as codes."""
    few = {**os.environ, "PYTHONIOENCODING": "ascii"}
    with command("check", "--warehouse", tmp_path / "é\u202e", env=few) as process:
        printed, sentence = process.communicate(timeout=PATIENCE)
    assert (process.returncode, printed) == (2, "")
    assert r"\xe9\u202e holds no warehouse yet" in sentence
