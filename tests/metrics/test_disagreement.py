"""Section ``disagreement`` (§5): what the worked answers do not decide, in a few rows, and the lists behind it."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.asking.view import View
from dashboard.metrics.disagreement import Disagreement, disagreement
from tests.metrics.questions import QUESTIONS

Views = Callable[..., View]
MATURE = "2025-01-15"
CELLS = ("both", "marketing_only", "sales_only", "neither")


def leads(*names: str, created_at: str = MATURE, **columns: Any) -> list[dict[str, Any]]:
    """Leads of those names; old enough, unless said otherwise, for the matrix."""
    return [{"lead_id": name, "created_at": created_at} | columns for name in names]


def event(at: str, name: str, lead_id: str = "L1", **columns: Any) -> dict[str, Any]:
    """Something that happened to a lead."""
    return {"lead_id": lead_id, "at": at, "event": name} | columns


def asked(view: View) -> Disagreement:
    """The section's figures."""
    return disagreement(view).section


def verdict(view: View) -> tuple[int, int, int]:
    """Accepted, rejected, undecided."""
    handoff = asked(view).handoff
    assert handoff is not None
    return handoff.accepted, handoff.rejected, handoff.undecided


def test_a_later_win_does_not_undo_the_verdict_of_the_hand_off_but_is_a_yes_in_the_matrix(company: Views) -> None:
    """Rejected in May, won in spite of it: rejected by the hand-off, both by the matrix."""
    late = [event("2025-05-02", "mql"), event("2025-05-03", "rejected"), event("2025-05-20", "won")]
    assert verdict(company({"leads": leads("L1", created_at="2025-05-01"), "lead_events": late})) == (0, 1, 0)
    early = [event("2025-01-16", "mql"), event("2025-01-17", "rejected"), event("2025-01-20", "won")]
    matrix = asked(company({"leads": leads("L1"), "lead_events": early})).matrix
    assert matrix is not None
    assert matrix.model_dump() == {"both": 1, "marketing_only": 0, "sales_only": 0, "neither": 0}


def test_an_acceptance_stands_whatever_comes_after_and_whichever_came_first(company: Views) -> None:
    """SAL before the MQL accepts it; a rejection after the SAL does not take it back; recycling is no verdict."""
    created = leads("before", "after", "recycled", created_at="2025-05-01")
    events = [
        event("2025-05-02", "sal", "before"), event("2025-05-03", "mql", "before"),
        event("2025-05-02", "mql", "after"), event("2025-05-03", "sal", "after"),
        event("2025-05-03", "rejected", "after"),
        event("2025-05-02", "mql", "recycled"), event("2025-05-03", "recycled", "recycled"),
    ]  # fmt: skip
    assert verdict(company({"leads": created, "lead_events": events})) == (2, 0, 1)


@pytest.mark.parametrize(("accepted_at", "coverage"), [("2025-05-03 00:00", 1.0), ("2025-05-03 00:00:00.000001", 0.0)])
def test_coverage_counts_a_verdict_within_exactly_the_limit(company: Views, accepted_at: str, coverage: float) -> None:
    """24 hours after the MQL is in time; an MQL of the last day is not asked yet."""
    created = leads("L1", created_at="2025-05-01") + leads("new", created_at="2025-05-31")
    events = [event("2025-05-02", "mql"), event(accepted_at, "sal"), event("2025-06-01 12:00", "mql", "new")]
    handoff = asked(company({"leads": created, "lead_events": events})).handoff
    assert handoff is not None
    assert (handoff.mql, handoff.coverage) == (2, coverage)


@pytest.mark.parametrize(
    ("touch", "unworked"),
    [
        ({"at": "2025-05-05 00:00"}, 0),
        ({"at": "2025-05-05 00:00:00.000001"}, 1),
        ({"at": "2025-05-02 23:59"}, 1),
        ({"at": "2025-05-04", "automated": True}, 1),
        ({"at": "2025-05-04", "direction": "inbound"}, 1),
        ({"at": "2025-05-04", "direction": "inbound", "connected": True}, 0),
    ],
)
def test_accepted_and_unworked_is_nobody_trying_in_48_hours(
    company: Views, touch: dict[str, Any], unworked: int
) -> None:
    """A person's try or contact within exactly 48 hours of the acceptance is work; a machine's is none."""
    tables = {
        "leads": leads("L1", created_at="2025-05-01"),
        "lead_events": [event("2025-05-02", "mql"), event("2025-05-03", "sal")],
        "touches": [{"lead_id": "L1"} | touch],
    }
    handoff = asked(company(tables)).handoff
    assert handoff is not None
    assert handoff.accepted_unworked == unworked


