"""A profile of the ideal customer: its document, its verdicts, its tier."""

import re
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.clock import midnight

Row = dict[str, Any]
TIERS = {"A": 80, "B": 60, "C": 40}
RULES = ("one_of", "not_one_of", "between", "at_least", "at_most", "is_true", "matches")
WORD = re.compile(r"[^\W_]+")


def folded(value: Any) -> Any:
    """Text in lower case without white space around it; anything else as it is."""
    return value.strip().lower() if isinstance(value, str) else value


def words(text: str) -> set[str]:
    """The runs of letters or digits of a text."""
    return set(WORD.findall(folded(text)))


def exact(value: Any) -> Any:
    """A number of a document as the decimal it was written as."""
    return Fraction(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def meets(criterion: Row, value: Any) -> bool | None:  # noqa: PLR0911
    """Met, not met, or None when the field is not known."""
    if value is None:
        return None
    rule = next(rule for rule in RULES if rule in criterion)
    asked = criterion[rule]
    if rule in ("one_of", "not_one_of"):
        found = folded(value) in [folded(exact(one)) for one in asked]
        return found if rule == "one_of" else not found
    if rule == "between":
        low, high = exact(asked.get("min")), exact(asked.get("max"))
        return (low is None or value >= low) and (high is None or value <= high)
    if rule == "at_least":
        return bool(value >= exact(asked))
    if rule == "at_most":
        return bool(value <= exact(asked))
    if rule == "is_true":
        return value is True if asked else value is False
    return any(words(entry) <= words(value) for entry in asked)


@dataclass
class Profile:
    """One version of a definition."""

    document: Row

    @property
    def criteria(self) -> list[Row]:
        return list(self.document["criteria"])

    def fit(self, lead: Row) -> tuple[float | None, float]:
        """Fit 0-100 (None when nothing is known) and coverage 0-1, exact fractions."""
        verdicts = [(meets(c, lead[c["field"]]), exact(c["weight"])) for c in self.criteria]
        known = sum(weight for verdict, weight in verdicts if verdict is not None)
        met = sum(weight for verdict, weight in verdicts if verdict)
        return (100 * met / known if known else None), known / sum(weight for _, weight in verdicts)

    def tier(self, lead: Row) -> str:
        """A, B, C, D (or the document's own), Out or Unknown."""
        for criterion in self.criteria:
            if criterion.get("required") and meets(criterion, lead[criterion["field"]]) is False:
                return "Out"
        fit, coverage = self.fit(lead)
        if fit is None or coverage < exact(self.document.get("min_coverage", 0.5)):
            return "Unknown"
        tiers = {name: exact(bar) for name, bar in self.document.get("tiers", TIERS).items()}
        ordered = sorted(tiers, key=lambda name: -tiers[name])
        return next((name for name in ordered if fit >= tiers[name]), "D")


def in_force(path: Path | None, as_of: int, zone: ZoneInfo) -> Profile | None:
    """The version of the document at ``path`` used at an instant, None when there is no file."""
    if path is None or not path.exists():
        return None
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    found = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(path.parent.glob("*.toml"))]
    versions = [document for document in found if document.get("name") == given["name"] and "criteria" in document]
    started = [v for v in versions if midnight(v["effective_from"], zone) <= as_of]
    if started:
        return Profile(max(started, key=lambda version: version["effective_from"]))
    return Profile(min(versions, key=lambda version: version["effective_from"]))
