"""An import by a mapping on a cluster gives the generation that DuckDB makes of the same files, or a sentence."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import duckdb
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import BadInput
from dashboard.importing.cluster.run import ClusterImport, run_cluster_import
from dashboard.importing.converting.keys import NAME as KEY
from dashboard.importing.mapping.files import load_mapping, read_mapping
from dashboard.importing.mapping.language import Mapping
from dashboard.importing.progress import silent
from dashboard.importing.publishing import parquet
from dashboard.importing.run import ImportOptions, Summary, run_import
from dashboard.scope.settings import Settings
from dashboard.warehouse.stores import read_manifest
from tests.seam.test_adding_up import AS_OF
from tests.spark.cluster import Cluster
from tests.spark.crm import crm_tables
from tests.spark.delta import write_delta
from tests.spark.test_importing import READ_AS, SET_ASIDE, digest, rows, served
from tests.spark.typed import typed_company

WARNED = "select file, table_name, column_name, line, reason, sentence, value, records from warnings order by all"
FILES = 'select file, "read", loaded, quarantined, skipped, blank, feeds, dialect from import_files order by all'
LATER = {"looks_closed", "lookup_several", "merged_away", "orphan"}
"""What all rows together tell, or rows of other files: each is in both companies."""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Settings]:
    """A company's canonical tables, and its settings."""
    return typed_company(tmp_path_factory.mktemp("typed"))


def on_one_machine(tables: Path, mapping: Mapping, folder: Path, settings: Settings, options: ImportOptions) -> Summary:
    """What DuckDB alone makes of the tables."""
    return run_import([tables], [mapping], folder, settings, AS_OF, options, silent)


def on_a_cluster(
    cluster: Cluster, tables: Path, mapping: Mapping, folder: Path, settings: Settings, leads_a_part: int,
    options: ImportOptions,
) -> Summary:  # fmt: skip
    """The same by a cluster, in parts."""
    work = ClusterImport(cluster.url, folder, settings, AS_OF, options, silent)
    with patch.object(parquet, "LEADS_IN_A_BUCKET", leads_a_part):
        return run_cluster_import(work, [tables], [mapping])


@pytest.mark.parametrize(
    ("crm", "leads_a_part", "personal_data"),
    [
        ("hubspot", 60, True),
        pytest.param("hubspot", 1 << 17, False, marks=pytest.mark.endure),
        pytest.param("salesforce", 60, False, marks=pytest.mark.endure),
        pytest.param("salesforce", 1 << 17, True, marks=pytest.mark.endure),
    ],
)
def test_the_parts_make_the_company_of_a_crm(
    company: tuple[Path, Settings],
    cluster: Cluster,
    tmp_path: Path,
    crm: str,
    leads_a_part: int,
    *,
    personal_data: bool,
) -> None:
    """Rows, what was set aside and why, warnings, counts, facts by their digest: whatever the number of parts."""
    canonical, settings = company
    tables = crm_tables(canonical, crm, tmp_path)
    mapping, options = load_mapping(crm), ImportOptions(store="parquet", personal_data=personal_data)
    local, made = tmp_path / "local", tmp_path / "made"
    alone = on_one_machine(tables, mapping, local, settings, options)
    made.mkdir()
    if not personal_data:
        shutil.copy(local / KEY, made)
    summary = on_a_cluster(cluster, tables, mapping, made, settings, leads_a_part, options)
    for question in (SET_ASIDE, WARNED, FILES):
        assert rows(made, question) == rows(local, question)
    assert {reason for (reason,) in rows(made, "select reason from warnings")} >= LATER
    assert (summary.files, summary.warnings, summary.remarks) == (alone.files, alone.warnings, alone.remarks)
    assert digest(made) == digest(local)
    assert read_manifest(served(made)).buckets == (4 if leads_a_part == 60 else 1)


