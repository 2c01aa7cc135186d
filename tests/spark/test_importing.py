"""An import on a cluster gives the generation that DuckDB alone would, or a sentence and what was served before."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import BadInput, FunnelReviewError
from dashboard.importing.cluster import checking
from dashboard.importing.cluster.checking import check_across
from dashboard.importing.cluster.heavy import heavy_part
from dashboard.importing.cluster.order import PartReport
from dashboard.importing.cluster.routing import Routed
from dashboard.importing.cluster.run import ClusterImport, run_cluster_import
from dashboard.importing.cluster.tables import typed_tables
from dashboard.importing.cluster.whole import outcomes, refuse_disagreement
from dashboard.importing.converting.recording import FileOutcome
from dashboard.importing.progress import ImportStep, silent
from dashboard.importing.publishing import parquet
from dashboard.importing.publishing.scratch import MARK, SHARED, make_scratch, make_shared, sweep_stopped
from dashboard.importing.publishing.scratch import PREFIX as SCRATCH
from dashboard.importing.run import ImportOptions, Summary, run_import
from dashboard.scope.settings import Settings
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.spark.session import connect
from dashboard.warehouse.stores import is_as_published, opened, read_manifest
from tests.seam.test_adding_up import AS_OF
from tests.spark.cluster import Cluster, running_cluster
from tests.spark.delta import write_delta
from tests.spark.typed import typed_company

SET_ASIDE = "select * exclude (file) from quarantine order by all"
WARNED = "select table_name, column_name, line, reason, sentence, value, records from warnings order by all"
FILES = 'select file, "read", loaded, quarantined, skipped, blank, feeds from import_files order by all'
READ_AS = "select file, dialect from import_files where dialect <> 'Parquet'"
MADE = "it's [made]"
MOMENTS = 20
LONGEST = 40.0
PATIENCE = 60.0


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Settings, Path]:
    """A company's tables, its settings, and the warehouse that DuckDB alone makes of them."""
    folder = tmp_path_factory.mktemp("typed")
    tables, settings = typed_company(folder)
    run_import([tables], [], folder / "local", settings, AS_OF, ImportOptions(store="parquet"), silent)
    return tables, settings, folder / "local"


def imported(cluster: Cluster, tables: Path, folder: Path, settings: Settings, leads_a_part: int) -> Summary:
    """Import ``tables`` on the cluster into ``folder``."""
    work = ClusterImport(cluster.url, folder, settings, AS_OF, ImportOptions(), silent)
    with patch.object(parquet, "LEADS_IN_A_BUCKET", leads_a_part):
        return run_cluster_import(work, [tables])


def served(folder: Path) -> Path:
    """The generation that is served."""
    generations = Generations(folder)
    return generations.file(str(generations.current()))


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """What the served generation answers."""
    with opened(served(folder)) as con:
        return con.execute(sql).fetchall()


def digest(folder: Path) -> str:
    """The digest of everything the served generation holds, but what numbers its rows."""
    ((contents,),) = rows(folder, "select digest from generation")
    return str(contents)


def told(folder: Path) -> Any:
    """Every figure, by the command."""
    done = CliRunner().invoke(app, ["metrics", "--warehouse", str(folder)])
    assert done.exit_code == 0, done.output
    return {**json.loads(done.stdout), "generation": None}


