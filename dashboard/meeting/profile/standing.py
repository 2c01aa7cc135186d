"""How every version of the shared profile stands on a day: computed from its files, the journal and the clock."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from dashboard.meeting.model import MeetingModel
from dashboard.meeting.profile.place import ProfilePlace
from dashboard.meeting.profile.proposal import ProfileLife, ProfileProposal
from icp.document import Definition

ProfileState = Literal[
    "proposed", "signed by marketing", "signed by sales", "scheduled", "in force", "retired", "declined", "withdrawn",
    "lapsed",
]  # fmt: skip
SignedWhere = Literal["journal", "file only"]


class VersionStanding(MeetingModel):
    """A version that has a file: since when and until when (the day after its last), and where it is signed.

    ``signed`` is None of a file that bears no two signatures; ``marketing`` and ``sales`` are who signed.
    """

    version: str
    file: str
    state: ProfileState
    effective_from: date
    until: date | None
    signed: SignedWhere | None
    marketing: str | None
    sales: str | None


class ProfileStanding(MeetingModel):
    """A profile at a moment: its versions by their day, its proposals oldest first with how each stands.

    ``read`` is the version of its life, for whoever writes on what they saw; ``faults`` are about its files.
    """

    name: str
    read: int
    today: date
    versions: tuple[VersionStanding, ...]
    proposals: tuple[tuple[ProfileState, ProfileProposal], ...]
    faults: tuple[str, ...]

    @property
    def in_force(self) -> VersionStanding | None:
        """The version in force on the day."""
        return next((each for each in self.versions if each.state == "in force"), None)

    @property
    def scheduled(self) -> tuple[VersionStanding, ...]:
        """The versions whose day is to come."""
        return tuple(each for each in self.versions if each.state == "scheduled")


def standing(place: ProfilePlace, life: ProfileLife, now: datetime) -> ProfileStanding:
    """How the profile stands at ``now``, naive UTC: a version takes effect at the local midnight its day begins."""
    today = place.day_at(now)
    versions = tuple(_versions(place, life, today))
    states = {each.file: each.state for each in versions}
    return ProfileStanding(
        name=place.name,
        read=life.version,
        today=today,
        versions=versions,
        proposals=tuple((_state(each, states, now), each) for each in life.proposals),
        faults=place.faults,
    )


def base_of(place: ProfilePlace, life: ProfileLife, proposal: ProfileProposal) -> Definition | None:
    """The version that a proposal was to follow: the newest there was by then; None where that is not known any more.

    What was signed after it was proposed came later, whatever its day.
    """
    later = {each.file for each in life.signed if each.at >= proposal.at}
    known = [each for file, each in place.versions.items() if file not in later]
    day = proposal.effective_from
    return next((each for each in reversed(known) if day is not None and each.effective_from < day), None)


def _versions(place: ProfilePlace, life: ProfileLife, today: date) -> Iterator[VersionStanding]:
    signed = {each.file for each in life.signed}
    known = list(place.versions.items())
    for number, (file, version) in enumerate(known):
        until = known[number + 1][1].effective_from if number + 1 < len(known) else None
        state: ProfileState = "in force"
        if version.effective_from > today:
            state = "scheduled"
        elif until is not None and until <= today:
            state = "retired"
        in_file: SignedWhere | None = "file only" if version.approved_by.is_by_both else None
        yield VersionStanding(
            version=version.version,
            file=file,
            state=state,
            effective_from=version.effective_from,
            until=until,
            signed="journal" if file in signed else in_file,
            marketing=version.approved_by.marketing,
            sales=version.approved_by.sales,
        )


def _state(proposal: ProfileProposal, states: dict[str, ProfileState], now: datetime) -> ProfileState:
    if proposal.ended is not None:
        return proposal.ended
    if proposal.is_signed:
        return states.get(proposal.file or "", "retired")
    if not proposal.is_open(now):
        return "lapsed"
    if proposal.signature("marketing"):
        return "signed by marketing"
    return "signed by sales" if proposal.signature("sales") else "proposed"
