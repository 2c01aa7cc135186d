"""What is clicked opens into as many records as it says, for every chart and table that has records behind it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.ask import section
from dashboard.metrics.waterfall import OPEN_FATES
from dashboard.screens.evidence import MOST_RECORDS
from dashboard.screens.waterfall import ANY_LEAD
from dashboard.view import WEEKS_BEFORE, View, open_view
from dashboard.warehouse import Warehouse


@pytest.fixture(scope="module")
def view(kinds: dict[str, Path]) -> Iterator[View]:
    """The random company over a window in which a bit of everything happens."""
    warehouse = Warehouse(kinds["normal"])
    yield open_view(warehouse, date_from="2024-09-01")
    warehouse.close()


def found(view: View, name: str, **bound: object) -> list[dict[str, Any]]:
    """The records a drawer lists."""
    return view.ask(name, rows=MOST_RECORDS, **bound).rows


def test_the_bars_of_the_waterfall(view: View) -> None:
    """Reached, and of the hatched part not advanced."""
    stages = section(view, "waterfall").section.stages
    for number, stage in enumerate(stages, start=1):
        assert len(view.ask("waterfall/records", **ANY_LEAD | {"stage": number}).rows) == stage.reached
        stopped = view.ask("waterfall/records", **ANY_LEAD | {"stage": number, "not_beyond": True}).rows
        if number < len(stages):
            assert len(stopped) == stage.reached - stages[number].reached
    parts = view.ask("waterfall/segments", dimension="region").rows
    for row in (part for part in parts if part["stage_number"] == 1):
        chosen = {"part": row["part"], "dimension": "region"}
        assert len(view.ask("waterfall/records", **ANY_LEAD | chosen).rows) == row["cycles"]


def test_the_dots_of_the_conversions(view: View) -> None:
    """The mature, and of them the converted; source by source they add up."""
    for step, conversion in enumerate(section(view, "waterfall").section.conversions, start=1):
        records = found(view, "waterfall/conversion_leads", step=step, source=None)
        assert len(records) == conversion.mature
        assert sum(record["is_converted"] for record in records) == conversion.converted
        for driver in view.ask("changes/drivers", step=step).rows:
            of_source = found(view, "waterfall/conversion_leads", step=step, source=driver["part"])
            assert len(of_source) == driver["leads_now"]


def test_the_parts_of_the_fates(view: View) -> None:
    """Every fate has as many leads as its part says."""
    fates = section(view, "waterfall").section.fates
    assert sum(fates.values())
    for fate, cycles in fates.items():
        kinds = OPEN_FATES if fate == "open" else (fate,)
        assert len(found(view, "waterfall/fate_leads", fates=list(kinds))) == cycles


def test_the_bars_of_the_flow(view: View) -> None:
    """Whoever reached a stage in a week."""
    starts = [*view.week_starts(WEEKS_BEFORE), view.as_of]
    for step, stage in enumerate(section(view, "waterfall").section.stages, start=1):
        for place, cycles in enumerate([*stage.weeks, stage.week]):
            bound = {"step": step, "reached_from": starts[place], "reached_to": starts[place + 1]}
            assert len(found(view, "waterfall/flow_leads", **bound)) == cycles
