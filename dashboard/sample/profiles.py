"""The sample company's work on its shared profile: what was proposed and signed, and the monthly calibrations."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from dashboard.asking.view import View
from dashboard.meeting.audit.deck import decks
from dashboard.meeting.audit.standing import audit_at
from dashboard.meeting.calibration.record import month_of, records, save
from dashboard.meeting.profile.place import place_of
from dashboard.meeting.profile.writing import decline, propose, sign
from dashboard.meeting.review.review import SIDES, SideName
from dashboard.meeting.weeks import end_of
from dashboard.metrics.calibration import calibration_review
from dashboard.sample.minutes import Calibrated, Minutes, Proposed
from dashboard.sample.past import Dated, TimedStep, people_of
from icp.document import Definition

CALIBRATES = timedelta(hours=13)
"""When a calibration review begins on the day of a weekly review, after its figures were frozen."""
PROPOSES, SIGNS = timedelta(hours=15), timedelta(days=1, hours=10)


class HeldCalibrations:
    """Proposals and calibrations as they were minuted, on the data of ``view``.

    The proposal that still waits is made ``late``, so much after its time in the story.
    """

    def __init__(self, journal: Dated, view: View, minutes: Minutes, late: timedelta) -> None:
        self._journal = journal
        self._view = view
        self._minutes = minutes
        self._people = people_of(minutes)
        self._late = late

    def steps(self) -> Iterator[TimedStep]:
        """Everything that was said of the profile, each with its time."""
        for calibrated in self._minutes.calibrations:
            yield self._looking(calibrated.week).as_of + CALIBRATES, partial(self._calibrate, calibrated)
        for proposed in self._minutes.proposals:
            ended = self._looking(proposed.week).as_of + self._late_of(proposed)
            yield ended + PROPOSES, partial(self._propose, proposed)
            for side in proposed.signed:
                yield ended + SIGNS, partial(self._sign, side)
            if proposed.declined is not None:
                yield ended + SIGNS + timedelta(days=proposed.declined.days), partial(self._decline, proposed)

    def _late_of(self, proposed: Proposed) -> timedelta:
        """Nothing for what somebody ended, or both have signed."""
        is_waiting = proposed.declined is None and len(proposed.signed) < len(SIDES)
        return self._late if is_waiting else timedelta()

    def _looking(self, week: str) -> View:
        return replace(self._view.anew, as_of=end_of(self._view, week))

    def _calibrate(self, calibrated: Calibrated) -> None:
        view, author = self._looking(calibrated.week), self._people[calibrated.by]
        if (review := calibration_review(view)) is not None:
            before = records(self._journal).get(month_of(view))
            version = before.version if before else 0
            audit = audit_at(view, view, decks(self._journal), self._journal.moment())
            save(self._journal, view, review, audit, calibrated.choice, calibrated.why, author, version)

    def _propose(self, proposed: Proposed) -> None:
        view = self._looking(proposed.week)
        place = place_of(view)
        drafted = _changed(place.newest, proposed, place.next_version(), self._late_of(proposed))
        propose(self._journal, view, drafted, proposed.reason, self._people[proposed.by])

    def _sign(self, side: SideName) -> None:
        sign(self._journal, place_of(self._view), side, self._people[side])

    def _decline(self, proposed: Proposed) -> None:
        declined = proposed.declined
        assert declined is not None  # noqa: S101 - only declined ones come here
        decline(self._journal, place_of(self._view), declined.by, self._people[declined.by], declined.why)


def _changed(base: Definition, proposed: Proposed, version: str, late: timedelta) -> Definition:
    """The version that is proposed; its day is later by whole weeks, so that it stays a Monday."""
    criteria = tuple(each for each in base.criteria if each.name not in proposed.left_out)
    day = proposed.effective_from + timedelta(weeks=late // timedelta(weeks=1))
    return base.model_copy(update={"version": version, "effective_from": day, "criteria": criteria})
