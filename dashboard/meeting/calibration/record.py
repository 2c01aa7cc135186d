"""A month's calibration review as it was saved, and every opening of the sealed weeks: ``calibration:2026-11``."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from dashboard.asking.view import HORIZON_DAYS, View
from dashboard.errors import BadInput
from dashboard.meeting.audit.figures import Audit
from dashboard.meeting.journal.canonical import canonical
from dashboard.meeting.journal.entries import Entry, EntryDraft
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.people.matrix import Action, role_for
from dashboard.meeting.person import Person
from dashboard.metrics.calibration import CalibrationReview
from dashboard.scope.moments import INSTANT, Moments

KIND = "calibration"
JSON = "application/json"
LONGEST_WHY = 500
CalibrationChoice = Literal["sign", "leave"]
CHOICE_WORDS: Mapping[CalibrationChoice, str] = {"sign": "Sign what is proposed", "leave": "Leave it as it is"}


class SealedLook(MeetingModel):
    """An opening of sealed weeks, from ``first`` to ``last``, both local days, for a version that was proposed."""

    first: date
    last: date
    version: str


class CalibrationRecord(MeetingModel):
    """What a month's meeting decided, as last saved; ``version`` is that of the subject, 0 before anything is written.

    ``figures`` and ``audit`` are the digests of the figures that were looked at, of the data of ``generation`` at
    ``as_of``; records of earlier versions have no audit. What was erased is None; instants are naive UTC.
    """

    month: str
    version: int = 0
    choice: CalibrationChoice | None = None
    why: str | None = None
    figures: str | None = None
    audit: str | None = None
    generation: str | None = None
    as_of: datetime | None = None
    author_name: str | None = None
    is_verified: bool = False
    at: datetime | None = None


def month_of(view: Moments) -> str:
    """The local month of the last instant before the moment, as ``2026-11``."""
    return f"{view.local(view.as_of - INSTANT):%Y-%m}"


def is_whole(view: View) -> bool:
    """Whether a look is one that a month's review can be saved of: nothing of it was chosen by its reader."""
    is_usual = view.chosen is None and view.trial is None and view.horizon_days == HORIZON_DAYS
    return view.slice.is_everything and is_usual


def records(journal: Journal) -> dict[str, CalibrationRecord]:
    """The record of each month of which something was written."""
    return fold(journal.kind(KIND))


def fold(entries: Iterable[Entry]) -> dict[str, CalibrationRecord]:
    """The records of the journal's entries by month; an opening saves nothing."""
    known: dict[str, CalibrationRecord] = {}
    for entry in entries:
        month = entry.subject.partition(":")[2]
        was = known.get(month) or CalibrationRecord(month=month)
        now = _saved(entry) if entry.action == "saved" else was
        known[month] = now.model_copy(update={"version": entry.version})
    return known


def every_save(journal: Journal) -> list[CalibrationRecord]:
    """Each record as it was saved, also those that a later one of their month replaced, in the order of their time."""
    return [_saved(entry) for entry in journal.kind(KIND) if entry.action == "saved"]


def figures_of(journal: Journal, record: CalibrationRecord) -> tuple[CalibrationReview | None, Audit | None]:
    """The figures that a record was saved with, and those of the blind audit; None for what was not kept, or erased."""
    review = CalibrationReview.model_validate_json(journal.blob(record.figures).content) if record.figures else None
    audit = Audit.model_validate_json(journal.blob(record.audit).content) if record.audit else None
    return review, audit


def _saved(entry: Entry) -> CalibrationRecord:
    typed = {name: entry.body.get(name) for name in ("choice", "why", "figures", "audit")}
    by = {name: getattr(entry, name) for name in ("version", "author_name", "is_verified", "at", "generation", "as_of")}
    return CalibrationRecord(month=entry.subject.partition(":")[2], **typed, **by)


def save(
    journal: Journal,
    view: View,
    review: CalibrationReview,
    audit: Audit,
    choice: CalibrationChoice,
    why: str,
    author: Person,
    read: int,
) -> CalibrationRecord:
    """Keep what the month's meeting decided and the figures it looked at; raises BadInput without a word why.

    It is of the whole company over the usual windows, which raises BadInput too.
    """
    role = role_for(author, Action.CALIBRATE)
    if not is_whole(view):
        raise BadInput("A calibration review is of the whole company and the usual windows; leave out what was chosen.")
    words = why.strip()
    if not words:
        raise BadInput("A calibration review is saved with a word why; give it.")
    if len(words) > LONGEST_WHY:
        raise BadInput(f"A word why holds {LONGEST_WHY} letters, this has {len(words)}.")
    figures, judged = (Blob(JSON, canonical(each.model_dump(mode="json")).encode()) for each in (review, audit))
    body = {"choice": choice, "why": words, "figures": figures.digest, "audit": judged.digest}
    draft = EntryDraft(subject=f"{KIND}:{month_of(view)}", action="saved", body=body, read=read, **_look(view))
    journal.append(draft, author, role, [figures, judged])
    return records(journal)[month_of(view)]


def opening_of(journal: Journal, view: View, days: tuple[date, date], version: str) -> tuple[EntryDraft, int]:
    """The entry that says that the sealed weeks of these days are opened for a version, and the how-many-th look it is.

    It is kept with the proposal that shows them, or not at all: what nobody saw was no look. Every earlier opening of
    weeks that overlap counts, in whichever month it was.
    """
    first, last = days
    subject = f"{KIND}:{month_of(view)}"
    entries = journal.kind(KIND)
    read = max((entry.version for entry in entries if entry.subject == subject), default=0)
    body = {"first": first.isoformat(), "last": last.isoformat(), "version": version}
    draft = EntryDraft(subject=subject, action="opened", body=body, read=read, **_look(view))
    return draft, 1 + sum(look.first <= last and first <= look.last for look in looks(entries))


def looks(entries: Iterable[Entry]) -> list[SealedLook]:
    """The openings among entries, those that were erased left out."""
    return [SealedLook(**entry.body) for entry in entries if entry.action == "opened" and not entry.is_erased]


def _look(view: View) -> dict[str, Any]:
    return {"generation": view.warehouse.generation.id, "as_of": view.as_of}
