"""Section ``response`` (§4): what the worked answers do not decide, in a few rows, and that its parts agree."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dashboard.asking.view import View
from dashboard.metrics.response import Response, response
from dashboard.scope.settings import Settings
from dashboard.scope.slices import Slice
from tests.metrics.questions import QUESTIONS

Views = Callable[..., View]


def lead(created_at: str, lead_id: str = "L1", **columns: Any) -> dict[str, Any]:
    """A lead that came in then."""
    return {"lead_id": lead_id, "created_at": created_at} | columns


def event(at: str, name: str, lead_id: str = "L1") -> dict[str, Any]:
    """Something that happened to a lead."""
    return {"lead_id": lead_id, "at": at, "event": name}


def touch(at: str, lead_id: str = "L1", **columns: Any) -> dict[str, Any]:
    """A touch of a lead: an e-mail a person wrote, unless said otherwise."""
    return {"lead_id": lead_id, "at": at} | columns


def asked(view: View) -> Response:
    """The section's figures."""
    return response(view).section


def test_of_two_touches_at_one_instant_the_connected_one_is_the_response(company: Views) -> None:
    """Whichever stands first in the file: somebody was reached then, so nobody had to try on."""
    calls = [touch("2025-05-01 09:00", connected=False), touch("2025-05-01 09:00", connected=True)]
    for touches in (calls, calls[::-1]):
        given = asked(company({"leads": [lead("2025-05-01 08:00")], "touches": touches}))
        assert given.attempts == dict.fromkeys(("0", "1", "2", "3-5", "6+"), 0)


def test_a_close_by_sales_competes_and_an_administrative_one_censors(company: Views) -> None:
    """Of three leads one is answered: a rejection keeps the curve at a third, a merge lets it rise to a half."""
    leads = [lead("2025-05-01 08:00", f"L{number}") for number in (1, 2, 3)]
    touches = [touch("2025-05-01 12:00", "L1")]
    for exit_event, median in (("rejected", None), ("merged", 240.0)):
        events = [event("2025-05-01 09:00", exit_event, "L2")]
        assert asked(company({"leads": leads, "touches": touches, "lead_events": events})).median_minutes == median


@pytest.mark.parametrize(("answered_at", "met"), [("2025-05-01 09:00:00", 1), ("2025-05-01 09:00:00.000001", 0)])
def test_within_an_hour_includes_exactly_an_hour(company: Views, answered_at: str, met: int) -> None:
    """A microsecond later is too late, for the limit and for the band."""
    given = asked(company({"leads": [lead("2025-05-01 08:00")], "touches": [touch(answered_at)]}))
    assert given.within is not None
    assert given.bands is not None
    assert (given.within["1h"].n, given.within["1h"].met, given.bands["<=1h"].n) == (1, met, met)


def test_a_limit_counts_once_it_has_passed_and_unless_an_administrator_closed_before_it(company: Views) -> None:
    """A lead of this minute is not due; one merged within the hour is due for 5 minutes alone."""
    leads = [lead("2025-06-01 23:58", "new"), lead("2025-05-01 08:00", "merged")]
    events = [event("2025-05-01 09:00", "merged", "merged")]
    touches = [touch("2025-04-01 08:00", "nobody")]
    given = asked(company({"leads": leads, "lead_events": events, "touches": touches})).within
    assert given is not None
    assert [given[limit].n for limit in ("5m", "1h", "24h", "48h")] == [1, 1, 0, 0]


def test_the_mql_clock_starts_at_mql_and_takes_the_first_answer_from_there(company: Views) -> None:
    """An answer before the MQL is none by that clock, and a lead that never was MQL is not in it."""
    view = company(
        {
            "leads": [lead("2025-05-01 08:00"), lead("2025-05-01 08:00", "L2")],
            "lead_events": [event("2025-05-02 08:00", "mql")],
            "touches": [touch("2025-05-01 08:10"), touch("2025-05-02 08:30")],
        }
    )
    assert (asked(view).n, asked(view).median_minutes) == (2, 10.0)
    by_mql = asked(replace(view, clock="mql"))
    assert (by_mql.n, by_mql.median_minutes) == (1, 30.0)


def test_working_minutes_follow_the_owner_s_own_clock(company: Views) -> None:
    """From Friday 17:30 to Monday 09:30 in New York an hour of work passes; by Berlin's hours it is six and a half."""
    settings = Settings(time_zone="Europe/Berlin")
    tables = {
        "leads": [lead("2025-05-02 21:30", owner="ann")],
        "touches": [touch("2025-05-05 13:30")],
        "reps": [{"rep": "ann", "time_zone": "America/New_York"}],
    }
    assert asked(company(tables, settings)).working_median_minutes == 60.0
    assert asked(company(tables | {"reps": []}, settings)).working_median_minutes == 390.0


def test_who_waits_beyond_the_import_waits_on_in_working_hours(company: Views) -> None:
    """One of three is answered after months, the others wait for a year more than the import knew: no half ever is."""
    leads = [lead("2025-01-06"), lead("2025-05-26", "L2"), lead("2025-05-26", "L3")]
    late = company({"leads": leads, "touches": [touch("2025-05-26")]}, as_of="2026-06-01", date_from="2025-01-01")
    assert (asked(late).median_minutes, asked(late).working_median_minutes) == (None, None)


def test_leads_of_outbound_sources_are_left_out_and_those_of_none_stay(company: Views) -> None:
    """We spoke first there; an unknown source is no such source."""
    settings = Settings(outbound_sources=("cold calls",))
    leads = [
        lead("2025-05-01", "L1", source="cold calls"),
        lead("2025-05-01", "L2"),
        lead("2025-05-01", "L3", source="web"),
    ]
    given = asked(company({"leads": leads, "touches": [touch("2025-05-02", "L2")]}, settings))
    assert given.by_source is not None
    assert {name: group.n for name, group in given.by_source.items()} == {"(none)": 1, "web": 1}


