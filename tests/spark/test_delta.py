"""What of a Delta table is imported: the rows of its current version, or nothing and a sentence."""

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable, write_deltalake

from dashboard.errors import BadInput
from dashboard.importing.cluster.tables import typed_tables
from dashboard.importing.commands import summary_for_people
from dashboard.importing.converting.recording import FileOutcome
from dashboard.importing.reading.sources import source_files
from dashboard.importing.run import Summary
from tests.spark.delta import FEATURES, commit, write_commit, write_delta

Action = dict[str, Any]
LEADS = pa.table({"lead_id": ["a", "b", "c"], "country": ["DE", "DE", None], "owner": [None, None, "x"]})


@pytest.mark.parametrize("mode", ["name", "id"])
def test_it_is_the_table_that_the_log_describes(tmp_path: Path, mode: str) -> None:
    """Files removed, rows deleted, values and names or numbers that stand in the log: as its library reads it."""
    write_delta(tmp_path / "leads", LEADS, "country", mode)
    (tmp_path / "here").symlink_to(tmp_path)
    (table,) = typed_tables([tmp_path / "here" / "leads"])
    assert table.delta is not None
    assert (table.words, table.rows, table.first_lines) == ("Delta table, version 1", (2, 1), [2, 4])
    assert (table.schema.names, table.delta.values.to_pylist()) == (
        LEADS.column_names, [{"country": "DE"}, {"country": None}],
    )  # fmt: skip
    said = summary_for_people(Summary("g", (FileOutcome("leads.parquet", 3, 3, 0, 0, version=table.words),), (), ()))
    assert "\nleads.parquet: Delta table, version 1.\n" in said
    assert [each.tolist() for each in table.delta.deleted] == [[], [1, 2]]
    known = pa.table(DeltaTable(tmp_path / "leads").scan().read_all()).select(LEADS.column_names).cast(LEADS.schema)
    assert known.sort_by("lead_id").equals(LEADS)


def test_its_digest_is_of_what_the_log_says_too(tmp_path: Path) -> None:
    """Another value, another deleted row, of the same files: another table. A version that changes no row: the same."""
    folder = tmp_path / "leads"
    write_delta(folder, LEADS, "country")
    digests = [typed_tables([folder])[0].digest()]
    for said, instead in (('"DE"', '"FR"'), ('{"numRecords": 3}', '{"numRecords":  3}')):
        log = folder / "_delta_log" / f"{1:020}.json"
        log.write_text(log.read_text(encoding="utf-8").replace(said, instead), encoding="utf-8")
        digests.append(typed_tables([folder])[0].digest())
    DeltaTable(folder).alter.set_table_properties({"delta.logRetentionDuration": "interval 9 days"})
    again = typed_tables([folder])[0]
    assert (again.words, digests[0] == digests[1], digests[1] == digests[2] == again.digest()) == (
        "Delta table, version 2", False, True,
    )  # fmt: skip


def _cut(folder: Path) -> None:
    log = folder / "_delta_log" / f"{1:020}.json"
    log.write_bytes(log.read_bytes()[:300])


def _gap(folder: Path) -> None:
    write_commit(folder, 3, [{"commitInfo": {}}])


def _empty(folder: Path) -> None:
    write_commit(folder, 2, [])


def _vacuumed(folder: Path) -> None:
    (folder / "part-000.parquet").unlink()


def _replaced(folder: Path) -> None:
    pq.write_table(pq.read_table(folder / "part-000.parquet").slice(1), folder / "part-000.parquet")


def _widened(folder: Path) -> None:
    pq.write_table(pa.table({"col-0": [1, 2]}), folder / "part-000.parquet")


def _asking(feature: str) -> Callable[[Path], None]:
    def ask(folder: Path) -> None:
        asked = [*FEATURES, feature]
        protocol = {"minReaderVersion": 3, "minWriterVersion": 7, "readerFeatures": asked, "writerFeatures": asked}
        write_commit(folder, 2, [{"protocol": protocol}])

    return ask


def _by_number(number: int) -> Callable[[Path], None]:
    """Columns found by number, that of leads being another in the log."""

    def renumber(folder: Path) -> None:
        (metadata,) = (each["metaData"] for each in commit(folder, 1) if "metaData" in each)
        schema = json.loads(metadata["schemaString"])
        schema["fields"][0]["metadata"]["delta.columnMapping.id"] = number
        configuration = {**metadata["configuration"], "delta.columnMapping.mode": "id"}
        write_commit(folder, 2, [
            {"metaData": {**metadata, "schemaString": json.dumps(schema), "configuration": configuration}},
        ])  # fmt: skip

    return renumber


