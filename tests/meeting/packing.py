"""What the tests read out of a pack in each of its formats."""

import json
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from typing import Any

from dashboard.meeting.pack.document import Pack
from dashboard.meeting.pack.writing import FORMATS

NUMBER = re.compile(r"\d[\d,.]*\d|\d")


class PageText(HTMLParser):
    """The tags of a page with their attributes, and its text, what stands in a picture or a style aside."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in {"svg", "style"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """What is read."""
        return " ".join(self.texts)


def strings(value: Any) -> list[str]:
    """Every text of a document."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return []


def numbers(texts: list[str]) -> set[str]:
    """The numbers of texts as they are written."""
    return {found for text in texts for found in NUMBER.findall(text)}


def rendered(pack: Pack, kind: str) -> bytes:
    """The bytes of a format."""
    return FORMATS[kind](pack, "a4")


def mail_of(pack: Pack) -> EmailMessage:
    """The mail, read as whoever gets it does."""
    return message_from_bytes(rendered(pack, "eml"), policy=SMTP)


def slack_texts(pack: Pack) -> list[str]:
    """The texts of the message, as Slack shows them."""
    blocks = json.loads(rendered(pack, "slack.json"))["blocks"]
    return [
        each["text"]["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for each in blocks
    ]  # fmt: skip


def texts_of(pack: Pack) -> dict[str, str]:
    """What a reader reads in each format that is read as text."""
    mail = mail_of(pack)
    letter, plain = mail.get_body(("html",)), mail.get_body(("plain",))
    assert letter is not None
    assert plain is not None
    return {
        "html": PageText(rendered(pack, "html").decode()).text,
        "txt": rendered(pack, "txt").decode(),
        "mail": PageText(letter.get_content()).text,
        "plain mail": plain.get_content(),
        "slack": "\n".join(slack_texts(pack)),
    }
