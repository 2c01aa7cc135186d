"""The Review's sentences name what moved and what moved it, and stop where the figures stop."""

from typing import Any

import pytest

from dashboard.findings.conversion_words import also_moved, conversion_finding, driver_row
from dashboard.findings.drivers import main_driver
from dashboard.findings.kpi_cards import KpiCard, since_last_week
from dashboard.findings.kpi_words import kpis_of
from dashboard.findings.weeks import Weeks
from dashboard.metrics.changes import ConversionChange
from tests.claims.company import open_company

MOVED = {"low": -0.09, "high": -0.04}


def step(change: float, mix: float, *, simpson: bool = False) -> ConversionChange:
    """MQL to SAL, from 60 %, with the part of the mix."""
    return ConversionChange(
        from_stage="MQL", to_stage="SAL", previous=0.6, current=0.6 + change, change=change, mix=mix,
        rate=change - mix, simpson=simpson,
    )  # fmt: skip


def driver(part: str, mix: float, rate: float) -> dict[str, Any]:
    """A source with its parts of the change."""
    return {
        "part": part, "mix": mix, "rate": rate, "share_before": 0.1, "share_now": 0.4, "own_before": 0.3,
        "own_now": 0.2, "leads_before": 100, "leads_now": 400,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mix", "said"),
    [
        (-0.09, "The mix of sources explains more than all of it: above all, webinar"),
        (-0.058, "The mix of sources explains nearly all of it: above all, webinar"),
        (-0.045, "The mix of sources explains about three quarters of it: above all, webinar"),
        (-0.04, "The mix of sources explains about two thirds of it: above all, webinar"),
        (-0.03, "Mix of sources and their own rates both"),
        (-0.02, "How each source converts explains about two thirds of it: above all, webinar"),
    ],
)
def test_the_part_of_the_change_is_named_and_who_made_it(mix: float, said: str) -> None:
    """The share of mix or rate in words a person says, with the source that did most."""
    drivers = [driver("webinar", mix, -0.06 - mix), driver("web", 0.0, 0.0)]
    sentence = conversion_finding(step(-0.06, mix), MOVED, drivers, None)
    assert "fell 6.0 points to 54 %" in sentence
    assert said in sentence
    assert "webinar" in sentence


def test_new_campaigns_are_named_only_when_they_brought_much() -> None:
    """A quarter of the source's leads, and ten at least."""
    drivers = [driver("webinar", -0.06, 0.0)]
    burst = {"leads": 400, "of_new": 300, "new_campaigns": 2, "campaigns": ["June", "July"]}
    told = conversion_finding(step(-0.06, -0.06), MOVED, drivers, burst)
    assert "300 of the 400 MQLs of webinar come from 2 campaigns not there before: June, July." in told
    few = conversion_finding(step(-0.06, -0.06), MOVED, drivers, burst | {"of_new": 99})
    assert "campaign" not in few


def test_a_reversal_says_which_way_the_sources_went() -> None:
    """The total fell, every source rose."""
    told = conversion_finding(step(-0.06, -0.08, simpson=True), MOVED, [driver("webinar", -0.08, 0.02)], None)
    assert "Every single source converted better than before" in told


def test_nothing_beyond_chance_is_said_so() -> None:
    """No step, no story; the others come with their own driver."""
    assert "by more than chance" in conversion_finding(None, {}, [], None)
    assert also_moved([]) == ""
    told = also_moved([(step(0.04, 0.0), [driver("web", 0.0, 0.04)])])
    assert (
        told
        == "Also beyond chance: MQL to SAL rose 4.0 points to 64 % (mostly the sources' own rates, web most of all)."
    )
    assert main_driver(step(0.04, 0.0), []) == ("", None)


def test_a_burst_counts_the_leads_of_campaigns_that_were_not_there_before() -> None:
    """Only mature leads of the source; a campaign seen in the window before is not new, no campaign is none."""
    days = {"old": ["2024-10-01", "2024-12-10"], "new": ["2024-12-11", "2024-12-12"], None: ["2024-12-13"]}
    leads = [
        {"lead_id": f"{campaign}-{day}", "created_at": f"{day} 09:00:00", "source": "webinar", "campaign": campaign}
        for campaign, opened in days.items()
        for day in opened
    ]
    leads.append({"lead_id": "x", "created_at": "2024-12-14 09:00:00", "source": "web", "campaign": "other"})
    with open_company({"leads": leads}, {}, {}) as view:
        found = view.ask("changes/burst", step=1, source="webinar").one()
    assert found == {"leads": 4, "of_new": 2, "new_campaigns": 1, "campaigns": ["new"]}


def test_the_drivers_that_have_no_row_of_their_own_are_counted() -> None:
    """The others and all sources by how many they are, each with what it did; no rate where there is none."""
    line = {"part": "web", "is_all": False, "sources": 1, "own_before": 0.5, "own_now": 0.25, "mix": 0.01}
    line |= {"leads_before": 40, "leads_now": 80, "rate": -0.02}
    others = line | {"part": None, "sources": 3, "own_before": None, "own_now": None}
    told = [driver_row(each) for each in (line, others, line | {"part": None, "is_all": True, "sources": 4})]
    assert [each["Source"] for each in told] == ["web", "3 others", "All sources"]
    assert [each["Converted"] for each in told] == ["50 % → 25 %", "various", "50 % → 25 %"]
    assert told[0]["Mature"] == "40 → 80"
    assert (told[0]["By its share"], told[0]["By its rate"]) == ("+1.0", "−2.0")


def weekly(name: str, *values: float | None, signal: bool | None) -> dict[str, KpiCard]:
    """A shared figure of two weeks, the review week last."""
    return {name: KpiCard(name, kpis_of("EUR")[name], Weeks("deals", values, [20, 20], signal=signal))}


@pytest.mark.parametrize(
    ("lead_to_close", "ends"),
    [
        ({"signal": False}, "lead to close, 90 days: 3.9 % after 2.1 %: all usual"),
        ({"signal": True}, "lead to close, 90 days: 3.9 % after 2.1 %. Lead to close, 90 days is not usual"),
        ({"signal": None}, "lead to close, 90 days: 3.9 % after 2.1 %"),
    ],
)
def test_the_week_stands_beside_the_week_before(lead_to_close: dict[str, bool | None], ends: str) -> None:
    """Figure by figure; all are called usual only where the usual of each is known."""
    cards = weekly("sqp_created", 1_900_000, 2_400_000, signal=False) | weekly(
        "lead_to_close", 0.021, 0.039, signal=lead_to_close["signal"]
    )
    words = since_last_week(cards)
    assert words.replace("\u00a0", " ") == f"Sales-qualified pipeline a week: € 2.4 m after € 1.9 m; {ends}"


def test_a_week_that_is_not_known_stands_beside_none() -> None:
    """And of no figure at all nothing is said."""
    assert since_last_week(weekly("lead_to_close", None, 0.039, signal=None)) == ""