@pytest.fixture(scope="module")
def several(company: tuple[Path, Settings, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company's tables as lakes keep them: in several files, in folders of folders, one with a log of Delta's."""
    folder = tmp_path_factory.mktemp("lake") / "[tables] of it"
    folder.mkdir()
    for table in company[0].iterdir():
        whole = pq.read_table(table)
        if table.stem == "deals":
            write_delta(folder / table.stem, whole, "lead_id")
            continue
        if table.stem not in {"leads", "touches"}:
            shutil.copy(table, folder)
            continue
        (folder / table.stem / "with more").mkdir(parents=True)
        for at, begin in enumerate(range(0, len(whole), 70)):
            pq.write_table(
                whole.slice(begin, 70), folder / table.stem / f"{'with more/' * (at > 1)}part-{at:02}.parquet"
            )
    return folder


@pytest.fixture(scope="module")
def in_parts(
    company: tuple[Path, Settings, Path], several: Path, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[int], tuple[Path, Summary]]:
    """``in_parts(60)``: the warehouse of those tables, imported in parts of so many leads once, and its summary."""

    @cache
    def made(leads_a_part: int) -> tuple[Path, Summary]:
        folder = tmp_path_factory.mktemp("parts") / MADE
        return folder, imported(cluster, several, folder, company[1], leads_a_part)

    return made


@pytest.mark.parametrize(
    "leads_a_part", [60, pytest.param(10, marks=pytest.mark.endure), pytest.param(1 << 17, marks=pytest.mark.endure)]
)
def test_the_parts_make_the_company(
    company: tuple[Path, Settings, Path], in_parts: Callable[[int], tuple[Path, Summary]], leads_a_part: int
) -> None:
    """Rows, what was set aside and why, warnings, facts by their digest, every figure: whatever the number of parts."""
    _, _, local = company
    folder, summary = in_parts(leads_a_part)
    if leads_a_part == 60:
        assert "the account “moved elsewhere” alone ties 8 accounts, leads or deals." in summary.guards[-1]
    for question in (SET_ASIDE, WARNED, FILES):
        assert rows(folder, question) == rows(local, question)
    versions = [("deals.parquet", "Delta table, version 1")]
    assert rows(folder, READ_AS) == [(file.file, file.version) for file in summary.files if file.version]
    assert rows(folder, READ_AS) == versions
    assert digest(folder) == digest(local)
    assert told(folder) == told(local)
    generations = Generations(folder)
    made = generations.file(str(generations.current()))
    assert read_manifest(made).buckets == {60: 4, 10: 32}.get(leads_a_part, 1)
    assert is_as_published(made, generations.digests()[made.stem])


def test_the_command_imports_again_and_says_what_changed(
    several: Path, in_parts: Callable[[int], tuple[Path, Summary]], cluster: Cluster, tmp_path: Path
) -> None:
    """``import --engine``: counts a line a file, and what differs from the generation before."""
    before, summary = in_parts(60)
    shutil.copytree(before, tmp_path / "w")
    options = ["--warehouse", str(tmp_path / "w"), "--engine", cluster.url, "--no-personal-data", "--json"]
    (tmp_path / "w" / "funnel-review.toml").write_text('currency = "USD"\n', encoding="utf-8")
    done = CliRunner().invoke(app, ["import", str(several / "leads"), *options])
    assert done.exit_code == 0, done.output
    again = json.loads(done.stdout)
    (leads,) = again["files"]
    (first,) = [file for file in summary.files if file.file == "leads.parquet"]
    assert leads.items() >= {"file": first.file, "read": first.read, "loaded": first.loaded}.items()
    assert any(sentence.startswith("Only 0 touches where there were ") for sentence in again["guards"])
    assert rows(tmp_path / "w", "select count(*) from leads where email is not null or name is not null") == [(0,)]


def test_what_is_counted_a_second_way_is_held_against_the_first(
    company: tuple[Path, Settings, Path], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids that are there twice over all parts, rows in quarantine, rows read: each that differs is refused."""
    _, _, local = company
    generations = Generations(local)
    made = generations.file(str(generations.current()))
    files = [FileOutcome(str(row[0]), int(row[1]), int(row[2]), int(row[3]), int(row[4])) for row in rows(local, FILES)]
    session = connect(cluster.url)
    check_across(session, made, files)
    with pytest.raises(FunnelReviewError, match=r"^\d+ rows are in quarantine, \d+ were set aside"):
        check_across(session, made, [*files, FileOutcome("one more", 1, 0, 1, 0)])
    monkeypatch.setattr(checking, "IDS", {"touches": "rep"})
    with pytest.raises(FunnelReviewError, match=r"^touches: \d+ rows of all parts have \d ids"):
        check_across(session, made, files)
    session.stop()
    table = replace(typed_tables([company[0] / "leads.parquet"])[0], rows=(1,))
    with (
        opened(made) as con,
        pytest.raises(FunnelReviewError, match=r"^leads\.parquet: its files hold 1 rows, "),
    ):
        outcomes(con, {"leads": 190}, [table])


@pytest.mark.endure
@pytest.mark.parametrize("moment", range(MOMENTS))
def test_an_import_that_is_killed_changes_nothing(
    company: tuple[Path, Settings, Path], cluster: Cluster, tmp_path: Path, moment: int
) -> None:
    """Whenever the import ends without warning: what was served is served, whole, and the next import goes through."""
    tables, settings, local = company
    script = (
        "from tests.spark.test_importing import killable\n"
        f"killable({cluster.url!r}, {str(tables)!r}, {str(tmp_path / 'w')!r})"
    )
    run_import([tables / "leads.parquet"], [], tmp_path / "w", settings, AS_OF, ImportOptions(store="parquet"), silent)
    before = Generations(tmp_path / "w").current()
    process = subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2])
    time.sleep(random.Random(moment).uniform(3, LONGEST))
    os.kill(process.pid, signal.SIGKILL)
    done = process.wait()
    generations = Generations(tmp_path / "w")
    if done:
        assert generations.current() == before
    assert rows(tmp_path / "w", "select count(distinct lead_id) = count(*) from leads") == [(True,)]
    run_import([tables], [], tmp_path / "w", settings, AS_OF, ImportOptions(), silent)
    assert digest(tmp_path / "w") == digest(local)
    until = time.monotonic() + PATIENCE
    while left(tmp_path / "w") and time.monotonic() < until:  # the cluster's tasks may write on for a while
        sweep_stopped(tmp_path / "w")
        time.sleep(0.5)
    assert left(tmp_path / "w") == []


