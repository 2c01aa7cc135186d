"""How far a review is and who signed it, in words; text of people stays text."""

from datetime import UTC, datetime

from dashboard.meeting.review import freezing
from dashboard.meeting.review.review import PATIENCE, SIDES, Review, Signature
from dashboard.meeting.words import by_whom
from dashboard.texts import in_markdown


def state_words(review: Review) -> str:
    """How far a review is, in a few words."""
    if not review.is_frozen or review.latest is None:
        return "opened again" if review.freezes else "not frozen"
    given = [review.latest.signature(side) for side in SIDES]
    if review.state == "signed":
        return "signed by both"
    if any(each is not None and each.is_declined for each in given):
        return "frozen, declined"
    signed = [side for side, each in zip(SIDES, given, strict=True) if each is not None]
    return f"signed by {signed[0]}" if signed else "frozen, not signed"


def missing_words(review: Review) -> str:
    """Which sides have said nothing for so long that it is said; empty when none."""
    missing = review.missing(datetime.now(UTC).replace(tzinfo=None))
    return f"nothing from {' and '.join(missing)} for {PATIENCE.days} days" if missing else ""


def signature_words(each: Signature) -> str:
    """A signature in a line, with its reservation or reason."""
    done = "declined" if each.is_declined else "signed"
    words = f": “{in_markdown(each.words, freezing.LONGEST_WORDS)}”" if each.words else ""
    author = by_whom(each.author_name, is_verified=each.is_verified, at=each.at)
    return f"**{each.side.capitalize()}** {done} by {author}{words}"
