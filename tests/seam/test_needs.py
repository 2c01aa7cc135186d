"""What an answer needs stands in its question's header, and is held against what there is."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.asking.causes import judged_causes, needs_of_causes, unjudged_causes
from dashboard.errors import BadQueryFile
from dashboard.metrics.recorded import NO_MQL, NO_SQL, unmet
from dashboard.warehouse import generation
from dashboard.warehouse.catalogue import read_query
from tests.claims.company import open_company
from tests.metrics.conftest import profile
from tests.seam.test_catalogue import GOOD, written

DEAL = {"deal_id": "D", "created_at": "2025-05-01"}
LEAD = {"lead_id": "L", "created_at": "2025-05-01"}
EVENT = {"deal_id": "D", "at": "2025-05-02", "event": "pushed"}
TOUCH = {"lead_id": "L", "at": "2025-05-02"}
SLICED = "Spend has no such column, so costs cannot follow this filter; clear it or filter by source."


@pytest.mark.parametrize(
    ("tables", "causes"),
    [
        ({"deals": [DEAL]}, set()),
        ({"deals": [DEAL | {"next_step": "call"}]}, {"no_next_step"}),
        ({"deals": [DEAL | {"next_step_on": "2025-05-09"}]}, {"next_step_overdue"}),
        ({"deals": [DEAL | {"expected_close_on": "2025-05-09"}]}, {"close_date_passed"}),
        ({"deals": [DEAL], "deal_events": [EVENT]}, {"pushed_twice"}),
        ({"deals": [DEAL], "touches": [{"deal_id": "D", "at": "2025-05-02"}]}, {"no_activity", "ghosted"}),
        ({"deals": [DEAL | {"contacts": 2}]}, {"single_threaded"}),
        ({"deals": [DEAL | {"owner": "ann"}]}, {"owner_overloaded"}),
        ({"deals": [DEAL], "leads": [LEAD]}, {"outside_icp"}),
        ({"deals": [DEAL], "leads": [LEAD | {"owner": "ann"}]}, {"outside_icp", "owner_overloaded"}),
        ({"deals": [DEAL], "leads": [LEAD | {"timing": False}]}, {"outside_icp", "bant_gap"}),
        (
            {"deals": [DEAL], "leads": [LEAD], "touches": [TOUCH]},
            {"outside_icp", "no_activity", "ghosted", "slow_first_response"},
        ),
    ],
)
def test_a_cause_is_judged_where_the_data_can(tmp_path: Path, tables: dict[str, Any], causes: set[str]) -> None:
    """Each by what it needs, and the others are named with what is missing."""
    (tmp_path / "icp.toml").write_text(profile(), encoding="utf-8")
    with open_company(tables, {}, {"icp_file": tmp_path / "icp.toml"}) as view:
        assert set(judged_causes(view)) == causes
        assert set(unjudged_causes(view)) == needs_of_causes().keys() - causes
        assert all(unjudged_causes(view).values())


def test_without_a_definition_nobody_is_outside_it() -> None:
    """It is a need like a table."""
    with open_company({"deals": [DEAL], "leads": [LEAD]}, {}, {}) as view:
        assert unjudged_causes(view)["outside_icp"] == "leads and an ICP"


@pytest.mark.parametrize(
    ("event", "options", "column", "sentence"),
    [
        ("mql", {}, "cost_per_mql", None),
        ("inquiry", {}, "cost_per_mql", NO_MQL),
        ("mql", {}, "cost_per_sql", NO_SQL),
        ("mql", {"slice": ["region=north"]}, "cost_per_mql", SLICED),
        ("mql", {"slice": ["source=web"]}, "cost_per_mql", None),
        ("mql", {}, "cac", "There are no deals, so nothing says what was won."),
    ],
)
def test_a_column_needs_its_stage_and_a_table_that_follows_the_slice(
    event: str, options: dict[str, Any], column: str, sentence: str | None
) -> None:
    """The sentence is that of the stage, of the filter, or the header's own."""
    tables: dict[str, Any] = {
        "leads": [LEAD | {"source": "web"}],
        "lead_events": [{"lead_id": "L", "at": "2025-05-02", "event": event}],
        "spend": [{"on": "2025-05-02", "source": "web", "amount": 1.0}],
    }
    with open_company(tables, {}, options) as view:
        assert unmet(view, "money/totals", column) == sentence


@pytest.mark.parametrize(("clock", "sentence"), [("inquiry", None), ("mql", NO_MQL)])
def test_a_wait_needs_the_stage_its_clock_starts_at(clock: str, sentence: str | None) -> None:
    """The opening is always recorded."""
    with open_company({"leads": [LEAD], "touches": [TOUCH]}, {"clock": clock}, {}) as view:
        assert unmet(view, "response/weekly") == sentence


@pytest.mark.parametrize("rows", [2, 3, 1_000])
def test_a_value_after_the_first_rows_fills_its_column(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """However few of them are looked at first; a column without any stays empty."""
    monkeypatch.setattr(generation, "FIRST_ROWS", rows)
    leads = [LEAD | {"lead_id": f"L{number}"} for number in range(3)]
    leads[2]["campaign"] = "spring"
    with open_company({"leads": leads}, {}, {}) as view:
        assert view.warehouse.generation.columns["leads"] == {"lead_id", "created_at", "campaign"}
        assert "deals" not in view.warehouse.generation.tables


def test_each_line_of_needs_has_its_own_sentence(tmp_path: Path) -> None:
    """The first that is not met speaks; a line may be of some rows of a column."""
    lines = "-- needs: leads; No leads.\n-- needs: deals; No deals.\n-- needs for cycles=1: touches; No touches.\n"
    query = read_query(written(tmp_path, GOOD.replace("-- adds up", f"{lines}-- adds up")), "topic/question")
    assert [(need.parts, need.words) for need in query.needs] == [
        ((), "No leads."), ((), "No deals."), (("cycles=1",), "No touches."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("-- needs for leads: deals", "speaks of no column of it; use one of cycles"),
        ("-- needs: every lead", "names no table or column"),
        ("-- needs for cycles: deals.amount or", "names no table or column"),
        ("-- needs for leads=web: deals", "speaks of no column of it; use one of cycles"),
        ("-- needs for cycles=: deals", "names no column in `cycles=`"),
    ],
)
def test_a_bad_need_is_refused(tmp_path: Path, line: str, words: str) -> None:
    """With the file, what is wrong and the next move."""
    path = written(tmp_path, GOOD.replace("-- adds up", f"{line}\n-- adds up"))
    with pytest.raises(BadQueryFile, match=r"question\.sql: ") as refused:
        read_query(path, "topic/question")
    assert words in str(refused.value)
