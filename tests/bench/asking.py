"""Every section of the contract, sliced and whole, and the Waterfall screen's questions, beside a bare scan."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.metrics.report import SECTIONS
from dashboard.metrics.waterfall import compared
from dashboard.scope.slices import Slice
from dashboard.warehouse.catalogue import catalogue
from dashboard.warehouse.engine import Statement
from dashboard.warehouse.memory import Memory
from dashboard.warehouse.warehouse import Warehouse
from tests.bench.measure import milliseconds, say

SLICE = Slice.of({"source": ["Webinar", "Referral"], "region": ["DACH", "UK"]})
FACTS = ("cycles", "cycle_touches", "deal_facts", "deal_spells", "deal_moves", "lead_facts", "lead_activity")
FOLDERS = {"changes": ("changes", "response", "pipeline", "money")}


def main(folder: Path) -> None:
    """Milliseconds of each section, whole and sliced, and of scanning the columns its questions name."""
    warehouse = Warehouse(folder)
    whole = open_view(warehouse, as_of="2026-11-16")
    sliced = replace(whole, slice=SLICE)
    figures = {}
    for name, section in SECTIONS.items():
        figures[f"{name} whole"] = milliseconds(afresh, section, whole)
        figures[f"{name} sliced"] = milliseconds(afresh, section, sliced)
        figures[f"{name} scan"] = milliseconds(partial(scan, warehouse, name))
    figures["waterfall screen sliced"] = milliseconds(afresh, screen, sliced)
    say(**figures)


def afresh(work: Callable[[View], object], view: View) -> None:
    """Ask without remembering anything of the time before."""
    view.warehouse.memory = Memory()
    work(replace(view))


def screen(view: View) -> None:
    """What the Waterfall screen asks: the section, what it is compared by, and the segments."""
    SECTIONS["waterfall"](view)
    compared(replace(view, as_of=view.days_before(view.as_of, 91)))
    view.ask("waterfall/segments", dimension="source")


def scan(warehouse: Warehouse, name: str) -> None:
    """Read, and do nothing with, the stored columns the section's questions name."""
    folders = FOLDERS.get(name, (name,))
    named = {column for key, query in catalogue().items() if key.split("/")[0] in folders for column in query.mentions}
    for table in FACTS:
        stored = warehouse.select(Statement(f"from warehouse.{table} limit 0")).columns
        if columns := [column for column in stored if column in named]:
            warehouse.select(
                Statement(f"select {', '.join(f'max({column})' for column in columns)} from warehouse.{table}")
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
