"""Four reviews in a row with an import before each: what the first one said can be opened, explained and judged."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.asking.view import View
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.decisions import writing
from dashboard.meeting.decisions.decision import proposal
from dashboard.meeting.decisions.judging import judged
from dashboard.meeting.journal.chain import fault_of
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of
from dashboard.meeting.restatement.later import later_numbers
from dashboard.meeting.restatement.ledger import restated
from dashboard.meeting.restatement.paths import moved, numbers
from dashboard.meeting.restatement.revisions import keep_revisions, watched
from dashboard.meeting.review import freezing
from dashboard.meeting.review.manifest import figures_of
from dashboard.meeting.review.replay import frozen_figures, frozen_view, manifest_for, replayed
from dashboard.meeting.review.review import reviews
from dashboard.meeting.weeks import week_after
from tests.meeting.company import AS_OF, WEEK, Company, company
from tests.meeting.people import ANN, BO, CHAIR

REVIEWS = 4
A_WEEK = timedelta(weeks=1)
LATE = ("LATE1", "LATE2")


def grow(made: Company, number: int) -> None:
    """The export a week later: twelve inquiries more, none qualified; and something of the weeks before is another."""
    begins = AS_OF + (number - 1) * A_WEEK
    for place in range(12):
        lead = f"N{number}{place:02d}"
        made.add("leads", lead_id=lead, created_at=begins + timedelta(hours=9 + place), source="webinar", owner="ann")
    if number == 1:
        for late in LATE:
            made.add("leads", lead_id=late, created_at=AS_OF - timedelta(days=3), source="fair", owner="ann")
    elif number == 2:
        deal = made.row("deals", "deal_id", made.tables["deals"][-1]["deal_id"])
        deal["amount"] = str(float(deal["amount"]) + 500)
    else:
        made.remove("L110")


def hold(journal: Journal, view: View) -> None:
    """A review: the first decides, everyone is frozen by the chair and signed by both sides."""
    if view.week == WEEK:
        for figure in ("inquiries", "mql"):
            fields = {
                "figure": figure,
                "direction": "up",
                "from_week": week_after(WEEK),
                "by_week": week_after(WEEK, 6),
            }
            decided = {"week": WEEK, "text": f"More {figure}", "owner": "Bo", "side": "both", "due_on": "2026-12-11"}
            writing.make(journal, view, proposal(decided | fields), ANN)
    review = freezing.freeze(journal, view, CHAIR)
    review = freezing.sign(journal, review, "marketing", ANN)
    freezing.sign(journal, review, "sales", BO, "" if view.week != WEEK else "late leads are missing")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Journal]:
    """The warehouse and journal after the fourth review."""
    place = tmp_path_factory.mktemp("four")
    folder, made = place / "w", company()
    journal = Journal(Store(place_of(folder)))
    for number in range(REVIEWS):
        if number:
            grow(made, number)
        made.import_into(folder, place / f"files-{number}", as_of=AS_OF + number * A_WEEK)
        assert keep_revisions(folder, journal, lambda _: None) == number
        view = week_view(folder)
        hold(journal, view)
        view.warehouse.close()
    return folder, journal


def test_every_review_stands_as_it_was(held: tuple[Path, Journal]) -> None:
    """Signed by both, on its own data, byte for byte; the journal is whole."""
    folder, journal = held
    assert {week: each.state for week, each in reviews(journal).items()} == {
        week_after(WEEK, number): "signed" for number in range(REVIEWS)
    }
    assert fault_of(journal) is None
    for week in reviews(journal):
        manifest = manifest_for(journal, week)
        then = frozen_view(folder, journal, manifest)
        assert figures_of(then) == frozen_figures(journal, manifest), week
        then.warehouse.close()


def test_what_changed_in_the_first_is_explained_record_by_record(held: tuple[Path, Journal]) -> None:
    """Every figure that is another is in the ledger and nothing else, its parts sum to its change, by four records."""
    folder, journal = held
    today = week_view(folder)
    told = restated(folder, journal, today, WEEK)
    assert {(each.id, each.reason) for each in told.records} == {
        *((late, "arrived_late") for late in LATE), ("L110", "removed"), (last_deal(), "changed"),
    }  # fmt: skip
    manifest = manifest_for(journal, WEEK)
    frozen = numbers(json.loads(frozen_figures(journal, manifest)))
    now = later_numbers(folder, manifest, frozen, replayed(journal, manifest, today.warehouse))
    assert {each.figure for each in told.figures} == {
        path for path in {*frozen, *now} if moved(frozen.get(path), now.get(path))
    }
    for each in told.figures:
        assert (each.code or 0, each.definitions or 0) == (0, 0), each.figure
        if each.reasons:
            assert sum(part.part for part in each.reasons) == pytest.approx(each.data, abs=1e-9), each.figure
        else:
            assert None in {each.frozen, each.now}, each.figure
    parts = {record.id: record.parts.get("waterfall.cohort", 0) for record in told.records}
    assert parts == dict.fromkeys(LATE, 1) | {"L110": -1, last_deal(): 0}
    sums = {record.id: record.parts.get("pipeline.sqp_created", 0) for record in told.records}
    assert sums[last_deal()] == 500


def last_deal() -> str:
    """The deal whose amount is another."""
    return company().tables["deals"][-1]["deal_id"]


def test_each_decision_says_whether_its_figure_moved(held: tuple[Path, Journal]) -> None:
    """More came in, as promised; none was qualified, which is the other way."""
    folder, journal = held
    found = judged(week_view(folder), writing.decisions(journal).values())
    assert {
        each.decision.typed.figure: (each.effect.effect, each.effect.k) for each in found if each.decision.typed
    } == {
        "inquiries": ("moved_as_promised", 3),
        "mql": ("moved_the_other_way", 3),
    }


def test_each_import_between_is_on_record(held: tuple[Path, Journal]) -> None:
    """The first week was asked again three times, a week apart, and what moved is kept."""
    _, journal = held
    first, *others = watched(journal)
    assert (first.review.week, list(first.moved)) == (WEEK, [1, 2, 3])
    cohort = first.frozen["waterfall.cohort"] or 0
    assert list(first.values("waterfall.cohort").values()) == [cohort + 2, cohort + 2, cohort + 1]
    assert [list(each.moved) for each in others] == [[1, 2], [1]]
