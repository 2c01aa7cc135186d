"""A folder of Parquet files answers as the one file does, and what is wrong with it is one sentence."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.cli import app
from dashboard.errors import FunnelReviewError, NoWarehouse
from dashboard.importing.publishing import parquet
from dashboard.importing.publishing.rollback import use
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings, load_settings
from dashboard.scope.slices import Slice
from dashboard.warehouse.catalogue import Query, catalogue
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.served import trouble
from dashboard.warehouse.stores import MANIFEST, StoreKind, opened, read_manifest
from dashboard.warehouse.warehouse import Warehouse
from tests.metrics.conftest import profile
from tests.oracle.company import write_company
from tests.seam.own_parameters import own_parameters
from tests.seam.test_adding_up import AS_OF, LEADS, SEED
from tests.shared import SHARED
from tests.stores import parquet_copy

FEW = 40
"""Leads in a bucket, so that a small company has several."""
READING = [query for query in catalogue().values() if query.relations]
"""The questions that read anything; the others only reckon with what they are given."""
LOOKS: dict[str, Callable[[View], View]] = {
    "whole": lambda view: view,
    "one slice": lambda view: replace(view, slice=Slice.of({"source": ["webinar"]})),
    "by account": lambda view: replace(view, waterfall=view.waterfall.model_copy(update={"unit": "account"})),
}
ASKED = ["whole", "one slice", pytest.param("by account", marks=pytest.mark.endure)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[View, View]]:
    """A drawn company full of corners, with a definition of each team: in one file, and in a folder by bucket."""
    folder = tmp_path_factory.mktemp("kinds")
    drawn = write_company(folder / "company", SEED, LEADS)
    for team in ("icp", "marketing", "sales"):
        (folder / f"{team}.toml").write_text(profile(team), encoding="utf-8")
    run_import([drawn.data], [], folder / "file", load_settings(drawn.settings), AS_OF, ImportOptions(), lambda _: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "LEADS_IN_A_BUCKET", FEW)
        warehouses = [Warehouse(folder / "file"), Warehouse(parquet_copy(folder / "file", folder / "[folder]'s"))]
    one, other = (open_view(warehouse, icp_file=folder / "icp.toml") for warehouse in warehouses)
    yield one, other
    for warehouse in warehouses:
        warehouse.close()


@pytest.mark.parametrize("look", ASKED)
def test_every_question_has_the_same_answer(kept: tuple[View, View], look: str) -> None:
    """Row for row and bit for bit, whatever the order in which the files hold the rows."""
    one, other = (LOOKS[look](view) for view in kept)
    assert len(READING) > 90
    assert [query.name for query in READING if _answer(one, query) != _answer(other, query)] == []


def _answer(view: View, query: Query) -> str:
    return repr(view.ask(query.name, **own_parameters(view, query)).rows)


def test_who_belongs_together_lies_in_one_bucket(kept: tuple[View, View]) -> None:
    """All rows are there once; those of an account, else of a lead, in one bucket, also the facts made of them."""
    folder = _folder(kept[1].warehouse.folder)
    manifest = read_manifest(folder)
    assert manifest.buckets == 8
    assert {name for name, table in manifest.tables.items() if len(table.files) == 1} >= {"spend", "reps", "generation"}
    of_leads = (
        "select l.lead_id, coalesce(l.account_id, l.lead_id) as key, f.lead_key from leads as l "
        "inner join lead_facts as f on l.lead_id = f.lead_id"
    )
    with opened(folder) as con:
        for table, file in [(name, each) for name, of in manifest.tables.items() for each in of.files]:
            assert len(con.read_parquet(str(folder / file.path))) == file.rows, table
        for table, key in [
            ("leads", "lead_id"),
            ("lead_events", "lead_id"),
            ("cycles", "lead_key"),
            ("touches", "lead_id"),
        ]:
            paths = [str(folder / file.path) for file in manifest.tables[table].files]
            files = con.sql("select * from read_parquet($1, hive_partitioning = true)", params=[paths])
            assert len(files) == len(con.table(table))
            spread = (
                f"select key from files inner join ({of_leads}) as l using ({key}) "
                "group by key having count(distinct bucket) > 1"
            )
            assert con.execute(spread).fetchall() == []
            assert len(con.execute("select distinct bucket from files").fetchall()) > 1


def test_another_import_has_the_kind_of_the_one_before(tmp_path: Path) -> None:
    """Unless one is named; going back goes over both kinds, and the same import again is none."""
    files, folder = tmp_path / "leads.csv", tmp_path / "w"
    files.write_text("lead_id,created_at\n1,2025-05-01\n2,2025-05-02\n", encoding="utf-8")
    named: list[StoreKind | None] = ["parquet", None, "duckdb", None]
    options = [ImportOptions(store=kind, once=place == 1) for place, kind in enumerate(named)]
    ids = [
        run_import([files], [], folder, Settings(), AS_OF, each, lambda _: None).generation for each in options
    ]  # fmt: skip
    generations = Generations(folder)
    assert ids[0] == ids[1]
    assert [generations.file(name).suffix for name in generations.all()] == [".parquet", ".duckdb", ".duckdb"]
    use(folder, ids[0])
    assert generations.kind() == "parquet"
    assert all(generations.is_whole(name) for name in ids)


def test_the_oldest_folders_go(tmp_path: Path) -> None:
    """Nothing of them is left, and nothing of what built the new one."""
    files, folder = tmp_path / "leads.csv", tmp_path / "w"
    files.write_text("lead_id,created_at\n1,2025-05-01\n", encoding="utf-8")
    settings = Settings(keep_generations=1)
    for _ in range(2):
        run_import([files], [], folder, settings, AS_OF, ImportOptions(store="parquet"), lambda _: None)
    assert [path.name for path in (folder / "generations").iterdir()] == [f"{Generations(folder).current()}.parquet"]
    assert {path.name for path in folder.iterdir()} == {"current.json", "generations", "import.lock"}


def missing(folder: Path) -> str:
    """A file is gone."""
    (folder / "reps" / "data_0.parquet").unlink()
    return "reps/data_0.parquet: No such file or directory"


def cut(folder: Path) -> str:
    """A file ends in its middle."""
    file = folder / "generation" / "data_0.parquet"
    file.chmod(0o644)
    os.truncate(file, 100)
    return r"generation/data_0.parquet is cut, or of another import: 100 bytes where [0-9,]+ were written"


def of_another(folder: Path) -> str:
    """A file of another table's name, or another import's, stands in the place of one."""
    shutil.copy(folder / "generation" / "data_0.parquet", folder / "reps" / "data_0.parquet")
    return r"reps/data_0.parquet is cut, or of another import: [0-9,]+ bytes where [0-9,]+ were written"


def no_manifest(folder: Path) -> str:
    """The list of files is gone."""
    (folder / MANIFEST).unlink()
    return f"{MANIFEST}: No such file or directory"


def bad_manifest(folder: Path) -> str:
    """The list of files leads elsewhere."""
    file = folder / MANIFEST
    file.chmod(0o644)
    file.write_text(file.read_text(encoding="utf-8").replace('"reps/', '"../../reps/'), encoding="utf-8")
    return f"{MANIFEST} is damaged"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of two imports into folders; nobody writes into it."""
    folder = tmp_path_factory.mktemp("two")
    for leads in (1, 2):
        rows = "".join(f"{number},2025-05-01\n" for number in range(leads))
        (folder / "leads.csv").write_text(f"lead_id,created_at\n{rows}", encoding="utf-8")
        options = ImportOptions(store="parquet")
        run_import([folder / "leads.csv"], [], folder / "w", Settings(), AS_OF, options, lambda _: None)
    return folder / "w"


