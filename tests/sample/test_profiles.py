"""The sample company's shared profile: three calibrations that find the idle criterion, and what was proposed of it."""

from pathlib import Path

import pytest

from dashboard.findings.calibration_words import adds_something
from dashboard.meeting.calibration.record import records
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of
from dashboard.meeting.profile import place, proposal
from dashboard.meeting.profile.standing import standing
from dashboard.metrics.calibration import CalibrationReview
from dashboard.sample.demo import AS_OF
from dashboard.sample.minutes import minutes

IDLE = "revenue of 5 million"
"""Nothing in the generator depends on revenue but through head count, which has a criterion of its own."""
TELLING = ("makes or moves goods", "50 to 2,000 people")
"""What the generator takes for fit."""


@pytest.fixture(scope="module")
def journal(demo_folder: Path) -> Journal:
    """What the company wrote."""
    return Journal(Store(place_of(demo_folder)))


def test_three_calibrations_are_kept_and_call_the_idle_criterion_so(journal: Journal) -> None:
    """Each with the figures it looked at: what fit is made of adds something, revenue cannot be shown to."""
    kept = records(journal)
    assert list(kept) == ["2026-09", "2026-10", "2026-11"]
    assert [(each.choice, each.why) for each in kept.values()] == [
        (each.choice, each.why) for each in minutes().calibrations
    ]
    for each in kept.values():
        assert each.figures is not None
        review = CalibrationReview.model_validate_json(journal.blob(each.figures).content)
        adds = {criterion.criterion: adds_something(criterion) for criterion in review.criteria}
        assert not adds[IDLE], each.month
        assert all(adds[name] for name in TELLING), each.month


def test_one_proposal_was_declined_and_one_waits_for_marketing(demo_folder: Path, journal: Journal) -> None:
    """With a reason each; the one under way leaves out what the calibrations call idle."""
    view = week_view(demo_folder)
    stands = standing(place.place_of(view), proposal.life_of(journal, "Shared ICP"), AS_OF)
    (_, before), (_, waiting) = stands.proposals
    assert [state for state, _ in stands.proposals] == ["declined", "signed by sales"]
    assert before.ended_because
    assert waiting.text is not None
    assert IDLE not in journal.blob(waiting.text).content.decode()
    assert waiting.expected is not None
    assert waiting.expected.moved > 0
    assert [each.state for each in stands.versions] == ["retired", "in force"]
