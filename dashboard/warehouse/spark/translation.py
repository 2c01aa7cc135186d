"""A statement of ``queries/`` in Spark's SQL: translated tree by tree, and claimed right only where it was compared."""

from collections.abc import Mapping

from sqlglot import exp

from dashboard.warehouse.spark.aggregates import AGGREGATES
from dashboard.warehouse.spark.binding import placed
from dashboard.warehouse.spark.dialect import written
from dashboard.warehouse.spark.functions import translated
from dashboard.warehouse.spark.macros import expanded, parsed
from dashboard.warehouse.spark.rows import SHAPES, Columns, unions_by_name


def translation(sql: str, columns: Columns, views: Mapping[str, str], types: Mapping[str, str]) -> str:
    """The statement as Spark runs it.

    ``columns`` are those of the tables by name, ``views`` what Spark calls them, ``types`` Spark's types of the values
    bound, by name; a value that is null has none.
    """
    tree = _by_rules(unions_by_name(expanded(parsed(sql)), columns))
    for table in list(tree.find_all(exp.Table)):
        if table.db:
            _rename(table, views)
    for place in list(tree.find_all(exp.Placeholder)):
        kind = types.get(place.name)
        limit = place.find_ancestor(exp.Limit, exp.Select)
        if kind is None and isinstance(limit, exp.Limit):
            limit.pop()  # no most: all of them
            continue
        place.replace(placed(place.copy(), kind) if kind else exp.null())
    return written(tree)


def translated_part(sql: str) -> str:
    """A part of a statement as the rules make it, without what depends on a generation: what a comparison was of."""
    return written(_by_rules(expanded(parsed(sql))))


def _by_rules(tree: exp.Expr) -> exp.Expr:
    for rule in (*SHAPES, *AGGREGATES):
        tree = rule(tree)
    for wide in [each for each in tree.find_all(exp.DataType) if each.is_type("hugeint")]:
        wide.replace(exp.DataType.build("decimal(38, 0)"))
    return translated(tree)


def _rename(table: exp.Table, views: Mapping[str, str]) -> None:
    """A table of the generation or beside it by the name of its view; it is still called as it was."""
    name = table.name
    if not table.alias:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(name)))
    table.set("this", exp.to_identifier(views[name]))
    table.set("db", None)
    table.set("catalog", None)
