"""Short words for the nodes that the translation makes most."""

from sqlglot import exp

ACCUMULATED, ELEMENT = "so_far", "each"


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    """A function of Spark's by its name."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def number(value: int) -> exp.Expr:
    """A whole number."""
    return exp.Literal.number(value)


def cast(value: exp.Expr, kind: str) -> exp.Expr:
    """A value as a type of Spark's."""
    return exp.Cast(this=value, to=exp.DataType.build(kind, dialect="spark"))


def lambda_of(body: exp.Expr, *names: str) -> exp.Lambda:
    """A function without a name: its parameters, and what it makes of them."""
    return exp.Lambda(this=body, expressions=[exp.to_identifier(name) for name in names])


def name_of(name: str) -> exp.Column:
    """A parameter of a lambda where it is used."""
    return exp.column(name)


def select_all(query: exp.Query, name: str) -> exp.Select:
    """Everything of a query."""
    return exp.select("*").from_(query.subquery(name))


def summed(values: exp.Expr, of_each: exp.Expr) -> exp.Expr:
    """The sum over a list of what ``of_each`` makes of ``ELEMENT``, as a double; null of null."""
    added = exp.Add(this=name_of(ACCUMULATED), expression=of_each)
    return call("aggregate", values, cast(number(0), "double"), lambda_of(added, ACCUMULATED, ELEMENT))
