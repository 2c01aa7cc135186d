"""Whether a question has the same answer on two engines: row for row, numbers to nine digits."""

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from dashboard.asking.listed import LIMITS, listed_parts
from dashboard.asking.view import View
from dashboard.scope.slices import Slice
from dashboard.warehouse.catalogue import Query, catalogue
from tests.seam.own_parameters import own_parameters

CLAIMS = Path(__file__).resolve().parents[1] / "claims"
PARTS = "records/parts"
DIGITS = 1e-9


def looks(view: View) -> Mapping[str, View]:
    """The ways a question is compared: whole, sliced, and by account."""
    return {
        "whole": view,
        "sliced": replace(view, slice=Slice.of({"source": ["webinar", "Webinar"]})),
        "by account": replace(view, waterfall=view.waterfall.model_copy(update={"unit": "account"})),
    }


def differences(one: View, other: View, query: Query) -> Iterator[str]:
    """How the answers of two engines differ, as sentences; nothing where they are alike.

    A question that reads nothing is asked with what each of its claims gives it, and what a list comes to of each list.
    """
    if query.name == PARTS:
        for listed in (each for each in catalogue().values() if not set(LIMITS).isdisjoint(each.parameters)):
            asked = [listed_parts(view, listed.name, **own_parameters(one, listed)).rows for view in (one, other)]
            yield from _unlike(f"{query.name} of {listed.name}", *asked)
        return
    for parameters in [own_parameters(one, query)] if query.relations else given_by_claims(query.name):
        yield from _unlike(query.name, *(view.ask(query.name, **parameters).rows for view in (one, other)))


def given_by_claims(name: str) -> list[dict[str, Any]]:
    """The parameters of each claim of a question."""
    claims = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CLAIMS.rglob("*.toml"))]
    given = [claim["parameters"] for claim in claims if claim["question"] == name]
    assert given, name
    return [{key: None if value == "null" else value for key, value in each.items()} for each in given]


def _unlike(name: str, rows: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if len(rows) != len(others):
        yield f"{name}: {len(rows)} rows, {len(others)} on the other"
        return
    for place, (row, same) in enumerate(zip(rows, others, strict=True)):
        for column, value in row.items():
            if not _is_same(value, same[column]):
                yield f"{name}, row {place}, {column}: {value!r}, {same[column]!r} on the other"
                return


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, Decimal | float) or isinstance(other, Decimal | float):
        if one is None or other is None or isinstance(one, str) or isinstance(other, str):
            return one is other
        return math.isclose(one, other, rel_tol=DIGITS, abs_tol=DIGITS) or one == other
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_is_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_is_same(one[key], other[key]) for key in one)
    if isinstance(one, bool) or isinstance(other, bool) or isinstance(one, datetime):
        return type(one) is type(other) and one == other
    return bool(one == other)
