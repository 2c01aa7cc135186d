"""Decisions: kept with what was known, closed by whom they concern, judged by the same data before and after."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.decisions import listing, writing
from dashboard.meeting.decisions.decision import Decision, Proposal, proposal
from dashboard.meeting.decisions.effect import Baseline, Effect
from dashboard.meeting.decisions.judging import JudgedDecision, baseline_for, judged, power
from dashboard.meeting.decisions.series import answers_from, weekly
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.stale import Stale
from dashboard.meeting.person import Role
from dashboard.meeting.review import freezing
from dashboard.meeting.weeks import end_of, week_after
from dashboard.scope.moments import Window
from dashboard.scope.slices import Slice
from tests.meeting.company import WEEK
from tests.meeting.people import ADMIN, ANN, BO, CHAIR, READER

EVERYTHING = Slice()


def typed(**fields: Any) -> Proposal:
    """A decision of the last week, watching the inquiries that came in."""
    usual = {
        "week": WEEK, "text": "Call within the hour", "owner": "Bo", "side": "sales", "due_on": "2026-11-20",
        "figure": "inquiries", "direction": "up", "from_week": "2026-W40", "by_week": "2026-W46",
    }  # fmt: skip
    return proposal(usual | fields)


def at_week(view: View, week: str) -> View:
    """The look at the end of a week."""
    return replace(view, as_of=end_of(view, week))


def one(view: View, decision: Decision) -> JudgedDecision:
    """The decision judged at the moment of ``view``."""
    (only,) = judged(view, [decision])
    return only


def test_a_decision_is_kept_with_what_was_known(minutes: Journal, view: View) -> None:
    """Who, when, on which data, and the figure's 26 weeks before it could show anything."""
    kept = writing.make(minutes, at_week(view, "2026-W39"), typed(), ANN)
    (entry,) = minutes.since()
    assert (entry.generation, entry.as_of) == (view.warehouse.generation.id, end_of(view, "2026-W39"))
    assert writing.decisions(minutes) == {kept.id: kept}
    assert kept.baseline is not None
    assert (kept.baseline.weeks[0], kept.baseline.weeks[-1], kept.baseline.n) == ("2026-W14", "2026-W39", 26)
    assert kept.baseline.mean == 3.0  # three leads a week


@pytest.mark.parametrize(
    ("figure", "weeks"),
    [
        ("inquiries", 0),
        ("lead_to_close", 13),
        ("early.MQL.7", 1),
        ("early.SQL.28", 4),
        ("median_minutes", 0),
        ("waiting", 0),
        ("kappa", 13),
    ],
)
def test_a_figure_answers_after_its_lag(figure: str, weeks: int) -> None:
    """Its leads are given their time first."""
    assert answers_from(figure, "2026-W50") == week_after("2026-W50", weeks)


def test_weekly_values_are_those_of_the_contract(view: View) -> None:
    """By the name of the week each stands at; a week that is not over has none."""
    series = weekly(view, "inquiries", EVERYTHING, WEEK)
    assert list(series.values)[-1] == WEEK
    assert set(series.values.values()) == {3}
    assert max(weekly(view, "inquiries", EVERYTHING, "2027-W10").values) == WEEK
    cut = replace(view, as_of=view.as_of - timedelta(days=2))
    assert max(weekly(cut, "inquiries", EVERYTHING, WEEK).values) == "2026-W45"
    with pytest.raises(BadInput, match="no figure by week"):
        weekly(view, "happiness", EVERYTHING, WEEK)


def test_a_figure_of_one_week_is_what_the_screens_show_of_it(sample_folder: Path) -> None:
    """At the end of that week, as known then: the enquiries that wait, and agreement on those ninety days older."""
    view = week_view(sample_folder, "2026-W44")
    waiting, kappa = (weekly(view, figure, EVERYTHING, view.week).values for figure in ("waiting", "kappa"))
    for week in list(waiting)[::5]:
        start, end, given = end_of(view, week_after(week, -1)), end_of(view, week), timedelta(days=90)
        then = replace(view, as_of=end, chosen=Window(start, end))
        assert waiting[week] == len(ask(then, "response/waiting", rows=None).rows) > 0
        older = replace(view, as_of=end, chosen=Window(start - given, end - given))
        assert kappa[week] == ask(older, "disagreement/agreement").one()["kappa"] is not None


@pytest.mark.parametrize("figure", ["inquiries", "mql", "sqp_created", "early.MQL.7"])
def test_weeks_before_anything_was_recorded_are_not_known(view: View, figure: str) -> None:
    """They would be 0, and everything after them a success."""
    series = weekly(at_week(view, "2026-W10"), figure, EVERYTHING, "2026-W10")
    assert {value for week, value in series.values.items() if week <= "2026-W06"} == {None}
    assert any(series.values.values())


