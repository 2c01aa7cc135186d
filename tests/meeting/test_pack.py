"""The pack of the sample company: one document, said alike in every format."""

import json
import re
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.asking.view import View
from dashboard.cli import app
from dashboard.errors import BadInput
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.journal.journal import open_journal
from dashboard.meeting.pack.building import pack_of, with_names
from dashboard.meeting.pack.document import Pack
from dashboard.meeting.pack.slack import LONGEST_HEADER, LONGEST_TEXT, MOST_BLOCKS
from dashboard.meeting.pack.writing import FORMATS, pack_json
from dashboard.metrics.report import report
from dashboard.scope.slices import Slice
from dashboard.texts import money
from tests.meeting.packing import PageText, mail_of, numbers, rendered, slack_texts, strings, texts_of

MOST_BYTES = 300_000
REFERENCES = {"src", "srcset", "href", "xlink:href", "action", "poster", "data"}


@pytest.fixture(scope="module")
def view(demo_folder: Path) -> View:
    """The look at the last whole week of the sample company."""
    return week_view(demo_folder)


@pytest.fixture(scope="module")
def pack(demo_folder: Path, view: View) -> Pack:
    """Its pack: the week is open, with twelve signed reviews behind it."""
    return pack_of(demo_folder, open_journal(demo_folder), view.week, None, Slice(), lambda: view)[0]


def test_every_number_is_one_of_the_document(pack: Pack) -> None:
    """In each format; the document's texts are all there in the page and the text."""
    document = json.loads(pack_json(pack))
    known = numbers(strings(document)) | numbers(["1 2 3 4 4 ·"])
    for kind, text in texts_of(pack).items():
        shown = numbers([text])
        more = {f"{number}" for number in range(len(pack.known) + len(pack.made))}  # so many decisions more
        assert shown <= known | more, (kind, sorted(shown - known))
        assert len(shown) > 20, kind
    whole = numbers(strings(document["content"]["appendix"]))
    assert whole <= numbers([texts_of(pack)["html"]])
    assert whole <= numbers([texts_of(pack)["txt"]])


def test_the_numbers_are_those_of_the_metrics(pack: Pack, view: View) -> None:
    """The KPIs' weeks, conversions, the parts of velocity, causes and every stalled deal."""
    figures, content = report(view), pack.content
    for kpi in content.kpis:
        assert kpi.line is not None
        assert list(kpi.line.values) == figures["changes"]["weekly"][kpi.name]["weeks"][-len(kpi.line.values) :]
    conversion, velocity, stalled = content.agenda
    assert conversion.conversions is not None
    assert [step.model_dump(by_alias=True) for step in conversion.conversions.now] == figures["waterfall"][
        "conversions"
    ]
    assert velocity.velocity is not None
    assert velocity.velocity.change.model_dump() == figures["pipeline"]["change"]
    assert stalled.causes is not None
    lifts = {each["cause"]: each["lift"] for each in figures["stalled"]["causes"]}
    assert {each["cause"]: each["lift"] for each in stalled.causes.causes}.items() <= lifts.items()
    deals = next(table for table in content.appendix if table.columns[0] == "Deal")
    assert sorted(row[0] for row in deals.rows) == [each["deal_id"] for each in figures["stalled"]["deals"]]
    assert f"{len(deals.rows)} of {figures['pipeline']['open_count']} open deals" in stalled.claim


def test_the_first_page_says_what_moved_what_was_decided_and_what_came_of_it(pack: Pack) -> None:
    """In the page before the break, in the mail and in the message."""
    page = rendered(pack, "html").decode()
    first = PageText(page.partition('<div class="rest">')[0]).text
    decided = [each for each in pack.known if each.week == "2026-W45"]
    assert decided
    for text in (first, texts_of(pack)["mail"], texts_of(pack)["plain mail"], texts_of(pack)["slack"]):
        for claim in pack.moved:
            assert claim in text
        for each in decided:
            assert each.text in text
            assert each.effect in text
        assert "Nothing is decided yet." in text
        assert "Not signed" in text
        assert all(kpi.written in text and kpi.target in text and kpi.standing in text for kpi in pack.content.kpis)


def test_the_page_asks_nobody_for_anything(pack: Pack) -> None:
    """No script, no reference, under 300 kB, no id twice; each picture says what it shows."""
    page = rendered(pack, "html")
    found = PageText(page.decode())
    assert len(page) < MOST_BYTES
    for tag, attributes in found.tags:
        assert tag not in {"script", "link", "iframe", "img", "object", "embed", "form", "base"}
        assert not [name for name in attributes if name in REFERENCES or name.startswith("on")]
    assert "url(" not in page.decode().replace("url(#", "")
    assert "@import" not in page.decode()
    ids = Counter(attributes["id"] for _, attributes in found.tags if "id" in attributes)
    assert set(ids.values()) == {1}
    pictures = [attributes for tag, attributes in found.tags if tag == "svg"]
    assert len(pictures) == 11
    assert all(each["role"] == "img" for each in pictures)


def test_the_calibration_of_its_month_stands_in_every_format(pack: Pack) -> None:
    """What was decided and why in each; its points, their tables and the curve where there is room."""
    held = pack.calibration
    assert held is not None
    assert held.month == "2026-11"
    assert [point.question for point in held.points] == [
        "Is it used?", "Does it separate?", "What does each criterion tell?", "Where do the two part?",
        "What is proposed?",
    ]  # fmt: skip
    assert [bool(point.curve) for point in held.points] == [False, True, False, False, False]
    texts = texts_of(pack)
    for kind in ("html", "txt", "mail", "plain mail", "slack"):
        assert held.choice in texts[kind], kind
        assert held.why in texts[kind], kind
    for kind in ("html", "txt"):
        words = " ".join(texts[kind].split())
        assert all(point.claim in words for point in held.points), kind
        assert all(table.title in words for point in held.points for table in point.tables), kind


