"""Sums whose last digit does not depend on the order they are added in."""

import re
from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction

import pytest
import sqlglot
from sqlglot import exp

from dashboard.tables import created
from dashboard.warehouse.headers import PLACE, QUERIES
from tests.statistics.conftest import Ask

ADDED_BY_OTHERS = {"journal", "import", "checks"}
"""Folders of ``queries/`` without a figure."""
FRACTIONS = (exp.Div, exp.Pow, exp.Sqrt, exp.Ln, exp.Exp)

CENTS = "select 0.1 + i * 0.01 as x from range(200000) as t (i)"


def test_cents_add_up_to_the_cent(ask: Ask) -> None:
    """The sum and the mean are the numbers nearest to the exact ones."""
    (row,) = ask(f"select exact_sum(x) as total, exact_mean(x) as mean from ({CENTS})")
    exact = sum(Fraction(10 + i, 100) for i in range(200000))
    assert row == {"total": float(exact), "mean": float(exact / 200000)}


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ("(null::double)", None),
        ("(1.5::double), (null)", 1.5),
        ("(1e20::double), (1e20)", 2e20),
        ("(-2::bigint)", -2.0),
    ],
)
def test_nulls_are_left_out_and_nothing_is_too_large(ask: Ask, values: str, total: float | None) -> None:
    """Null of nothing but nulls; numbers beyond the decimals are still added."""
    (row,) = ask(f"select exact_sum(x) as total from (values {values}) as t (x)")
    assert row["total"] == total


def test_fractions_are_added_in_an_order() -> None:
    """Of every figure: DuckDB adds in parallel, and two answers to one question would differ in their last digit."""
    files = {path: path.read_text(encoding="utf-8") for path in sorted(QUERIES.rglob("*.sql"))}
    trees = {
        path: [tree for tree in sqlglot.parse(PLACE.sub(r"\1", text), dialect="duckdb") if tree]
        for path, text in files.items()
        if path.relative_to(QUERIES).parts[0] not in ADDED_BY_OTHERS
    }
    stored = {column.name for table in created().values() for column in table if column.type == "double"}
    of_statistics = {path.stem: _fractions(of, ()) for path, of in trees.items() if path.parent.name == "statistics"}
    assert "amount" in stored
    assert {"mix", "rate"} <= of_statistics["rate_drivers"]
    unordered = []
    for path, of in trees.items():
        used = [names for name, names in of_statistics.items() if re.search(rf"\b{name}\(", files[path])]
        fractions = _fractions(of, stored.union(*used))
        unordered += [
            f"{path}: {added.sql(dialect='duckdb')} adds fractions in any order; write `order by` in it, or exact_sum"
            for added in (each for tree in of for each in tree.find_all(exp.Sum, exp.Avg))
            if _is_fraction(added.this, fractions) and not _is_ordered(added)
        ]
    assert not unordered, "\n".join(unordered)


def _fractions(trees: Iterable[exp.Expr], known: Iterable[str]) -> set[str]:
    """The names of columns that may hold fractions, beside those known to."""
    names = set(known)
    columns = [each for tree in trees for each in tree.find_all(exp.Alias)]
    while more := {each.alias for each in columns if _is_fraction(each.this, names)} - names:
        names |= more
    return names


def _is_fraction(value: exp.Expr, names: Collection[str]) -> bool:
    """Whether a value may be one: it divides, is a double, or is made of a column that may be."""
    return any(
        isinstance(each, FRACTIONS)
        or (isinstance(each, exp.DataType) and each.is_type("double"))
        or (isinstance(each, exp.Column) and each.name in names)
        for each in _made_of(value)
    )


def _made_of(value: exp.Expr) -> Iterator[exp.Expr]:
    """What a value consists of, without what is only compared, counted or divided as whole numbers."""
    yield value
    if isinstance(value, exp.Count | exp.Predicate | exp.IntDiv | exp.Query):
        return
    if isinstance(value, exp.Cast) and value.is_type("bigint", "int", "hugeint", "decimal"):
        return
    if isinstance(value, exp.If):
        parts = [value.args.get("true"), value.args.get("false")]
    else:
        parts = [value.this] if isinstance(value, exp.Filter | exp.Window) else list(value.iter_expressions())
    for part in parts:
        if isinstance(part, exp.Expr):
            yield from _made_of(part)


def _is_ordered(added: exp.AggFunc) -> bool:
    """Whether it says in which order it adds, by itself or by its window."""
    if isinstance(added.this, exp.Order):
        return True
    window = added.parent.parent if isinstance(added.parent, exp.Filter) else added.parent
    if not isinstance(window, exp.Window):
        return False
    select = window.find_ancestor(exp.Select)
    named = (select and select.args.get("windows")) or []
    return bool(window.args.get("order")) or any(each.name == window.alias and each.args.get("order") for each in named)
