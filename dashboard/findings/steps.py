"""The steps of the waterfall whose conversion moved by more than chance."""

from collections.abc import Mapping, Sequence

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.metrics.changes import ConversionChange
from dashboard.metrics.waterfall import Conversion
from dashboard.texts import FEWEST_FOR_RATE

MovedConversion = tuple[int, ConversionChange, Mapping[str, float | None]]
"""A step of the waterfall: its place from 1, its change, and the interval of that change."""


def beyond_chance(
    view: View, changes: Sequence[ConversionChange], now: Sequence[Conversion], before: Sequence[Conversion]
) -> list[MovedConversion]:
    """The steps whose change leaves zero out of its interval: falls before rises, the largest first.

    A step that rests on fewer than ten leads in one of the windows has no rate, so nothing moved.
    """
    beyond = []
    for change, current, previous in zip(changes, now, before, strict=True):
        if change.change is None or min(current.mature or 0, previous.mature or 0) < FEWEST_FOR_RATE:
            continue
        moved = ask(
            view,
            "changes/share_moved",
            won_now=current.converted,
            of_now=current.mature,
            won_before=previous.converted,
            of_before=previous.mature,
        ).one()
        if moved["low"] is not None and (moved["low"] > 0 or moved["high"] < 0):
            beyond.append((number_of(view, change.from_stage), change, moved))
    return sorted(beyond, key=lambda step: ((step[1].change or 0) > 0, -abs(step[1].change or 0)))


def number_of(view: View, stage: str) -> int:
    """The place of a stage among the recorded ones of the waterfall looked at, from 1."""
    return [each.name for each in view.recorded_waterfall.stages].index(stage) + 1
