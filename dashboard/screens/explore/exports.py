"""What is explored as a file: columns under their real names, and whose figures of which days they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.asking.view import View
from dashboard.screens.explore.choice import NOTHING, Choice


def exported(choice: Choice, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the columns split by and the period under their own names; what is not split by is no column."""
    names = {"part": choice.first, "second": choice.second, "period": f"{choice.grain}_from"}
    left_out = {column for column, chosen in zip(names, (choice.first, choice.second, choice.grain), strict=True)
                if chosen == NOTHING}  # fmt: skip
    return [{names.get(key, key): value for key, value in row.items() if key not in left_out} for row in rows]


def about_export(view: View, choice: Choice) -> dict[str, str]:
    """What the figures are, of which records, days and import."""
    return {
        "measure": choice.measure.label,
        "window_from": f"{view.local(choice.window.start):%Y-%m-%dT%H:%M:%S%z}",
        "window_to": f"{view.local(choice.window.end):%Y-%m-%dT%H:%M:%S%z}",
        "slice": view.slice.words(),
        "as_of": f"{view.local(view.as_of):%Y-%m-%dT%H:%M:%S%z}",
        "week": view.week,
        "generation": view.warehouse.generation.id,
    }
