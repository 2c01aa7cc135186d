"""What a slice compares."""

from fractions import Fraction
from typing import Any

Row = dict[str, Any]
NONE = "(none)"
BANDS = (("SMB", 100), ("Mid-market", 1000), ("Enterprise", None))


def is_wanted(value: Any, wanted: list[str]) -> bool:
    """Whether a value is among those chosen: a number by its value, a truth as ``true`` or ``false``."""
    if isinstance(value, bool):
        return str(value).lower() in wanted
    if isinstance(value, Fraction):
        return value in [Fraction(one) for one in wanted if one != NONE]
    return (NONE if value is None else value) in wanted


def segment(lead: Row, settings: Row) -> str | None:
    """Company size by the settings' bands, None when unknown."""
    if lead["employees"] is None:
        return None
    bands = settings.get("segments") or [{"name": name, "below": below} for name, below in BANDS]
    return next(b["name"] for b in bands if b.get("below") is None or lead["employees"] < b["below"])
