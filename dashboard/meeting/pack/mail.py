"""The pack as a mail in a file: plain text, a simple page of sentences, the pack attached; the sender says to whom."""

from email.message import EmailMessage
from email.policy import SMTP

from dashboard.meeting.journal.canonical import sha256
from dashboard.meeting.pack.document import Pack
from dashboard.meeting.pack.outline import cover_lines, first_page, headline
from dashboard.meeting.pack.page import environment, page
from dashboard.meeting.pack.plaintext import first_page_text
from dashboard.texts import plain

LONGEST_SUBJECT = 140
MARK_LENGTH = 24


def mail(pack: Pack) -> bytes:
    """The bytes of the ``.eml``: the same document, the same bytes. It has no date: whoever sends it gives it one."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = plain(f"{headline(pack.cover)}: {pack.moved[0] if pack.moved else ''}", LONGEST_SUBJECT)
    message.set_content(first_page_text(pack))
    letter = (
        environment()
        .get_template("mail.html")
        .render(title=headline(pack.cover), cover=cover_lines(pack.cover), sections=first_page(pack))
    )
    message.add_alternative(letter, subtype="html")
    name = f"funnel-review-{pack.cover.week}.html"
    message.add_attachment(page(pack).encode(), maintype="text", subtype="html", filename=name)
    mark = sha256(pack.model_dump_json())[:MARK_LENGTH]
    for place, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{mark}_{place}")
    return message.as_bytes()
