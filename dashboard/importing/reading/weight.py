"""How much text a column of a Parquet file holds: a value of a megabyte, written once, can stand in every row."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

MOST_ROWS_AT_ONCE = 1 << 16
MOST_BYTES_AT_ONCE = 32 << 20


def bytes_of_text(path: Path, column: str, largest_value: int, cap: int, *, has_dictionary: bool) -> int | None:
    """Bytes a column takes when each of its values is written out, or more than ``cap`` when they are more.

    Little is written out: where the file repeats a value by its number in a dictionary, so does this, and only so many
    rows are taken at a time, at ``largest_value`` bytes each at most. None for a damaged file.
    """
    rows = max(1, min(MOST_ROWS_AT_ONCE, MOST_BYTES_AT_ONCE // max(largest_value, 1)))
    found = 0
    try:
        with pq.ParquetFile(path, read_dictionary=[column] if has_dictionary else None, pre_buffer=False) as file:
            for batch in file.iter_batches(batch_size=rows, columns=[column], use_threads=False):
                found += sum(map(_bytes, batch.columns))
                if found > cap:
                    break
    except (OSError, pa.ArrowException):
        return None
    return found


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
