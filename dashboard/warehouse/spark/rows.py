"""What makes, spreads or joins rows in a way of DuckDB's own, by what Spark has for it."""

from collections.abc import Callable, Mapping

from sqlglot import exp
from sqlglot.optimizer.qualify import qualify

from dashboard.warehouse.spark.nodes import ELEMENT, call, lambda_of, name_of, number, select_all

SUBSCRIPTS = "generate_subscripts"
Columns = Mapping[str, Mapping[str, Mapping[str, str]]]
"""The columns of each table that a statement may read, and their types, by schema."""


def unions_by_name(tree: exp.Expr, columns: Columns) -> exp.Expr:
    """Unions by name with each side's columns written out: null for one that only the other has.

    Which those are behind a star is asked of ``columns``.
    """
    unions = [each for each in tree.find_all(exp.SetOperation) if each.args.get("by_name")]
    if not unions:
        return tree
    known = qualify(
        tree.copy(), schema=dict(columns), dialect="duckdb", validate_qualify_columns=False, quote_identifiers=False
    )
    pairs = [each for each in known.find_all(exp.SetOperation) if each.args.get("by_name")]
    for union, resolved in zip(unions, pairs, strict=True):
        left, right = resolved.left.named_selects, resolved.right.named_selects
        names = [*left, *(name for name in right if name not in left)]
        for side, there in (("this", left), ("expression", right)):
            query = union.args[side].copy().unnest()
            taken = [exp.column(name) if name in there else exp.alias_(exp.null(), name) for name in names]
            union.set(side, exp.select(*taken).from_(query.subquery(f"side_{side}")))
        union.set("by_name", False)
    return tree


def stars_with_other_columns(tree: exp.Expr) -> exp.Expr:
    """``* replace`` and ``* rename`` as a star without the columns, and the columns behind it."""
    for select in list(tree.find_all(exp.Select)):
        columns = []
        for each in select.expressions:
            star = each if isinstance(each, exp.Star) else each.this if _is_star(each) else None
            columns.append(each)
            if star is None:
                continue
            renamed, replaced = star.args.get("rename") or [], star.args.get("replace") or []
            hidden = [*(new.this.name for new in renamed), *(new.alias for new in replaced)]
            star.set("rename", None)
            star.set("replace", None)
            star.set("except_", [*(star.args.get("except_") or []), *map(exp.to_identifier, hidden)] or None)
            table = each.args.get("table") if isinstance(each, exp.Column) else None
            columns.extend(exp.alias_(exp.column(new.this.name, table), new.alias) for new in renamed)
            columns.extend(replaced)
        select.set("expressions", columns)
    return tree


def generators(tree: exp.Expr) -> exp.Expr:
    """Lists unnested in a select: side by side as one list of pairs, as Spark takes one generator in a select."""
    for select in list(tree.find_all(exp.Select)):
        spread = [each for each in select.expressions if _is_generator(each.unalias())]
        if not spread:
            continue
        lists = [_list_of(each.unalias()) for each in spread]
        if _holds_records(lists[0]):
            spread[0].replace(call("inline", lists[0].copy()))
        elif len(spread) > 1:
            others = [each for each in select.expressions if each not in spread]
            names = [exp.to_identifier(each.alias) for each in spread]
            zipped = call("inline", call("arrays_zip", *(each.copy() for each in lists)))
            select.set("expressions", [*others, exp.Aliases(this=zipped, expressions=names)])
        elif isinstance(spread[0].unalias(), exp.Anonymous | exp.Sub):
            spread[0].unalias().replace(call("explode", lists[0]))
    return tree


def asof_joins(tree: exp.Expr) -> exp.Expr:
    """A row joined to the last one at or before it: to the one whose time lasts until the next."""
    for join in list(tree.find_all(exp.Join)):
        if (join.args.get("method") or "").upper() != "ASOF":
            continue
        name = join.this.alias_or_name
        conditions = list(join.args["on"].flatten())
        (since,) = (each for each in conditions if isinstance(each, exp.GTE))
        pairs = [each for each in conditions if isinstance(each, exp.EQ)]
        keys = [each.right if each.right.text("table") == name else each.left for each in pairs]
        ahead = exp.Window(
            this=call("lead", exp.column(since.right.name)),
            partition_by=[exp.column(key.name) for key in keys],
            order=exp.Order(expressions=[exp.Ordered(this=exp.column(since.right.name))]),
        )
        source = join.this.copy()
        source.set("alias", None)
        until = exp.column("until_next", name)
        join.set("method", None)
        join.set("this", exp.select("*", ahead.as_("until_next")).from_(source).subquery(name))
        join.set("on", exp.and_(join.args["on"], exp.or_(until.is_(exp.null()), since.left.copy() < until.copy())))
    return tree


def unpivots(tree: exp.Expr) -> exp.Expr:
    """Columns turned into rows, those without a value left out."""
    for pivot in list(tree.find_all(exp.Pivot)):
        if not (into := pivot.args.get("into")):
            continue
        name, value = into.this.name, into.expressions[0].name
        columns = [each.name for each in pivot.expressions]
        star = exp.Star(except_=[exp.to_identifier(each) for each in columns])
        pairs = [
            call("struct", exp.alias_(exp.Literal.string(each), name), exp.alias_(exp.column(each), value))
            for each in columns
        ]
        source = pivot.this.copy()
        if isinstance(source, exp.Query) and not isinstance(source, exp.Subquery):
            source = exp.Subquery(this=source)
        if isinstance(source, exp.Subquery):
            source.set("alias", exp.TableAlias(this=exp.to_identifier("wide")))
        long = exp.Select(expressions=[star, call("inline", call("array", *pairs))]).from_(source)
        rows = select_all(long, "long")
        pivot.replace(rows if pivot.args.get("include_nulls") else rows.where(exp.column(value).is_(exp.null()).not_()))
    return tree


SHAPES: tuple[Callable[[exp.Expr], exp.Expr], ...] = (unpivots, stars_with_other_columns, generators, asof_joins)


def _is_star(column: exp.Expr) -> bool:
    return isinstance(column, exp.Column) and isinstance(column.this, exp.Star)


def _is_generator(column: exp.Expr) -> bool:
    if isinstance(column, exp.Sub):
        return _is_generator(column.this)
    return isinstance(column, exp.Explode | exp.Unnest) or column.name.lower() == SUBSCRIPTS


def _list_of(generator: exp.Expr) -> exp.Expr:
    if isinstance(generator, exp.Sub):
        less = exp.Sub(this=name_of(ELEMENT), expression=generator.expression.copy())
        return call("transform", _list_of(generator.this), lambda_of(less, ELEMENT))
    if isinstance(generator, exp.Anonymous):
        return call("sequence", number(1), call("size", generator.expressions[0].copy()))
    values: exp.Expr = generator.expressions[0] if isinstance(generator, exp.Unnest) else generator.this
    return values


def _holds_records(values: exp.Expr) -> bool:
    """Whether a list is of records, whose fields become columns."""
    if isinstance(values, exp.Array):
        return bool(values.expressions) and isinstance(values.expressions[0], exp.Struct)
    return isinstance(values, exp.Anonymous) and values.name.lower() == "map_entries"
