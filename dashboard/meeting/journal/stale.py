"""Two people changed the same: the refusal that shows both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.errors import FunnelReviewError
from dashboard.meeting.journal.entries import Entry, EntryDraft


@dataclass(frozen=True)
class FieldDifference:
    """A field on which the two differ; None where a side does not have it."""

    field: str
    theirs: Any
    yours: Any


class Stale(FunnelReviewError):
    """Somebody else wrote on the subject after what was read; nothing was kept.

    ``theirs`` are their entries, in order; ``yours`` is what was sent.
    """

    def __init__(self, yours: EntryDraft, theirs: Sequence[Entry]) -> None:
        self.yours = yours
        self.theirs = tuple(theirs)
        if theirs:
            last = self.theirs[-1]
            sentence = (
                f"{last.author_name} changed this at {last.at:%H:%M} UTC, after you had read it; "
                "keep theirs, or save yours as the next version."
            )
        else:
            sentence = "What this was read from is not in the journal; read it again."
        super().__init__(sentence)

    @property
    def differences(self) -> list[FieldDifference]:
        """The fields on which their last entry and yours differ, what was done first."""
        if not self.theirs:
            return []
        last = self.theirs[-1]
        theirs, yours = last.body, self.yours.body
        done = [FieldDifference("action", last.action, self.yours.action)] if last.action != self.yours.action else []
        return done + [
            FieldDifference(field, theirs.get(field), yours.get(field))
            for field in dict.fromkeys((*yours, *theirs))
            if theirs.get(field) != yours.get(field)
        ]

    def next_version(self) -> EntryDraft:
        """Yours, to be saved on top of theirs: what is written when the reader has seen both and keeps their own."""
        latest = self.theirs[-1].version if self.theirs else 0
        return EntryDraft(**self.yours.model_dump(exclude={"read", "entry_id"}), read=latest)
