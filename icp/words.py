"""A definition in words: what people read on the screen, in a difference and in the explanation of one lead."""

from collections.abc import Sequence

from icp.columns import Value
from icp.document import Criterion, Definition


def field_in_words(criterion: Criterion) -> str:
    """The column as people say it: ``annual revenue``."""
    return criterion.field.replace("_", " ")


def rule_in_words(criterion: Criterion) -> str:
    """The rule as a phrase: ``industry is software or Bank``, ``employees from 50 to 1,000``."""
    field = field_in_words(criterion)
    if criterion.one_of:
        return f"{field} is {_either(criterion.one_of)}"
    if criterion.not_one_of:
        return f"{field} is not {_either(criterion.not_one_of)}"
    if criterion.matches:
        return f"{field} has the words {_either(criterion.matches)}"
    if criterion.between is not None:
        return f"{field} {_range(criterion.between.min, criterion.between.max)}"
    if criterion.is_true:
        return f"{field} is yes"
    return f"{field} {_range(criterion.at_least, criterion.at_most)}"


def criterion_in_words(criterion: Criterion) -> str:
    """Rule, weight, and whether it is required: ``employees from 50 to 1,000, weight 2, required``."""
    required = ", required" if criterion.required else ""
    return f"{rule_in_words(criterion)}, weight {number_in_words(criterion.weight)}{required}"


def signatures_in_words(definition: Definition) -> str:
    """Who signed: ``signed by Ann for marketing and by Bob for sales on 2026-11-30``, or ``not signed``."""
    signed = [
        f"by {name} for {side}{f' on {on}' if on else ''}"
        for side, (name, on) in definition.approved_by.sides.items()
        if name is not None
    ]
    return f"signed {' and '.join(signed)}" if signed else "not signed"


def value_in_words(value: Value) -> str:
    """A lead's own value as a person writes it."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else number_in_words(value)


def number_in_words(number: float) -> str:
    """A number with thousands apart and no needless decimals: ``1,000``, ``0.5``."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,}"


def _range(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {number_in_words(high or 0)}"
    if high is None:
        return f"at least {number_in_words(low)}"
    return f"from {number_in_words(low)} to {number_in_words(high)}"


def _either(entries: Sequence[str | float]) -> str:
    texts = [entry if isinstance(entry, str) else number_in_words(entry) for entry in entries]
    return " or ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)
