"""What a digest may say: a thing worth a line, and whether it was said the week before and is no worse."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.meeting.model import MeetingModel
from dashboard.meeting.review.review import SideName

Reader = Literal["chair"] | SideName
READERS: tuple[Reader, ...] = ("chair", "marketing", "sales")
DigestKind = Literal["figure", "conversion", "overdue", "waiting", "restated", "data"]


@dataclass(frozen=True)
class DigestItem:
    """Something worth a line, in whole (``text``) and in a few words (``subject``); both are plain text.

    It is the same as one of the week before where ``key`` is; it is worse where ``size`` is more, or where it counts
    one among its ``parts`` that the other had not.
    """

    kind: DigestKind
    key: str
    text: str
    subject: str
    size: float = 0.0
    parts: frozenset[str] = frozenset()

    def is_no_worse(self, before: "DigestItem") -> bool:
        """Whether it was said by another that was as bad."""
        return self.key == before.key and self.size <= before.size and self.parts <= before.parts


class DigestLine(MeetingModel):
    """A line of the digest; ``is_still``: said last week and not worse, ``kind`` is ``usual`` where all is well."""

    kind: DigestKind | Literal["usual"]
    text: str
    is_still: bool = False


class Digest(MeetingModel):
    """The digest of a week for a reader; ``is_news``: a line says what was not said the week before.

    ``shortcomings``: why the data does not bear all of it, a sentence each.
    """

    week: str
    reader: Reader
    title: str
    lines: tuple[DigestLine, ...]
    link: str | None
    is_news: bool
    shortcomings: tuple[str, ...]


def lines_of(items: Iterable[DigestItem], before: Sequence[DigestItem]) -> list[DigestLine]:
    """A line for each item, of one that was said and is no worse in short."""
    return [_line(item, any(item.is_no_worse(each) for each in before)) for item in items]


def _line(item: DigestItem, is_still: bool) -> DigestLine:
    return DigestLine(kind=item.kind, text=f"Still: {item.subject}." if is_still else item.text, is_still=is_still)
