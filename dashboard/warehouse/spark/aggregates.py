"""Aggregates that Spark has not, or has without an order."""

from collections.abc import Callable

from sqlglot import exp

from dashboard.warehouse.spark.nodes import ELEMENT, call, cast, lambda_of, number

VALUE = "value"


def ordered_sums(tree: exp.Expr) -> exp.Expr:
    """A sum or a mean in a certain order of its rows: in any, as it is held against DuckDB's to nine digits."""
    for node in list(tree.find_all(exp.Sum, exp.Avg)):
        if isinstance(node.this, exp.Order):
            node.set("this", node.this.this)
    return tree


def ordered_lists(tree: exp.Expr) -> exp.Expr:
    """``list(x order by …)``: what it is ordered by gathered with it, sorted, and taken away; null of no rows."""
    for node in list(tree.find_all(exp.ArrayAgg)):
        order = node.this
        if not isinstance(order, exp.Order):
            node.replace(call("collect_list", order))
            continue
        if isinstance(order.this, exp.Distinct):
            (value,) = order.this.expressions
            node.replace(call("nullif", call("array_sort", call("collect_set", value.copy())), call("array")))
            continue
        keys = [_rising(key) for key in order.expressions]
        fields = [exp.alias_(key, f"key_{place}") for place, key in enumerate(keys)]
        pairs: exp.Expr = call("collect_list", call("struct", *fields, exp.alias_(order.this.copy(), VALUE)))
        filtered = node.parent if isinstance(node.parent, exp.Filter) else None
        if filtered:
            pairs = exp.Filter(this=pairs, expression=filtered.expression.copy())
        window = (filtered or node).parent
        value = exp.Dot(this=exp.to_identifier(ELEMENT), expression=exp.to_identifier(VALUE))
        if isinstance(window, exp.Window):
            raise TypeError("an ordered list in a window")
        values = call("transform", call("array_sort", pairs), lambda_of(value, ELEMENT))
        (filtered or node).replace(call("nullif", values, call("array")))
    return tree


def running_products(tree: exp.Expr) -> exp.Expr:
    """A product in a window, by logarithms: the factors are shares, never below 0; null of nothing but nulls."""
    for node in list(tree.find_all(exp.Anonymous)):
        if node.name.lower() != "product":
            continue
        window = node.parent
        if not isinstance(window, exp.Window):
            raise TypeError("a product outside a window")
        factor = node.expressions[0]

        def over(aggregate: exp.Expr, window: exp.Window = window) -> exp.Window:
            other = window.copy()
            other.set("this", aggregate)
            return other

        logarithms = over(exp.Sum(this=call("ln", call("nullif", factor.copy(), number(0)))))
        product = (
            exp.case()
            .when(over(exp.Count(this=factor.copy())).eq(0), exp.null())
            .when(over(exp.Min(this=factor.copy())).eq(0), cast(number(0), "double"))
            .else_(call("coalesce", call("exp", logarithms), cast(number(1), "double")))
        )
        window.replace(exp.paren(product))
    return tree


AGGREGATES: tuple[Callable[[exp.Expr], exp.Expr], ...] = (ordered_sums, ordered_lists, running_products)


def _rising(key: exp.Expr) -> exp.Expr:
    """What a key is sorted by when all are sorted upwards; only numbers are ever sorted down."""
    value = key.this.copy()
    return exp.Neg(this=exp.paren(value)) if key.args.get("desc") else value