def test_an_early_signal_stands_at_its_week_where_the_clocks_change(view: View) -> None:
    """On the Mondays after the change too, when its last whole week is one earlier."""
    berlin = replace(view, settings=view.settings.model_copy(update={"time_zone": "Europe/Berlin"}))
    later = weekly(at_week(berlin, "2026-W20"), "early.MQL.7", EVERYTHING, "2026-W20").values
    for week in ("2026-W12", "2026-W13", "2026-W14"):
        known = weekly(at_week(berlin, week), "early.MQL.7", EVERYTHING, week).values
        both = {each for each in known.keys() & later.keys() if each >= "2026-W10"}
        assert {each: known[each] for each in both} == {each: later[each] for each in both}
        assert both


def test_effects_are_asked_of_one_generation(minutes: Journal, view: View) -> None:
    """Judged weeks run from the first to the last named, or to now; the figure that does not move is within."""
    kept = writing.make(minutes, at_week(view, "2026-W39"), typed(), ANN)
    now = one(view, kept)
    assert (now.effect.effect, now.effect.k, now.effect.moved, now.is_final) == ("within_usual_range", 7, 0.0, True)
    early = one(at_week(view, "2026-W40"), kept)
    assert (early.effect.effect, early.effect.k, early.is_final) == ("too_early", 1, False)


def test_what_came_of_it_is_final_at_its_last_week(minutes: Journal, view: View) -> None:
    """Weeks after it change nothing."""
    kept = writing.make(minutes, at_week(view, "2026-W39"), typed(by_week="2026-W42"), ANN)
    assert one(at_week(view, "2026-W42"), kept).effect == one(view, kept).effect
    assert one(view, kept).effect.k == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"figure": None, "direction": None}, "names no figure"),
        ({"slice": {"source": ["carrier pigeon"]}}, 'no source "carrier pigeon"'),
    ],
)
def test_what_cannot_be_judged_says_why(view: View, change: dict[str, Any], words: str) -> None:
    """No figure, or a slice without records."""
    baseline = Baseline(weeks=("2026-W39",), n=26, mean=3.0, mean_moving_range=1.0)
    kept = Decision(
        id="x", version=1, typed=typed(**change), baseline=baseline, author="a", author_name="A", is_verified=False,
        made_at=datetime.fromisoformat("2026-09-28"),
    )  # fmt: skip
    effect = one(view, kept).effect
    assert effect.effect == "cannot_be_judged"
    assert words in (effect.why or "")


def test_a_definition_changed_since_cannot_be_judged(minutes: Journal, view: View) -> None:
    """Another clock is another figure; one that does not rest on it is judged on."""
    answered = writing.make(minutes, at_week(view, "2026-W39"), typed(figure="median_minutes", direction="down"), ANN)
    came_in = writing.make(minutes, at_week(view, "2026-W39"), typed(), ANN)
    other = replace(view, clock="mql")
    assert one(view, answered).effect.effect != "cannot_be_judged"
    assert one(other, answered).effect.effect == "cannot_be_judged"
    assert "clock" in (one(other, answered).effect.why or "")
    assert one(other, came_in).effect == one(view, came_in).effect


def test_a_figure_the_data_cannot_give_is_refused(minutes: Journal, view: View) -> None:
    """Before it is kept, with the contract's own sentence."""
    with pytest.raises(BadInput, match="no source"):
        writing.make(minutes, view, typed(slice={"source": ["nowhere"]}), ANN)
    with pytest.raises(BadInput, match="no figure by week"):
        writing.make(minutes, view, typed(figure="happiness"), ANN)
    assert minutes.since() == []


def test_a_baseline_restated_since_is_said(minutes: Journal, view: View) -> None:
    """By more than a tenth of its reach, and not by less."""
    kept = writing.make(minutes, at_week(view, "2026-W39"), typed(figure="mql"), ANN)
    assert one(view, kept).restated is None
    assert kept.baseline is not None
    reach = kept.baseline.reach(kept.baseline.n)
    assert reach is not None
    assert kept.baseline.mean is not None
    for part, is_said in ((0.05, False), (0.2, True)):
        moved = kept.baseline.model_copy(update={"mean": kept.baseline.mean + part * reach})
        told = one(view, kept.model_copy(update={"baseline": moved})).restated
        assert (told == kept.baseline.mean) is is_said


