"""Whether the chain holds: every entry is in its place, says what it said, and stands on the one before it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from dashboard.errors import FunnelReviewError
from dashboard.meeting.journal.canonical import sha256
from dashboard.meeting.journal.entries import FIRST, Entry
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.kinds import ERASED


def fault_of(journal: Journal) -> str | None:
    """The sentence about the first entry, else the first blob, that is not as it was kept; None when all are."""
    try:
        if fault := first_fault(journal.readable()):
            return fault
        for digest in journal.blobs():
            journal.blob(digest)
    except FunnelReviewError as error:
        return str(error)
    return None


def first_fault(entries: Sequence[Entry | str]) -> str | None:
    """The sentence about the first entry that breaks the chain, a text standing for one that is none; None if it holds.

    What was cut off at the end leaves a chain that holds: only a digest noted elsewhere, as on a pack, shows it.
    """
    return next(_faults(entries), None)


def _faults(entries: Sequence[Entry | str]) -> Iterator[str]:
    whole = [entry for entry in entries if isinstance(entry, Entry)]
    erased = {seq for entry in whole if entry.action == ERASED for seq in entry.body.get("entries", ())}
    versions: Counter[str] = Counter()
    previous = FIRST
    for place, entry in enumerate(entries, start=1):
        if isinstance(entry, str):
            yield entry
            continue
        named = f"Entry {entry.seq} ({entry.subject}, {entry.author_name}, {entry.at:%Y-%m-%d %H:%M} UTC)"
        versions[entry.subject] += 1
        if entry.seq != place:
            yield f"Entry {place} is gone: {named} stands in its place."
        elif entry.previous != previous:
            yield f"{named} does not stand on the entry before it; one of the two was changed."
        elif entry.link() != entry.digest:
            yield f"{named} is not as it was written."
        elif entry.text is None and entry.seq not in erased:
            yield f"{named} has lost what it said, and no entry says that it was erased."
        elif entry.text is not None and sha256(entry.text) != entry.body_digest:
            yield f"{named} does not say what it said."
        elif entry.version != versions[entry.subject]:
            yield f"{named} is not the next of its subject."
        previous = entry.digest
