"""One pass of a staged file into one canonical table: every row converted once, what is wrong marked.

The pass fills a loading table: the canonical columns and, beside them, ``file_number``, ``line`` and
``feed`` (where the row came from), ``problem`` (the first rule it breaks, null = none) and ``flaws``
(one bit for each value that was wrong and became null).
"""

from dataclasses import dataclass

import duckdb

from dashboard.importing.canonical import Table
from dashboard.importing.expressions import Expressions
from dashboard.importing.matching import FilePlan
from dashboard.importing.planning import PlannedFeed
from dashboard.importing.sql import identifier, used
from dashboard.importing.values import Answers, ColumnSql, Limits, column_sql

ADDED = ("file_number", "line", "feed", "problem", "flaws")


@dataclass(frozen=True)
class Fault:
    """A rule a value can break: the code stored for it, the column, and the reason."""

    code: int
    column: str
    reason: str


@dataclass(frozen=True)
class Conversion:
    """The SQL of one pass with its parameters, and what its marks mean."""

    texts: str
    values: str
    parameters: dict[str, object]
    problems: tuple[Fault, ...]
    flaws: tuple[Fault, ...]


def conversion(
    plan: FilePlan, feed: PlannedFeed, expressions: Expressions, answers: dict[str, Answers], limits: Limits
) -> Conversion:
    """The pass of ``feed`` over the staged rows of ``plan``."""
    columns = [
        column_sql(
            column,
            reading,
            expressions.canonical_text(column, reading),
            answers.get(column.name, Answers()),
            limits,
            expressions.bind,
        )
        for column in feed.table.columns
        if (reading := feed.columns.get(column.name)) is not None
    ]
    texts = _texts(plan, feed, expressions, columns)
    problems = _problems(feed.table, columns)
    flaws = _flaws(feed.table, columns, expressions)
    return Conversion(
        texts,
        _values(plan, feed, columns, texts, problems, flaws, joined=bool(expressions.joins)),
        expressions.parameters,
        tuple(fault for _, fault in problems),
        tuple(fault for _, fault in flaws),
    )


def _texts(plan: FilePlan, feed: PlannedFeed, expressions: Expressions, columns: list[ColumnSql]) -> str:
    """Layer one: the text of each column, for the rows the mapping keeps."""
    applies = expressions.condition((*plan.source.keep, *feed.where))
    several = " or ".join(expressions.several) or "false"
    lines = [f"        {item.text} as t_{item.column.name}," for item in columns]
    return "\n".join(
        [
            "    select",
            "        s.line,",
            *lines,
            f"        {several} as found_several",
            f"    from {identifier(plan.staged.table)} as s",
            *(f"    {join}" for join in expressions.joins),
            f"    where {applies}",
        ]
    )


def _problems(table: Table, columns: list[ColumnSql]) -> list[tuple[str, Fault]]:
    found = [
        (condition, item.column.name, reason)
        for item in columns
        if item.column.required
        for condition, reason in ((f"t_{item.column.name} is null", "missing_required"), *item.checks)
    ]
    if table.name == "touches":
        given = " and ".join(f"t_{item.column.name} is null" for item in columns if item.column.refers_to) or "true"
        found.append((given, "lead_id", "missing_required"))
    return [(condition, Fault(code, name, reason)) for code, (condition, name, reason) in enumerate(found, start=1)]


def _flaws(table: Table, columns: list[ColumnSql], expressions: Expressions) -> list[tuple[str, Fault]]:
    found: list[tuple[str, str, str]] = []
    for item in columns:
        checks = () if item.column.required else item.checks
        earlier = ""
        for condition, reason in checks:
            found.append((f"({condition}){earlier}", item.column.name, reason))
            earlier += f" and not ({condition})"
        if (table.name, item.column.name) == ("deals", "amount"):
            found.append(("v_amount < 0", "amount", "negative_amount"))
    if expressions.several:
        found.append(("found_several", table.columns[0].name, "lookup_several"))
    return [(condition, Fault(bit, name, reason)) for bit, (condition, name, reason) in enumerate(found)]


def _values(
    plan: FilePlan,
    feed: PlannedFeed,
    columns: list[ColumnSql],
    texts: str,
    problems: list[tuple[str, Fault]],
    flaws: list[tuple[str, Fault]],
    *,
    joined: bool,
) -> str:
    """Layers two to five around the texts: what they say, the canonical values, the marks."""
    readings = [f", {reading}" for item in columns for reading in item.readings]
    values = [f", {item.value} as v_{item.column.name}" for item in columns]
    cases = " ".join(f"when {condition} then {fault.code}" for condition, fault in problems)
    bits = " + ".join(f"coalesce(({condition})::ubigint, 0) * {1 << fault.code}" for condition, fault in flaws)
    final = [f"{value} as {identifier(name)}," for name, value in _final(feed.table, columns).items()]
    return "\n".join(
        [
            "select",
            *final,
            f"{plan.number}::integer as file_number, line, {feed.number}::utinyint as feed,",
            f"(case {cases} end)::utinyint as problem,",
            f"({bits or '0'})::ubigint as flaws",
            "from (",
            "  select *",
            *(f"  {value}" for value in values),
            "  from (",
            "    select *",
            *(f"    , {item.shifted}" for item in columns if item.shifted),
            "    from (",
            "    select *",
            *(f"    {reading}" for reading in readings),
            "    from (",
            texts,
            "    ) as texts",
            "    ) as readings",
            "  ) as shifted",
            ") as values_read",
            *(["order by line"] if joined else []),  # a join does not keep the order of rows
        ]
    )


def _final(table: Table, columns: list[ColumnSql]) -> dict[str, str]:
    """The canonical columns over layer three, with what holds for a few of them only."""
    final = {item.column.name: f"v_{item.column.name}" for item in columns}
    if table.name == "touches":
        final["automated"] = f"coalesce({final.get('automated', 'false')}, false)"
    if table.name == "deals" and "amount" in final:
        final["amount"] = "case when v_amount >= 0 then v_amount end"
        final["currency"] = f"coalesce({final.get('currency', 'null')}, currency_in(t_amount))"
    return final


def create_loading(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """An empty loading table beside the canonical one."""
    con.execute(
        f"create table loading_{table.name} as select *, 0::integer as file_number, 0::bigint as line, "  # noqa: S608 — our own names
        f"0::utinyint as feed, 0::utinyint as problem, 0::ubigint as flaws from {table.name} limit 0"
    )


def load(con: duckdb.DuckDBPyConnection, table: Table, done: Conversion) -> None:
    """Runs a pass into the loading table, in file order."""
    con.execute(f"insert into loading_{table.name} by name\n{done.values}", used(done.values, done.parameters))


def finish(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """The loading table becomes the canonical one."""
    con.execute(f"drop table {table.name}")
    for added in ADDED:
        con.execute(f"alter table loading_{table.name} drop column {added}")
    con.execute(f"alter table loading_{table.name} rename to {table.name}")
    required = (*table.required, *(("automated",) if table.name == "touches" else ()))
    for name in required:
        con.execute(f"alter table {table.name} alter column {identifier(name)} set not null")
