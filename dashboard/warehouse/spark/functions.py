"""Functions of DuckDB that Spark calls otherwise, has not, or understands otherwise."""

import re
from collections.abc import Callable, Mapping

from sqlglot import exp

from dashboard.warehouse.spark.nodes import ELEMENT, call, cast, lambda_of, name_of, number, summed


def translated(tree: exp.Expr) -> exp.Expr:
    """The statement with each function by Spark's, from the innermost outwards."""
    for node in reversed(list(tree.walk(bfs=True))):
        other = _other(node)
        if other is node:
            continue
        if node is tree:
            tree = other
        else:
            node.replace(other)
    return tree


def _other(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Anonymous) and (by_name := BY_NAME.get(node.name.lower())):
        return by_name(*(each.copy() for each in node.expressions))
    by_type = BY_TYPE.get(type(node))
    return by_type(node) if by_type else node


def _epoch_us(moment: exp.Expr) -> exp.Expr:
    return call("unix_micros", cast(cast(moment, "timestamp_ntz"), "timestamp_ltz"))


def _to_seconds(seconds: exp.Expr) -> exp.Expr:
    return call("make_dt_interval", number(0), number(0), number(0), cast(seconds, "decimal(18, 6)"))


def _timezone(zone: exp.Expr, moment: exp.Expr) -> exp.Expr:
    return cast(call("from_utc_timestamp", moment, zone), "timestamp_ntz")


def _filled(values: exp.Expr) -> exp.Expr:
    """A list without its nulls; null where nothing is left."""
    there = call("filter", values, lambda_of(name_of(ELEMENT).is_(exp.null()).not_(), ELEMENT))
    return call("nullif", there, call("array"))


def _list_sum(values: exp.Expr) -> exp.Expr:
    return summed(_filled(values), name_of(ELEMENT))


def _deviation(values: exp.Expr) -> exp.Expr:
    """The sample's deviation of a list; null of fewer than two values."""
    there = _filled(values)
    size = call("size", there)
    mean = exp.paren(summed(there.copy(), name_of(ELEMENT)) / size.copy())
    squares = summed(there.copy(), call("pow", exp.paren(name_of(ELEMENT) - mean), number(2)))
    return (
        exp.case().when(size.copy() > 1, call("sqrt", squares / exp.paren(size.copy() - number(1)))).else_(exp.null())
    )


def _list_mean(values: exp.Expr) -> exp.Expr:
    there = _filled(values)
    return summed(there, name_of(ELEMENT)) / call("size", there.copy())


def _formatted(pattern: exp.Expr, *values: exp.Expr) -> exp.Expr:
    """``format``: its text in pieces with the values between them; numbers with their thousands apart."""
    pieces = re.split(r"({[^}]*})", pattern.name)
    left = list(values)
    parts: list[exp.Expr] = []
    for piece in pieces:
        if piece == "{}":
            parts.append(cast(left.pop(0), "string"))
        elif piece.startswith("{"):
            parts.append(call("format_number", left.pop(0), number(0)))
        elif piece:
            parts.append(exp.Literal.string(piece))
    return call("concat", *parts)


def _lgamma(value: exp.Expr) -> exp.Expr:
    """Of a whole number n: the logarithm of (n - 1)!, which is all that is asked."""
    last = call("greatest", cast(exp.paren(exp.paren(value) - number(1)), "int"), number(1))
    return summed(call("sequence", number(1), last), call("ln", name_of(ELEMENT)))


def _range(node: exp.GenerateSeries) -> exp.Expr:
    """From the first to the last, or to the one before, if the end is left out."""
    start, end, step = node.args["start"], node.args["end"], node.args.get("step")
    if not node.args.get("is_end_exclusive"):
        return node
    steps = (step,) if isinstance(step, exp.Interval) else ()
    last = end if steps else call("greatest", start.copy(), exp.paren(end.copy()) - number(1))
    inside = exp.LT(this=name_of(ELEMENT), expression=end.copy())
    return call(
        "filter", call("sequence", start.copy(), last, *(each.copy() for each in steps)), lambda_of(inside, ELEMENT)
    )


def _full_match(node: exp.RegexpFullMatch) -> exp.Expr:
    whole = call("concat", exp.Literal.string("^(?:"), node.expression, exp.Literal.string(")$"))
    return call("regexp_like", node.this, whole)


def _alone(node: exp.Expr) -> exp.Expr:
    """The least of one value is that value."""
    return node if node.expressions else node.this


def _numbered(node: exp.Window) -> exp.Expr:
    """Row numbers in no order are in any."""
    if isinstance(node.this, exp.RowNumber) and not node.args.get("order"):
        node.set("order", exp.Order(expressions=[exp.Ordered(this=exp.Literal.string("any"))]))
    return node


def _element(node: exp.Bracket) -> exp.Expr:
    """An element of a list by its place, the first being 1, the last -1; null where there is none.

    What is read as a whole number was moved to 0 as the first when it was read; a value that is bound was not.
    """
    (place,) = node.expressions
    if place.is_string:
        return node
    return call("try_element_at", node.this, number(place.to_py() + 1) if place.is_int else cast(place, "int"))


def _limit(node: exp.Limit) -> exp.Expr:
    """How many rows at most: a whole number of the shorter kind."""
    node.set("expression", cast(node.expression, "int"))
    return node


def _percentile(node: exp.Expr) -> exp.Expr:
    """The exact one, between the two values around it."""
    return call("percentile", node.this, node.args.get("expression") or node.args["quantile"])


def _map(node: exp.ToMap) -> exp.Expr:
    pairs = node.this.expressions
    return call("map", *(part.copy() for pair in pairs for part in (pair.this, pair.expression)))


BY_NAME: Mapping[str, Callable[..., exp.Expr]] = {
    "epoch_us": _epoch_us,
    "to_seconds": _to_seconds,
    "timezone": _timezone,
    "list_position": lambda values, value: call("nullif", call("array_position", values, value), number(0)),
    "favg": lambda value: exp.Avg(this=value.this if isinstance(value, exp.Order) else value),
    "list_sum": _list_sum,
    "lgamma": _lgamma,
    "list_avg": _list_mean,
    "list_stddev_samp": _deviation,
}
BY_TYPE: Mapping[type[exp.Expr], Callable[..., exp.Expr]] = {
    exp.Bracket: _element,
    exp.UnixToTime: lambda node: cast(call("timestamp_micros", node.this), "timestamp_ntz"),
    exp.DayOfWeekIso: lambda node: exp.paren(call("weekday", node.this) + number(1)),
    exp.GenerateSeries: _range,
    exp.Format: lambda node: _formatted(node.this, *node.expressions),
    exp.Limit: _limit,
    exp.Ntile: lambda node: call("ntile", cast(node.this, "int")),
    exp.Quantile: _percentile,
    exp.PercentileCont: _percentile,
    exp.ToDays: lambda node: call("make_dt_interval", node.this),
    exp.ToMap: _map,
    exp.Length: lambda node: call("cardinality", node.this),
    exp.RegexpFullMatch: _full_match,
    exp.Least: _alone,
    exp.Greatest: _alone,
    exp.AtTimeZone: lambda node: node.this,
    exp.Median: lambda node: call("median", node.this),
    exp.Window: _numbered,
}
