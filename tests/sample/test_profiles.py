"""The sample company's shared profile: three calibrations that find the idle criterion, and what was proposed of it."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from dashboard.findings.calibration_words import adds_something
from dashboard.meeting.audit.deck import OPEN_FOR
from dashboard.meeting.calibration.record import records
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of
from dashboard.meeting.profile import place, proposal
from dashboard.meeting.profile.standing import standing
from dashboard.metrics.calibration import CalibrationReview
from dashboard.sample.audits import HeldAudits
from dashboard.sample.clock import AS_OF_DAY
from dashboard.sample.demo import AS_OF, lateness
from dashboard.sample.minutes import minutes
from dashboard.sample.past import Dated
from dashboard.sample.profiles import HeldCalibrations

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


@pytest.mark.parametrize("days", [0, 30, 400])
def test_what_waits_does_so_on_the_day_the_demo_is_built(demo_folder: Path, days: int) -> None:
    """The deck that is judged in part is open, the proposal has not lapsed, and nothing was written later than that."""
    today, view = AS_OF_DAY + timedelta(days=days), week_view(demo_folder)
    late, told, journal = lateness(today), minutes(), Dated(Store(place_of(demo_folder)))
    proposed, signed = sorted(at for at, _ in HeldCalibrations(journal, view, told, late).steps())[-2:]
    drawn, *sittings = (at for at, _ in HeldAudits(journal, told, {}).steps(view, [told.audit.last], late))
    noon = datetime.combine(today, time(12))
    assert noon < proposed + proposal.PATIENCE
    assert noon < drawn + OPEN_FOR
    if late:
        assert max(drawn, signed, *sittings) < datetime.combine(today, time())
