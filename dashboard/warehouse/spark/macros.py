"""The statistics and the rules of a profile, which are macros in DuckDB, written out where a statement calls them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count

import sqlglot
from sqlglot import exp

from dashboard.warehouse.headers import QUERIES
from icp.scoring import macros as rules

STATISTICS = QUERIES / "statistics"
HEAD = re.compile(r"create or replace macro (?P<name>\w+)\((?P<parameters>[^)]*)\)\s+as\s+(?P<table>table\s+)?")
HINT = re.compile(r"\bas (not )?materialized\b")
"""Spark keeps no step because it is told to."""
READ = "query_table"
"""How a macro reads the table whose name it is given."""


@dataclass(frozen=True)
class Macro:
    """What a call of a macro stands for: an expression, or a query where it ``makes_rows``."""

    parameters: tuple[str, ...]
    body: exp.Expr
    makes_rows: bool


@cache
def macros() -> Mapping[str, Macro]:
    """Every macro that a question may call, by its name; one that Spark cannot take as ``statistics/spark`` has it."""
    paths = [path for folder in (STATISTICS, STATISTICS / "spark") for path in sorted(folder.glob("*.sql"))]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return {name: macro for text in [*texts, rules()] for name, macro in _read(text)}


def parsed(sql: str) -> exp.Expr:
    """A statement of ``queries/`` as sqlglot reads it, without what only DuckDB's planner is told."""
    return sqlglot.parse_one(HINT.sub("as", without_comments(sql)), dialect="duckdb")


def without_comments(sql: str) -> str:
    """The code alone: ``queries/`` have no two dashes in a text."""
    return "\n".join(line.partition("--")[0] for line in sql.splitlines())


def expanded(tree: exp.Expr, known: Mapping[str, Macro] | None = None) -> exp.Expr:
    """The statement with each call of a macro replaced by what it stands for, until none is left."""
    known = macros() if known is None else known
    numbers = count(1)
    while call := next((node for node in tree.find_all(exp.Anonymous) if node.name.lower() in known), None):
        macro = known[call.name.lower()]
        given = dict(zip(macro.parameters, call.expressions, strict=True))
        if macro.makes_rows:
            _put_rows(call, macro, given, f"{call.name.lower()}_{next(numbers)}")
        else:
            call.replace(exp.paren(_with_arguments(exp.paren(macro.body.copy()), given).this))
    return tree


def _read(text: str) -> Iterator[tuple[str, Macro]]:
    for written in HINT.sub("as", without_comments(text)).split(";"):
        if head := HEAD.search(written):
            body, makes_rows = written[head.end() :], bool(head["table"])
            tree = sqlglot.parse_one(body if makes_rows else f"select {body}", dialect="duckdb")
            parameters = tuple(each.strip() for each in head["parameters"].split(",") if each.strip())
            yield head["name"], Macro(parameters, tree if makes_rows else tree.expressions[0], makes_rows)


def _with_arguments(body: exp.Expr, given: Mapping[str, exp.Expr]) -> exp.Expr:
    """The body with what is given in the places of its parameters."""
    for column in list(body.find_all(exp.Column)):
        if not column.table and column.name in given:
            argument = given[column.name]
            is_one = isinstance(argument, exp.Column | exp.Literal | exp.Placeholder)
            column.replace(argument.copy() if is_one else exp.paren(argument.copy()))
    return body


def _put_rows(call: exp.Anonymous, macro: Macro, given: Mapping[str, exp.Expr], name: str) -> None:
    """The query of a macro where a ``from`` calls it; its steps get names that nobody else has."""
    table = call.parent
    if not isinstance(table, exp.Table):
        raise TypeError(f"{call.sql()} is no table here")
    query = macro.body.copy()
    steps = {step.alias: f"{step.alias}_{name}" for step in query.find_all(exp.CTE)}
    for step in query.find_all(exp.CTE):
        step.args["alias"].set("this", exp.to_identifier(steps[step.alias]))
    for inner in list(query.find_all(exp.Table)):
        _read_from(inner, steps, given)
    alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(name))
    rows = exp.Subquery(this=_with_arguments(query, given), alias=alias.copy(), joins=table.args.get("joins"))
    table.replace(rows)


def _read_from(table: exp.Table, steps: Mapping[str, str], given: Mapping[str, exp.Expr]) -> None:
    """A table inside a macro: one of its own steps, the one it was given, or what another macro makes of either."""
    if isinstance(table.this, exp.Identifier) and table.name in steps and not table.args.get("db"):
        if not table.alias:
            table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
        table.set("this", exp.to_identifier(steps[table.name]))
    elif isinstance(table.this, exp.Anonymous):
        call = table.this
        for argument in call.expressions:
            if isinstance(argument, exp.Literal) and argument.name in steps:
                argument.set("this", steps[argument.name])
            elif isinstance(argument, exp.Column) and argument.name in given:
                argument.replace(given[argument.name].copy())
        if call.name.lower() == READ:
            handed = call.expressions[0]
            if not table.alias:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(handed.name)))
            table.set("this", exp.to_identifier(handed.name))
