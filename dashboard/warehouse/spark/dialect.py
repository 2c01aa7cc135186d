"""Spark's SQL as sqlglot writes it, where what it writes by itself means something else or is not taken."""

from collections.abc import Callable

from sqlglot import exp, transforms
from sqlglot.dialects.spark import Spark
from sqlglot.errors import UnsupportedError

WRITTEN: dict[type[exp.Expr], Callable[..., str]] = {
    exp.Select: transforms.preprocess([transforms.eliminate_distinct_on, transforms.unnest_to_explode]),
    exp.IntDiv: lambda self, e: f"({self.sql(e, 'this')} DIV {self.sql(e, 'expression')})",
}
"""What is written otherwise than sqlglot does for Spark: whole numbers are divided as such, `qualify` stays."""


def written(tree: exp.Expr) -> str:
    """The statement as Spark reads it; raises UnsupportedError for what has no words there.

    Steps stay where they were written, as Spark reads a step of a step: ``generate`` would move them to the top.
    """
    generator = Spark().generator(comments=False)
    known = generator._dispatch  # noqa: SLF001 — a compiled class, as it comes with us, cannot be derived from
    generator._dispatch = {**known, **WRITTEN}  # noqa: SLF001
    text = generator.sql(tree.copy())
    if generator.unsupported_messages:
        raise UnsupportedError("; ".join(generator.unsupported_messages))
    return text
