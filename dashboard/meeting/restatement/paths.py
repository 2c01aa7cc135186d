"""The numbers of the ``metrics`` JSON by their path: ``waterfall.stages[MQL].reached``."""

from collections.abc import Iterator, Mapping
from math import isclose
from typing import Any

KEYS = ("stage", "from", "reason", "cause", "deal_id", "tier", "name")
"""What names an item of a list, the first that it has; else its place does."""
ROUNDING = 1e-9
NO_FIGURES = frozenset({"as_of", "week", "time_zone", "generation", "slice", "unsupported"})
Numbers = dict[str, float | None]


def numbers(report: Mapping[str, Any]) -> Numbers:
    """Every number and null of the JSON by its path, in the JSON's order."""
    return {
        path: value
        for name, section in report.items()
        if name not in NO_FIGURES
        for path, value in _walk(name, section)
    }


def moved(before: float | None, after: float | None) -> bool:
    """Whether two values of a figure differ by more than rounding."""
    if before is None or after is None:
        return before is not after
    return not isclose(before, after, rel_tol=ROUNDING, abs_tol=ROUNDING)


def _walk(path: str, value: Any) -> Iterator[tuple[str, float | None]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _walk(f"{path}.{name}", each)
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _walk(f"{path}[{_named(each, place)}]", each)
    elif value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        yield path, value


def _named(item: Any, place: int) -> object:
    if isinstance(item, Mapping):
        return next((item[key] for key in KEYS if key in item), place)
    return place
