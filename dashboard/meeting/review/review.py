"""A review of a week: open, frozen with a manifest, signed by both sides, reopened and frozen anew."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from dashboard.meeting.journal.entries import Entry
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.person import Role

KIND = "review"
PATIENCE = timedelta(days=7)
"""After this it is said who has not signed."""
SideName = Literal["marketing", "sales"]
SIDES: Mapping[SideName, Role] = {"marketing": Role.MARKETING_HEAD, "sales": Role.SALES_HEAD}
State = Literal["open", "frozen", "signed"]


class Signature(MeetingModel):
    """What a side said of a frozen review: signed, with a reservation or without, or declined for a reason.

    ``words`` is the reservation or the reason; None when there is none, or it was erased.
    """

    side: SideName
    is_declined: bool
    words: str | None
    author: str
    author_name: str
    is_verified: bool
    at: datetime


class Freeze(MeetingModel):
    """A week's figures as they were frozen; ``manifest`` is the digest that a pack prints. Instants are naive UTC."""

    revision: int
    manifest: str
    frozen_at: datetime
    author: str
    author_name: str
    is_verified: bool
    signatures: tuple[Signature, ...] = ()
    reopened_at: datetime | None = None
    reopened_because: str | None = None

    def signature(self, side: SideName) -> Signature | None:
        """What a side said last; None when it has said nothing."""
        return next((each for each in reversed(self.signatures) if each.side == side), None)


class Review(MeetingModel):
    """A review as it stands, its revisions oldest first."""

    week: str
    version: int
    freezes: tuple[Freeze, ...] = ()

    @property
    def latest(self) -> Freeze | None:
        """The last revision, reopened or not."""
        return self.freezes[-1] if self.freezes else None

    @property
    def is_frozen(self) -> bool:
        """Whether its figures stand: frozen and not reopened since."""
        return self.latest is not None and self.latest.reopened_at is None

    @property
    def state(self) -> State:
        """``open`` (again), ``frozen``, or ``signed`` by both sides."""
        if not self.is_frozen or self.latest is None:
            return "open"
        last = [self.latest.signature(side) for side in SIDES]
        return "signed" if all(each is not None and not each.is_declined for each in last) else "frozen"

    def revision(self, number: int) -> Freeze | None:
        """A revision by its number, from 1; None when there is none."""
        return self.freezes[number - 1] if 0 < number <= len(self.freezes) else None

    def missing(self, now: datetime) -> tuple[SideName, ...]:
        """The sides that have said nothing for so long that it is said; ``now`` is naive UTC."""
        if not self.is_frozen or self.latest is None or now < self.latest.frozen_at + PATIENCE:
            return ()
        return tuple(side for side in SIDES if self.latest.signature(side) is None)


def reviews(journal: Journal) -> dict[str, Review]:
    """Every review that was ever frozen, by its week, in the order of the weeks."""
    known = fold(journal.kind(KIND))
    return {week: known[week] for week in sorted(known)}


def review_of(journal: Journal, week: str) -> Review:
    """The review of a week as it stands; one that was never frozen has no revisions."""
    return reviews(journal).get(week) or Review(week=week, version=0)


def fold(entries: Iterable[Entry]) -> dict[str, Review]:
    """The reviews of the journal's entries by week."""
    known: dict[str, Review] = {}
    for entry in entries:
        week = entry.subject.partition(":")[2]
        review = known.get(week) or Review(week=week, version=0)
        known[week] = review.model_copy(update={"version": entry.version, "freezes": _next(review, entry)})
    return known


def _next(review: Review, entry: Entry) -> tuple[Freeze, ...]:
    if entry.action == "frozen":
        made = Freeze(
            revision=len(review.freezes) + 1,
            manifest=entry.body.get("manifest", ""),
            frozen_at=entry.at,
            author=entry.author,
            author_name=entry.author_name,
            is_verified=entry.is_verified,
        )
        return (*review.freezes, made)
    *earlier, last = review.freezes
    change: dict[str, Any] = (
        {"reopened_at": entry.at, "reopened_because": entry.body.get("reason")}
        if entry.action == "reopened"
        else {"signatures": (*last.signatures, _signature(entry))}
    )
    return (*earlier, last.model_copy(update=change))


def _signature(entry: Entry) -> Signature:
    side = next(name for name, role in SIDES.items() if role == entry.role)
    return Signature(
        side=side,
        is_declined=entry.action == "declined",
        words=entry.body.get("words"),
        author=entry.author,
        author_name=entry.author_name,
        is_verified=entry.is_verified,
        at=entry.at,
    )