def test_decisions_on_one_figure_are_judged_together(minutes: Journal, view: View) -> None:
    """Where figure and slice are the same and the weeks overlap; not otherwise, and not with a dropped one."""
    look = at_week(view, "2026-W39")
    first = writing.make(minutes, look, typed(by_week="2026-W41", slice={"source": ["webinar"]}), ANN)
    overlapping = writing.make(minutes, look, typed(from_week="2026-W41", slice={"source": ["webinar"]}), ANN)
    writing.make(minutes, look, typed(from_week="2026-W42", slice={"source": ["webinar"]}), ANN)
    writing.make(minutes, look, typed(), ANN)
    together = {each.decision.id: each.together_with for each in judged(view, writing.decisions(minutes).values())}
    assert together[first.id] == (overlapping.id,)
    writing.close(minutes, overlapping, "dropped", ANN, "no time")
    together = {each.decision.id: each.together_with for each in judged(view, writing.decisions(minutes).values())}
    assert together[first.id] == ()


def test_what_it_could_show_is_said_before(view: View) -> None:
    """The reach at the last week named and at twice as far, as a part of the mean."""
    could = power(view, typed(figure="mql", from_week="2026-W47", by_week="2026-W52"))
    assert could is not None
    baseline = baseline_for(view, "mql", EVERYTHING, "2026-W47")
    assert baseline.mean is not None
    reach = baseline.reach(6)
    assert reach is not None
    assert could.by[0] == ("2026-W52", reach, reach / baseline.mean)
    assert could.by[1][0] == "2027-W05"
    assert f"below ± {100 * reach / baseline.mean:.0f} % cannot be told from chance by 2026-W52" in could.sentence
    late = power(view, typed(figure="lead_to_close", from_week="2026-W47", by_week="2026-W52"))
    assert late is not None
    assert late.from_week == "2027-W07"
    short = power(at_week(view, "2026-W10"), typed(from_week="2026-W11", by_week="2026-W16"))
    assert short is not None
    assert "cannot be judged" in short.sentence


def test_a_decision_is_closed_by_owner_author_or_chair(minutes: Journal, view: View) -> None:
    """Nobody else; and each change is the next version."""
    kept = writing.make(minutes, view, typed(), ANN)
    stranger = ANN.model_copy(update={"id": "zed@example.com", "name": "Zed"})
    with pytest.raises(BadInput, match="Ann's"):
        writing.close(minutes, kept, "done", stranger)
    by_owner = writing.close(minutes, kept, "done", BO)
    assert (by_owner.work, by_owner.version) == ("done", 2)
    again = writing.reopen(minutes, by_owner, ANN)
    assert (again.work, again.closed_at) == ("open", None)
    assert writing.close(minutes, again, "dropped", CHAIR, "no time").note == "no time"


@pytest.mark.parametrize("person", [READER, ADMIN])
def test_readers_and_administrators_decide_nothing(minutes: Journal, view: View, person: Any) -> None:
    """The matrix says so, and nothing is kept."""
    with pytest.raises(BadInput, match="may not"):
        writing.make(minutes, view, typed(), person)
    assert minutes.since() == []


def test_closing_needs_what_it_says(minutes: Journal, view: View) -> None:
    """A reason to drop, another decision to supersede, an open one to close."""
    kept, other = (writing.make(minutes, view, typed(), ANN) for _ in range(2))
    with pytest.raises(BadInput, match="reason"):
        writing.close(minutes, kept, "dropped", ANN)
    with pytest.raises(BadInput, match="no decision"):
        writing.close(minutes, kept, "superseded", ANN, "nowhere")
    closed = writing.close(minutes, kept, "superseded", ANN, other.id[-6:])
    assert closed.note == other.id
    with pytest.raises(BadInput, match="superseded already"):
        writing.close(minutes, closed, "done", ANN)


def test_a_stale_change_is_refused_and_shows_both(minutes: Journal, view: View) -> None:
    """Two people edit one decision: the second sees the first's and loses nothing."""
    kept = writing.make(minutes, view, typed(), ANN)
    writing.edit(minutes, view, kept, typed(text="Call within two hours"), ANN)
    with pytest.raises(Stale) as stale:
        writing.edit(minutes, view, kept, typed(text="Call at once", owner="Bo"), BO)
    assert [each.field for each in stale.value.differences] == ["typed"]
    assert next(iter(writing.decisions(minutes).values())).typed == typed(text="Call within two hours")


def test_an_edit_keeps_the_baseline_unless_the_figure_is_another(minutes: Journal, view: View) -> None:
    """What was known then stays what was known then."""
    kept = writing.make(minutes, at_week(view, "2026-W39"), typed(figure="mql"), ANN)
    same = writing.edit(minutes, view, kept, typed(figure="mql", text="Sooner"), ANN)
    assert same.baseline == kept.baseline
    other = writing.edit(minutes, view, same, typed(figure="sal"), ANN)
    assert other.baseline != kept.baseline


def test_sent_twice_it_is_one(minutes: Journal, view: View) -> None:
    """A double click sends the same id."""
    name = "01a2246d-4c87-721d-9600-62f6ee4da1c0"
    assert writing.make(minutes, view, typed(), ANN, name) == writing.make(minutes, view, typed(), ANN, name)
    assert len(minutes.since()) == 1