@pytest.fixture
def two(imported: Path, tmp_path: Path) -> Path:
    """A warehouse of two imports into folders, to be damaged."""
    return Path(shutil.copytree(imported, tmp_path / "w"))


@pytest.mark.parametrize("damage", [missing, cut, of_another, no_manifest, bad_manifest])
def test_what_is_wrong_with_a_folder_is_one_sentence(two: Path, damage: Callable[[Path], str]) -> None:
    """Opened by name; served, the import before takes its place, and a word says so."""
    open_warehouse(two)
    newest, words = str(Generations(two).current()), damage(_folder(two))
    with pytest.raises(
        NoWarehouse, match=rf"^Generation {newest} of .* cannot be read \({newest}.parquet/{words}\); import"
    ):
        Warehouse(two, newest)
    assert not Generations(two).is_whole(newest)
    assert open_warehouse(two).generation.id != newest
    why = trouble(two)
    assert why is not None
    assert why.sentence.startswith("The newest import is damaged or gone on disk. These are the figures of the newest")


@pytest.mark.parametrize("damage", [os.remove, lambda file: os.truncate(file, 100)])
def test_a_file_that_goes_beneath_a_question_is_one_sentence(two: Path, damage: Callable[[Path], None]) -> None:
    """Each question opens the files it reads anew; the next call shows the import before."""
    shown, newest, table = open_warehouse(two), Generations(two).current(), _folder(two) / "cycles" / "bucket=0"
    damage(table / "data_0.parquet")
    gone = r"\(.*\.parquet/cycles/bucket=0/data_0\.parquet.*\); put it back\.$"
    with pytest.raises(NoWarehouse, match=f"^The file of generation {newest} can no longer be read {gone}"):
        open_view(shown).ask("waterfall/stages")
    assert open_warehouse(two).generation.id != newest