CHAINED = """
name = "chained"
[[sources]]
name = "people"
files = ["people"]
[[sources.feeds]]
table = "leads"
columns = { lead_id = "Person", created_at = "Created", email = "Email", account_id = { column = "Firms", ids = ";" } }
[[sources]]
name = "walk-ins"
files = ["walk_ins"]
[[sources.feeds]]
table = "leads"
columns = { lead_id = { row_key = "each row" }, created_at = "Came" }
[[sources]]
name = "firms"
files = ["firms"]
[[sources.feeds]]
table = "accounts"
columns = { account_id = "Firm", name = "Name" }
[[sources.feeds]]
table = "merged_records"
where = [{ column = "Into", empty = false }]
columns = { records = { constant = "accounts" }, merged_id = "Firm", survivor_id = "Into" }
[[sources]]
name = "seats"
files = ["seats"]
[[sources]]
name = "calls"
files = ["calls"]
[[sources.feeds]]
table = "touches"
where = [{ lookup = { source = "seats", key = "Seat", by = "Seat", value = "Address" }, empty = false }]
[sources.feeds.columns]
touch_id = { row_key = "each row" }
at = "At"
kind = { constant = "call" }
direction = { constant = "outbound" }
[sources.feeds.columns.lead_id.lookup]
source = "people"
key = "Email"
value = "Person"
email = true
by = { source = "seats", key = "Seat", by = "Seat", value = "Address" }
[[sources]]
name = "orders"
files = ["orders"]
[[sources.feeds]]
table = "deals"
columns = { deal_id = "Order", created_at = "Created", lead_id = "Who", account_id = { column = "Firms", ids = ";" } }
"""
TABLES = """
create table people as
select 'p' || i as "Person", timestamp '2025-01-01' + to_days(i::integer) as "Created",
    'p' || i || '@firm.example' as "Email", 'none' || i || ';f' || i % 7 as "Firms"
from range(40) t(i);
create table walk_ins as select timestamp '2025-03-01' + to_days((i % 6)::integer) as "Came" from range(18) t(i);
create table firms as
select 'f' || i as "Firm", 'Firm ' || i as "Name", case when i > 4 then 'f' || i - 5 end as "Into" from range(7) t(i);
create table seats as
select 's' || i as "Seat", 'P' || i % 40 || '@FIRM.example' as "Address" from range(44) t(i)
union all select 's1', 'p9@firm.example'
union all select 's2', chr(0) || 'p9@firm.example';
create table calls as
select case when i % 4 = 3 then chr(0) else 's' || i % 50 end as "Seat",
    timestamp '2025-02-01 10:00' + to_days((i % 3)::integer) as "At" from range(200) t(i);
create table orders as
select 'o' || i as "Order", timestamp '2025-02-03' as "Created", 'p' || i * 2 as "Who",
    case i % 10 when 0 then 'gone' || i || ';f' || (i + 3) % 7 when 1 then 'f5' else 'f' || i * 2 % 7 end as "Firms"
from range(30) t(i);
create table notes as select 'x' as "Note";
"""


def written(folder: Path, sql: str) -> Path:
    """A folder with a Parquet file of each table that the statements make."""
    folder.mkdir()
    with duckdb.connect() as con:
        con.execute(sql)
        for (table,) in con.execute("select table_name from duckdb_tables()").fetchall():
            con.execute(f"copy (from {table} order by rowid) to '{folder}/{table}.parquet'")
    return folder


@pytest.mark.endure
def test_what_lies_in_other_files_goes_with_a_row(cluster: Cluster, tmp_path: Path) -> None:
    """A lookup through another, one in a filter, equal rows that count, accounts merged away, several ids.

    The tables lie as one file, as a folder of files, and as a Delta table; one of them nobody reads.
    """
    mapping = read_mapping(CHAINED, "chained.toml")
    tables, options = written(tmp_path / "tables", TABLES), ImportOptions(store="parquet")
    on_one_machine(tables, mapping, tmp_path / "local", Settings(), options)
    lake = tmp_path / "lake"
    shutil.copytree(tables, lake)
    calls, firms = (pq.read_table(lake / f"{name}.parquet") for name in ("calls", "firms"))
    for name in ("calls", "firms"):
        (lake / f"{name}.parquet").unlink()
    (lake / "calls").mkdir()
    for at, begin in enumerate(range(0, len(calls), 30)):
        pq.write_table(calls.slice(begin, 30), lake / "calls" / f"part-{at}.parquet")
    write_delta(lake / "firms", firms, "Firm", mode="id")
    summary = on_a_cluster(cluster, lake, mapping, tmp_path / "made", Settings(), 5, options)
    for question in (SET_ASIDE, WARNED, FILES.replace(", dialect", "")):
        assert rows(tmp_path / "made", question) == rows(tmp_path / "local", question)
    assert digest(tmp_path / "made") == digest(tmp_path / "local")
    assert len(read_manifest(served(tmp_path / "made")).tables["leads"].files) > 3
    assert rows(tmp_path / "made", READ_AS) == [("firms.parquet", "Delta table, version 1")]
    assert summary.files[-1].not_read.startswith("notes.parquet is not read: it begins with “Note”")


