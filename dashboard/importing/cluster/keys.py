"""The keys of each row as an import reads them: what Spark brings rows together by."""

from collections.abc import Iterator, Mapping

import duckdb
import pyarrow as pa

from dashboard.importing.reading.parquet import as_text
from dashboard.importing.sql import load_macros

PREFIX = "funnel_review_"
"""What the columns are called that travel with a row."""
LINE = f"{PREFIX}line"
KEYS = {
    f"{PREFIX}lead": "lead_id",
    f"{PREFIX}deal": "deal_id",
    f"{PREFIX}account": "account_id",
    f"{PREFIX}touch": "touch_id",
}
"""The columns of a row's keys, and the canonical columns they are read from."""


def with_keys(columns: Mapping[str, str | None], batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The rows with their keys beside them; ``columns`` says which column of theirs each is read from.

    Runs in the cluster's tasks.
    """
    with duckdb.connect(config={"threads": 1}) as con:
        load_macros(con)
        con.execute("set TimeZone = 'UTC'")
        for batch in batches:
            con.register("rows_read", pa.Table.from_batches([batch]))
            kinds = dict(con.execute("select column_name, column_type from (describe rows_read)").fetchall())
            keys = con.execute(f"select {', '.join(_key(columns[key], kinds, key) for key in KEYS)} from rows_read")  # noqa: S608
            table = keys.to_arrow_table().combine_chunks()
            added = [_one_array(table.column(name)) for name in KEYS]
            yield pa.RecordBatch.from_arrays([*batch.columns, *added], names=[*batch.schema.names, *KEYS])


def _key(column: str | None, kinds: Mapping[str, str], name: str) -> str:
    if column is None:
        return f"null::varchar as {name}"
    return f"list_transform([cleaned({as_text(column, kinds[column])})], lambda text: as_key(text))[1] as {name}"


def _one_array(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