def test_a_repeated_local_hour_arrives_twice_and_a_skipped_one_never(company: Views) -> None:
    """00:30 and 01:30 UTC of the autumn night are both 02:30 on a Sunday in Berlin."""
    leads = [lead("2025-10-26 00:30"), lead("2025-10-26 01:30", "L2")]
    given = asked(company({"leads": leads}, Settings(time_zone="Europe/Berlin"), as_of="2025-10-27"))
    assert given.arrivals is not None
    assert given.arrivals[6][2] == given.n == 2


@pytest.mark.parametrize(("second", "share"), [("2025-05-15 09:00", 0.0), ("2025-05-15 09:00:00.000001", 1.0)])
def test_giving_up_after_one_means_no_try_in_the_fourteen_days_after_it(
    company: Views, second: str, share: float
) -> None:
    """The second try counts up to exactly 14 days after the first, though it is no longer in the first 14 days."""
    touches = [touch("2025-05-01 09:00"), touch(second)]
    given = asked(company({"leads": [lead("2025-05-01 08:00")], "touches": touches}))
    assert (given.attempts or {})["1"] == 1
    assert given.gave_up_after_one == share


def test_without_touches_only_the_count_and_the_arrivals_are_known(company: Views) -> None:
    """Everything else is null with its sentence; without leads the whole section is."""
    given = response(company({"leads": [lead("2025-05-01 08:00")]}))
    known = given.section.model_dump(exclude_none=True)
    assert known.keys() == {"n", "arrivals"}
    assert given.unsupported.keys() == {f"response.{name}" for name in Response.model_fields.keys() - known.keys()}
    alone = response(company({"deals": [{"deal_id": "D1", "created_at": "2025-05-01"}]}))
    assert (alone.section, list(alone.unsupported)) == (Response(), ["response"])


def test_without_events_and_deals_the_bands_know_no_outcome(company: Views) -> None:
    """Counts stay; what rests on later stages is null, and said."""
    given = response(company({"leads": [lead("2025-05-01 08:00")], "touches": [touch("2025-05-01 08:01")]}))
    assert given.section.bands is not None
    assert given.section.bands["<=5m"].model_dump(exclude_none=True) == {"n": 1}
    assert given.unsupported.keys() == {"response.bands"}


def test_bands_sum_to_the_population_and_the_waiting_are_listed(golden_view: Views) -> None:
    """Nobody is in two bands or in none; the list of the waiting holds the bands waiting and never."""
    for name in QUESTIONS:
        view = golden_view(**QUESTIONS[name])
        bands = asked(view).bands
        assert bands is not None
        assert sum(band.n for band in bands.values()) == asked(view).n
        rows = view.ask("response/waiting", rows=1000).rows
        assert sum(row["is_never"] for row in rows) == bands["never"].n
        assert sum(not row["is_never"] for row in rows) == bands["waiting"].n
        assert [row["started_at"] for row in rows] == sorted(row["started_at"] for row in rows)
        assert view.ask("response/waiting", rows=1).rows == rows[:1]


def test_the_curve_rises_and_crosses_a_half_at_the_median(golden_view: Views) -> None:
    """By both clocks; its last point below the median is under a half."""
    view = golden_view(date_from="2024-11-04", date_to="2025-03-03")
    section = asked(view)
    for clock, median in (("elapsed", section.median_minutes), ("working", section.working_median_minutes)):
        points = [row for row in view.ask("response/curve").rows if row["measured_in"] == clock]
        shares = [row["share_answered"] for row in points]
        assert median is not None
        assert shares == sorted(shares)
        assert max(row["share_answered"] for row in points if row["minutes"] < median) < 0.5
        assert min(row["share_answered"] for row in points if row["minutes"] >= median) >= 0.5


def test_points_of_the_curve_too_near_to_be_seen_apart_are_drawn_as_the_latest(company: Views) -> None:
    """After 1,000 and 1,001 minutes: one point, where all are answered."""
    leads = [lead("2025-05-01 00:00", name) for name in ("L1", "L2")]
    touches = [touch("2025-05-01 16:40", "L1"), touch("2025-05-01 16:41", "L2")]
    points = company({"leads": leads, "touches": touches}).ask("response/curve").rows
    seen = [(row["minutes"], row["share_answered"]) for row in points if row["measured_in"] == "elapsed"]
    assert seen == [(1001.0, 1.0)]


def test_each_week_has_the_median_of_its_own_arrivals(golden_view: Views) -> None:
    """27 weeks that do not overlap: each as the section gives it for a window of just that week."""
    view = golden_view()
    starts = view.week_starts(26)
    weeks = view.ask("response/weekly", week_starts=starts).rows
    assert [week["week_start"] for week in weeks] == starts
    for number in (0, 13, 25, 26):
        end = [*starts, view.as_of][number + 1]
        one = golden_view(date_from=f"{starts[number].isoformat()}+00:00", date_to=f"{end.isoformat()}+00:00")
        expected = asked(one)
        week = weeks[number]
        assert (week["n"], week["responded"], week["median_minutes"]) == (
            expected.n, expected.responded, expected.median_minutes,
        )  # fmt: skip


def test_sources_add_up_to_the_whole(golden_view: Views) -> None:
    """Slicing by each source in turn gives the row of that source."""
    groups = asked(golden_view()).by_source
    assert groups is not None
    for source, group in groups.items():
        sliced = asked(golden_view(chosen=Slice.of({"source": [source]})))
        assert (sliced.n, sliced.responded, sliced.median_minutes, sliced.p90_minutes) == tuple(
            group.model_dump().values()
        )
