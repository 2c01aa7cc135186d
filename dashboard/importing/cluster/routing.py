"""Brings the rows of a company together by what belongs together, and spreads that over parts.

Rows speak of each other by the keys of leads, deals, accounts and touches. All that is tied by one, however far, lies
in one part, so that the import of each part decides as that of the whole would.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from dashboard.importing.cluster.delta import DeltaVersion
from dashboard.importing.cluster.keys import KEYS, LINE, PREFIX, with_keys
from dashboard.importing.cluster.stored import TypedTable
from dashboard.importing.publishing.parquet import buckets_for
from dashboard.importing.sql import text
from dashboard.warehouse.spark.session import spark_path

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.connect.session import SparkSession

NAMED_BY_OTHERS = {"leads", "deals", "touches"}
"""The tables that tell where rows belong, whether they are there or not."""
HOMES = ("lead_homes", "deal_homes", "touch_places", "touch_homes")
"""What tells where rows belong, each of what is before it."""
NO_HOMES = "no_homes"
OWN = {
    "leads": ("lead", "lead_homes"),
    "lead_events": ("lead", "lead_homes"),
    "deals": ("deal", "deal_homes"),
    "deal_events": ("deal", "deal_homes"),
    "customers": ("deal", "deal_homes"),
    "touches": ("touch", "touch_homes"),
}
"""By which of its keys a row of a table belongs somewhere, and what says where; others go by their account, if any."""
PARAMETER = re.compile(r"\$(\w+)")
PLACE, BEFORE = f"{PREFIX}file", f"{PREFIX}before"
KEY_COLUMNS = ", ".join(f"{key} string" for key in KEYS)


@dataclass(frozen=True)
class Routed:
    """How many parts there are, the rows of each table as Spark counted them, the folders of those that have any."""

    parts: int
    rows: dict[str, int]
    places: tuple[str, ...]


def route(session: "SparkSession", tables: Sequence[TypedTable], read: Path, routed: Path) -> Routed:
    """Write the rows of ``tables`` below ``routed``, a folder for each table and part.

    What is read on the way is kept in ``read``, and as views: ``read_leads`` and so on, with lines and keys.
    """
    for name in NAMED_BY_OTHERS - {table.name for table in tables}:
        session.createDataFrame([], KEY_COLUMNS).createOrReplaceTempView(f"read_{name}")
    for table in tables:
        lines = with_lines(session, table)
        columns = {key: table.column(name) for key, name in KEYS.items()}
        keyed = lines.mapInArrow(partial(with_keys, columns), _schema(lines))
        keep(session, keyed, read, f"read_{table.name}")
    for name in HOMES:
        keep(session, select(session, name), read, name)
    session.createDataFrame([], "own_key string, home string").createOrReplaceTempView(NO_HOMES)
    united(session, "ties").createOrReplaceTempView("united")
    rows = {table.name: session.table(f"read_{table.name}").count() for table in tables}
    parts = buckets_for(rows.get("leads", 0), rows.get("deals", 0))
    for table in tables:
        own, homes = OWN.get(table.name, ("account", NO_HOMES))
        rows_to_place = session.table(f"read_{table.name}").selectExpr("*", f"{PREFIX}{own} as {PREFIX}own")
        rows_to_place.createOrReplaceTempView("rows_to_place")
        session.table(homes).createOrReplaceTempView("their_homes")
        placed = select(session, "routed", parts=parts)
        by_part = placed.repartition(parts, f"{PREFIX}part")
        by_part.write.partitionBy(f"{PREFIX}part").parquet(str(routed / table.name))
    return Routed(parts, rows, tuple(table.place for table in tables if rows[table.name]))


def keep(session: "SparkSession", rows: "DataFrame", folder: Path, name: str) -> None:
    """Write rows down, and show them by a name: a view alone would be worked out anew by each that reads it."""
    rows.write.parquet(str(folder / name))
    session.read.parquet(spark_path(folder / name)).createOrReplaceTempView(name)


def united(session: "SparkSession", *names: str) -> "DataFrame":
    """The keys that are tied to others, as ``names`` tell, each with the one that all of them go by: the least."""
    ties = pa.concat_tables([select(session, name).toArrow() for name in names])
    one, other = (ties.column(name).to_pylist() for name in ("one", "other"))
    keys = sorted({*one, *other})
    places = {key: place for place, key in enumerate(keys)}
    pairs = [places[key] for key in one], [places[key] for key in other]
    graph = coo_array((np.ones(len(one)), pairs), shape=(len(keys), len(keys)))
    groups = connected_components(graph)[1].tolist() if keys else []
    least: dict[int, str] = {}
    for key, group in zip(keys, groups, strict=True):
        least.setdefault(group, key)
    roots = [{"home": key, "root": least[group]} for key, group in zip(keys, groups, strict=True)]
    return session.createDataFrame(roots, "home string, root string")


def with_lines(session: "SparkSession", table: TypedTable) -> "DataFrame":
    """A table's rows, each with its line, and with what a log says of them beside their files."""
    if not table.files:
        return _sent(session, table.schema.append(pa.field(LINE, pa.int64())).empty_table())
    rows = _stored(session, table)
    names = rows.selectExpr("_metadata.file_path").distinct().toArrow().column(0).to_pylist()
    known = {str(file): number for number, file in enumerate(table.files)}
    numbers = {name: known[unquote(urlsplit(name).path)] for name in names}
    indices = pa.array(numbers.values(), pa.int64())
    begins = pa.array(table.first_lines, pa.int64()).take(indices)
    of_files = pa.table({PLACE: pa.array(numbers, pa.string()), BEFORE: begins})
    columns = {name: name for name in rows.columns} if table.delta is None else table.delta.names
    kept = [f"{quoted(stored)} as {quoted(name)}" for stored, name in columns.items()]
    placed = rows.selectExpr(*kept, f"_metadata.file_path as {PLACE}", f"_metadata.row_index as {LINE}")
    if table.delta is not None:
        for name, values in zip(table.delta.values.column_names, table.delta.values.columns, strict=True):
            of_files = of_files.append_column(name, values.take(indices))
        gone = _deleted(table.delta, numbers)
        placed = placed.join(_sent(session, gone), [PLACE, LINE], "left_anti") if len(gone) else placed
    lines = placed.join(_sent(session, of_files), PLACE)
    return lines.selectExpr(*map(quoted, table.schema.names), f"cast({LINE} + {BEFORE} as bigint) as {LINE}")


