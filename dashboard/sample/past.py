"""Writes the sample company's past into a journal, as if its reviews had been held week by week."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from dashboard.asking.view import View
from dashboard.meeting.comments import CommentPlace, write
from dashboard.meeting.decisions.decision import proposal
from dashboard.meeting.decisions.writing import close, decision, make
from dashboard.meeting.journal.canonical import sha256, uuid7
from dashboard.meeting.journal.entries import Entry, EntryDraft
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.journal.store import Store
from dashboard.meeting.person import Person, Role
from dashboard.meeting.review import freezing
from dashboard.meeting.review.review import review_of
from dashboard.meeting.verdicts import judge, judgement, verdicts
from dashboard.meeting.weeks import end_of, week_after
from dashboard.sample.minutes import Decided, Held, MinutedVerdict, Minutes, Remark, Seat, Signed

BEGINS, FREEZES = timedelta(hours=10), timedelta(minutes=50)
"""When a review begins on the Monday after its week, and how much later its figures are frozen."""
PACE = timedelta(minutes=2)
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 -- naive UTC, as entries have it
WATCHED_WEEKS = 6
TimedStep = tuple[datetime, Callable[[], object]]


class Dated(Journal):
    """A journal that is written by the story's clock, ``now`` in naive UTC; equal stories give equal ids."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, clock=lambda: self.now)
        self.now = EPOCH
        self._given: set[str] = set()

    def next_id(self) -> str:
        """An id of the story's moment for the next entry."""
        milliseconds = (self.now - EPOCH) // timedelta(milliseconds=1)
        made = uuid7(milliseconds, bytes.fromhex(sha256(f"{self.now} {len(self._given)}"))[:10])
        self._given.add(made)
        return made

    def append_together(
        self, drafts: Sequence[EntryDraft], author: Person, role: Role, blobs: Sequence[Blob] = ()
    ) -> list[Entry]:
        """As every journal does, under ids of the story's."""
        named = [
            draft if draft.entry_id in self._given else draft.model_copy(update={"entry_id": self.next_id()})
            for draft in drafts
        ]
        return super().append_together(named, author, role, blobs)


def play(journal: Dated, steps: Iterable[TimedStep], is_given_up: Callable[[], bool] = lambda: False) -> None:
    """Write what happened into the journal in the order of its time; less where it is given up in between."""
    for at, step in sorted(steps, key=lambda each: each[0]):
        if is_given_up():
            return
        journal.now = at
        step()


def people_of(minutes: Minutes) -> dict[Seat, Person]:
    """Who sat at the table, by their seat."""
    return {
        seat: Person(id=each.name, name=each.name, roles={Role(role) for role in each.roles})
        for seat, each in minutes.people.items()
    }


class HeldReviews:
    """Reviews as they were minuted, held on the data of ``view``."""

    def __init__(self, journal: Dated, view: View, minutes: Minutes) -> None:
        self._journal = journal
        self._view = view
        self._minutes = minutes
        self._people = people_of(minutes)
        self._ids: dict[str, str] = {}

    def steps(self) -> Iterator[TimedStep]:
        """Everything that was said, each with its time."""
        for held in self._minutes.reviews:
            yield from self._of_review(held)

    def _of_review(self, held: Held) -> Iterator[TimedStep]:
        minutes, week = self._minutes, held.week
        begins = self._looking(week).as_of + BEGINS
        closed = [each for each in minutes.decisions if each.closed and each.closed.week == week]
        steps = [
            *(partial(self._close, each) for each in closed),
            *(partial(self._decide, each) for each in minutes.decisions if each.week == week),
            *(partial(self._judge, each) for each in minutes.verdicts if each.week == week),
            *(partial(self._comment, each) for each in minutes.comments if each.week == week),
        ]
        yield from ((begins + number * PACE, step) for number, step in enumerate(steps))
        frozen = begins + FREEZES
        yield frozen, partial(self._freeze, week)
        yield from self._signing(week, frozen, held.signed)
        if held.reopened is not None:
            at = frozen + timedelta(hours=held.reopened.hours)
            yield at, partial(self._reopen, week, held.reopened.why)
            yield at + FREEZES, partial(self._freeze, week)
        yield from self._signing(week, frozen, held.signed_again)

    def _signing(self, week: str, frozen: datetime, signed: tuple[Signed, ...]) -> Iterator[TimedStep]:
        for number, each in enumerate(signed, 1):
            yield frozen + timedelta(hours=each.hours) + number * PACE, partial(self._sign, week, each)

    def _looking(self, week: str) -> View:
        return replace(self._view.anew, as_of=end_of(self._view, week))

    def _freeze(self, week: str) -> None:
        freezing.freeze(self._journal, self._looking(week), self._people["chair"])

    def _reopen(self, week: str, why: str) -> None:
        freezing.reopen(self._journal, review_of(self._journal, week), self._people["chair"], why)

    def _sign(self, week: str, signed: Signed) -> None:
        say = freezing.decline if signed.is_declined else freezing.sign
        say(self._journal, review_of(self._journal, week), signed.side, self._people[signed.side], signed.words)

    def _decide(self, decided: Decided) -> None:
        fields = decided.model_dump(exclude={"key", "by", "closed", "expected"})
        if decided.figure is not None:
            first = week_after(decided.week)
            fields |= {"from_week": first, "by_week": week_after(first, WATCHED_WEEKS - 1)}
        if decided.expected is not None:
            fields["expected"] = {"value": decided.expected, "is_percent": True}
        view, author = self._looking(decided.week), self._people[decided.by]
        kept = make(self._journal, view, proposal(fields), author, self._journal.next_id())
        self._ids[decided.key] = kept.id

    def _close(self, decided: Decided) -> None:
        closed = decided.closed
        assert closed is not None  # noqa: S101 - only closed ones come here
        note = self._ids[closed.by] if closed.by else closed.note
        was = decision(self._journal, self._ids[decided.key])
        close(self._journal, was, closed.work, self._people[decided.by], note)

    def _stalled(self, week: str) -> list[Mapping[str, Any]]:
        """The stalled deals that nobody has judged, the largest first."""
        judged = verdicts(self._journal)
        rows = self._looking(week).pipeline_view().ask("stalled/deals").rows
        return sorted(
            (row for row in rows if row["deal_id"] not in judged),
            key=lambda row: (-(row["value"] or 0), row["deal_id"]),
        )

    def _judge(self, judged: MinutedVerdict) -> None:
        view = self._looking(judged.week)
        for row in self._stalled(judged.week)[:1]:  # a small company may have none
            verdict = judgement(
                causes={cause: cause not in judged.wrong for cause in row["causes"]},
                other_cause=judged.other_cause,
                next_move=judged.next_move,
                owner=judged.owner,
                due_on=view.local(view.as_of).date() + timedelta(days=judged.days),
            )
            judge(self._journal, view, row["deal_id"], verdict, self._people[judged.by], 0)

    def _comment(self, remark: Remark) -> None:
        place = CommentPlace.model_validate(remark.place)
        stalled = self._stalled(remark.week)[:1] if remark.is_about_largest_stalled else []
        for row in stalled:
            place = place.model_copy(update={"record": f"deal {row['deal_id']}"})
        write(
            self._journal,
            remark.text,
            place,
            self._people[remark.by],
            self._looking(remark.week),
            self._journal.next_id(),
        )
