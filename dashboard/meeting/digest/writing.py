"""The digest as text, as a mail, as JSON and as the body of a message to Slack."""

from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.policy import SMTP

from dashboard.meeting.digest.item import Digest
from dashboard.meeting.pack.slack import posted, section
from dashboard.texts import plain

LONGEST_SUBJECT = 140


def plain_text(digest: Digest) -> str:
    """A title, a line each, the link last."""
    lines = [digest.title, *(f"• {line.text}" for line in digest.lines)]
    return "\n".join([*lines, digest.link] if digest.link else lines) + "\n"


def as_json(digest: Digest) -> str:
    """The digest itself."""
    return digest.model_dump_json(indent=1) + "\n"


def mail(digest: Digest) -> bytes:
    """An ``.eml`` of plain text; whoever sends it says to whom and when."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = plain(f"{digest.title}: {digest.lines[0].text}", LONGEST_SUBJECT)
    message.set_content(plain_text(digest))
    return message.as_bytes()


def slack_body(digest: Digest) -> str:
    """The JSON to post."""
    lines = [f"• {line.text}" for line in digest.lines]
    return posted(digest.title, [section(line) for line in ([*lines, digest.link] if digest.link else lines)])


FORMATS: Mapping[str, Callable[[Digest], bytes]] = {
    "slack.json": lambda digest: slack_body(digest).encode(),
    "json": lambda digest: as_json(digest).encode(),
    "eml": mail,
    "txt": lambda digest: plain_text(digest).encode(),
}
"""By the ending of a file's name; one that ends as another does comes before it."""