def test_what_a_killed_import_left_goes_with_the_next_one(company: tuple[Path, Settings, Path], tmp_path: Path) -> None:
    """What tasks wrote below the warehouse, and the scratch with its half-built file; what is not ours stays."""
    tables, settings, _ = company
    generations = tmp_path / "generations"
    generations.mkdir()
    written = make_shared(tmp_path) / "routed" / "leads"
    written.mkdir(parents=True)
    (written / "part-0.parquet").write_bytes(b"PAR1")
    half, foreign = generations / ".building-20250601T100000.duckdb", generations / ".building-mine.duckdb"
    for file in (half, foreign):
        file.write_bytes(b"half")
    make_scratch(tmp_path, half.name)
    assert len(left(tmp_path)) == 2
    run_import([tables / "leads.parquet"], [], tmp_path, settings, AS_OF, ImportOptions(store="parquet"), silent)
    assert left(tmp_path) == []
    assert (half.exists(), foreign.exists()) == (False, True)


def left(folder: Path) -> list[Path]:
    """What an import has left in a warehouse."""
    shared = folder / SHARED
    inside = [path for path in shared.iterdir() if path.name != MARK] if shared.exists() else []
    return [*inside, *folder.glob(f"{SCRATCH}*")]


def killable(url: str, tables: str, folder: str) -> None:
    """An import in a process of its own."""
    work = ClusterImport(url, Path(folder), Settings(currency="USD"), AS_OF, ImportOptions(), silent)
    with patch.object(parquet, "LEADS_IN_A_BUCKET", 60):
        run_cluster_import(work, [Path(tables)])


@pytest.mark.endure
def test_a_cluster_that_dies_is_one_sentence(company: tuple[Path, Settings, Path], tmp_path: Path) -> None:
    """The executors are gone in the middle of a part: nothing changes, and nothing is left."""
    tables, settings, _ = company
    with running_cluster(tmp_path / "dying") as dying:
        work = ClusterImport(
            dying.url, tmp_path / "w", settings, AS_OF, ImportOptions(),
            lambda step: dying.kill() if step.words.startswith("Importing") else None,
        )  # fmt: skip
        with pytest.raises(
            BadInput, match=r"^The cluster at sc://127\.0\.0\.1:\d+ gave up \(.*\); nothing has changed\.$"
        ):
            run_cluster_import(work, [tables])
    assert Generations(tmp_path / "w").current() is None
    assert left(tmp_path / "w") == []