def test_the_same_bytes_twice(pack: Pack, demo_folder: Path) -> None:
    """Of a document asked anew, too."""
    journal, week = open_journal(demo_folder), pack.cover.week
    again = pack_of(demo_folder, journal, week, None, Slice(), lambda: week_view(demo_folder))[0]
    for kind in FORMATS.keys() - {"pdf"}:
        assert rendered(pack, kind) == rendered(again, kind)


def test_the_document_is_its_json(pack: Pack) -> None:
    """What is read back is the same document, and draws the same page."""
    back = Pack.model_validate_json(pack_json(pack))
    assert rendered(back, "html") == rendered(pack, "html")


def test_the_message_keeps_to_slacks_lengths(pack: Pack) -> None:
    """Fifty blocks of 3,000 letters, headers of 150; one too long is cut, and so are blocks too many."""
    long = pack.model_copy(update={"moved": ("<" * 5_000,) * 80})
    for each in (pack, long):
        body = json.loads(rendered(each, "slack.json"))
        assert len(body["blocks"]) <= MOST_BLOCKS
        for block in body["blocks"]:
            most = LONGEST_HEADER if block["type"] == "header" else LONGEST_TEXT
            assert 0 < len(block["text"]["text"]) <= most
            assert block["text"]["type"] == "plain_text"
    assert any(text.endswith("…") for text in slack_texts(long))


def test_the_mail_holds_the_page(pack: Pack) -> None:
    """Plain text, a simple page, the pack attached; no sender, no date, nobody it goes to."""
    mail = mail_of(pack)
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == f"funnel-review-{pack.cover.week}.html"
    assert attached.get_content() == rendered(pack, "html").decode()
    assert set(mail) == {"Subject", "MIME-Version", "Content-Type"}
    assert pack.moved[0].split(" (")[0] in mail["Subject"]


def test_names_stand_beside_ids_only_where_asked_for(pack: Pack, view: View) -> None:
    """No format has the name of a deal; with names it stands beside its id, and no number is another."""
    names = {row["deal_name"] for row in view.ask("stalled/deals").rows}
    plain, named = rendered(pack, "html").decode(), with_names(pack, view)
    assert not [name for name in names if name in plain]
    tables = [table for table in named.content.appendix if table.columns[0] == "Deal"]
    assert {row[1] for row in tables[0].rows} == names
    assert numbers(strings(json.loads(pack_json(pack)))) <= numbers(strings(json.loads(pack_json(named))))


def test_a_part_of_the_company_is_never_signed(demo_folder: Path, view: View) -> None:
    """A slice of an open week and of a signed one: both say so, no target stands beside them."""
    journal, webinar = open_journal(demo_folder), Slice.of({"source": ["Webinar"]})
    for week in (view.week, "2026-W45"):
        sliced = pack_of(demo_folder, journal, week, None, webinar, lambda: view)[0]
        assert sliced.cover.state.startswith("not signed: a part of the company, source Webinar")
        assert sliced.cover.manifest is None
        assert not [kpi.target for kpi in sliced.content.kpis if kpi.target]
    whole = replace(view, slice=webinar)
    entered = report(whole)["waterfall"]["conversions"][0]["mature"]
    open_week = pack_of(demo_folder, journal, view.week, None, webinar, lambda: view)[0]
    assert open_week.content.agenda[0].conversions is not None
    assert open_week.content.agenda[0].conversions.now[0].mature == entered


def test_the_command_writes_it(demo_folder: Path, pack: Pack, tmp_path: Path) -> None:
    """By the name's ending or the format; the same bytes; what is there stays where nothing can be written."""
    out = tmp_path / "review.json"
    asked = ["review", "--warehouse", str(demo_folder), "--out"]
    done = CliRunner().invoke(app, [*asked, str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == pack_json(pack)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["review.json"]
    for options, sentence in (
        ([str(tmp_path / "review.doc")], "does not say a format"),
        ([str(out), "--format", "doc"], "is no format of a pack"),
        ([str(out), "--paper", "a3"], "is no paper of a pack"),
        ([str(tmp_path / "none" / "x.txt")], "cannot be written"),
        ([str(tmp_path), "--format", "txt"], "is a folder"),
        ([str(out), "--week", "2026-W47"], "is not over"),
        ([str(out), "--week", "2026-W45", "--revision", "3"], "has no revision 3"),
        ([str(out), "--slice", "source=nobody"], "nobody"),
    ):
        with pytest.raises(BadInput, match=sentence):
            CliRunner().invoke(app, [*asked, *options], catch_exceptions=False)
        assert out.read_bytes() == pack_json(pack)
    with pytest.raises(BadInput, match="Name the pack's file"):
        CliRunner().invoke(app, ["review", "--warehouse", str(demo_folder)], catch_exceptions=False)


def test_what_was_restated_is_told_by_the_shared_figures(pack: Pack, sample_exports: Path) -> None:
    """The last signed week: how many figures moved, and of the four only those that did, with how far."""
    restated = tomllib.loads((sample_exports / "restated.toml").read_text(encoding="utf-8"))["2026-W45"]
    grown = money(restated["parts"]["changes.weekly.sqp_created.weeks[26]"]["changed"], "EUR")
    (line,) = pack.content.restated
    said = r"2026-W45: \d+ figures restated since it was signed, of the shared ones "
    assert re.fullmatch(
        rf"{said}Sales-qualified pipeline a week up by {re.escape(grown)} to €\s[\d.]+\s[km]\.", line
    ), line
