"""Where the last of a series of weekly values stands against its usual range, in words."""

from collections.abc import Callable
from math import ceil, floor, inf

from dashboard.findings.weeks import Weeks
from dashboard.texts import count, percent, spelled
from dashboard.thresholds import FEWEST_WEEKS

FAR = 2.0
"""From so many times as far from the mean as the usual range reaches a value is far outside of it."""


def standing(weeks: Weeks, span: Callable[[Weeks], str], written: Callable[[float], str]) -> str:
    """Above, below or within the usual range, or for eight weeks on one side of the mean; empty without a range."""
    now = weeks.values[-1]
    if now is None or weeks.mean is None or weeks.lower is None or weeks.upper is None:
        return ""
    side = "above" if now > weeks.mean else "below"
    if not weeks.signal:
        return f"within the usual {span(weeks)}"
    if is_outside(weeks):
        return f"{'far ' if FAR <= distance(weeks) < inf else ''}{side} the usual {span(weeks)}"
    return (
        f"within the usual {span(weeks)}, but for {spelled(FEWEST_WEEKS)} weeks or more {side} the mean of "
        f"{written(weeks.mean)}"
    )


def is_outside(weeks: Weeks) -> bool:
    """Whether the value lies outside its usual range; not where it is a signal for another reason."""
    now = weeks.values[-1]
    known = now is not None and weeks.lower is not None and weeks.upper is not None and weeks.signal
    return bool(known and not weeks.lower <= now <= weeks.upper)  # type: ignore[operator]


def distance(weeks: Weeks) -> float:
    """How far the value is from the mean, in reaches of its usual range; of a range that is one value infinite."""
    reach = (weeks.upper or 0) - (weeks.mean or 0)
    return abs((weeks.values[-1] or 0) - (weeks.mean or 0)) / reach if reach else inf


def count_range(weeks: Weeks) -> str:
    """The whole numbers of a usual range: 390–560."""
    low, high = ceil(weeks.lower or 0), floor(weeks.upper or 0)
    if low > high:
        return f"{weeks.lower:.1f}–{weeks.upper:.1f}"
    return count(low) if low == high else f"{count(low)}–{count(high)}"


def share_range(weeks: Weeks) -> str:
    """A usual range of shares, in as many digits as tell the value from its ends: 36–48 %."""
    low, high = max(weeks.lower or 0.0, 0.0), min(weeks.upper or 0.0, 1.0)
    digits = share_digits(weeks)
    return f"{100 * low:.{digits}f}–{100 * high:.{digits}f} %"


def share_digits(weeks: Weeks) -> int:
    """Digits after the point that tell a share from the ends of its usual range, two at most."""
    now, ends = weeks.values[-1] or 0.0, (weeks.lower or 0.0, min(weeks.upper or 0.0, 1.0))
    fewest = 0 if min(now, ends[1]) >= 0.095 else 1
    return next((n for n in (fewest, 1) if all(now == end or percent(now, n) != percent(end, n) for end in ends)), 2)
