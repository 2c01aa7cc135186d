"""A month's calibration review as it was saved, and every opening of the sealed weeks: ``calibration:2026-11``."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.journal.canonical import canonical
from dashboard.meeting.journal.entries import Entry, EntryDraft
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.people.matrix import Action, role_for
from dashboard.meeting.person import Person
from dashboard.metrics.calibration import CalibrationReview
from dashboard.scope.moments import INSTANT

KIND = "calibration"
JSON = "application/json"
LONGEST_WHY = 500
CalibrationChoice = Literal["sign", "leave"]


class SealedLook(MeetingModel):
    """An opening of sealed weeks, from ``first`` to ``last``, both local days, for a version that was proposed."""

    first: date
    last: date
    version: str


class CalibrationRecord(MeetingModel):
    """What a month's meeting decided, as last saved; ``version`` is that of the subject, 0 before anything is written.

    ``figures`` is the digest of the figures that were looked at. What was erased is None; instants are naive UTC.
    """

    month: str
    version: int = 0
    choice: CalibrationChoice | None = None
    why: str | None = None
    figures: str | None = None
    author_name: str | None = None
    is_verified: bool = False
    at: datetime | None = None


def month_of(view: View) -> str:
    """The local month of the last instant before the moment, as ``2026-11``."""
    return f"{view.local(view.as_of - INSTANT):%Y-%m}"


def records(journal: Journal) -> dict[str, CalibrationRecord]:
    """The record of each month of which something was written."""
    return fold(journal.kind(KIND))


def fold(entries: Iterable[Entry]) -> dict[str, CalibrationRecord]:
    """The records of the journal's entries by month; an opening saves nothing."""
    known: dict[str, CalibrationRecord] = {}
    for entry in entries:
        month = entry.subject.partition(":")[2]
        was = known.get(month) or CalibrationRecord(month=month)
        change: dict[str, Any] = {"version": entry.version}
        if entry.action == "saved":
            change |= {name: entry.body.get(name) for name in ("choice", "why", "figures")}
            change |= {"author_name": entry.author_name, "is_verified": entry.is_verified, "at": entry.at}
        known[month] = was.model_copy(update=change)
    return known


def save(
    journal: Journal,
    view: View,
    review: CalibrationReview,
    choice: CalibrationChoice,
    why: str,
    author: Person,
    read: int,
) -> CalibrationRecord:
    """Keep what the month's meeting decided and the figures it looked at; raises BadInput without a word why."""
    role = role_for(author, Action.CALIBRATE)
    words = why.strip()
    if not words:
        raise BadInput("A calibration review is saved with a word why; give it.")
    if len(words) > LONGEST_WHY:
        raise BadInput(f"A word why holds {LONGEST_WHY} letters, this has {len(words)}.")
    figures = Blob(JSON, canonical(review.model_dump(mode="json")).encode())
    body = {"choice": choice, "why": words, "figures": figures.digest}
    draft = EntryDraft(subject=f"{KIND}:{month_of(view)}", action="saved", body=body, read=read, **_look(view))
    journal.append(draft, author, role, [figures])
    return records(journal)[month_of(view)]


def open_sealed(journal: Journal, view: View, days: tuple[date, date], version: str, author: Person) -> int:
    """Write down that the sealed weeks of these days are opened for a version; gives the how-many-th look it is.

    Every earlier opening of weeks that overlap counts, in whichever month it was.
    """
    role = role_for(author, Action.PROPOSE)
    first, last = days
    subject = f"{KIND}:{month_of(view)}"
    entries = journal.kind(KIND)
    read = max((entry.version for entry in entries if entry.subject == subject), default=0)
    body = {"first": first.isoformat(), "last": last.isoformat(), "version": version}
    journal.append(EntryDraft(subject=subject, action="opened", body=body, read=read, **_look(view)), author, role)
    return 1 + sum(look.first <= last and first <= look.last for look in looks(entries))


def looks(entries: Iterable[Entry]) -> list[SealedLook]:
    """The openings among entries, those that were erased left out."""
    return [SealedLook(**entry.body) for entry in entries if entry.action == "opened" and not entry.is_erased]


def _look(view: View) -> dict[str, Any]:
    return {"generation": view.warehouse.generation.id, "as_of": view.as_of}
