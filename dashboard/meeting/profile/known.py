"""What both heads have signed, as the journal knows it, for whoever reads the profile's files."""

from pathlib import Path

from dashboard.importing.publishing.place import has_journal
from dashboard.meeting.journal.journal import Journal, open_journal
from dashboard.meeting.profile.proposal import ProfileProposal, lives
from dashboard.scope.signed import SignedVersion
from dashboard.warehouse.memory import Memory
from icp.reading import parse

WEIGHT_OF_A_VERSION = 100
_kept = Memory()


def signed_in(folder: Path) -> list[SignedVersion]:
    """The versions signed by both in the journal of the warehouse at ``folder``; reading makes no journal.

    Raises JournalUnavailable when it cannot be read.
    """
    if not has_journal(folder):
        return []
    journal = open_journal(folder)
    key = (journal.store.place, journal.store.identity(), journal.head(), "signed")
    versions: list[SignedVersion] = _kept.get(key, lambda: _signed(journal), _weight)
    return versions


def signed_version(journal: Journal, name: str, proposal: ProfileProposal) -> SignedVersion | None:
    """A signed proposal as its file holds it; None where what was signed has been erased."""
    if not (proposal.is_signed and proposal.file and proposal.sha256):
        return None
    text = journal.blob(proposal.sha256).content.decode()
    return SignedVersion(name, parse(text, proposal.file).version, proposal.file, text, proposal.sha256)


def _signed(journal: Journal) -> list[SignedVersion]:
    versions = [signed_version(journal, name, each) for name, life in lives(journal).items() for each in life.signed]
    return [each for each in versions if each is not None]


def _weight(versions: list[SignedVersion]) -> int:
    return 1 + WEIGHT_OF_A_VERSION * len(versions)
