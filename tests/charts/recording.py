"""The charts of every screen of a warehouse, as they are given to Plotly."""

import inspect
import json
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import get_type_hints
from unittest.mock import patch

import plotly.graph_objects as go
import pytest

from dashboard import charts
from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.charts.drawing import Drawing
from tests.enduring import FULL
from tests.screens.conftest import drawn_on

MOST_OF_ONE = 2 if FULL else 1
"""Pictures of one kind of chart that are looked at."""
DRAWN: tuple[tuple[str, dict[str, str]], ...] = (
    *((name, {}) for name in ("review", "waterfall", "response", "disagreement", "icp", "velocity", "stalled", "money",
                              "explore")),
    ("waterfall", {"waterfall": "v2"}),
    ("explore", {"measure": "sql", "by": "region", "grain": "month"}),
    ("explore", {"measure": "sql", "by": "region", "grain": "month", "then": "source"}),
    ("explore", {"measure": "value", "by": "owner", "then": "source"}),
    ("explore", {"measure": "sql", "grain": "month"}),
)  # fmt: skip

MADE_OF_ANOTHER = {"dashboard.charts.drawing.figure_of", "dashboard.charts.enlarging.enlarged"}
"""What gives the figure of words, or of a figure, that something else has drawn."""


@dataclass(frozen=True)
class Chart:
    """A figure and which function drew it."""

    drawn_by: str
    figure: go.Figure


def functions() -> set[str]:
    """The names of all that draw a chart, by module."""
    named = {
        f"{module.__name__}.{name}"
        for each in pkgutil.walk_packages(charts.__path__, f"{charts.__name__}.")
        for module in [import_module(each.name)]
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and get_type_hints(function).get("return") is go.Figure
    }
    assert named >= MADE_OF_ANOTHER
    return named - MADE_OF_ANOTHER


def recorded(folder: Path, patched: pytest.MonkeyPatch) -> list[Chart]:
    """The charts of the screens of a warehouse under a few looks, and of a deal's story; a few of each kind."""
    built: list[Chart] = []
    build = Drawing.built

    def record(drawing: Drawing) -> go.Figure:
        figure, caller = build(drawing), sys._getframe(1)
        built.append(Chart(f"{caller.f_globals['__name__']}.{caller.f_code.co_name}", figure))
        return figure

    with patch.object(Drawing, "built", record):
        for screen, url in [*DRAWN, ("stalled", {"open": f"stalled-deals:{_deal(folder)}"})]:
            app = drawn_on(folder, patched, screen, **url)
            assert not app.exception, (screen, url)
            if (screen, url) == ("icp", {}):
                app.session_state["icp-calibration"] = True  # its fold, which draws when it is opened
                assert not app.run().exception
    return list(_some_of_each(built))


def _deal(folder: Path) -> str:
    """A stalled deal whose story has a mark of every kind."""
    deals = open_view(open_warehouse(folder)).ask("stalled/deals").rows
    return str(next(deal["deal_id"] for deal in deals if deal["stage"] and deal["next_step_on"] and deal["pushes"]))


def _some_of_each(built: list[Chart]) -> Iterator[Chart]:
    taken: dict[str, set[str]] = {}
    for chart in built:
        same = taken.setdefault(chart.drawn_by, set())
        words = json.dumps(chart.figure.to_dict(), sort_keys=True)
        if words not in same and len(same) < MOST_OF_ONE:
            same.add(words)
            yield chart
