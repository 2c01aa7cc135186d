"""A click on a mark of a chart or a row of a table, as the browser tells the app of it; what the drawer then says."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, UnknownElement

from dashboard import screens
from dashboard.screens.listing import SCREENS, TAKES_FILES
from dashboard.screens.panel import PANEL


def drawing_with(*functions: str) -> list[str]:
    """Paths of the screens whose folder calls one of these."""
    call = re.compile(rf"\b({'|'.join(functions)})\(")
    folder = Path(screens.__file__).parent
    return [
        screen.path
        for screen in SCREENS
        if any(call.search(file.read_text(encoding="utf-8")) for file in (folder / screen.path).glob("*.py"))
    ]


CHARTED = drawing_with("opening_chart")
"""The screens with a chart whose marks open."""
LISTED = [path for path in drawing_with("opening_table", "choosing_table") if path != TAKES_FILES]
"""The screens with a list whose rows open, whatever the company; what could not be imported is no list of every one."""
FIELD = re.compile(r"%\{customdata\[(\d+)\](?::,)?\}")
NUMBER = re.compile(r"(?<![\d,.])(?:\d{1,3}(?:,\d{3})+|\d+)(?![\d.]*\d)(?!,\d)")


@dataclass(frozen=True)
class Mark:
    """A mark of a chart: its chart's key, what stands behind it, and what is said of it under the pointer."""

    chart: str
    trace: int
    place: int
    customdata: list[Any]
    hover: str

    @property
    def records(self) -> int:
        """How many records it says a click opens: the last number among its ``customdata``."""
        return int(next(value for value in reversed(self.customdata) if isinstance(value, int)))


def charts(app: AppTest) -> dict[str, UnknownElement]:
    """The charts that can be clicked, by their name."""
    found = {}
    for element in app.get("plotly_chart"):
        if isinstance(element, UnknownElement) and element.proto.selection_mode:
            key = element.proto.id.split("-", 2)[2]  # $$ID-<hash>-<key>
            found[key.rpartition("-")[0]] = element
    return found


def marks(app: AppTest) -> Iterator[Mark]:
    """Every mark of every chart that can be clicked and that the pointer can find."""
    for name, element in charts(app).items():
        for number, trace in enumerate(json.loads(element.proto.spec)["data"]):
            if trace.get("hoverinfo") == "skip":
                continue
            for place, (length, customdata) in enumerate(zip(_lengths(trace), trace["customdata"], strict=True)):
                if length:
                    yield Mark(name, number, place, customdata, _hover(trace, place, customdata))


def click(app: AppTest, mark: Mark) -> AppTest:
    """Click the mark."""
    point = {"curve_number": mark.trace, "point_index": mark.place, "customdata": mark.customdata}
    return _selected(app, charts(app)[mark.chart].proto.id, {"points": [point]})


def choose_row(app: AppTest, table: int, row: int) -> AppTest:
    """Choose a row of a table of the screen, counted among those whose rows can be chosen."""
    within = {element.proto.id for panel in panels(app) for element in panel.dataframe}
    tables = [each for each in app.dataframe if each.proto.selection_mode and each.proto.id not in within]
    return _selected(app, tables[table].proto.id, {"rows": [], "columns": [], "cells": [[row, "a column"]]})


def choose_record(app: AppTest, row: int) -> AppTest:
    """Choose a row of the list in the panel that is open."""
    return _selected(
        app, panels(app)[0].dataframe[0].proto.id, {"rows": [], "columns": [], "cells": [[row, "a column"]]}
    )


def first_number(text: str) -> str | None:
    """The first number of a text, as it is written."""
    found = NUMBER.search(text)
    return found[0] if found else None


def said_in_drawer(app: AppTest) -> str | None:
    """The first line of the drawer that is open; None when none is."""
    drawers = panels(app)
    return drawers[0].markdown[0].value if drawers else None


def panels(app: AppTest) -> list[Block]:
    """The panel that is open, or none."""
    return [block for block in app.container if block.key == PANEL]


def _selected(app: AppTest, widget: str, selection: dict[str, Any]) -> AppTest:
    states = app._tree.get_widget_states()
    state = states.widgets.add()
    state.id = widget
    state.string_value = json.dumps({"selection": selection})
    return app._run(states)


def _lengths(trace: dict[str, Any]) -> list[Any]:
    """How long each bar is; a point is never without length."""
    if trace["type"] == "scatter":
        return [x is not None and y is not None for x, y in zip(trace["x"], trace["y"], strict=True)]
    return list(trace["x" if trace.get("orientation") == "h" else "y"])


def _hover(trace: dict[str, Any], place: int, customdata: list[Any]) -> str:
    """The words under the pointer."""
    template = trace["hovertemplate"]
    text = template[place] if isinstance(template, list) else template
    text = FIELD.sub(lambda field: _shown(customdata[int(field[1])], grouped=",}" in field[0]), text)
    return unescape(text.replace("<extra></extra>", ""))


def _shown(value: Any, *, grouped: bool) -> str:
    return f"{value:,}" if grouped else str(value)
