"""What two answers differ in, as sentences with dotted paths."""

import math
from datetime import datetime
from typing import Any


def differences(expected: Any, actual: Any, path: str = "") -> list[str]:
    """Every place where ``actual`` is not ``expected``; its further keys are allowed.

    Integers are compared exactly, other numbers to 1e-9, instants as instants.
    """
    here = path or "(whole)"
    if isinstance(expected, dict):
        if not isinstance(actual, dict):
            return [f"{here}: expected an object, got {actual!r}"]
        found = []
        for key, value in expected.items():
            inner = f"{path}.{key}" if path else str(key)
            if key not in actual:
                found.append(f"{inner}: expected {value!r}, absent")
            else:
                found.extend(differences(value, actual[key], inner))
        return found
    if isinstance(expected, list):
        if not isinstance(actual, list) or len(expected) != len(actual):
            return [f"{here}: expected {expected!r}, got {actual!r}"]
        return [
            line
            for index, (one, other) in enumerate(zip(expected, actual, strict=True))
            for line in differences(one, other, f"{path}[{index}]")
        ]
    return [] if same(expected, actual) else [f"{here}: expected {expected!r}, got {actual!r}"]


def same(expected: Any, actual: Any) -> bool:
    """Equal as values of JSON."""
    if isinstance(expected, bool) or isinstance(actual, bool) or expected is None or actual is None:
        return expected is actual
    if isinstance(expected, int | float) and isinstance(actual, int | float):
        if isinstance(expected, int) and isinstance(actual, int):
            return expected == actual
        return math.isclose(expected, actual, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(expected, str) and isinstance(actual, str):
        return expected == actual or same_instant(expected, actual)
    return False


def same_instant(expected: str, actual: str) -> bool:
    """Two texts that are the same moment."""
    try:
        return datetime.fromisoformat(expected) == datetime.fromisoformat(actual)
    except (ValueError, TypeError):
        return False