def test_a_table_that_changes_meanwhile(company: tuple[Path, Settings, Path], cluster: Cluster, tmp_path: Path) -> None:
    """What was read is neither the one nor the other: nothing is imported, whatever else went wrong for it."""
    tables, settings, _ = company
    leads = shutil.copy(tables / "leads.parquet", tmp_path)

    def write_again(_: ImportStep) -> None:
        shutil.copy(tables / "leads.parquet", leads)
        raise FunnelReviewError("Some rows do not add up.")

    work = ClusterImport(cluster.url, tmp_path / "w", settings, AS_OF, ImportOptions(), write_again)
    with pytest.raises(BadInput, match=r"leads\.parquet: the file changed while it was read, so nothing was imported"):
        run_cluster_import(work, [Path(leads)])
    assert Generations(tmp_path / "w").current() is None


@pytest.mark.endure
def test_an_executor_that_dies_is_made_up_for(company: tuple[Path, Settings, Path], tmp_path: Path) -> None:
    """Another one imports its parts again: the same generation, and no file of the first try in it."""
    tables, settings, local = company
    with running_cluster(tmp_path / "cluster", master="local-cluster[2,1,1024]") as two:
        dead: list[int] = []

        def kill_one(step: ImportStep) -> None:
            if step.words.startswith("Importing"):
                threading.Timer(3, lambda: dead.extend(_killed(two.executors()[:1]))).start()

        work = ClusterImport(two.url, tmp_path / "w", settings, AS_OF, ImportOptions(), kill_one)
        with patch.object(parquet, "LEADS_IN_A_BUCKET", 10):
            run_cluster_import(work, [tables])
        assert len(dead) == 1
    assert digest(tmp_path / "w") == digest(local)
    generations = Generations(tmp_path / "w")
    made = generations.file(str(generations.current()))
    assert {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()} == {
        "manifest.json", *(file.path for file in read_manifest(made).files)
    }  # fmt: skip


def _killed(pids: list[int]) -> list[int]:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    return pids


@pytest.fixture
def few(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that writes Parquet into the test's folder."""
    with duckdb.connect() as con:
        con.execute(f"set file_search_path = '{tmp_path}'")
        yield con


@pytest.mark.parametrize(
    ("select", "sentence"),
    [
        ("'a' as lead_id, '3/4/2025' as created_at", 'leads.parquet: the column "created_at" is of the type string; '),
        (
            "'a' as lead_id, now()::timestamp_ns as created_at",
            'leads.parquet: "created_at" is in nanoseconds, which Spark ',
        ),
    ],
)
def test_columns_of_another_type(tmp_path: Path, few: duckdb.DuckDBPyConnection, select: str, sentence: str) -> None:
    """How a text is to be read is told by all of its values: a part would tell it otherwise."""
    few.execute(f"copy (select {select}) to '{tmp_path}/leads.parquet' (format parquet)")
    with pytest.raises(BadInput) as refusal:
        typed_tables([tmp_path])
    assert sentence in str(refusal.value)


def test_what_is_no_table(tmp_path: Path) -> None:
    """A file of another kind, a folder without any, a table twice, a file that is cut: each with a way on."""
    (tmp_path / "leads.csv").write_text("lead_id\n", encoding="utf-8")
    (tmp_path / "deals").mkdir()
    (tmp_path / "touches.parquet").write_bytes(b"PAR1")
    for path, sentence in (
        (tmp_path / "leads.csv", "leads.csv: a cluster imports Parquet or Delta tables named after the canonical"),
        (tmp_path / "deals", "deals: no Parquet file is in this folder"),
        (tmp_path / "nothing", "nothing: there is no such file or folder."),
        (tmp_path / "touches.parquet", "touches.parquet: this is no whole Parquet file"),
    ):
        with pytest.raises(BadInput) as refusal:
            typed_tables([path])
        assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (["--date-order", "dmy"], "say how text is read, and a cluster imports typed tables"),
        (["--store", "duckdb"], "A cluster writes Parquet files; leave --store duckdb out, or --engine."),
    ],
)
def test_options_that_a_cluster_has_no_use_for(tmp_path: Path, option: list[str], sentence: str) -> None:
    """They are refused before anything is asked of it."""
    done = CliRunner().invoke(
        app, ["import", str(tmp_path), "--warehouse", str(tmp_path / "w"), "--engine", "sc://localhost:1", *option]
    )
    assert done.exit_code
    assert sentence in str(done.exception or done.output)


