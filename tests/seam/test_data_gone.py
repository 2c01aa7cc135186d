"""Data moved, cut or damaged beneath whoever shows it: the last good figures stay, with a word and since when."""

import gc
import os
import shutil
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.asking.ask import ask, open_warehouse
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.errors import FunnelReviewError, NothingImported, NoWarehouse
from dashboard.importing.publishing.rollback import use
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.served import KEPT_GENERATIONS, trouble
from dashboard.warehouse.warehouse import Warehouse


def published(warehouse: Path, leads: int) -> str:
    """A generation of so many leads of May 2025; its id."""
    exports = warehouse.with_name(f"{warehouse.name}-exports")
    exports.mkdir(exist_ok=True)
    rows = "".join(f"L{number},2025-05-01\n" for number in range(leads))
    (exports / "leads.csv").write_text(f"lead_id,created_at\n{rows}")
    return run_import([exports], [], warehouse, Settings(), None, ImportOptions(), lambda _: None).generation


def view_of(warehouse: Warehouse) -> View:
    """The look at the second of June 2025."""
    return open_view(warehouse, as_of="2025-06-02")


def leads_in(warehouse: Warehouse) -> int:
    """Leads that came in, as the waterfall counts them."""
    return int(ask(view_of(warehouse), "waterfall/stages").rows[0]["reached"])


def file_of(warehouse: Path, generation: str) -> Path:
    """The file of a generation, made writable."""
    path = Generations(warehouse).path(generation)
    path.chmod(0o644)
    return path


def no_folder(warehouse: Path, _generation: str) -> Callable[[], object]:
    """The folder is moved away, and back."""
    away = warehouse.with_name("away")
    warehouse.rename(away)
    return lambda: away.rename(warehouse)


def no_pointer(warehouse: Path, _generation: str) -> Callable[[], object]:
    """The pointer is emptied, and restored."""
    pointer = warehouse / "current.json"
    text = pointer.read_bytes()
    pointer.write_bytes(b"")
    return lambda: pointer.write_bytes(text)


def no_file(warehouse: Path, generation: str) -> Callable[[], object]:
    """The generation's file is moved away, and back."""
    path = file_of(warehouse, generation)
    away = path.rename(warehouse.with_name("away"))
    return lambda: away.rename(path)


def another_file(warehouse: Path, generation: str) -> Callable[[], object]:
    """A file of the same name and other bytes in its place, and the right one again."""
    path = file_of(warehouse, generation)
    right = Path(shutil.copy(path, warehouse.with_name("right")))
    wrong = warehouse.with_name("wrong")
    wrong.write_bytes(b"garbage" * 9_999)
    wrong.replace(path)
    return lambda: right.replace(path)


GONE = {"folder": no_folder, "pointer": no_pointer, "file": no_file, "another file": another_file}


@pytest.mark.parametrize("what", GONE)
def test_the_figures_stay_and_a_word_says_so_until_it_is_back(tmp_path: Path, what: str) -> None:
    """The very warehouse that was shown answers on, new questions too; put back, it is found without a restart."""
    folder = tmp_path / "w"
    published(folder, 2)
    shown = published(folder, 3)
    before = open_warehouse(folder)
    assert trouble(folder) is None
    put_back = GONE[what](folder, shown)
    for _ in range(2):
        assert open_warehouse(folder) is before
        assert leads_in(before) == 3
        why = trouble(folder)
        assert why is not None
        assert why.sentence.endswith("These are the last figures that could be read; put it back, or import again.")
        assert trouble(folder) == why
        before.memory.retire()
    put_back()
    after = open_warehouse(folder)
    assert trouble(folder) is None
    assert after.generation.id == shown
    assert leads_in(after) == 3


