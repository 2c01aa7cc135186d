"""A proposal of the shared profile: frozen by its text's digest, signed by both heads, or come to another end."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Literal

from dashboard.meeting.journal.entries import Entry
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.person import Role
from dashboard.meeting.profile.expected import ExpectedEffect
from dashboard.meeting.review.review import SIDES, SideName

KIND = "profile"
PATIENCE = timedelta(days=30)
"""A proposal that is not signed by both within this has lapsed."""
End = Literal["declined", "withdrawn"]


class ProfileSignature(MeetingModel):
    """What a head signed: a side, on a local day of the company, with a reservation in ``words`` or without."""

    side: SideName
    on: date | None
    author: str
    author_name: str
    is_verified: bool
    at: datetime
    words: str | None = None


class ProfileProposal(MeetingModel):
    """A version as it was proposed; instants are naive UTC.

    ``text`` is the digest of the document, without signatures, that a blob holds. ``file`` and ``sha256`` are the file
    that the second signature made and its digest. ``look``: the how-many-th opening of the sealed weeks that
    ``expected`` is of. What was erased is None, and so is what earlier versions did not keep.
    """

    version: str | None
    effective_from: date | None
    text: str | None
    reason: str | None
    expected: ExpectedEffect | None
    look: int | None = None
    author: str
    author_name: str
    is_verified: bool
    at: datetime
    signatures: tuple[ProfileSignature, ...] = ()
    file: str | None = None
    sha256: str | None = None
    ended: End | None = None
    ended_by: str | None = None
    ended_because: str | None = None
    ended_at: datetime | None = None

    def signature(self, side: SideName) -> ProfileSignature | None:
        """That of a side; None when it has not signed."""
        return next((each for each in self.signatures if each.side == side), None)

    @property
    def is_signed(self) -> bool:
        """Whether both sides have signed."""
        return all(self.signature(side) for side in SIDES)

    @property
    def lapses_at(self) -> datetime:
        """When it lapses, unless both have signed before."""
        return self.at + PATIENCE

    def is_open(self, now: datetime) -> bool:
        """Whether it still waits for a signature; ``now`` is naive UTC."""
        return self.ended is None and not self.is_signed and now < self.lapses_at


class ProfileLife(MeetingModel):
    """All proposals of a profile, oldest first; ``version`` is that of the journal's subject, 0 before the first."""

    name: str
    version: int = 0
    proposals: tuple[ProfileProposal, ...] = ()

    def under_way(self, now: datetime) -> ProfileProposal | None:
        """The proposal that waits for a signature; there is one at most."""
        last = self.proposals[-1] if self.proposals else None
        return last if last is not None and last.is_open(now) else None

    @property
    def signed(self) -> tuple[ProfileProposal, ...]:
        """Those that both have signed."""
        return tuple(each for each in self.proposals if each.is_signed)


def lives(journal: Journal) -> dict[str, ProfileLife]:
    """The life of every profile that was ever proposed anew, by its name."""
    return fold(journal.kind(KIND))


def life_of(journal: Journal, name: str) -> ProfileLife:
    """The life of a profile; one that nobody has proposed anything of has no proposals."""
    return fold(journal.subject(f"{KIND}:{name}")).get(name) or ProfileLife(name=name)


def fold(entries: Iterable[Entry]) -> dict[str, ProfileLife]:
    """The lives of the journal's entries by name."""
    known: dict[str, ProfileLife] = {}
    for entry in entries:
        name = entry.subject.partition(":")[2]
        life = known.get(name) or ProfileLife(name=name)
        known[name] = life.model_copy(update={"version": entry.version, "proposals": _next(life, entry)})
    return known


def _next(life: ProfileLife, entry: Entry) -> tuple[ProfileProposal, ...]:
    person = {"author": entry.author, "author_name": entry.author_name, "is_verified": entry.is_verified}
    if entry.action == "proposed":
        values: dict[str, Any] = dict.fromkeys(("version", "effective_from", "text", "reason", "expected")) | entry.body
        return (*life.proposals, ProfileProposal.model_validate({**values, **person, "at": entry.at}))
    *earlier, last = life.proposals
    if entry.action == "signed":
        side = next(name for name, role in SIDES.items() if role == Role(entry.role))
        given = {name: entry.body.get(name) for name in ("on", "words")}
        signature = ProfileSignature(side=side, at=entry.at, **given, **person)
        change: dict[str, Any] = {"signatures": (*last.signatures, signature)}
        change |= {key: entry.body[key] for key in ("file", "sha256") if key in entry.body}
    else:
        change = {
            "ended": entry.action,
            "ended_by": entry.author_name,
            "ended_because": entry.body.get("reason"),
            "ended_at": entry.at,
        }
    return (*earlier, last.model_copy(update=change))
