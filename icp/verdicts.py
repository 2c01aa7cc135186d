"""How one criterion becomes a call of the macros of ``rules.sql``, with what the call binds."""

from collections.abc import Sequence
from typing import Any

from icp import patterns
from icp.document import Criterion


def verdict(criterion: Criterion, name: str) -> tuple[str, dict[str, Any]]:
    """The call that judges ``criterion``, and what it binds; ``name`` begins its parameters' names."""
    column, rule = criterion.field, criterion.rule
    entries = criterion.one_of or criterion.not_one_of or ()
    if rule == "matches":
        return _matches(column, criterion.matches or (), name)
    if rule in {"one_of", "not_one_of"} and criterion.kind == "text":
        regexes = patterns.whole_text(str(entry) for entry in entries)
        calls = [f"icp_{rule}({column}, ${name}_{n})" for n in range(len(regexes))]
        joined = (" or " if rule == "one_of" else " and ").join(calls)
        return f"({joined})", {f"{name}_{n}": pattern for n, pattern in enumerate(regexes)}
    if rule in {"one_of", "not_one_of"}:
        return f"icp_number_{rule}({column}, ${name})", {name: list(entries)}
    if criterion.between is not None:
        ends = {f"{name}_low": criterion.between.low, f"{name}_high": criterion.between.high}
        return f"icp_between({column}, ${name}_low, ${name}_high)", ends
    if rule == "is_true":
        return f"icp_is_true({column})", {}
    return f"icp_{rule}({column}, ${name})", {name: getattr(criterion, rule)}


def _matches(column: str, phrases: Sequence[str], name: str) -> tuple[str, dict[str, Any]]:
    """Any phrase suffices; all words of a phrase must be there. Phrases of one word share a pattern."""
    bound: dict[str, Any] = {}

    def call(pattern: str) -> str:
        parameter = f"{name}_{len(bound)}"
        bound[parameter] = pattern
        return f"icp_matches({column}, ${parameter})"

    split = [patterns.words(phrase) for phrase in phrases]
    single = [words[0] for words in split if len(words) == 1]
    several = {frozenset(words) for words in split if len(words) > 1}
    calls = [call(pattern) for pattern in patterns.has_a_word(single)]
    calls += [
        f"({' and '.join(call(patterns.has_a_word([word])[0]) for word in words)})"
        for words in sorted(map(sorted, several))
    ]
    return f"({' or '.join(calls)})", bound
