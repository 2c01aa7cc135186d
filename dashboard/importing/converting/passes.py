"""One pass of a staged file into one canonical table: every row converted once, what is wrong marked.

The pass fills a loading table: the canonical columns and, beside them, ``file_number``, ``line`` and
``feed`` (where the row came from), ``problem`` (the first rule it breaks, null = none) and ``flaws``
(one bit for each value that was wrong and became null).
"""

from dataclasses import dataclass
from itertools import zip_longest

import duckdb

from dashboard.importing.canonical import CanonicalTable
from dashboard.importing.converting.column_sql import ColumnAnswers, ColumnSql, ImportLimits
from dashboard.importing.converting.expressions import Expressions
from dashboard.importing.converting.marks import ValueFault, flaws_sql, problem_sql
from dashboard.importing.converting.planning import PlannedFeed
from dashboard.importing.converting.values import column_sql, in_one_currency
from dashboard.importing.mapping.matching import FilePlan
from dashboard.importing.sql import identifier, used
from dashboard.importing.working import WORKING

ADDED = ("file_number", "line", "feed", "problem", "flaws")


@dataclass(frozen=True)
class PassStatement:
    """The SQL of one pass with its parameters, and what its marks mean."""

    texts: str
    values: str
    parameters: dict[str, object]
    problems: tuple[ValueFault, ...]
    flaws: tuple[ValueFault, ...]


def conversion(
    plan: FilePlan, feed: PlannedFeed, expressions: Expressions, answers: dict[str, ColumnAnswers], limits: ImportLimits
) -> PassStatement:
    """The pass of ``feed`` over the staged rows of ``plan``."""
    columns = [
        column_sql(
            column,
            reading,
            expressions.canonical_text(column, reading),
            answers.get(column.name, ColumnAnswers()),
            limits,
            expressions.bind,
        )
        for column in feed.table.columns
        if (reading := feed.columns.get(column.name)) is not None
    ]
    if feed.table.name == "deals":
        columns = in_one_currency(columns)
    texts = _texts(feed, expressions, columns)
    problem, problems = problem_sql(feed.table, columns)
    flaw, flaws = flaws_sql(feed.table, columns, looks_up=bool(expressions.several))
    marks = (
        f"{plan.number}::integer as file_number, line, {feed.number}::utinyint as feed, "
        f"{problem} as problem, {flaw} as flaws"
    )
    whole = _with_assumed(texts, expressions.assumed)
    values = _values(feed, columns, whole, marks, reordered=expressions.reorders)
    return PassStatement(texts, values, expressions.parameters, problems, flaws)


def _texts(feed: PlannedFeed, expressions: Expressions, columns: list[ColumnSql]) -> str:
    """Layer one: the text of each column, for the rows the mapping keeps."""
    applies = expressions.condition(feed.where)
    several = " or ".join(expressions.several) or "false"
    lines = [f"        {item.text} as t_{item.column.name}," for item in columns]
    return "\n".join(
        [
            "    select",
            "        s.line,",
            *lines,
            f"        {several} as found_several",
            f"    from {expressions.rows()}",
            f"    where {applies}",
        ]
    )


def _with_assumed(texts: str, assumed: dict[str, str]) -> str:
    """The texts with what the mapping assumes where there is none, and which those are."""
    if not assumed:
        return texts
    filled = ", ".join(f"coalesce(t_{name}, {value}) as t_{name}" for name, value in assumed.items())
    marked = ", ".join(f"t_{name} is null as assumed_{name}" for name in assumed)
    return f"    select * replace ({filled}), {marked}\n    from (\n{texts}\n    ) as texts_read"  # noqa: S608 — our own names


def _values(feed: PlannedFeed, columns: list[ColumnSql], texts: str, marks: str, *, reordered: bool) -> str:
    """The layers around the texts: what they say, the canonical values, the marks."""
    rows = texts
    for layer in zip_longest(*(item.readings for item in columns), fillvalue=()):
        rows = _layer([reading for of_column in layer for reading in of_column], rows)
    rows = _layer([f"{item.value} as v_{item.column.name}" for item in columns], rows)
    final = [f"{value} as {identifier(name)}," for name, value in _final(feed.table, columns).items()]
    ordered = "order by line" if reordered else ""
    return "\n".join(["select", *final, marks, f"from ({rows}) as values_read", ordered])


def _layer(adds: list[str], rows: str) -> str:
    """The rows with more columns."""
    return "\n".join(["", "select *", *(f", {each}" for each in adds), f"from ({rows}) as below", ""])


def _final(table: CanonicalTable, columns: list[ColumnSql]) -> dict[str, str]:
    """The canonical columns over layer four, with what holds for a few of them only."""
    final = {item.column.name: f"v_{item.column.name}" for item in columns}
    if table.name == "touches":
        final["automated"] = f"coalesce({final.get('automated', 'false')}, false)"
    if table.dated_by_day:
        final["day_only"] = "coalesce(d_at, false)" if "at" in final else "false"
    if table.name == "deals" and "amount" in final:
        final["amount"] = "case when v_amount >= 0 then v_amount end"  # a negative one is a flaw
        final["currency"] = f"coalesce({final.get('currency', 'null')}, currency_in(t_amount))"
    return final


def create_loading(con: duckdb.DuckDBPyConnection, table: CanonicalTable) -> None:
    """An empty loading table beside the one it is laid out as."""
    con.execute(
        f"create table loading_{table.name} as select *, 0::integer as file_number, 0::bigint as line, "  # noqa: S608 — our own names
        f"0::utinyint as feed, 0::utinyint as problem, 0::ubigint as flaws from {table.name} limit 0"
    )


def load(con: duckdb.DuckDBPyConnection, table: CanonicalTable, done: PassStatement) -> None:
    """Runs a pass into the loading table, in file order."""
    con.execute(f"insert into loading_{table.name} by name\n{done.values}", used(con, done.values, done.parameters))


def finish(con: duckdb.DuckDBPyConnection, table: CanonicalTable) -> None:
    """The loading table becomes the canonical one; one that only helped to settle others is gone."""
    con.execute(f"drop table {table.name}")
    if table.name in WORKING:
        con.execute(f"drop table loading_{table.name}")
        return
    for added in ADDED:
        con.execute(f"alter table loading_{table.name} drop column {added}")
    con.execute(f"alter table loading_{table.name} rename to {table.name}")
    required = (
        *table.required,
        *(("automated",) if table.name == "touches" else ()),
        *(("day_only",) if table.dated_by_day else ()),
    )
    for name in required:
        con.execute(f"alter table {table.name} alter column {identifier(name)} set not null")
