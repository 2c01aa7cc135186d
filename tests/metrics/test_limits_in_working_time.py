"""A limit may count working time: Friday evening to Monday morning is minutes, not days (setting ``sla_clock``)."""

from collections.abc import Callable

import pytest

from dashboard.asking.view import View
from dashboard.metrics.disagreement import disagreement
from dashboard.metrics.stalled import stalled
from dashboard.metrics.waterfall import waterfall
from dashboard.scope.settings import Settings

FRIDAY, MONDAY = "2025-05-23T17:30:00", "2025-05-26T09:15:00"  # 45 working minutes, 09:00 to 18:00
WORKING = Settings(sla_clock="working", response_sla_hours=1, acceptance_sla_hours=1)
ELAPSED = Settings(response_sla_hours=1, acceptance_sla_hours=1)


@pytest.mark.parametrize(
    ("settings", "as_of", "fate"),
    [
        (ELAPSED, "2025-05-23T18:29", "waiting"),
        (ELAPSED, "2025-05-23T18:30", "untouched"),
        (WORKING, "2025-05-26T09:29", "waiting"),
        (WORKING, "2025-05-26T09:30", "untouched"),
    ],
)
def test_the_time_to_answer(company: Callable[..., View], settings: Settings, as_of: str, fate: str) -> None:
    """An hour after Friday 17:30 is Friday 18:30, or Monday 09:30."""
    tables = {
        "leads": [{"lead_id": "L", "created_at": FRIDAY}],
        "touches": [{"lead_id": "L", "at": "2025-05-30T09:00:00"}],
    }
    fates = waterfall(company(tables, settings, as_of=as_of)).section.fates or {}
    assert fates[fate] == 1


@pytest.mark.parametrize(("settings", "coverage"), [(ELAPSED, 0), (WORKING, 1)])
def test_the_time_to_a_verdict(company: Callable[..., View], settings: Settings, coverage: float) -> None:
    """A verdict on Monday 09:15 on Friday's MQL of 17:30 is in time when working time counts."""
    events = [{"lead_id": "L", "at": FRIDAY, "event": "mql"}, {"lead_id": "L", "at": MONDAY, "event": "rejected"}]
    tables = {"leads": [{"lead_id": "L", "created_at": "2025-05-23T10:00:00"}], "lead_events": events}
    handoff = disagreement(company(tables, settings)).section.handoff
    assert handoff is not None
    assert handoff.coverage == coverage


@pytest.mark.parametrize(("settings", "is_slow"), [(ELAPSED, True), (WORKING, False)])
def test_a_slow_first_response_of_a_stalled_deal(
    company: Callable[..., View], settings: Settings, is_slow: bool
) -> None:
    """Friday 17:30 to Tuesday 17:30 is 96 hours, or 18 of work: below the 24 of the cause."""
    tables = {
        "leads": [{"lead_id": "L", "created_at": "2025-03-07T17:30:00"}],
        "touches": [{"lead_id": "L", "at": "2025-03-11T17:30:00"}],
        "deals": [{"deal_id": "D", "lead_id": "L", "created_at": "2025-03-12T10:00:00"}],
    }
    (deal,) = stalled(company(tables, settings)).section.deals or []
    assert ("slow_first_response" in deal.causes) == is_slow