def _stored(session: "SparkSession", table: TypedTable) -> "DataFrame":
    """The rows of a table's files; of a Delta table by its own schema, as older files lack columns of it."""
    paths = [spark_path(file) for file in table.files]
    if table.delta is None:
        return session.read.parquet(*paths)
    from pyspark.sql.types import StructType

    return session.read.schema(StructType.fromJson(json.loads(table.delta.stored))).parquet(*paths)


def _sent(session: "SparkSession", rows: pa.Table) -> "DataFrame":
    """Rows of ours, none too, which the client cannot tell the types of."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return session.createDataFrame(rows if len(rows) else [], from_arrow_schema(rows.schema))


def _deleted(delta: DeltaVersion, numbers: Mapping[str, int]) -> pa.Table:
    """The rows that do not count any more, each by its file and its place in it."""
    rows = [(name, place) for name, number in numbers.items() for place in delta.deleted[number].tolist()]
    names, places = zip(*rows, strict=True) if rows else ((), ())
    return pa.table({PLACE: pa.array(names, pa.string()), LINE: pa.array(places, pa.int64())})


def _schema(rows: "DataFrame") -> str:
    """The columns of the rows and their keys, as Spark writes a schema."""
    kept = [f"{quoted(column.name)} {_type(column.dataType.simpleString())}" for column in rows.schema.fields]
    return ", ".join([*kept, KEY_COLUMNS])


def _type(name: str) -> str:
    """A type by its name in a schema: what Spark calls a timestamp is read there as one without a zone."""
    return "timestamp_ltz" if name == "timestamp" else name


def select(session: "SparkSession", name: str, **parameters: object) -> "DataFrame":
    """What a file of queries/import/cluster selects; Spark writes a parameter otherwise."""
    sql = PARAMETER.sub(r":\1", text(f"cluster/{name}")).rstrip().removesuffix(";")
    return session.sql(sql, args=parameters)


def quoted(name: str) -> str:
    """A name as Spark's SQL quotes it."""
    return "`" + name.replace("`", "``") + "`"