REPORT = PartReport(0, [], [], {}, ["Qualified", "won"], ["EUR"])


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"stages": ["qualified"]}, r"^deal_events: the stages “Qualified”, “qualified” differ in case alone"),
        ({"currencies": ["USD"]}, r"^deals: amounts are in EUR, USD; say in funnel-review\.toml which"),
        ({"refusal": "leads.parquet: no."}, r"^leads\.parquet: no\.$"),
    ],
)
def test_what_only_all_parts_could_settle(other: dict[str, Any], sentence: str) -> None:
    """Each part for itself is right, all of them are not."""
    parts = [REPORT, PartReport.from_json(replace(REPORT, part=1, **other).to_json())]
    with pytest.raises(BadInput, match=sentence):
        refuse_disagreement(parts, Settings())
    refuse_disagreement([REPORT, replace(REPORT, currencies=["USD"])], Settings(currency="USD"))


def test_ids_that_a_spreadsheet_rounded(cluster: Cluster, tmp_path: Path, few: duckdb.DuckDBPyConnection) -> None:
    """A part sees too few of them; the cluster tells it of all."""
    for name, first, zeros in (("lead", "1234567890123456", "00"), ("deal", "12345678901234", "000")):
        few.execute(
            f"copy (select '{first}' || i || '{zeros}' as {name}_id, timestamp '2025-03-03' as created_at "
            f"from range(4) t(i)) to '{tmp_path}/{name}s.parquet' (format parquet)"
        )
    with pytest.raises(BadInput, match=r'^deals\.parquet: every long id in "deal_id" ends in zeros'):
        imported(cluster, tmp_path, tmp_path / "w", Settings(), 1)


TRAVELLING = ("home", "lead", "deal", "account", "touch")
Row = tuple[str | None, ...]
"""The keys of a row, in this order."""
EACH: list[Row] = [(f"L{number}", f"L{number}", None, None, None) for number in range(12)]
"""Rows that go by keys of their own."""


@pytest.mark.parametrize(
    ("together", "sentence"),
    [
        (
            [("Unknown", f"K{number}", None, "Unknown", None) for number in range(9)] + EACH[:3],
            "9 of them go by the account “Unknown”. Where that stands for nobody, leave it empty in the tables.",
        ),
        (
            [(f"A{number}", f"K{number}", None, f"A{number}", "T7") for number in range(12)],
            "the touch “T7” alone ties 12 accounts, leads or deals. Where that stands for nobody, leave it empty in",
        ),
        ([(None, None, None, None, None)] * 12, "12 of them name no lead, deal or account."),
    ],
)
def test_a_part_that_stands_out_is_said_with_what_ties_it(
    cluster: Cluster, tmp_path: Path, together: list[Row], sentence: str
) -> None:
    """One key that most rows go by, one that ties others, none."""
    session = connect(cluster.url)
    routed = _routed(tmp_path, [together, *([EACH[at]] for at in range(6)), EACH[6:]])
    heavy = heavy_part(session, routed, tmp_path, personal_data=True)
    assert heavy is not None
    assert heavy.sentence.startswith(
        "12 of 24 rows (50%) belong together and were imported by one task, the others by 7: "
    )
    assert sentence in heavy.sentence
    hidden = heavy_part(session, routed, tmp_path, personal_data=False)
    assert hidden is not None
    assert "“" not in hidden.sentence
    assert heavy_part(session, _routed(tmp_path / "even", [EACH] * 4), tmp_path / "even", personal_data=True) is None
    session.stop()


def _routed(folder: Path, parts: list[list[Row]]) -> Routed:
    for number, rows in enumerate(parts):
        place = folder / "leads" / f"funnel_review_part={number}"
        place.mkdir(parents=True)
        columns = {
            f"funnel_review_{key}": pa.array([row[at] for row in rows], pa.string())
            for at, key in enumerate(TRAVELLING)
        }
        pq.write_table(pa.table(columns), place / "part-0.parquet")
    return Routed(len(parts), {"leads": sum(map(len, parts)), "deals": 0}, ("leads",))
