"""How much text a column of a Parquet file holds: a value of a megabyte, written once, can stand in every row."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.importing.reading.apart import bound, own_environment

MEMORY = 2 << 30
"""Bytes of address space for weighing a column apart."""


def bytes_of_text(path: Path, column: str, cap: int) -> int | None:
    """Bytes a column takes at most when each of its values is written out; more than ``cap`` only when that is so.

    Nothing is written out: the file repeats a value by its number in a dictionary, and so does this. None for a file
    that is damaged.
    """
    try:
        with pq.ParquetFile(path, read_dictionary=[column], pre_buffer=False) as file:
            most = 0
            for group in range(file.num_row_groups):
                most += _most_bytes(file, column, group)
                if most > cap:
                    break
            return most if most <= cap else _exact_bytes(file, column, range(file.num_row_groups), cap)
    except MemoryError:
        return cap + 1
    except (OSError, pa.ArrowException):
        return None


def _most_bytes(file: pq.ParquetFile, column: str, group: int) -> int:
    """A bound on the bytes of one row group: each value the longest of its dictionary, and all that stands beside that.

    The dictionary comes whole with the first value.
    """
    first = next(file.iter_batches(batch_size=1, row_groups=[group], columns=[column], use_threads=False), None)
    values = first.column(0) if first is not None else pa.array([])
    if not pa.types.is_dictionary(values.type) or len(values.dictionary) <= 1:  # the first page may not use it
        return _exact_bytes(file, column, [group], sys.maxsize)
    about = file.metadata.row_group(group)
    chunks = [about.column(number) for number in range(about.num_columns)]
    chunk_bytes = sum(chunk.total_uncompressed_size for chunk in chunks if chunk.path_in_schema == column)
    longest: int = pc.max(_lengths(values.dictionary)).as_py() or 0
    return int(about.num_rows * longest + chunk_bytes)


def _exact_bytes(file: pq.ParquetFile, column: str, groups: Sequence[int], cap: int) -> int:
    """Bytes of the values of these row groups, counted until they are more than ``cap``."""
    size = 0
    for batch in file.iter_batches(row_groups=list(groups), columns=[column], use_threads=False):
        size += sum(map(_bytes, batch.columns))
        if size > cap:
            break
    return size


def bytes_of_text_apart(path: Path, column: str, cap: int) -> int | None:
    """The same for a column that can only be weighed written out, in a process that may end for want of memory."""
    request = json.dumps({"path": os.fspath(path), "column": column, "cap": cap, "memory": MEMORY})
    command = [sys.executable, "-m", "dashboard.importing.reading.weight"]
    answer = subprocess.run(
        command, input=request, capture_output=True, text=True, encoding="utf-8", check=False, env=own_environment()
    )
    if answer.returncode:
        return cap + 1
    size: int | None = json.loads(answer.stdout)
    return size


def _bytes(values: pa.Array) -> int:
    """Bytes of an array's values."""
    if not pa.types.is_dictionary(values.type):
        return pc.sum(_lengths(values)).as_py() or 0
    return pc.sum(pc.take(_lengths(values.dictionary), values.indices)).as_py() or 0


def _lengths(values: pa.Array) -> pa.Array:
    """The bytes of each value; of a number that is written as bytes, what it takes."""
    if pa.types.is_decimal(values.type):
        return pa.array([values.type.byte_width] * len(values), pa.int64())
    return pc.cast(pc.binary_length(values), pa.int64())


def main() -> None:
    """Answer the one request on standard input."""
    request = json.load(sys.stdin)
    bound(request["memory"])
    print(json.dumps(bytes_of_text(Path(request["path"]), request["column"], request["cap"])))  # noqa: T201 — the answer


if __name__ == "__main__":
    main()
