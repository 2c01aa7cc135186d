"""What people wrote, as far as the journal goes now: whoever looks again asks for its last entry alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from dashboard.asking.view import HORIZON_DAYS, View
from dashboard.errors import FunnelReviewError
from dashboard.meeting.audit.deck import Deck, decks
from dashboard.meeting.calibration.record import CalibrationRecord, every_save, records
from dashboard.meeting.comments import Comment, comments
from dashboard.meeting.decisions.decision import Decision
from dashboard.meeting.decisions.judging import JudgedDecision, judged
from dashboard.meeting.decisions.writing import decisions
from dashboard.meeting.journal.journal import Journal, open_journal
from dashboard.meeting.people.matrix import Action, may
from dashboard.meeting.profile.proposal import ProfileLife, lives
from dashboard.meeting.restatement.revisions import Watched, watched
from dashboard.meeting.review.review import Review, reviews
from dashboard.meeting.verdicts import DealVerdict, verdicts
from dashboard.scope.slices import Slice
from dashboard.screens.reader import reader
from dashboard.screens.refusals import warehouse_folder
from dashboard.warehouse.memory import Memory

WEIGHT_OF_A_RECORD, WEIGHT_OF_A_WEEK = 40, 4_000
_kept = Memory()
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class JournalMinutes:
    """What a journal holds up to its entry ``head``; ``is_there`` is false before anybody has written in it."""

    journal: Journal
    head: int
    is_there: bool

    @property
    def decisions(self) -> dict[str, Decision]:
        """Every decision by its id, in the order they were made."""
        return self._remembered("decisions", decisions, {})

    @property
    def reviews(self) -> dict[str, Review]:
        """Every review that was ever frozen by its week, in the order of the weeks."""
        return self._remembered("reviews", reviews, {})

    @property
    def comments(self) -> list[Comment]:
        """Every comment, in the order they were written."""
        return self._remembered("comments", comments, [])

    @property
    def verdicts(self) -> dict[str, DealVerdict]:
        """The last verdict on each deal by its id."""
        return self._remembered("verdicts", verdicts, {})

    @property
    def decks(self) -> dict[str, Deck]:
        """Every deck of the blind audit by its week, in the order of the weeks."""
        return self._remembered("decks", decks, {}, WEIGHT_OF_A_WEEK)

    @property
    def profiles(self) -> dict[str, ProfileLife]:
        """The life of every profile that was ever proposed anew, by its name."""
        return self._remembered("profiles", lives, {})

    @property
    def calibrations(self) -> dict[str, CalibrationRecord]:
        """The calibration review of each month, as last saved."""
        return self._remembered("calibrations", records, {})

    @property
    def saved_calibrations(self) -> list[CalibrationRecord]:
        """Every calibration review as it was saved, in the order of their time."""
        return self._remembered("saved calibrations", every_save, [])

    @property
    def watched(self) -> list[Watched]:
        """The frozen weeks that were asked again of later imports, in order."""
        return self._remembered("watched", watched, [], WEIGHT_OF_A_WEEK)

    def judged(self, view: View) -> list[JudgedDecision]:
        """The decisions made by the week of ``view`` with what came of them at its moment."""
        whole = whole_company(view)
        key = (whole, whole.documents, "judged", *self._key)
        made = [each for each in self.decisions.values() if each.week <= view.week]
        judged_decisions: list[JudgedDecision] = view.warehouse.memory.get(key, lambda: judged(whole, made), _weight)
        return judged_decisions

    @property
    def _key(self) -> tuple[object, ...]:
        store = self.journal.store
        return store.place, store.identity(), self.head

    def _remembered(
        self, kind: str, find: Callable[[Journal], Kept], nothing: Kept, of_one: int = WEIGHT_OF_A_RECORD
    ) -> Kept:
        if not self.is_there:
            return nothing
        records: Kept = _kept.get((*self._key, kind), lambda: find(self.journal), partial(_weight, of_one=of_one))
        return records


def open_minutes() -> JournalMinutes:
    """What people wrote up to now; reading makes no journal where there is none."""
    journal = open_journal(warehouse_folder())
    is_there = journal.store.dialect != "sqlite" or journal.store.identity() is not None
    return JournalMinutes(journal, journal.head() if is_there else 0, is_there)


def whole_company(view: View) -> View:
    """The same moment without what the reader chose: what is decided is judged by its own slice."""
    return replace(view, slice=Slice(), chosen=None, trial=None, horizon_days=HORIZON_DAYS)


def reader_may(action: Action) -> bool:
    """Whether the reader is shown the way to it; whoever has no role here is shown none."""
    try:
        return may(reader(), action)
    except FunnelReviewError:
        return False


def _weight(records: Any, of_one: int = WEIGHT_OF_A_RECORD) -> int:
    return of_one * (1 + len(records))
