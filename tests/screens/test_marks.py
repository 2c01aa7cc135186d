"""Marks of every chart are clicked: what is said of each, and what opens, is one number.

A few of each trace by default, every one with ``FUNNEL_REVIEW_ENDURE=1``.
"""

import re
from itertools import product
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.look import LIGHT
from dashboard.screens.opening import mark_name
from tests.enduring import FULL, some
from tests.screens.clicking import (
    CHARTED,
    NUMBER,
    Mark,
    charts,
    choose_row,
    click,
    first_number,
    marks,
    panels,
    said_in_drawer,
)
from tests.screens.conftest import FILES, Draw, drawn_on
from tests.screens.contrast import weak_marks

LOOKS: dict[str, dict[str, str]] = {
    "everything": {},
    "webinar": {"source": "Webinar"},
    "v2": {"waterfall": "v2"},
    "a share over time": {"measure": "sql", "by": "region", "grain": "month"},
    "value": {"measure": "value", "by": "owner", "then": "source"},
    "value over time": {"measure": "value", "grain": "week"},
}
ON = [
    *((screen, "everything") for screen in CHARTED),
    *((screen, "webinar") for screen in ("waterfall", "velocity", "stalled", "money") if FULL),
    *((("waterfall", "v2"),) if FULL else ()),
    ("explore", "a share over time"), ("explore", "value"), ("explore", "value over time"),
]  # fmt: skip
OF_VALUE = {"bridge", "created"}
"""Charts of what deals are worth: the drawer says the sum that stands on the mark."""
MOST_TRACES, MOST_MARKS = 6, 1
"""So many traces of a screen's charts, and marks of each, are clicked, unless it is a full run."""
MONEY = re.compile(r"€ [\d.,]+(?: [km])?")


@pytest.fixture
def app(request: pytest.FixtureRequest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A screen of the sample company, under a look."""
    screen, look = request.param
    return drawn_on(sample_folder, monkeypatch, screen, **LOOKS[look])


@pytest.mark.parametrize("app", ON, indirect=True, ids=" ".join)
def test_every_mark_opens_as_many_records_as_it_says(app: AppTest) -> None:
    """The number under the pointer is the number in the drawer; so is the sum, where the mark is one of money.

    And each stands out from the page.
    """
    assert [weak for chart in charts(app).values() for weak in weak_marks(chart.proto.spec, LIGHT.page)] == []
    of_each: dict[tuple[str, int], list[Mark]] = {}
    for mark in marks(app):
        of_each.setdefault((mark.chart, mark.trace), []).append(mark)
    assert of_each
    named: dict[str, int] = {}
    for mark in marks(app):
        name = mark_name(mark.chart, mark.customdata)
        assert named.setdefault(name, mark.records) == mark.records, "the address would open another mark"
    for mark in [mark for those in some(list(of_each.values()), MOST_TRACES) for mark in some(those, MOST_MARKS)]:
        assert f"{mark.records:,}" in NUMBER.findall(mark.hover), mark
        app = click(app, mark)
        assert not app.exception, mark
        said = said_in_drawer(app)
        if mark.chart == "causes" and "stalled" in mark.customdata:
            said = next(part.value for part in app.subheader if part.value.startswith("Stalled deals: "))
            said = said.rpartition("(")[2]
        assert said is not None, mark
        assert first_number(said) == f"{mark.records:,}", (mark, said)
        worth = MONEY.findall(mark.hover)
        if mark.records and worth and (mark.chart in OF_VALUE or "deals" in mark.hover):
            assert worth[0] in [text.replace("\u00a0", " ") for text in MONEY.findall(said.replace("\u00a0", " "))]


@pytest.mark.parametrize("app", [(screen, "everything") for screen in (*CHARTED, "data")], indirect=True, ids=" ".join)
def test_every_table_whose_rows_can_be_chosen_opens(app: AppTest) -> None:
    """The first and the last row of each, and the first once more."""
    tables = [element for element in app.dataframe if element.proto.selection_mode]
    for number, table in enumerate(tables):
        for row in (0, len(table.value) - 1, 0) if FULL else (0, 0):
            app = choose_row(app, number, row)
            assert not app.exception
            assert panels(app), (number, row)


@pytest.mark.parametrize(("screen", "kind"), some(list(product(CHARTED, FILES)), 7))
def test_a_mark_of_every_kind_opens_on_every_kind_of_warehouse(drawn: Draw, screen: str, kind: str) -> None:
    """Whatever the data lacks or holds: a click is never an exception."""
    app = drawn(screen, kind, window=["2024-06-01", "2025-06-01"])
    of_each = {(mark.chart, mark.trace): mark for mark in marks(app)}
    for mark in of_each.values():
        app = click(app, mark)
        assert not app.exception, mark
        assert not app.error, mark
