"""What changed velocity, in words, made from figures by rules; never more than they allow."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.metrics.pipeline import Change
from dashboard.texts import FEWEST_FOR_RATE, count, days, money, percent

PARTS = {
    "count": "the number of open deals",
    "win_rate": "the win rate",
    "size": "deal size",
    "cycle": "the length of the cycle",
}
WIN_RATE = "win rate"
ABOUT_THE_SAME = 0.02
WORTH_SAYING = 0.05
MANY_TIMES = 2.0
"""A larger change is said by what it was and is: a percentage of little says nothing."""


def too_few_closed(now: Mapping[str, Any], before: Mapping[str, Any], when: str) -> str:
    """Why no velocity is compared, where fewer than ten deals closed in one of the windows; else empty."""
    closed = [standing["closed"] for standing in (now, before)]
    if min(closed) >= FEWEST_FOR_RATE:
        return ""
    return (
        f"{count(closed[0])} deals closed in this window, {count(closed[1])} in {when}: too few for a win rate, so "
        "there is no velocity to compare."
    )


def what_changed(change: Change, currency: str | None, before: str) -> str:
    """The change of velocity and its largest part, what went along and what went against it."""
    if change.previous is None or change.current is None or change.change is None:
        return "A factor is missing in one of the two windows, so the change cannot be split."
    relative = change.relative
    parts = {name: value for name in PARTS if (value := getattr(change, name)) is not None}
    if relative is not None and abs(relative) < ABOUT_THE_SAME:
        still = f"Velocity is about where it was {before}: {money(change.current, currency)} a day"
        moved = [name for name in parts if abs(parts[name]) >= WORTH_SAYING * change.current]
        return f"{still}.\nBehind it {_named(parts, moved, currency)} cancel out." if len(moved) > 1 else f"{still}."
    direction = "rose" if change.change > 0 else "fell"
    start = f"Velocity {direction} by {money(abs(change.change), currency)} a day"
    if relative is not None and abs(relative) > MANY_TIMES:
        start += f", from {money(change.previous, currency)} to {money(change.current, currency)}"
    elif relative is not None:
        start += f" ({percent(abs(relative))})"
    if not parts:
        return f"{start}; a factor was not positive, so the change cannot be split."
    main = max(parts, key=lambda name: parts[name] * change.change)
    against = [name for name in parts if parts[name] * change.change < 0 and _matters(parts[name], change)]
    sentence = f"{start}, most of it from {PARTS[main]} ({_signed(parts[main], currency)})"
    if against:
        sentence += f", against {_named(parts, against, currency)}"
    return sentence + "."


def factors(now: Mapping[str, Any], before: Mapping[str, Any], currency: str | None) -> str:
    """The factors but the win rate, of which more is said, before and now."""
    rows = factor_rows(now, before, currency)
    changes = " · ".join(f"{name} {was} → {is_now}" for name, was, is_now in rows if name != WIN_RATE)
    return f"The parts sum to the change exactly. {changes}."


def factor_rows(
    now: Mapping[str, Any], before: Mapping[str, Any], currency: str | None
) -> list[tuple[str, str, str]]:  # fmt: skip
    """The four factors by name, before and now."""
    return [
        ("Open deals", count(before["open_count"]), count(now["open_count"])),
        (WIN_RATE, percent(before["win_rate"]), percent(now["win_rate"])),
        ("mean amount won", money(before["mean_won"], currency), money(now["mean_won"], currency)),
        ("days to a close", days(before["cycle_all_days"]), days(now["cycle_all_days"])),
    ]


def _named(parts: Mapping[str, float], names: Sequence[str], currency: str | None) -> str:
    """Parts of the change with their sizes."""
    return " and ".join(f"{PARTS[name]} ({_signed(parts[name], currency)})" for name in names)


def _matters(part: float, change: Change) -> bool:
    return abs(part) >= ABOUT_THE_SAME * abs(change.change or 0)


def _signed(value: float, currency: str | None) -> str:
    return f"{'+' if value > 0 else ''}{money(value, currency)}"
