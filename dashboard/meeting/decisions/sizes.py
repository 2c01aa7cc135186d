"""How far a figure should move, as people write it: in its unit, or in percent of what it was."""

import re
from typing import Any

from dashboard.errors import BadInput

MINUTES = {"min": 1, "h": 60, "d": 1440}
DURATION = re.compile(r"\s*(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>min|h|d)\b")
POINTS = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?:points?|pp)")


def is_share(figure: str | None) -> bool:
    """Whether a weekly figure is a share, 0 to 1."""
    return figure is not None and (figure == "lead_to_close" or figure.startswith("early."))


def is_time(figure: str | None) -> bool:
    """Whether a weekly figure is a time in minutes."""
    return figure == "median_minutes"


def is_agreement(figure: str | None) -> bool:
    """Whether a weekly figure is agreement beyond chance, 1 at most."""
    return figure == "kappa"


def size_example(figure: str | None) -> str:
    """How a size of the figure is written, for whoever types one."""
    if is_time(figure):
        return "90 min, 1.5 h, or 10%"
    if is_agreement(figure):
        return "0.1, or 10%"
    return "5 points, or 10%" if is_share(figure) else "12, or 10%"


def expected_size(text: str | None, figure: str | None) -> dict[str, Any] | None:
    """The fields of how far a figure should move: ``12`` in its unit, ``10%`` of its mean before; None for nothing.

    A time may be ``90 min`` or ``1 h 30 min``, too, a share ``5 points``. Raises BadInput for what is no size.
    """
    size = (text or "").strip()
    if not size:
        return None
    value = _in_unit(size.lower(), figure)
    if value is not None:
        return {"value": value, "is_percent": False}
    try:
        value, is_percent = float(size.removesuffix("%")), size.endswith("%")
    except ValueError:
        value, is_percent = None, False
    if value is None or ((is_share(figure) or is_agreement(figure)) and not is_percent and value > 1):
        raise BadInput(f'expected: "{text}" is no size of this figure; write {size_example(figure)}.')
    return {"value": value, "is_percent": is_percent}


def _in_unit(size: str, figure: str | None) -> float | None:
    """A duration in minutes or points as a share; None for what is neither."""
    if is_time(figure) and size and not DURATION.sub("", size).strip():
        return sum(float(each["number"]) * MINUTES[each["unit"]] for each in DURATION.finditer(size))
    points = POINTS.fullmatch(size) if is_share(figure) else None
    return float(points["number"]) / 100 if points else None
