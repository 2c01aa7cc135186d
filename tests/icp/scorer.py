"""A second implementation of the rule, written from the contract in plain Python and exact fractions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from icp.columns import Value

WHITE_SPACE = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f"
    "\u205f\u3000"
)


@dataclass(frozen=True)
class Score:
    """What the contract says of one lead."""

    tier: str
    fit: Fraction | None
    coverage: Fraction
    verdicts: tuple[bool | None, ...]


def score(document: Mapping[str, Any], lead: Mapping[str, Value]) -> Score:
    """One lead under a document given as the table a TOML parser reads."""
    criteria = document["criteria"]
    verdicts = tuple(judge(criterion, lead.get(criterion["field"])) for criterion in criteria)
    weights = [Fraction(str(criterion["weight"])) for criterion in criteria]
    met = sum((weight for weight, verdict in zip(weights, verdicts, strict=True) if verdict), Fraction(0))
    known = sum((weight for weight, verdict in zip(weights, verdicts, strict=True) if verdict is not None), Fraction(0))
    coverage = known / sum(weights)
    fit = 100 * met / known if known else None
    missed = any(c.get("required") and verdict is False for c, verdict in zip(criteria, verdicts, strict=True))
    thresholds = document.get("tiers", {"A": 80, "B": 60, "C": 40})
    if missed:
        tier = "Out"
    elif fit is None or coverage < Fraction(str(document.get("min_coverage", 0.5))):
        tier = "Unknown"
    else:
        tier = next((name for name in "ABC" if fit >= Fraction(str(thresholds[name]))), "D")
    return Score(tier, fit, coverage, verdicts)


def judge(criterion: Mapping[str, Any], value: Value) -> bool | None:
    """Met, not met, or None when the field is null."""
    if value is None:
        return None
    if "matches" in criterion:
        there = words(str(value))
        return any(words(entry) <= there for entry in criterion["matches"])
    if "one_of" in criterion:
        return folded(value) in [folded(entry) for entry in criterion["one_of"]]
    if "not_one_of" in criterion:
        return folded(value) not in [folded(entry) for entry in criterion["not_one_of"]]
    if "is_true" in criterion:
        return value is True
    assert isinstance(value, int | float)
    low, high = criterion.get("at_least"), criterion.get("at_most")
    if "between" in criterion:
        low, high = criterion["between"].get("min"), criterion["between"].get("max")
    return (low is None or value >= low) and (high is None or value <= high)


def folded(value: Value) -> Value:
    """Unicode lower case without white space at the ends; a sigma is a sigma, final or not."""
    return value.strip(WHITE_SPACE).lower().replace("ς", "σ") if isinstance(value, str) else value  # noqa: RUF001


def words(text: str) -> set[Value]:
    """The runs of letters or digits of a folded text."""
    return set(re.findall(r"[^\W_]+", str(folded(text))))
