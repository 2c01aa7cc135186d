"""Brings the rows of a company together that a mapping reads: whose a row is, its cells, and those of others, tell.

What a row looks up in others is found for it first, since that may say whose it is, and goes with it to its part.
"""

from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from dashboard.importing.cluster.keys import KEYS, LINE, PREFIX
from dashboard.importing.cluster.routing import HOMES, NAMED_BY_OTHERS, Routed, keep, quoted, select, united, with_lines
from dashboard.importing.cluster.rows import ANSWERS, MATCHES, OWNERS, REQUESTS, UNFIT, AnswerReader, RowReader
from dashboard.importing.cluster.stored import TypedTable
from dashboard.importing.mapping.language import Lookup
from dashboard.importing.publishing.parquet import buckets_for
from dashboard.importing.reading.staged import FIELD_LIMIT

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.connect.session import SparkSession

TEXTS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary)
PART, HOME = f"{PREFIX}part", f"{PREFIX}home"
ANSWER = ("lookup", "looked_up", "found", "matches", "several")
OF_A_FILE = "file int"


def route_mapped(
    session: "SparkSession",
    tables: Sequence[TypedTable],
    readers: Sequence[RowReader],
    read: Path,
    routed: Path,
    answers: Path,
) -> Routed:
    """Write the rows of ``tables`` below ``routed``, a folder for each table and part, as ``route`` does.

    What the rows of a part look up lies below ``answers``, a folder for each part and lookup.
    """
    for number, table in enumerate(tables):
        rows = with_lines(session, table).selectExpr("*", f"{_is_unfit(table)} as {UNFIT}")
        keep(session, rows, read, f"table_{number}")
    numbers = {table.label: number for number, table in enumerate(tables)}
    numbered = [(numbers[reader.plan.staged.label], reader) for reader in readers]
    _answer(session, numbered, read)
    owners = [
        _with_answers(session, number, reader).mapInArrow(reader.owners, OWNERS).selectExpr(f"{number} as file", "*")
        for number, reader in numbered
        if reader.feeds
    ]
    keep(session, _union(session, owners, f"{OF_A_FILE}, {OWNERS}"), read, "row_keys")
    for name in NAMED_BY_OTHERS:
        session.table("row_keys").where(f"fed = '{name}'").createOrReplaceTempView(f"read_{name}")
    for name in (*HOMES, "key_homes", "row_homes"):
        keep(session, select(session, name), read, name)
    united(session, "ties", "row_ties", "account_ties").createOrReplaceTempView("united")
    parts = buckets_for(session.table("lead_homes").count(), session.table("deal_homes").count())
    keep(session, select(session, "row_parts", parts=parts), read, "row_parts")
    fed = {number for number, reader in numbered if reader.plan.source.feeds}
    for number, table in enumerate(tables):
        placed = _placed(session, number, table, parts, is_fed=number in fed)
        placed.repartition(parts, PART).write.partitionBy(PART).parquet(str(routed / table.place))
    looked_up = select(session, "answers_of_parts").repartition(parts, PART)
    looked_up.write.partitionBy(PART, "lookup").parquet(str(answers))
    counts = {table.name: session.table(f"table_{at}").count() for at, table in enumerate(tables)}
    return Routed(parts, counts, tuple(table.place for table in tables if counts[table.name]))


def _is_unfit(table: TypedTable) -> str:
    """Whether a row is set aside as it is read, as SQL."""
    texts = [quoted(field.name) for field in table.schema if any(is_so(field.type) for is_so in TEXTS)]
    bad = [f"octet_length({name}) > {FIELD_LIMIT} or instr(cast({name} as string), char(0)) > 0" for name in texts]
    return f"coalesce({' or '.join(bad)}, false)" if bad else "false"


def _union(session: "SparkSession", frames: "Sequence[DataFrame]", schema: str) -> "DataFrame":
    return reduce(lambda above, below: above.unionAll(below), frames, session.createDataFrame([], schema))


def _answer(session: "SparkSession", numbered: Sequence[tuple[int, RowReader]], read: Path) -> None:
    """Show what every row finds that it looks up, as ``answered``; a lookup that goes through another comes behind."""
    matches = [
        session.table(f"table_{at}").mapInArrow(reader.matches, MATCHES) for at, reader in numbered if reader.answered
    ]
    _union(session, matches, MATCHES).createOrReplaceTempView("lookup_rows")
    keep(session, select(session, "lookup_matches"), read, "lookup_matches")
    requests = [
        session.table(f"table_{at}").mapInArrow(reader.requests, REQUESTS).selectExpr(f"{at} as file", "*")
        for at, reader in numbered
        if reader.own_lookups
    ]
    lookups = numbered[0][1].lookups
    answered: list[DataFrame] = []
    for depth in range(max((_depth(lookup) for _, lookup in lookups), default=0)):
        _union(session, requests, f"{OF_A_FILE}, {REQUESTS}").createOrReplaceTempView("asked")
        keep(session, select(session, "answered"), read, f"answered_{depth}")
        answered.append(session.table(f"answered_{depth}"))
        requests = [
            answered[-1].where(f"lookup = {lookups.index((origin, lookup.by))}").mapInArrow(
                AnswerReader(at, lookup).requests, f"{OF_A_FILE}, {REQUESTS}"
            )
            for at, (origin, lookup) in enumerate(lookups)
            if isinstance(lookup.by, Lookup) and _depth(lookup) == depth + 2
        ]  # fmt: skip
    schema = f"{OF_A_FILE}, line bigint, lookup int, looked_up string, found string, matches bigint, several string"
    _union(session, answered, schema).createOrReplaceTempView("answered")


def _depth(lookup: Lookup) -> int:
    return len(list(lookup.chain()))


def _with_answers(session: "SparkSession", number: int, reader: RowReader) -> "DataFrame":
    """The rows of a table, each with what its lookups found."""
    rows = session.table(f"table_{number}")
    if not reader.own_lookups:
        return rows
    answer = ", ".join(f"'{name}', {name}" for name in ANSWER)
    own = session.table("answered").where(f"file = {number}").selectExpr(
        f"line as {LINE}", f"named_struct({answer}) as answer"
    )  # fmt: skip
    view = f"answers_{number}"  # Spark looks at it when it is asked for the rows, not before
    own.createOrReplaceTempView(view)
    answers = session.sql(f"select {LINE}, collect_list(answer) as {ANSWERS} from {view} group by {LINE}")  # noqa: S608
    return rows.join(answers, LINE, "left")


def _placed(session: "SparkSession", number: int, table: TypedTable, parts: int, *, is_fed: bool) -> "DataFrame":
    """The rows of a table with their parts: what names nobody is in the first, what feeds nothing in any."""
    own = session.table("row_parts").where(f"file = {number}").drop("file").withColumnRenamed("line", LINE)
    otherwise = "0" if is_fed else f"pmod({LINE}, {parts})"
    kept = [*map(quoted, table.schema.names), LINE, *KEYS, HOME]
    rows = session.table(f"table_{number}").join(own, LINE, "left")
    return rows.selectExpr(*kept, f"cast(coalesce({PART}, {otherwise}) as bigint) as {PART}")