@pytest.mark.parametrize("damage", ["cut", "written over"])
def test_a_file_damaged_in_place_is_not_asked_again(tmp_path: Path, damage: str) -> None:
    """The open file's own bytes are wrong now: the one before takes its place; the right bytes are found again."""
    folder = tmp_path / "w"
    published(folder, 2)
    shown = published(folder, 3)
    assert leads_in(open_warehouse(folder)) == 3
    path = file_of(folder, shown)
    right = path.read_bytes()
    if damage == "cut":
        os.truncate(path, len(right) // 2)
    else:
        with path.open("r+b") as file:
            file.seek(len(right) // 2)
            file.write(b"x" * 5_000)
    instead = open_warehouse(folder)
    assert leads_in(instead) == 2
    why = trouble(folder)
    assert why is not None
    assert why.sentence.startswith("The newest import is damaged or gone on disk. These are the figures of the newest")
    path.write_bytes(right)
    assert leads_in(open_warehouse(folder)) == 3
    assert trouble(folder) is None


def test_where_nothing_is_left_it_is_said_when_it_was_last_whole(tmp_path: Path) -> None:
    """Never that somebody should begin; until it is back."""
    folder = tmp_path / "w"
    shown = published(folder, 3)
    open_warehouse(folder)
    path = file_of(folder, shown)
    right = path.read_bytes()
    os.truncate(path, 100)
    with pytest.raises(NoWarehouse, match=r"no generation that is whole; it was last whole on .* UTC\. Put it back"):
        open_warehouse(folder)
    away = folder.rename(tmp_path / "away")
    with pytest.raises(NoWarehouse, match=r"w is gone; it was last whole on ") as gone:
        open_warehouse(folder)
    assert not isinstance(gone.value, NothingImported)
    away.rename(folder)
    path.write_bytes(right)
    assert leads_in(open_warehouse(folder)) == 3


def test_a_query_that_finds_its_file_broken_is_a_sentence_and_the_next_call_opens_anew(tmp_path: Path) -> None:
    """Damage no directory entry tells of: the bytes are written back under the old time."""
    folder = tmp_path / "w"
    shown = published(folder, 20_000)
    before = open_warehouse(folder)
    path = file_of(folder, shown)
    times = path.stat()
    right = path.read_bytes()
    with path.open("r+b") as file:
        file.seek(20_000)
        file.write(os.urandom(len(right) - 20_000))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(FunnelReviewError, match="can no longer be read"):
        ask(view_of(before), "waterfall/fates")
    with pytest.raises(NoWarehouse, match="it was last whole on"):
        open_warehouse(folder)
    path.write_bytes(right)
    assert leads_in(open_warehouse(folder)) == 20_000


def test_who_starts_on_a_broken_pointer_sees_the_newest_whole_one(tmp_path: Path) -> None:
    """Nothing was open before: the newest that is whole, with a word; after going back, the last one shown."""
    folder = tmp_path / "w"
    first, second = published(folder, 2), published(folder, 3)
    no_pointer(folder, second)
    assert open_warehouse(folder).generation.id == second
    assert "These are the figures of the newest that is whole" in str(trouble(folder))
    use(folder, first)
    assert open_warehouse(folder).generation.id == first
    assert trouble(folder) is None
    no_pointer(folder, first)
    assert open_warehouse(folder).generation.id == first


def test_a_page_many_imports_old_is_answered_and_its_file_let_go_with_it(tmp_path: Path) -> None:
    """A generation is closed when its last reader is gone, neither before nor never."""
    folder = tmp_path / "w"
    first = published(folder, 1)
    page = view_of(open_warehouse(folder))
    ask(page, "waterfall/stages")
    path = Generations(folder).path(first)
    for leads in range(2, KEPT_GENERATIONS + 3):
        published(folder, leads)
        open_warehouse(folder)
    assert ask(page, "waterfall/fates").rows
    assert ask(page, "waterfall/stages").rows[0]["reached"] == 1
    assert is_open(path)
    left = weakref.ref(page.warehouse)
    del page
    assert left() is None, gc.get_referrers(left())
    assert not is_open(path)


def is_open(path: Path) -> bool:
    """Whether this process holds a file open."""
    return any(link.readlink() == path for link in Path("/proc/self/fd").iterdir() if link.is_symlink())


def test_where_nothing_ever_was_the_first_import_is_named(tmp_path: Path) -> None:
    """An empty folder, or none."""
    with pytest.raises(NothingImported, match=r"build one with `funnel-review import PATH --warehouse"):
        open_warehouse(tmp_path / "none")
    assert trouble(tmp_path / "none") is None
