"""What the Review screen says, made from figures by rules; never more than the intervals allow."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.metrics.changes import ConversionChange, Weekly
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, percent, plain, points

SHOWN_DRIVERS = 5
MAIN_PART = 0.6


def usual_range(week: Weekly, said: Any) -> str:
    """Whether this week is usual, in words; ``said`` formats a value."""
    if week.lower is None or week.upper is None:
        return "Too few weeks for a usual range."
    span = f"{said(week.lower)} to {said(week.upper)}"
    if week.weeks[-1] is None:
        return f"Not known this week; usual is {span}."
    if not week.signal:
        return f"Within its usual range, {span}."
    if week.lower <= week.weeks[-1] <= week.upper:
        return f"Eight weeks in a row on one side of the mean; usual is {span}."
    return f"**Outside its usual range**, {span}."


def conversion_finding(
    step: ConversionChange | None, moved: Mapping[str, float | None], drivers: Sequence[Mapping[str, Any]]
) -> str:
    """The step that moved beyond chance, by how much, and whether mix or rate did it; or that none did."""
    if step is None:
        return "No step of the waterfall moved by more than chance between the two windows."
    name = f"{in_markdown(step.from_stage)} to {in_markdown(step.to_stage)}"
    direction = "rose" if (step.change or 0) > 0 else "fell"
    change = points(abs(step.change or 0)).lstrip("+")
    text = (
        f"**{name} {direction} {change} to {percent(step.current)}**, from {percent(step.previous)} "
        f"(95 % interval of the change: {points(moved['low'])} to {points(moved['high'])})."
    )
    text += " " + _what_did_it(step, drivers)
    if step.simpson:
        text += " Every single source moved the other way: only their mix changed the total."
    return text


def also_moved(steps: Sequence[ConversionChange]) -> str:
    """The other steps that moved by more than chance, in one sentence; empty when there are none."""
    told = []
    for step in steps:
        direction = "rose" if (step.change or 0) > 0 else "fell"
        name = f"{in_markdown(step.from_stage)} to {in_markdown(step.to_stage)}"
        told.append(f"{name} {direction} {points(abs(step.change or 0)).lstrip('+')} to {percent(step.current)}")
    return f"Also beyond chance: {'; '.join(told)}." if told else ""


def _what_did_it(step: ConversionChange, drivers: Sequence[Mapping[str, Any]]) -> str:
    """Mix of sources or their own rates, and the source that did most."""
    mix, rate, change = step.mix or 0.0, step.rate or 0.0, step.change or 0.0
    if not change or not drivers:
        return ""
    share = mix / change
    if share >= MAIN_PART:
        cause = f"{_part(share)} comes from the mix of sources"
        first = max(drivers, key=lambda row: row["mix"] * change)
        shares = f"{percent(first['share_before'])} to {percent(first['share_now'])}"
        detail = f"{in_markdown(first['part'])} went from {shares} of the leads"
    elif rate / change >= MAIN_PART:
        cause = f"{_part(rate / change)} comes from how sources convert themselves"
        first = max(drivers, key=lambda row: row["rate"] * change)
        detail = f"{in_markdown(first['part'])} went from {percent(first['own_before'])} to {percent(first['own_now'])}"
    else:
        return "Mix of sources and their own rates both have a part in it."
    return f"{cause}; most of all {detail}."


def _part(share: float) -> str:
    if share > 1.1:
        return "More than all of it"
    return "All of it" if share >= 0.9 else "Most of it"


def driver_rows(drivers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The sources that moved the step most, as people read them."""
    return [
        {
            "source": plain(row["part"]),
            "mature leads": f"{count(row['leads_before'])} → {count(row['leads_now'])}",
            "share": f"{percent(row['share_before'])} → {percent(row['share_now'])}",
            "rate": f"{_rate(row, 'before')} → {_rate(row, 'now')}",
            "by its share": points(row["mix"]),
            "by its rate": points(row["rate"]),
        }
        for row in drivers[:SHOWN_DRIVERS]
    ]


def _rate(row: Mapping[str, Any], when: str) -> str:
    return percent(row[f"own_{when}"]) if row[f"leads_{when}"] >= FEWEST_FOR_RATE else "–"