def test_one_for_a_frozen_week_goes_to_the_next(own: Any) -> None:
    """A signed review gets no decision behind its back."""
    from dashboard.meeting.commands.looking import week_view

    journal, look = Journal(freezing_store(own)), week_view(own)
    freezing.freeze(journal, look, CHAIR)
    kept = writing.make(journal, look, typed(), ANN)
    assert kept.week == week_after(WEEK)
    assert kept.id.startswith(week_after(WEEK))


def freezing_store(folder: Any) -> Any:
    """The SQLite store of a warehouse."""
    from dashboard.meeting.journal.store import Store, place_of

    return Store(place_of(folder))


def test_overdue_and_carried_are_computed(minutes: Journal, view: View) -> None:
    """By the day and the week looked at; a closed one is neither overdue nor carried further."""
    kept = writing.make(minutes, at_week(view, "2026-W39"), typed(week="2026-W39", due_on="2026-10-30"), ANN)
    assert [kept.is_overdue(date(2026, 10, day)) for day in (30, 31)] == [False, True]
    assert [kept.carried(week) for week in ("2026-W39", "2026-W42")] == [0, 3]
    closed = kept.model_copy(update={"work": "done", "closed_at": datetime.fromisoformat("2026-10-01")})
    assert (closed.is_overdue(date(2026, 12, 1)), closed.carried("2026-W46")) == (False, 1)
    now = one(view, kept)
    assert (now.is_overdue, now.carried) == (True, 7)


def test_what_is_erased_shows_as_erased(minutes: Journal, view: View) -> None:
    """The decision stays, without its words; nothing breaks."""
    kept = writing.make(minutes, view, typed(), ANN)
    minutes.erase(minutes.since(), ADMIN, Role.ADMIN)
    erased = writing.decisions(minutes)[kept.id]
    assert erased.typed is None
    shown = one(view, erased)
    assert "erased" in listing.line_of(shown)
    assert listing.as_json(shown)["is_erased"] is True


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "x" * 401}, "text"),
        ({"text": "  "}, "text"),
        ({"side": "legal"}, "side"),
        ({"due_on": "soon"}, "due_on"),
        ({"confidence": 60}, "confidence"),
        ({"direction": None}, "needs a direction"),
        ({"by_week": "2026-W39"}, "from_week or later"),
        ({"by_week": "2027-W20"}, "at most 25 weeks"),
        ({"from_week": "W40"}, "no week"),
        ({"figure": None}, "a promise needs a figure"),
        ({"expected": {"value": -3}}, "expected.value"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_typed_wrong_is_named(fields: dict[str, Any], words: str) -> None:
    """One sentence with the field."""
    with pytest.raises(BadInput, match=words):
        typed(**fields)


def test_the_json_has_the_names_of_the_contract(minutes: Journal, view: View) -> None:
    """All of them; a promise in percent is given in the figure's unit."""
    kept = writing.make(minutes, at_week(view, "2026-W39"), typed(expected={"value": 10, "is_percent": True}), ANN)
    shown = listing.as_json(one(view, kept))
    names = "id week text owner side due_on figure slice work overdue carried effect k moved reach low high"
    assert {*names.split(), "baseline", "expected"} <= shown.keys()
    assert shown["expected"] == pytest.approx(0.3)


def test_the_ledger_counts_by_quarter_and_confidence() -> None:
    """Forecasts only from twenty judged on."""

    def kept(number: int, effect: Any, **fields: Any) -> JudgedDecision:
        decision = Decision(
            id=str(number), version=1, typed=typed(confidence=90), author="a", author_name="A", is_verified=False,
            made_at=datetime.fromisoformat("2026-11-16"), **fields,
        )  # fmt: skip
        moved = None if effect == "too_early" else 1.0
        return JudgedDecision(
            decision=decision, effect=Effect(effect=effect, moved=moved), is_final=False, is_overdue=False, carried=0
        )

    in_time = {"work": "done", "closed_at": datetime.fromisoformat("2026-11-20")}
    late = {"work": "done", "closed_at": datetime.fromisoformat("2026-11-21")}
    some = [kept(0, "too_early", **in_time), kept(1, "within_usual_range", **late)]
    some += [kept(number, "moved_as_promised") for number in range(2, 20)]
    (quarter,) = listing.ledger(some).quarters
    assert quarter.model_dump() == {
        "quarter": "2026-Q4", "made": 20, "done_in_time": 1, "judged": 19, "moved_as_promised": 18,
    }  # fmt: skip
    assert listing.ledger(some).forecasts == ()
    (forecast,) = listing.ledger([*some, kept(20, "moved_the_other_way")]).forecasts
    assert forecast.model_dump() == {"confidence": 90, "judged": 20, "moved_as_promised": 18}