def _cloned(folder: Path) -> None:
    write_commit(folder, 2, [
        {"add": {**each["add"], "path": "s3://elsewhere/part.parquet"}}
        for each in commit(folder, 1) if "deletionVector" not in each.get("add", {"deletionVector": None})
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (_cut, "leads: the log of this Delta table cannot be read (Kernel error: Json error"),
        (
            _gap,
            "leads: the log of this Delta table cannot be read (Kernel error: Generic delta kernel error: Expected c",
        ),
        (_empty, "leads: the log of this Delta table is cut (00000000000000000002.json is empty); restore it."),
        (_vacuumed, "part-000.parquet: this is no whole Parquet file (["),
        (_replaced, "part-000.parquet: it holds 1 rows, and 2 in the log of its table; restore the file."),
        (_widened, 'part-000.parquet: "lead_id" is of the type int64, and string in the log of its table'),
        (
            _asking("variantShredding-preview"),
            "leads: this Delta table asks its readers for variantShredding-preview, ",
        ),
        (
            _asking("oneDay"),
            "leads: the log of this Delta table cannot be read (Kernel error: Unsupported: Feature 'one",
        ),
        (_by_number(3), 'part-000.parquet: "lead_id" has the number 3 in the log of its table, and another or none in'),
        (_cloned, "leads: this Delta table has a file elsewhere (s3://elsewhere/part.parquet)"),
    ],
)
def test_what_cannot_be_read_rightly(tmp_path: Path, harm: Callable[[Path], None], sentence: str) -> None:
    """A log or a file that is not whole, and what an import does not know to read."""
    write_delta(tmp_path / "leads", LEADS, "country")
    harm(tmp_path / "leads")
    with pytest.raises(BadInput) as refusal:
        typed_tables([tmp_path])
    assert sentence in str(refusal.value)


def test_an_empty_table_is_one(tmp_path: Path) -> None:
    """It has columns and no file."""
    DeltaTable.create(tmp_path / "leads", pa.schema([("lead_id", pa.string())]))
    (table,) = typed_tables([tmp_path])
    assert (table.files, table.rows, table.schema.names) == ((), (), ["lead_id"])
    assert len(table.digest()) == len(hashlib.sha256().hexdigest())


def test_it_is_refused_where_its_library_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never read as plain files."""
    write_deltalake(tmp_path / "leads", LEADS)
    monkeypatch.setitem(sys.modules, "deltalake", None)
    with pytest.raises(BadInput, match=r"leads: this is a Delta table, and .*; install funnel-review\[spark\]\.$"):
        typed_tables([tmp_path])


MARKS = {
    "a Delta table": "_delta_log/00000000000000000000.json",
    "an Iceberg table": "metadata/v1.metadata.json",
    "a Hudi table": ".hoodie/hoodie.properties",
}


@pytest.mark.parametrize("kind", MARKS)
@pytest.mark.parametrize("way", ["the folder", "a file", "a partition", "its lake"])
def test_no_table_of_a_lake_is_read_as_plain_files(tmp_path: Path, kind: str, way: str) -> None:
    """By either import, however it is named: its files hold rows that are deleted, and lack what its log says."""
    folder = tmp_path / "lake" / "leads"
    part = folder / "country=DE" / "leads.parquet"
    part.parent.mkdir(parents=True)
    pq.write_table(LEADS, part)
    pq.write_table(LEADS, folder / "leads.parquet")
    assert source_files(folder)
    mark = folder / MARKS[kind]
    mark.parent.mkdir()
    mark.write_text("{}", encoding="utf-8")
    path = {"the folder": folder, "a file": folder / "leads.parquet", "a partition": part.parent}.get(
        way, folder.parent
    )
    with pytest.raises(BadInput, match=f"(this is|leads is) {kind}, whose log alone says which of its rows count"):
        source_files(path)
    if kind == "a Delta table" and way in {"the folder", "its lake"}:
        return
    with pytest.raises(BadInput, match=f"(this is|leads is) {kind}, whose log alone says which of its rows count"):
        typed_tables([path])


def test_a_lake_table_within_a_folder_of_plain_files(tmp_path: Path) -> None:
    """Deeper down, too."""
    (tmp_path / "leads" / "more").mkdir(parents=True)
    pq.write_table(LEADS, tmp_path / "leads" / "part.parquet")
    write_deltalake(tmp_path / "leads" / "more" / "deeper", LEADS)
    with pytest.raises(BadInput, match="deeper: this is a Delta table"):
        typed_tables([tmp_path / "leads"])


def test_what_a_job_has_not_finished_is_none_of_the_table(tmp_path: Path) -> None:
    """A folder of files, and what Spark writes on the way to one."""
    for place in (
        "part-0.parquet",
        "_temporary/0/part-1.parquet",
        ".spark-staging-1/part-2.parquet",
        "_part-3.parquet",
    ):
        (tmp_path / "leads" / place).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(LEADS, tmp_path / "leads" / place)
    (table,) = typed_tables([tmp_path])
    assert [file.name for file in table.files] == ["part-0.parquet"]


def test_a_column_that_stands_in_the_names_of_folders(tmp_path: Path) -> None:
    """It would be empty, so it is refused; a column of the lake's own is no matter."""
    for place in ("day=1/country=DE", "day=2/country=FR"):
        (tmp_path / "leads" / place).mkdir(parents=True)
        pq.write_table(LEADS, tmp_path / "leads" / place / "part.parquet")
    assert len(typed_tables([tmp_path])[0].files) == 2
    for file in (tmp_path / "leads").rglob("*.parquet"):
        pq.write_table(LEADS.drop(["country"]), file)
    with pytest.raises(BadInput, match=r'leads: the column "country" stands in the names of its folders alone'):
        typed_tables([tmp_path])
