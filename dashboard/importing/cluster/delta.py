"""One version of a Delta table by its log: which files count, and what of their rows stands in the log alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import numpy as np
import pyarrow as pa

from dashboard.errors import BadInput
from dashboard.importing.reading.lakes import DELTA_LOG

if TYPE_CHECKING:
    from deltalake import DeltaTable

DELETIONS, MAPPED = "deletionVectors", "columnMapping"
FEATURES = {
    DELETIONS, MAPPED, "timestampNtz", "typeWidening", "v2Checkpoint", "vacuumProtocolCheck", "variantType",
}  # fmt: skip
"""What a table may ask of its reader: what is done here, or is told by its columns and files where they have it."""
MODE = "delta.columnMapping.mode"
STORED_AS = "delta.columnMapping.physicalName"
NUMBERED_AS = "delta.columnMapping.id"
FIELD_ID = b"PARQUET:field_id"
"""What pyarrow calls the number of a column in a file."""
FILE = "file://"


@dataclass(frozen=True)
class DeltaVersion:
    """A version of a Delta table; what has one for each file is in the order of ``files``.

    ``stored`` are the table's columns that stand in its files, by the names they have there, as Spark writes a schema;
    ``names`` are their own by those, ``numbers`` those of a table whose columns are found by them. ``values`` are those
    that stand in the log, a column each, ``deleted`` the places of the rows that do not count any more, ``rows`` how
    many there are with those, where the log says it.
    """

    version: int
    files: tuple[Path, ...]
    schema: pa.Schema
    stored: str
    names: Mapping[str, str]
    numbers: Mapping[str, int]
    values: pa.Table
    deleted: tuple["np.ndarray[Any, Any]", ...]
    rows: tuple[int | None, ...]

    @property
    def words(self) -> str:
        """How an import says what it read."""
        return f"Delta table, version {self.version}"

    def log_says(self) -> str:
        """All that is said of the rows beside the files, as one text."""
        deleted = [places.tolist() for places in self.deleted]
        return json.dumps([dict(self.names), self.values.to_pylist(), deleted], default=str)

    def refuse_other(self, number: int, schema: pa.Schema, rows: int) -> None:
        """Raises BadInput for a file that has other rows than the log says, or a column of another type."""
        file, logged = self.files[number], self.rows[number]
        if logged is not None and logged != rows:
            raise BadInput(f"{file}: it holds {rows:,} rows, and {logged:,} in the log of its table; restore the file.")
        for stored, name in self.names.items():
            at, own = schema.get_field_index(stored), self.schema.field(name).type
            if at >= 0 and not _alike(schema.field(at).type, own):
                raise BadInput(
                    f'{file}: "{name}" is of the type {schema.field(at).type}, and {own} in the log of its table; '
                    "write the table anew."
                )
        self._refuse_other_numbers(file, schema)

    def _refuse_other_numbers(self, file: Path, schema: pa.Schema) -> None:
        """A column is read by the name that it has in the files, which must be the one with its number."""
        fields = [(field.name, (field.metadata or {}).get(FIELD_ID)) for field in schema]
        for stored, number in self.numbers.items():
            same = [(name, own) for name, own in fields if name == stored or own == str(number).encode()]
            if same not in ([], [(stored, str(number).encode())]):
                raise BadInput(
                    f'{file}: "{self.names[stored]}" has the number {number} in the log of its table, and another or '
                    "none in this file; write the table anew."
                )


def delta_version(folder: Path) -> DeltaVersion:
    """The current version of the Delta table in ``folder``.

    Raises BadInput where its log cannot be read to the end, or asks what is not done here.
    """
    try:
        from deltalake import DeltaTable
        from deltalake.exceptions import DeltaError
    except ImportError as error:
        raise BadInput(
            f"{folder}: this is a Delta table, and what reads its log is not installed ({error}); install "
            "funnel-review[spark]."
        ) from None
    for commit in (folder / DELTA_LOG).glob("*.json"):
        if not commit.stat().st_size:
            raise BadInput(f"{folder}: the log of this Delta table is cut ({commit.name} is empty); restore it.")
    try:
        return _version(folder, DeltaTable(folder.absolute()))
    except DeltaError as error:
        why = str(error).splitlines()[0].partition(": ParsedLogPath")[0][:200]
        raise BadInput(
            f"{folder}: the log of this Delta table cannot be read ({why}); restore it, or write its rows as Parquet."
        ) from None


def _version(folder: Path, table: "DeltaTable") -> DeltaVersion:
    features = set(table.protocol().reader_features or ())
    if features - FEATURES:
        shown = ", ".join(sorted(features - FEATURES))
        raise BadInput(
            f"{folder}: this Delta table asks its readers for {shown}, which an import does not know; write its rows "
            "to a table without."
        )
    mode = table.metadata().configuration.get(MODE, "none")
    if mode not in {"none", "name", "id"}:
        raise BadInput(
            f"{folder}: the columns of this Delta table are found in a way ({MODE} is {mode!r}) that an import does "
            "not know; write its rows to a table without."
        )
    actions = pa.table(table.get_add_actions()).sort_by("path")
    in_log = table.metadata().partition_columns
    fields = [field for field in json.loads(table.schema().to_json())["fields"] if field["name"] not in in_log]
    names = {
        field["name"] if mode == "none" else field["metadata"].get(STORED_AS, field["name"]): field["name"]
        for field in fields
    }
    numbers = {name: field["metadata"][NUMBERED_AS] for name, field in zip(names, fields, strict=True) if mode == "id"}
    stored = [{**field, "name": name, "metadata": {}} for name, field in zip(names, fields, strict=True)]
    files = tuple(_file(folder, path) for path in actions.column("path").to_pylist())
    deleted = _deleted(folder, table) if DELETIONS in features else {}
    if not deleted.keys() <= set(files):
        raise BadInput(f"{folder}: the log of this Delta table deletes rows of files that it does not name; repair it.")
    return DeltaVersion(
        version=table.version(),
        files=files,
        schema=pa.schema(table.schema().to_arrow()),
        stored=json.dumps({"type": "struct", "fields": stored}),
        names=names,
        numbers=numbers,
        values=_values(actions, in_log),
        deleted=tuple(deleted.get(file, np.zeros(0, np.int64)) for file in files),
        rows=tuple(actions.column("num_records").to_pylist()),
    )


def _file(folder: Path, path: str) -> Path:
    """Where a file of the log lies: below the table, or, of a table that was cloned, where the log says."""
    if path.startswith(FILE):
        return _path(path)
    if urlsplit(path).scheme:
        raise BadInput(f"{folder}: this Delta table has a file elsewhere ({path}), where an import does not read.")
    return folder.absolute() / unquote(path)


def _values(actions: pa.Table, names: list[str]) -> pa.Table:
    if not names:
        return pa.table({"file": pa.nulls(len(actions))}).select([])
    values = actions.column("partition").combine_chunks()
    return pa.table({name: values.field(name) for name in names})


def _deleted(folder: Path, table: "DeltaTable") -> dict[Path, "np.ndarray[Any, Any]"]:
    """The places of the rows of each file that are deleted, of those that have any."""
    rows = pa.table(table.deletion_vectors())
    resolved = _path(table.table_uri)
    files = [_path(uri) for uri in rows.column("filepath").to_pylist()]
    return {
        folder.absolute() / file.relative_to(resolved) if file.is_relative_to(resolved) else file: np.flatnonzero(
            ~np.asarray(kept.values, dtype=bool)
        )
        for file, kept in zip(files, rows.column("selection_vector"), strict=True)
    }


def _path(uri: str) -> Path:
    return Path(unquote(urlsplit(uri).path))


def _alike(stored: pa.DataType, logged: pa.DataType) -> bool:
    """Whether a file's column is of the type that the log says; a moment of 96 bits is UTC, and looks like none."""
    if pa.types.is_timestamp(stored) and pa.types.is_timestamp(logged):
        return (stored.unit == "ns" and logged.tz is not None) or (stored.tz is None) == (logged.tz is None)
    if pa.types.is_string(logged):
        return any(is_so(stored) for is_so in (pa.types.is_string, pa.types.is_large_string))
    return bool(stored.equals(logged))