def test_reasons_go_by_number_then_name_and_none_is_said_so(company: Views) -> None:
    """The shares add up to one."""
    given = {"L1": "too small", "L2": "budget", "L3": None, "L4": None}
    events = [event("2025-05-02", "mql", name) for name in given]
    events += [event("2025-05-03", "disqualified", name, reason=reason) for name, reason in given.items()]
    view = company({"leads": leads(*given, created_at="2025-05-01"), "lead_events": events})
    found = asked(view).reasons
    assert found is not None
    assert [(row.reason, row.count, row.cumulative_share) for row in found] == [
        ("(no reason given)", 2, 0.5), ("budget", 1, 0.75), ("too small", 1, 1.0),
    ]  # fmt: skip
    for row in found:
        listed = view.ask("disagreement/reason_leads", reason=row.reason, rows=10).rows
        assert {lead["lead_id"] for lead in listed} == {
            name for name, reason in given.items() if (reason or "(no reason given)") == row.reason
        }


def test_marketing_says_yes_only_at_or_before_the_verdict(company: Views) -> None:
    """An MQL of the very instant is a yes, one after it is not; without one the cell is sales' alone or neither's."""
    created = leads("at once", "after", "refused")
    events = [
        event("2025-01-16", "mql", "at once"), event("2025-01-16", "sql", "at once"),
        event("2025-01-16", "sql", "after"), event("2025-01-17", "mql", "after"),
        event("2025-01-16", "disqualified", "refused"),
    ]  # fmt: skip
    view = company({"leads": created, "lead_events": events})
    listed = view.ask("disagreement/cell_leads", cells=list(CELLS), rows=10).rows
    assert {row["lead_id"]: row["cell"] for row in listed} == {
        "at once": "both", "after": "sales_only", "refused": "neither",
    }  # fmt: skip


def test_agreement_is_refused_when_only_marketing_s_picks_were_judged(company: Views) -> None:
    """The four chance-corrected figures are null, in the contract's words; the others stay."""
    created = leads("L1", "L2")
    events = [event("2025-01-16", "mql", name) for name in ("L1", "L2")]
    events += [event("2025-01-17", "sql", "L1"), event("2025-01-17", "rejected", "L2")]
    given = disagreement(company({"leads": created, "lead_events": events}))
    refused = {"kappa", "kappa_max", "ac1", "alpha"}
    assert given.section.agreement is not None
    figures = given.section.agreement.model_dump()
    assert {name for name, figure in figures.items() if figure is None} == refused
    assert (figures["n"], figures["po"], figures["mcnemar_p"]) == (2, 0.5, 1.0)
    said = {
        name: sentence for name, sentence in given.unsupported.items() if name.startswith("disagreement.agreement.")
    }
    assert said == {f"disagreement.agreement.{name}": "only marketing's picks were judged" for name in refused}


def test_with_nothing_judged_agreement_is_null_and_nothing_is_refused(company: Views) -> None:
    """Others were judged, none of this window: there is an n, of 0; no sentence blames marketing's picks."""
    earlier = [*leads("L1"), {"lead_id": "before", "created_at": "2024-01-15"}]
    events = [event("2025-01-16", "mql"), event("2024-01-16", "rejected", "before")]
    given = disagreement(company({"leads": earlier, "lead_events": events}))
    assert given.section.agreement is not None
    assert given.section.agreement.model_dump(exclude_none=True) == {"n": 0}
    assert not [name for name in given.unsupported if name.startswith("disagreement.agreement.")]


def test_bant_stands_in_for_a_missing_readiness_score(company: Views) -> None:
    """Each true answer is 25, an unknown one 0, none known no score; a score of exactly the bar is high."""
    created = [
        {"lead_id": "two of four", "created_at": MATURE, "engagement_score": 50, "budget": True, "need": True},
        {"lead_id": "none known", "created_at": MATURE, "engagement_score": 90},
        {"lead_id": "all refused", "created_at": MATURE, "engagement_score": 80, "authority": False},
        {"lead_id": "own score", "created_at": MATURE, "engagement_score": 10, "readiness_score": 20, "need": True},
        {"lead_id": "unmeasured", "created_at": MATURE, "readiness_score": 20},
    ]
    scores = asked(company({"leads": created})).scores
    assert scores is not None
    assert (scores.n, scores.both_high, scores.one_high, scores.both_low) == (3, 1, 1, 1)
    assert scores.spearman == pytest.approx(-0.5)


