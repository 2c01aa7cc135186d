"""A Delta table with all that its log may say of rows, so that its files by themselves are another table."""

import json
import shutil
import struct
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, write_deltalake

FEATURES = ["columnMapping", "deletionVectors", "timestampNtz"]
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
MAGIC, COOKIE = 1681511377, 12346
"""Of an array of roaring bitmaps as Delta has it, and of one bitmap."""


def write_delta(folder: Path, rows: pa.Table, partition: str, mode: str = "name") -> None:
    """Write ``rows`` as the second version of a table, whose first has them twice.

    Each file has the rows of one value of ``partition``, which stands in the log alone, and as the last two other rows,
    which are deleted. The columns have other names in the files, and numbers, and are found by what ``mode`` says; one
    that is empty is not in its file.
    """
    with TemporaryDirectory() as plain:  # of some names the library makes no address to write to
        write_deltalake(plain, pa.concat_tables([rows, rows]))
        shutil.copytree(plain, folder)
    first = DeltaTable(folder)
    stored = {name: f"col-{number}" for number, name in enumerate(rows.column_names)}
    schema = json.loads(first.schema().to_json())
    for number, field in enumerate(schema["fields"]):
        field["metadata"] = {
            "delta.columnMapping.id": number, "delta.columnMapping.physicalName": stored[field["name"]],
        }  # fmt: skip
    (metadata,) = (each["metaData"] for each in commit(folder, 0) if "metaData" in each)
    metadata |= {
        "schemaString": json.dumps(schema),
        "partitionColumns": [partition],
        "configuration": {"delta.columnMapping.mode": mode, "delta.columnMapping.maxColumnId": str(len(stored))},
    }
    removed = [
        {"remove": {"path": path, "dataChange": True, "deletionTimestamp": 0}}
        for path in pa.table(first.get_add_actions()).column("path").to_pylist()
    ]
    protocol = {"minReaderVersion": 3, "minWriterVersion": 7, "readerFeatures": FEATURES, "writerFeatures": FEATURES}
    added = list(_files(folder, rows, partition, stored))
    assert len(added) > 1
    write_commit(folder, 1, [{"protocol": protocol}, {"metaData": metadata}, *removed, *added])


def commit(folder: Path, version: int) -> list[dict[str, Any]]:
    """What a version of the log says, action by action."""
    return [json.loads(line) for line in _log(folder, version).read_text(encoding="utf-8").splitlines()]


def write_commit(folder: Path, version: int, actions: list[dict[str, Any]]) -> None:
    """Make a version of the log say this."""
    _log(folder, version).write_text("".join(f"{json.dumps(action)}\n" for action in actions), encoding="utf-8")


def _log(folder: Path, version: int) -> Path:
    return folder / "_delta_log" / f"{version:020}.json"


def _files(folder: Path, rows: pa.Table, partition: str, stored: dict[str, str]) -> Iterator[dict[str, Any]]:
    runs = [(value, len(list(run))) for value, run in groupby(rows.column(partition).to_pylist())]
    begin = 0
    for number, (value, count) in enumerate(runs):
        own, others = rows.slice(begin, count), rows.slice(0, 2)
        begin += count
        gone = 2 if number == len(runs) - 1 else 0
        own = pa.concat_tables([own, others.slice(0, gone)])
        kept = [name for name in rows.column_names if name != partition and own.column(name).null_count < len(own)]
        file = folder / f"part-{number:03}.parquet"
        pq.write_table(_as_stored(own.select(kept), stored), file)
        add: dict[str, Any] = {
            "path": file.name, "size": file.stat().st_size, "modificationTime": 0, "dataChange": True,
            "partitionValues": {stored[partition]: value}, "stats": json.dumps({"numRecords": len(own)}),
        }  # fmt: skip
        if gone:
            add["deletionVector"] = deletion([count, count + 1])
        yield {"add": add}


def _as_stored(rows: pa.Table, stored: dict[str, str]) -> pa.Table:
    """The rows under the names of a table's files, each column with its number."""
    numbers = {name: str(list(stored).index(name)) for name in rows.column_names}
    fields = [
        rows.schema.field(name).with_name(stored[name]).with_metadata({"PARQUET:field_id": numbers[name]})
        for name in rows.column_names
    ]
    return pa.table(rows.columns, pa.schema(fields))


def deletion(places: list[int]) -> dict[str, Any]:
    """Which rows of a file are deleted, as the log says it in its own text."""
    bitmap = struct.pack("<IIHHI", COOKIE, 1, 0, len(places) - 1, 16) + struct.pack(f"<{len(places)}H", *places)
    array = struct.pack("<iqI", MAGIC, 1, 0) + bitmap
    text = ""
    for begin in range(0, len(array), 4):
        number = int.from_bytes(array[begin : begin + 4].ljust(4, b"\0"), "big")
        text += "".join(DIGITS[number // 85**power % 85] for power in (4, 3, 2, 1, 0))
    return {"storageType": "i", "pathOrInlineDv": text, "sizeInBytes": len(array), "cardinality": len(places)}
