"""Laws every company obeys: fates sum, reached never rises, splits add up, slices add up to the whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.importing.run import ImportOptions, run_import
from dashboard.metrics.changes import changes
from dashboard.metrics.pipeline import pipeline
from dashboard.metrics.waterfall import DemandWaterfall, waterfall
from dashboard.sample import SAMPLE_AS_OF, write_sample
from dashboard.scope.settings import load_settings
from dashboard.scope.slices import NONE, Slice
from dashboard.warehouse.warehouse import Warehouse
from tests.enduring import FULL
from tests.oracle.company import write_company

LEADS = 4_000
DRAWN_AS_OF = datetime(2025, 9, 1)  # noqa: DTZ001 -- naive UTC, as the product keeps instants


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A smaller sample company, imported."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder / "files", leads=LEADS)
    company = load_settings(folder / "files" / "funnel-review.toml")
    moment = SAMPLE_AS_OF.astimezone(UTC).replace(tzinfo=None)
    run_import([folder / "files"], [], folder / "warehouse", company, moment, ImportOptions(), lambda _: None)
    warehouse = Warehouse(folder / "warehouse")
    yield warehouse
    warehouse.close()


def views(warehouse: Warehouse) -> list[View]:
    """Several ways of looking at the same company."""
    whole = open_view(warehouse)
    return [
        whole,
        replace(whole, as_of=whole.days_before(whole.as_of, 200)),
        replace(whole, slice=Slice.of({"source": ["Webinar", NONE]})),
        replace(whole, slice=Slice.of({"cycle": ["first"]})),
        open_view(warehouse, waterfall="v2", date_from="2024-08-01", date_to="2025-06-01"),
    ]


def test_fates_sum_to_the_cohort_and_reached_never_rises(sample: Warehouse) -> None:
    """Nothing disappears: each cycle has one fate; a later stage is never reached by more."""
    for view in views(sample):
        found: DemandWaterfall = waterfall(view).section
        assert found.stages is not None
        reached = [stage.reached for stage in found.stages if stage.reached is not None]
        fates = [number for number in (found.fates or {}).values() if number is not None]
        assert sum(fates) == found.cohort == reached[0]
        assert reached == sorted(reached, reverse=True)
        for step in found.conversions or ():
            assert (step.converted or 0) <= (step.mature or 0) <= (step.entered or 0)


def test_the_bridge_and_every_split_add_up(sample: Warehouse) -> None:
    """Start + created + reopened − won − lost − removed + revalued = end; mix + rate = change; parts sum."""
    for view in views(sample):
        found = pipeline(view).section
        bridge, change = found.bridge, found.change
        assert bridge is None or bridge.end == pytest.approx(
            bridge.start
            + bridge.created
            + bridge.reopened
            - bridge.won
            - bridge.lost
            - bridge.removed
            + bridge.revalued
        )
        if change is not None and change.count is not None:
            parts = [change.count, change.win_rate, change.size, change.cycle]
            assert sum(part or 0 for part in parts) == pytest.approx(change.change)
        for step in changes(view).section.conversions or ():
            if step.change is not None:
                assert (step.mix or 0) + (step.rate or 0) == pytest.approx(step.change, abs=1e-12)


@settings(
    max_examples=4 if FULL else 2, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)
@given(seed=st.integers(0, 100_000))
def test_the_laws_hold_for_companies_nobody_thought_of(seed: int) -> None:
    """Drawn companies full of corners: fates sum, reached never rises, every split adds up, slices add up."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        drawn = write_company(folder / "company", seed, 60)
        run_import(
            [drawn.data], [], folder / "w", load_settings(drawn.settings), DRAWN_AS_OF, ImportOptions(), lambda _: None
        )
        warehouse = Warehouse(folder / "w")
        try:
            if open_view(warehouse).has("leads"):
                test_fates_sum_to_the_cohort_and_reached_never_rises(warehouse)
                test_the_slices_of_a_field_add_up_to_the_whole(warehouse, "region")
            if open_view(warehouse).has("deals"):
                test_the_bridge_and_every_split_add_up(warehouse)
        finally:
            warehouse.close()


@pytest.mark.parametrize("field", ["source", "segment", "region", "owner", "icp_tier"])
def test_the_slices_of_a_field_add_up_to_the_whole(sample: Warehouse, field: str) -> None:
    """Every cycle is in exactly one value of a field, null being ``(none)``."""
    whole = open_view(sample)
    values = _values(whole, field)
    parts = [_cohort(replace(whole, slice=Slice.of({field: [value]}))) for value in values]
    nobody = [0] * len(_cohort(whole))
    assert [sum(column) for column in zip(nobody, *parts, strict=True)] == _cohort(whole)


def test_moving_the_moment_back_never_changes_what_was_visible(sample: Warehouse) -> None:
    """A finished week's flow is the same seen at its end and seen months later."""
    later = open_view(sample)
    earlier = replace(later, as_of=later.days_before(later.week_start, 91))
    flow_then = _flow(earlier, earlier.week_starts(4)[:-1], earlier.week_start)
    flow_now = _flow(later, earlier.week_starts(4)[:-1], earlier.week_start)
    assert flow_then == flow_now


def test_the_order_of_the_input_rows_changes_nothing(
    company: Callable[..., View], reversed_rows: Callable[[dict[str, Sequence[Any]]], dict[str, Sequence[Any]]]
) -> None:
    """Same rows, another order: the same answer."""
    rows: dict[str, Sequence[Any]] = {
        "leads": [
            {"lead_id": f"L{n}", "created_at": f"2025-05-{n + 1:02d}T08:00:00", "source": "a"} for n in range(20)
        ],
        "lead_events": [
            {"lead_id": f"L{n}", "at": f"2025-05-{n + 2:02d}T08:00:00", "event": event}
            for n in range(20)
            for event in ("mql", "sal", "rejected")
        ],
    }
    assert waterfall(company(rows)).section == waterfall(company(reversed_rows(rows))).section


def test_importing_the_same_files_again_changes_no_figure(tmp_path: Path) -> None:
    """Same input, same digest, same answer."""
    write_sample(tmp_path / "files", leads=300)
    company = load_settings(tmp_path / "files" / "funnel-review.toml")
    found = []
    for _ in range(2):
        run_import([tmp_path / "files"], [], tmp_path / "w", company, None, ImportOptions(), lambda _: None)
        warehouse = Warehouse(tmp_path / "w")
        view = open_view(warehouse, as_of="2026-11-16")
        found.append((warehouse.generation.digest, waterfall(view).section, pipeline(view).section.open_value))
        warehouse.close()
    assert found[0] == found[1]


@pytest.fixture
def reversed_rows() -> Callable[[dict[str, Sequence[Any]]], dict[str, Sequence[Any]]]:
    """The same tables, each from its last row to its first."""
    return lambda tables: {name: list(reversed(rows)) for name, rows in tables.items()}


def _values(view: View, field: str) -> list[str]:
    rows = view.ask("waterfall/segments", dimension=field).rows
    return sorted({row["part"] for row in rows})


def _cohort(view: View) -> list[int]:
    return [stage.reached or 0 for stage in waterfall(view).section.stages or ()]


def _flow(view: View, starts: list[Any], end: Any) -> list[Mapping[str, Any]]:
    """Cycles by stage and week of the finished weeks: the last one given runs on to the moment."""
    rows = view.ask("waterfall/weekly", week_starts=[*starts, end]).rows
    return [row for row in rows if row["week_number"] < len(starts)]