def test_criteria_are_judged_on_the_disputed_of_which_the_answer_is_known(company: Views, tmp_path: Path) -> None:
    """The widest gap first, the unknown last; agreed leads count for nothing."""
    written = '[[criteria]]\nname = "{}"\nfield = "{}"\nis_true = true\nweight = 1\n'
    head = 'name = "{}"\nversion = "1"\neffective_from = 2024-01-01\n'
    for team, criteria in (("shared", ["need"]), ("marketing", ["budget", "authority"]), ("sales", ["need", "timing"])):
        text = head.format(team) + "".join(written.format(f"has {name}", name) for name in criteria)
        (tmp_path / f"{team}.toml").write_text(text, encoding="utf-8")
    created = [
        {"lead_id": "marketing 1", "created_at": MATURE, "budget": True, "need": False},
        {"lead_id": "marketing 2", "created_at": MATURE, "budget": None, "need": True},
        {"lead_id": "sales", "created_at": MATURE, "budget": True, "need": True, "timing": True},
        {"lead_id": "agreed", "created_at": MATURE, "budget": False, "authority": True},
    ]
    events = [event("2025-01-16", "mql", name) for name in ("marketing 1", "marketing 2", "agreed")]
    events += [event("2025-01-17", "rejected", name) for name in ("marketing 1", "marketing 2")]
    events += [event("2025-01-17", "sql", name) for name in ("sales", "agreed")]
    view = company({"leads": created, "lead_events": events}, icp_file=tmp_path / "shared.toml")
    rows = asked(view).criteria
    assert rows is not None
    assert [(row.team, row.name, row.marketing_only, row.sales_only, row.gap) for row in rows] == [
        ("sales", "has need", 0.5, 1.0, -0.5),
        ("marketing", "has budget", 1.0, 1.0, 0.0),
        ("marketing", "has authority", None, None, None),
        ("sales", "has timing", None, 1.0, None),
    ]


def test_criteria_need_the_definitions_of_both_teams(company: Views) -> None:
    """Without them the list is null and the sentence names what to write."""
    events = [event("2025-01-16", "mql"), event("2025-01-17", "sql")]
    given = disagreement(company({"leads": leads("L1"), "lead_events": events}))
    assert given.section.criteria is None
    assert "marketing.toml" in given.unsupported["disagreement.criteria"]


def test_without_events_and_deals_only_the_scores_are_known(company: Views) -> None:
    """Nothing says what either team made of a lead; without leads there is nothing at all."""
    given = disagreement(company({"leads": leads("L1", engagement_score=10, readiness_score=10)}))
    assert given.section.model_dump(exclude_none=True).keys() == {"scores"}
    assert given.unsupported.keys() == {
        f"disagreement.{name}" for name in ("handoff", "reasons", "matrix", "agreement", "criteria")
    }
    alone = disagreement(company({"deals": [{"deal_id": "D1", "created_at": "2025-05-01"}]}))
    assert (alone.section, list(alone.unsupported)) == (Disagreement(), ["disagreement"])


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_lists_hold_the_leads_behind_each_count(golden_view: Views, name: str) -> None:
    """Hand-offs by verdict, and the cells of the matrix; the latest first, no more than asked for."""
    view = golden_view(**QUESTIONS[name])
    section = asked(view)
    assert section.handoff is not None
    assert section.matrix is not None
    verdicts = ["accepted", "rejected", "undecided"]
    handed = view.ask("disagreement/handoff_leads", verdicts=verdicts, is_unworked=False, rows=1000).rows
    counted = Counter(row["verdict"] for row in handed)
    assert [counted[one] for one in verdicts] == [getattr(section.handoff, one) for one in verdicts]
    assert sum(row["is_unworked"] for row in handed) == section.handoff.accepted_unworked
    unworked = view.ask("disagreement/handoff_leads", verdicts=verdicts, is_unworked=True, rows=1000).rows
    assert unworked == [row for row in handed if row["is_unworked"]]
    judged = view.ask("disagreement/cell_leads", cells=list(CELLS), rows=1000).rows
    assert Counter(row["cell"] for row in judged) == Counter(section.matrix.model_dump())
    disputed = view.ask("disagreement/cell_leads", cells=["marketing_only", "sales_only"], rows=2).rows
    assert disputed == [row for row in judged if row["cell"] in {"marketing_only", "sales_only"}][:2]
