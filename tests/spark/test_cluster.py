"""What a cluster answers is what DuckDB answers, and what it cannot is one sentence."""

import json
import os
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from pyspark.sql.connect.session import SparkSession
from typer.testing import CliRunner

from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.cli import app
from dashboard.errors import BadInput, FunnelReviewError, NoWarehouse
from dashboard.scope.slices import Slice
from dashboard.warehouse.engine import EngineFault, Statement
from dashboard.warehouse.engines import ENGINE_VARIABLE, use_engine
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.spark.session import connect
from dashboard.warehouse.warehouse import Warehouse
from tests.claims import company
from tests.claims.conftest import prove
from tests.enduring import FULL, some
from tests.spark.cluster import Cluster
from tests.spark.companies import QUESTIONS, unlike
from tests.stores import as_parquet

LOOKS = ["whole", "sliced", "by account"]
ASKED = [*LOOKS[:2], pytest.param(LOOKS[2], marks=pytest.mark.endure)]
FOLDER_OF_CLAIMS = Path(company.__file__).parent
CLAIMS = sorted(path.relative_to(FOLDER_OF_CLAIMS).as_posix() for path in FOLDER_OF_CLAIMS.rglob("*.toml"))
ODD = "it's -- $x :y {z} \\n \\ \" ; 100% é"


@pytest.fixture
def told(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is opened from now on is opened on the cluster."""
    monkeypatch.setenv(ENGINE_VARIABLE, cluster.url)


@pytest.mark.parametrize("look", ASKED)
def test_a_question_has_the_same_answer(views: tuple[View, View], look: str) -> None:
    """A part of them in each look, all in a full run; ``make compare-spark`` asks all of two companies."""
    part = QUESTIONS if FULL else [query for query in QUESTIONS if query.relations][LOOKS.index(look) :: len(LOOKS)]
    lines = [line for query in some(part, 3) for line in unlike(views, query, [look])]
    assert lines == []


@pytest.mark.parametrize("claim", some(CLAIMS, 2))
def test_a_claim_holds(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, claim: str) -> None:
    """What is claimed of DuckDB: the same few rows in, the same rows out. Two of them, all in a full run."""
    monkeypatch.setattr(company, "keep", as_parquet)
    monkeypatch.setenv(ENGINE_VARIABLE, cluster.url)
    prove(FOLDER_OF_CLAIMS / claim)


def test_a_value_is_a_value(views: tuple[View, View]) -> None:
    """Whatever stands in it: a slice of that name holds nobody, and nothing of it is read as SQL."""
    rows = [replace(view, slice=Slice.of({"source": [ODD]})).ask("waterfall/stages").rows for view in views]
    assert rows == [[], []]


@pytest.mark.parametrize(
    "values",
    [
        [1, None, 3],
        [None, 0.1, 2, float("inf")],
        [None, ODD, "", "null"],
        [True, False, None],
        [date(2025, 2, 28), None],
        [datetime(2025, 3, 30, 1, 59, 59, 123456), None],  # noqa: DTZ001 — naive UTC
        (),
    ],
)
def test_a_list_arrives_as_it_is(views: tuple[View, View], values: list[object]) -> None:
    """Each of its values, the nulls too; of whole and broken numbers all are broken."""
    statement = Statement("select unnest($values) as value", {"values": values})
    assert views[1].warehouse.select(statement).values == views[0].warehouse.select(statement).values


@pytest.mark.parametrize(
    "sql", ["drop view of_leads", "create table x as select 1", "set spark.sql.ansi.enabled = false"]
)
def test_nothing_is_run_but_a_selection(views: tuple[View, View], sql: str) -> None:
    """As on DuckDB: what could write or change a setting never reaches the cluster."""
    with pytest.raises(EngineFault, match=r"^no selection: "):
        views[1].warehouse.select(Statement(sql))


COMMANDS = [["ask", "waterfall/weekly", "--json"], pytest.param(["metrics"], marks=pytest.mark.endure)]


@pytest.mark.parametrize("command", COMMANDS, ids=["ask", "metrics"])
def test_by_the_command(
    views: tuple[View, View], cluster: Cluster, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """The same figures to nine digits, asked with ``--engine``."""
    printed = []
    monkeypatch.delenv(ENGINE_VARIABLE, raising=False)
    for view, options in zip(views, ([], ["--engine", cluster.url]), strict=True):
        done = CliRunner().invoke(app, [*command, "--warehouse", str(view.warehouse.folder), *options])
        assert done.exit_code == 0, done.output
        printed.append(json.loads(done.stdout))
    translated = printed[1].pop("translated", "")
    assert ("AS TIMESTAMP_NTZ" in translated) == (command[0] == "ask")
    assert _rounded(printed[0]) == _rounded(printed[1])
    assert os.environ.pop(ENGINE_VARIABLE) == cluster.url


def test_a_question_that_was_never_compared_is_refused(
    views: tuple[View, View], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its name; DuckDB answers it."""
    monkeypatch.setattr("dashboard.warehouse.spark.compared.is_compared", lambda name: name != "waterfall/stages")
    one, other = (replace(view, slice=Slice.of({"owner": ["nobody"]})) for view in views)
    assert one.ask("waterfall/stages").rows == []
    with pytest.raises(FunnelReviewError, match=r"^stages\.sql: its answer on Spark has not been compared "):
        other.ask("waterfall/stages")


def test_a_cluster_of_another_version_is_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the version to install."""
    monkeypatch.setattr(SparkSession, "version", "3.5.4")
    with pytest.raises(BadInput, match=r"runs Spark 3\.5\.4, the client is of 4\..*; install pyspark-client 3\.5\.4"):
        connect(cluster.url)


@pytest.mark.usefixtures("told")
def test_files_that_go_beneath_a_question(views: tuple[View, View], tmp_path: Path) -> None:
    """One sentence names the file, as with DuckDB."""
    folder = shutil.copytree(views[1].warehouse.folder, tmp_path / "w")
    warehouse = Warehouse(folder)
    view = open_view(warehouse)
    newest = Generations(folder).current()
    next((folder / "generations" / f"{newest}.parquet" / "cycles").rglob("*.parquet")).unlink()
    with pytest.raises(NoWarehouse, match=rf"^The file of generation {newest} can no longer be read \(.*cycles/"):
        view.ask("waterfall/stages")
    assert warehouse.is_broken
    warehouse.close()


def test_a_warehouse_of_files_of_duckdb_is_refused(views: tuple[View, View], cluster: Cluster) -> None:
    """With what to do."""
    with pytest.raises(BadInput, match=r"keeps its imports as DuckDB's files, .* import again with --store parquet"):
        use_engine(cluster.url, views[0].warehouse.folder)


def _rounded(value: object) -> object:
    """Numbers to nine digits, whatever holds them."""
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value
