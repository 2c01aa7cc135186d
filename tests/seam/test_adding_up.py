"""Every question sliced by each value of a field adds up to the whole, in what its header says; or it says why not."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import load_settings
from dashboard.scope.slices import NONE, Slice
from dashboard.warehouse.catalogue import ROWS, catalogue
from dashboard.warehouse.values import values_of
from dashboard.warehouse.warehouse import Warehouse
from tests.metrics.conftest import profile
from tests.oracle.company import write_company
from tests.seam.own_parameters import own_parameters

SEED, LEADS = 7, 250
FIELD = "source"
"""Which a deal may have of its own, so that it and its lead can lie in two parts."""
AS_OF = datetime(2025, 9, 1)  # noqa: DTZ001 -- naive UTC, as the product keeps instants
SLICED = [query for query in catalogue().values() if query.adds_up]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """A drawn company full of corners, with a definition of each team."""
    folder = tmp_path_factory.mktemp("drawn")
    drawn = write_company(folder / "company", SEED, LEADS)
    for team in ("icp", "marketing", "sales"):
        (folder / f"{team}.toml").write_text(profile(team), encoding="utf-8")
    settings = load_settings(drawn.settings)
    run_import([drawn.data], [], folder / "w", settings, AS_OF, ImportOptions(), lambda _: None)
    warehouse = Warehouse(folder / "w")
    yield open_view(warehouse, icp_file=folder / "icp.toml")
    warehouse.close()


@pytest.mark.parametrize("query", SLICED, ids=lambda query: query.name)
def test_the_parts_make_the_whole(whole: View, query: Any) -> None:
    """The rows of the parts are the rows of the whole, or the sums of the columns named are."""
    asked = own_parameters(whole, query, FIELD)
    rows = whole.ask(query.name, **asked).rows
    parts = [replace(whole, slice=Slice.of({FIELD: [value]})) for value in [*values_of(whole.warehouse, FIELD), NONE]]
    found = [row for part in parts for row in part.ask(query.name, **asked).rows]
    if query.adds_up == (ROWS,):
        assert Counter(map(repr, found)) == Counter(map(repr, rows))
        return
    for column in query.adds_up:
        assert _sum(found, column) == pytest.approx(_sum(rows, column)), column


def _sum(rows: Sequence[Mapping[str, Any]], column: str) -> float:
    return sum(float(row[column] or 0) for row in rows)


def test_few_answers_say_that_they_have_no_parts() -> None:
    """What is sliced adds up, with a handful of reasons why not."""
    assert len(SLICED) > 60
    assert [query.name for query in catalogue().values() if query.why_not] == [
        "audit/card_touches", "audit/cards", "audit/deck", "audit/returning", "changes/conversions", "data/freshness",
        "data/merge_candidates", "icp/accounts", "receipt/deals", "receipt/population", "reconcile/velocity",
        "reconcile/won_per_day", "response/curve", "stalled/deal", "stalled/history",
    ]  # fmt: skip
