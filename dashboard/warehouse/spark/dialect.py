"""Spark's SQL as sqlglot writes it, where what it writes by itself means something else or is not taken."""

from typing import ClassVar

from sqlglot import ErrorLevel, exp, transforms
from sqlglot.dialects.spark import Spark
from sqlglot.generators.spark import SparkGenerator


class SparkOfQuestions(Spark):
    """Spark, with steps where they were written and whole numbers divided as whole numbers."""

    class Generator(SparkGenerator):
        """Writes a tree that has been translated."""

        EXPRESSIONS_WITHOUT_NESTED_CTES: ClassVar[set[type[exp.Expr]]] = set()  # Spark reads a step of a step
        TRANSFORMS: ClassVar = {
            **SparkGenerator.TRANSFORMS,
            exp.Select: transforms.preprocess([transforms.eliminate_distinct_on, transforms.unnest_to_explode]),
            exp.IntDiv: lambda self, e: f"({self.sql(e, 'this')} DIV {self.sql(e, 'expression')})",
        }


def written(tree: exp.Expr) -> str:
    """The statement as Spark reads it; raises UnsupportedError for what has no words there."""
    return tree.sql(dialect=SparkOfQuestions, unsupported_level=ErrorLevel.RAISE, comments=False)