def test_a_file_of_the_same_length_is_not_taken_for_the_one_published(two: Path) -> None:
    """The manifest has its digest, and the pointer the manifest's."""
    open_warehouse(two)
    newest = str(Generations(two).current())
    file = _folder(two) / "leads" / "bucket=0" / "data_0.parquet"
    file.chmod(0o644)
    right = file.read_bytes()
    file.write_bytes(right[:50] + bytes([right[50] ^ 1]) + right[51:])
    assert not Generations(two).is_whole(newest)
    assert open_warehouse(two).generation.id != newest
    file.write_bytes(right)
    assert open_warehouse(two).generation.id == newest
    assert trouble(two) is None


def test_what_was_written_is_held_against_what_was_built(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that loses a cell on its way is no generation."""
    lossy = parquet._write_table

    def write(con: Any, name: str, folder: Path) -> None:
        lossy(con, name, folder)
        if name == "leads":
            file = folder / "bucket=0" / "data_0.parquet"
            con.execute(f"copy (select * replace (null as source) from read_parquet('{file}')) to '{file}'")

    monkeypatch.setattr(parquet, "_write_table", write)
    (two.parent / "leads.csv").write_text("lead_id,created_at,source\n1,2025-05-01,web\n", encoding="utf-8")
    before = Generations(two).current()
    with pytest.raises(FunnelReviewError, match="leads does not hold what was built; nothing has changed"):
        run_import([two.parent / "leads.csv"], [], two, Settings(), AS_OF, ImportOptions(), lambda _: None)
    assert Generations(two).current() == before


@pytest.mark.parametrize("company", ["golden_folder", pytest.param("sample_folder", marks=pytest.mark.endure)])
def test_the_metrics_are_the_same_bytes(request: pytest.FixtureRequest, company: str, tmp_path: Path) -> None:
    """What ``funnel-review metrics`` prints of a company in one file and in a folder."""
    folder: Path = request.getfixturevalue(company)
    options = ["--icp", str(SHARED / "golden" / "small" / "icp.toml")] if company == "golden_folder" else []
    printed = []
    for warehouse in (folder, parquet_copy(folder, tmp_path / "w")):
        done = CliRunner().invoke(app, ["metrics", "--warehouse", str(warehouse), *options])
        assert done.exit_code == 0, done.output
        printed.append(done.stdout)
    assert printed[0] == printed[1]


def _folder(warehouse: Path) -> Path:
    return Generations(warehouse).path(str(Generations(warehouse).current()))