def text_dates(folder: Path) -> Path:
    """A table whose moments are text."""
    return written(folder, TABLES.replace("timestamp '2025-02-03' as", "'3/4/2025' as"))


def a_csv(folder: Path) -> Path:
    """A folder with a file of text among its tables."""
    written(folder, TABLES)
    (folder / "more.csv").write_text("Person\n", encoding="utf-8")
    return folder


def named(folder: Path) -> Path:
    """A table that no source reads, named itself."""
    return written(folder, TABLES) / "notes.parquet"


def of_another_type(folder: Path) -> Path:
    """A table with a column of a type that is not read alike."""
    return written(folder, TABLES.replace("'x' as", "time '10:00' as"))


def nothing(folder: Path) -> Path:
    """A folder with nothing in it."""
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("tables", "change", "sentence"),
    [
        (
            text_dates, ("", ""),
            'orders.parquet: deals reads created_at from "Created" as text, and how its dates are written ',
        ),
        (
            lambda folder: written(folder, TABLES), ('files = ["orders"]', 'files = ["orders"]\nfill_down = ["Who"]'),
            "orders.parquet: the mapping chained has blank cells mean what stands above (fill_down of orders), and ",
        ),
        (a_csv, ("", ""), "more.csv: a cluster imports Parquet and Delta tables alone; write it as one, or leave "),
        (named, ("", ""), "chained does not read this table: notes.parquet begins with “Note”; add a source for it "),
        (of_another_type, ("", ""), 'notes.parquet: the column "Note" is of the type time64[us], which a '),
        (nothing, ("", ""), "tables: no Parquet file and no Delta table is here; name the folder of your tables."),
    ],
)  # fmt: skip
def test_what_a_part_would_read_otherwise_is_refused(
    tmp_path: Path, tables: Callable[[Path], Path], change: tuple[str, str], sentence: str
) -> None:
    """In a sentence, before a cluster is asked: nothing answers at this address."""
    (tmp_path / "chained.toml").write_text(CHAINED.replace(*change), encoding="utf-8")
    path = tables(tmp_path / "tables")
    options = ["--mapping", str(tmp_path / "chained.toml"), "--engine", "sc://127.0.0.1:1"]
    done = CliRunner().invoke(app, ["import", str(path), "--warehouse", str(tmp_path / "w"), *options])
    assert isinstance(done.exception, BadInput)
    assert sentence in str(done.exception)


def test_text_whose_dates_the_mapping_reads_is_taken(tmp_path: Path) -> None:
    """What the mapping says of them, no row has to; a column of text that is empty says nothing either."""
    said = CHAINED.replace(
        'created_at = "Created", lead_id', 'created_at = { column = "Created", dates = ["M/D/YYYY"] }, lead_id'
    )
    empty = written(tmp_path / "empty", TABLES.replace("timestamp '2025-02-03' as", "null::varchar as"))
    for path, mapping in ((text_dates(tmp_path / "tables"), said), (empty, CHAINED)):
        (tmp_path / "chained.toml").write_text(mapping, encoding="utf-8")
        options = ["--mapping", str(tmp_path / "chained.toml"), "--engine", "sc://127.0.0.1:1"]
        done = CliRunner().invoke(app, ["import", str(path), "--warehouse", str(tmp_path / "w"), *options])
        assert "No Spark answers at sc://127.0.0.1:1" in str(done.exception)


@pytest.mark.endure
@pytest.mark.parametrize("seconds", [5, 15, 25, 35])
def test_an_import_by_a_mapping_that_is_killed_changes_nothing(
    company: tuple[Path, Settings], cluster: Cluster, tmp_path: Path, seconds: int
) -> None:
    """Whenever it ends without warning, what was served is served; the next import goes through."""
    canonical, settings = company
    tables, folder = crm_tables(canonical, "hubspot", tmp_path), tmp_path / "w"
    mapping, options = load_mapping("hubspot"), ImportOptions(store="parquet")
    on_one_machine(tables / "contact.parquet", mapping, folder, settings, options)
    before = served(folder)
    command = [sys.executable, "-m", "dashboard", "import", str(tables), "--warehouse", str(folder)]
    with subprocess.Popen([*command, "--mapping", "hubspot", "--engine", cluster.url]) as process:
        time.sleep(seconds)
        process.kill()
    assert process.wait() == 0 or served(folder) == before
    assert rows(folder, "select count(distinct lead_id) = count(*) from leads") == [(True,)]
    on_one_machine(tables, mapping, folder, settings, options)
    assert rows(folder, "select count(*) > 0 from touches") == [(True,)]
