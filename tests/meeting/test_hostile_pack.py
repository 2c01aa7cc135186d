"""A company and a meeting whose every text is hostile: it stays text in all formats of the pack."""

import json
from pathlib import Path

import pytest

from dashboard.asking.view import View
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.decisions.decision import proposal
from dashboard.meeting.decisions.writing import close, decisions, make
from dashboard.meeting.journal.journal import Journal, open_journal
from dashboard.meeting.pack.building import pack_of, with_names
from dashboard.meeting.pack.document import Pack
from dashboard.meeting.pack.writing import pack_json
from dashboard.meeting.person import Person, Role
from dashboard.meeting.review import freezing
from dashboard.scope.slices import Slice
from dashboard.texts import plain
from tests.browser.hostile import MARK, TEXTS, hostile_warehouse
from tests.meeting.packing import PageText, mail_of, rendered, slack_texts, texts_of

INJECTED = "Friday\r\nBcc: everybody@evil.example\r\n\r\n<b>hello</b>"
KNOWN = {
    "html", "head", "meta", "title", "style", "body", "main", "section", "div", "h1", "h2", "h3", "p", "ul", "li",
    "strong", "span", "br", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "svg", "g",
    "desc", "text", "tspan", "path", "rect", "circle", "line", "polyline", "polygon", "clippath", "pattern",
}  # fmt: skip
"""The tags that the page has, whoever wrote the texts in it."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse, with a decision of each text, some closed with one as the reason."""
    folder = hostile_warehouse(tmp_path_factory.mktemp("hostile-pack"))
    journal, view = open_journal(folder), week_view(folder)
    for place, text in enumerate([*TEXTS, INJECTED]):
        name = plain(text, 60) or "nobody"
        person = Person(id=name, name=name, roles={Role.MARKETING_HEAD, Role.CHAIR})
        fields = {
            "week": view.week, "text": text[:400], "owner": text[:60], "side": "both", "due_on": "2025-10-10",
        }  # fmt: skip
        _keep(journal, view, fields, person, is_dropped=place % 2 == 0, why=text[:300])
    return folder


def _keep(journal: Journal, view: View, fields: dict[str, str], person: Person, *, is_dropped: bool, why: str) -> None:
    made = make(journal, view, proposal(fields), person)
    if is_dropped:
        close(journal, decisions(journal)[made.id], "dropped", person, why)


@pytest.fixture(scope="module")
def pack(hostile: Path) -> Pack:
    """The pack, with names, frozen by somebody with a hostile name and signed with hostile words."""
    journal, view = open_journal(hostile), week_view(hostile)
    chair = Person(id="<script>", name="<script>alert(1)</script>", roles={Role.CHAIR, Role.MARKETING_HEAD})
    review = freezing.freeze(journal, view, chair)
    freezing.sign(journal, review, "marketing", chair, TEXTS[1])
    pack, looked_at = pack_of(hostile, journal, view.week, None, Slice(), lambda: view)
    return with_names(pack, looked_at())


def test_every_text_is_read_as_it_was_written(pack: Pack) -> None:
    """In the page, the text and the message: one line each, cut where it is long."""
    texts, wrapped = texts_of(pack), "".join(rendered(pack, "txt").decode().split())
    assert len(pack.made) == len(TEXTS) + 1
    for each in pack.made:
        assert "\n" not in each.text
        assert each.text in texts["html"]
        assert "".join(each.text.split()) in wrapped
    for each in pack.made[:2]:
        assert each.text in texts["slack"]
        assert each.text in texts["mail"]
    assert "<script>alert(1)</script>" not in rendered(pack, "html").decode()


def test_the_page_has_its_own_tags_alone(pack: Pack) -> None:
    """No tag, no attribute, no address is made of a text; the mail's page has none either."""
    letter = mail_of(pack).get_body(("html",))
    assert letter is not None
    for page in (rendered(pack, "html").decode(), letter.get_content()):
        found = PageText(page)
        assert {tag for tag, _ in found.tags} <= KNOWN
        assert not [
            name for _, attributes in found.tags for name in attributes if name.startswith("on") or name == "src"
        ]
        assert not [name for _, attributes in found.tags for name in attributes if name in {"href", "xlink:href"}]
        styles = page.partition("<style>")[2].partition("</style>")[0]
        assert MARK not in styles


def test_the_mail_has_its_own_headers_alone(pack: Pack) -> None:
    """A line end in a text ends no header, and no part is added."""
    claim = pack.model_copy(update={"moved": (INJECTED, *pack.moved)})
    mail = mail_of(claim)
    assert set(mail) == {"Subject", "MIME-Version", "Content-Type"}
    assert "\n" not in mail["Subject"]
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/html",
    ]  # fmt: skip


def test_the_message_says_nothing_to_slack(pack: Pack) -> None:
    """Plain texts without emoji names, whose signs of control are written as Slack shows them."""
    body = json.loads(rendered(pack, "slack.json"))
    for block in body["blocks"]:
        assert block["text"]["type"] == "plain_text"
        assert block["text"]["emoji"] is False
        assert "<" not in block["text"]["text"]
        assert ">" not in block["text"]["text"]
    assert any("<script>" in text for text in slack_texts(pack))


def test_the_json_is_data(pack: Pack) -> None:
    """It is read back whole."""
    assert Pack.model_validate_json(pack_json(pack)).made == pack.made
