"""An import removes nothing but what an import made, and nothing that stands in a warehouse stops the next one."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.errors import BadInput, NothingImported, NoWarehouse
from dashboard.importing.publishing.publisher import Publisher
from dashboard.importing.publishing.rollback import pin, release, use
from dashboard.importing.publishing.scratch import MARK, PREFIX
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings
from dashboard.warehouse.generations import Generations
from tests.enduring import some
from tests.importing.publisher import STARTED, build, content, publish

LEADS = "lead_id,created_at\nA,2026-01-02\n"


def imported(exports: Path, warehouse: Path) -> str:
    """The generation an import of ``exports`` publishes."""
    return run_import([exports], [], warehouse, Settings(), None, ImportOptions(), lambda _: None).generation


def everything(folder: Path) -> dict[str, bytes]:
    """What stands below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def exports(folder: Path, content: str = LEADS) -> Path:
    """A folder of exports."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "leads.csv").write_text(content)
    return folder


STRANGE = {
    "importing/leads.csv": "theirs",
    ".tmp/notes.txt": "theirs",
    ".building-old": "theirs",
    f"{PREFIX}mine/thesis.txt": "theirs",
    "generations/backup.duckdb": "theirs",
    "generations/.building-20261122T041500.duckdb.mine": "theirs",
    "generations/notes/leads.csv": "theirs",
    "generations/20261122T041500-deadbeef.txt": "theirs",
    ".current.json": "theirs",
    "leads.csv": "theirs",
}


def test_nothing_of_theirs_is_touched_whatever_its_name(tmp_path: Path) -> None:
    """Folders and files that look like ours and bear no mark, in a warehouse that is imported into."""
    warehouse = tmp_path / "w"
    imported(exports(tmp_path / "in"), warehouse)
    for name, text in STRANGE.items():
        (warehouse / name).parent.mkdir(parents=True, exist_ok=True)
        (warehouse / name).write_text(text)
    with pytest.raises(BadInput):
        imported(exports(tmp_path / "bad", ""), warehouse)
    for _ in range(2):
        imported(exports(tmp_path / "in"), warehouse)
    assert {name: text for name, text in everything(warehouse).items() if name in STRANGE} == {
        name: text.encode() for name, text in STRANGE.items()
    }
    assert len(Generations(warehouse).all()) == 3


def test_what_a_killed_import_left_bears_a_mark_and_goes(tmp_path: Path) -> None:
    """Its scratch, the half-built file the mark names, and a scratch killed before it was marked; links stay links."""
    theirs = exports(tmp_path / "theirs")
    publish(Publisher(tmp_path / "w"), 1)
    scratch = tmp_path / "w" / f"{PREFIX}left"
    scratch.mkdir()
    (scratch / MARK).write_text(".building-20261122T041500.duckdb")
    (scratch / "source").symlink_to(theirs)
    (scratch / "reading-1").mkdir()
    (tmp_path / "w" / f"{PREFIX}unmarked").mkdir()
    (tmp_path / "w" / f"{PREFIX}link").symlink_to(theirs)
    for name in (".building-20261122T041500.duckdb", ".building-20261122T041500.duckdb.wal"):
        (tmp_path / "w" / "generations" / name).write_text("half")
    publish(Publisher(tmp_path / "w"), 2)
    assert sorted(path.name for path in (tmp_path / "w").iterdir()) == [
        f"{PREFIX}link", "current.json", "generations", "import.lock",
    ]  # fmt: skip
    assert len(list((tmp_path / "w" / "generations").iterdir())) == 2
    assert everything(theirs) == {"leads.csv": LEADS.encode()}


@pytest.mark.parametrize("building", ["../precious.duckdb", "backup.duckdb", "20261122T041500-00000001.duckdb"])
def test_a_mark_names_no_other_file(tmp_path: Path, building: str) -> None:
    """A mark somebody forged removes its own folder, not what it names."""
    publish(Publisher(tmp_path / "w"), 1)
    named = tmp_path / "w" / "generations" / building
    if not named.exists():
        named.write_text("theirs")
    scratch = tmp_path / "w" / f"{PREFIX}forged"
    scratch.mkdir()
    (scratch / MARK).write_text(building)
    publish(Publisher(tmp_path / "w"), 2)
    assert named.exists()
    assert not scratch.exists()


def test_a_folder_of_somebody_elses_files_becomes_no_warehouse(tmp_path: Path) -> None:
    """Refused before anything is written; settings, definitions and hidden files may lie there, and an empty folder."""
    exports(tmp_path / "data" / "importing")
    before = everything(tmp_path)
    with pytest.raises(BadInput, match=r"data is no warehouse and not empty \(importing\); name a new or an empty one"):
        imported(tmp_path / "data" / "importing", tmp_path / "data")
    assert everything(tmp_path) == before
    (tmp_path / "other" / "generations").mkdir(parents=True)
    (tmp_path / "other" / "generations" / "of-stars.csv").write_text("x")
    with pytest.raises(BadInput, match=r"not empty \(generations/of-stars.csv\)"):
        imported(exports(tmp_path / "in"), tmp_path / "other")
    fit = tmp_path / "fit"
    (fit / "definitions").mkdir(parents=True)
    for name in ("funnel-review.toml", "waterfall.toml", ".gitignore", "definitions/shared.toml"):
        (fit / name).write_text("")
    assert imported(exports(tmp_path / "in"), fit) == Generations(fit).current()


def test_a_refused_import_forgets_no_generation(tmp_path: Path) -> None:
    """An operator put an old pointer back, which names fewer of them: all stay, refused import or not."""
    publisher = Publisher(tmp_path)
    first = publish(publisher, 1)
    pointer = (tmp_path / "current.json").read_bytes()
    ids = [first, *(publish(publisher, number) for number in (2, 3, 4))]
    (tmp_path / "current.json").write_bytes(pointer)
    with pytest.raises(BadInput), publisher.building(STARTED) as site:
        publisher.publish(site, build(site.file, 5) + "x")
    assert publisher.generations.all() == ids
    assert publisher.generations.current() == first
    newest = publish(publisher, 6)
    assert publisher.generations.all() == [*ids, newest]
    assert publisher.generations.digests().keys() == {*ids, newest}


def emptied(pointer: Path) -> None:
    """No byte."""
    pointer.write_bytes(b"")


def cut(pointer: Path) -> None:
    """Half of it."""
    pointer.write_bytes(pointer.read_bytes()[:20])


def gone(pointer: Path) -> None:
    """No file."""
    pointer.unlink()


def a_folder(pointer: Path) -> None:
    """A folder of that name, with something in it."""
    pointer.unlink()
    pointer.mkdir()
    (pointer / "theirs.txt").write_text("theirs")


def endless(pointer: Path) -> None:
    """A link to what never ends."""
    pointer.unlink()
    pointer.symlink_to("/dev/zero")


def a_pipe(pointer: Path) -> None:
    """What would be waited for."""
    pointer.unlink()
    os.mkfifo(pointer)


def holding(content: bytes) -> Callable[[Path], None]:
    """Other bytes."""

    def write(pointer: Path) -> None:
        pointer.write_bytes(content)

    return write


SHAPES = {
    "emptied": emptied,
    "cut": cut,
    "gone": gone,
    "a folder": a_folder,
    "endless": endless,
    "a pipe": a_pipe,
    **{
        shape: holding(shape.encode("latin-1"))
        for shape in (
            "[]", "null", "7", '""', "\xff\xfe\x00", "{}", '{"generation": 5}', '{"generation": null}',
            '{"generation": []}', '{"generation": "../../etc/passwd"}',
            '{"generation": "a\\u0000b"}', '{"generation": "x", "digests": []}',
            "[" * 100_000,
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("shape", some(list(SHAPES), 10))
def test_a_pointer_of_any_shape_stops_nobody(tmp_path: Path, shape: str) -> None:
    """Readers are given the newest whole generation with a word, and the next good import points anew; all stay."""
    publisher = Publisher(tmp_path)
    ids = [publish(publisher, number) for number in (1, 2)]
    SHAPES[shape](tmp_path / "current.json")
    generations = Generations(tmp_path)
    assert generations.current() is None
    served, word = generations.resolve(generations.opens)
    assert served == ids[1]
    assert word is not None
    assert f"These are the figures of the newest that is whole, {ids[1]}; put the file back, or import again." in word
    newest = publish(publisher, 3)
    assert generations.resolve(generations.is_whole) == (newest, None)
    assert [content(generations.path(each))[0] for each in generations.all()] == [1, 2, 3]
    if shape == "a folder":
        (aside,) = tmp_path.glob("current.json.before-*")
        assert (aside / "theirs.txt").read_text() == "theirs"


@pytest.mark.parametrize("damage", ["gone", "emptied", "garbage", "a pipe"])
def test_a_current_generation_that_is_gone_or_damaged_stops_no_import(tmp_path: Path, damage: str) -> None:
    """Through the whole of an import, which compares with the one before: that one is the newest that opens."""
    warehouse = tmp_path / "w"
    first = imported(exports(tmp_path / "in"), warehouse)
    second = imported(exports(tmp_path / "in", LEADS + "B,2026-01-03\n"), warehouse)
    path = Generations(warehouse).path(second)
    path.chmod(0o644)
    if damage in {"gone", "a pipe"}:
        path.unlink()
        if damage == "a pipe":
            os.mkfifo(path)
    else:
        path.write_bytes(b"" if damage == "emptied" else b"garbage" * 9_999)
    third = imported(exports(tmp_path / "in"), warehouse)
    generations = Generations(warehouse)
    assert generations.current() == third
    assert [each for each in generations.all() if generations.is_whole(each)] == [first, third]


def test_going_back_is_one_step_and_the_next_import_goes_on(tmp_path: Path) -> None:
    """What is served changes, nothing is lost; what is damaged or not there is refused and changes nothing."""
    publisher = Publisher(tmp_path, keep=2)
    generations = publisher.generations
    first, second = publish(publisher, 1), publish(publisher, 2)
    use(tmp_path, first)
    assert generations.current() == first
    assert generations.digests().keys() == {first, second}
    generations.path(second).chmod(0o644)
    generations.path(second).write_bytes(b"x")
    for wrong, sentence in ((second, "is damaged; take another"), ("../current", "has no generation")):
        with pytest.raises((BadInput, NoWarehouse), match=sentence):
            use(tmp_path, wrong)
    assert generations.current() == first
    third = publish(publisher, 3)
    assert generations.current() == third
    assert generations.all() == [second, third]
    assert not list(tmp_path.glob(f"{PREFIX}*"))


def test_going_back_repairs_a_pointer(tmp_path: Path) -> None:
    """The digests are computed anew of what opens."""
    publisher = Publisher(tmp_path)
    first, second = publish(publisher, 1), publish(publisher, 2)
    (tmp_path / "current.json").write_text("[]")
    use(tmp_path, first)
    assert json.loads((tmp_path / "current.json").read_text())["digests"].keys() == {first, second}
    assert publisher.generations.current() == first


def test_a_pinned_generation_is_never_forgotten(tmp_path: Path) -> None:
    """Beyond the bound, for each reason it was pinned for; released of the last, it goes with the next import."""
    publisher = Publisher(tmp_path, keep=2)
    generations = publisher.generations
    first = publish(publisher, 1)
    for why in ("by-hand", "review-2026-w47"):
        pin(tmp_path, first, why)
    pin(tmp_path, first)
    ids = [publish(publisher, number) for number in (2, 3, 4)]
    assert generations.all() == [first, *ids[1:]]
    assert generations.pinned() == {first}
    release(tmp_path, first)
    publish(publisher, 5)
    assert first in generations.all()
    release(tmp_path, first, "review-2026-w47")
    release(tmp_path, first, "review-2026-w47")
    publish(publisher, 6)
    assert first not in generations.all()
    for act in (pin, release, use):
        with pytest.raises(NoWarehouse, match=f"no generation {first}; take one of"):
            act(tmp_path, first)
        with pytest.raises(NothingImported):
            act(tmp_path / "nowhere", first)


def test_a_generation_put_back_by_hand_is_one_again(tmp_path: Path) -> None:
    """A copy from a backup is listed, can be used, and is known by the next pointer; a broken one is not taken in."""
    publisher = Publisher(tmp_path / "w")
    first, second = publish(publisher, 1), publish(publisher, 2)
    generations = publisher.generations
    shutil.copy(generations.path(first), tmp_path / "backup")
    generations.path(first).unlink()
    publish(publisher, 3)
    shutil.copy(tmp_path / "backup", generations.file(first))
    generations.file("20200101T000000-00000009").write_bytes(b"broken")
    shutil.copy(tmp_path / "backup", generations.file("20200102T000000-00000009"))  # not what its id says
    newest = publish(publisher, 4)
    assert generations.digests().keys() >= {first, second, newest}
    assert [each for each in generations.all() if not generations.is_whole(each)] == [
        "20200101T000000-00000009", "20200102T000000-00000009",
    ]  # fmt: skip
