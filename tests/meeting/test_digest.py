"""The digest: a line for what is not as usual, none for what is, one word for what was said and is no worse."""

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.asking.view import View
from dashboard.cli import app
from dashboard.errors import BadInput
from dashboard.meeting.commands.digest import NO_NEWS
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.decisions import writing
from dashboard.meeting.decisions.decision import proposal
from dashboard.meeting.digest.building import MOST_LINES, digest_of, link_to
from dashboard.meeting.digest.item import READERS, Digest, DigestItem, DigestKind, DigestLine, Reader, lines_of
from dashboard.meeting.digest.writing import FORMATS, plain_text
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of
from dashboard.meeting.restatement.revisions import keep_revisions
from dashboard.meeting.review import freezing
from dashboard.meeting.weeks import week_after
from tests.meeting.company import AS_OF, WEEK, Company, company
from tests.meeting.people import ANN, CHAIR

ROOT = Path(__file__).resolve().parents[2]
A_WEEK = timedelta(weeks=1)
HOSTILE = "<b>&amp;*x*</b>\nSubject: =1+1 `$x$` <!channel> 😀"
SHOWN = "<b>&amp;*x*</b> Subject: =1+1"
QUIET = "2026-W40"
ADDRESS = "https://funnel.example.com/"


def unusual() -> Company:
    """The tests' company whose last week has one deal as large as all others, and leads that nobody answers."""
    made = company()
    at = AS_OF - timedelta(days=4)
    made.add("leads", lead_id="HUGE", created_at=at, source="fair", owner="ann", email="huge@example.com")
    made.add("touches", touch_id="THUGE", lead_id="HUGE", at=at, direction="outbound", channel="call")
    made.add(
        "deals", deal_id="DHUGE", lead_id="HUGE", created_at=at, amount=9_000_000, stage="Discovery", owner="ann",
        source="fair",
    )  # fmt: skip
    for number in range(3):
        made.add("leads", lead_id=f"W{number}", created_at=at, source="fair", owner=HOSTILE.replace("\n", " "))
    return made


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its warehouse, the last week frozen, imported again a week later with that deal a third of what it was.

    Weeks after that a decision is done, which was overdue until then.
    """
    place = tmp_path_factory.mktemp("digest")
    folder, made = place / "w", unusual()
    made.import_into(folder, place / "files")
    journal = Journal(Store(place_of(folder)), clock=lambda: AS_OF - timedelta(days=6))
    view = week_view(folder)
    for due, side in (("2026-11-10", "marketing"), ("2026-11-12", "sales"), ("2026-12-24", "both")):
        decided = {"week": "2026-W45", "text": f"{side}: {HOSTILE}", "owner": HOSTILE, "side": side, "due_on": due}
        made_then = writing.make(journal, view, proposal(decided), ANN)
        if side == "marketing":
            done = made_then
    freezing.freeze(journal, view, CHAIR)
    view.warehouse.close()
    made.row("deals", "deal_id", "DHUGE")["amount"] = "3000000"
    made.import_into(folder, place / "later", as_of=AS_OF + A_WEEK)
    keep_revisions(folder, journal, lambda _: None)
    later = Journal(Store(place_of(folder)), clock=lambda: AS_OF + 3 * A_WEEK)
    writing.close(later, done, "done", ANN)
    return folder


def journal_of(folder: Path) -> Journal:
    """The journal of a warehouse."""
    return Journal(Store(place_of(folder)))


def told(folder: Path, week: str, reader: Reader = "chair", now: datetime = AS_OF + 10 * A_WEEK) -> dict[str, str]:
    """The lines of a digest by their kind."""
    view = week_view(folder, week)
    try:
        return {each.kind: each.text for each in digest_of(view, journal_of(folder), reader, now, None).lines}
    finally:
        view.warehouse.close()


def test_each_kind_of_line_says_what_it_is_about(built: Path) -> None:
    """A figure out of its range, what is overdue, who waits and whose, with the words of people as plain text."""
    lines = told(built, WEEK)
    assert lines["figure"].replace("\u00a0", " ") == (
        "Sales-qualified pipeline a week 3.0 m. Outside its usual range, 0 to 24 k. "
        "Above all fair: 3.0 m in the week, 3.0 m more than its mean."
    )
    assert lines["overdue"].startswith("2 decisions overdue: “marketing: <b>&amp;*x*</b> Subject:")  # not the third
    assert "due 10 Nov 2026" in lines["overdue"]
    assert SHOWN in lines["waiting"]
    assert not {"usual", "restated", "data"} & lines.keys()


def test_a_side_is_told_its_own_decisions(built: Path) -> None:
    """The chair of both, a side of its own and of what both owe."""
    assert {reader: told(built, WEEK, reader)["overdue"].partition(":")[0] for reader in READERS} == {
        "chair": "2 decisions overdue", "marketing": "1 decision overdue", "sales": "1 decision overdue",
    }  # fmt: skip
    assert "“sales:" not in told(built, WEEK, "marketing")["overdue"]


def test_what_was_said_and_is_no_worse_is_one_word(built: Path) -> None:
    """A week later the same decisions are overdue and the same leads wait; what was restated is new, and old data."""
    later = told(built, week_after(WEEK), now=AS_OF + A_WEEK + timedelta(days=3))
    assert later["overdue"] == "Still: 2 decisions overdue."
    assert later["waiting"].startswith("Still: ")
    assert later["restated"].startswith("Restated beyond noise since the freeze: 2026-W46 Sales-qualified pipeline")
    assert later["data"].startswith("The data is 3 days old, of ")
    assert later["usual"].startswith("All four") or "usual range" in later["usual"]


def test_an_item_is_still_only_where_it_is_no_worse() -> None:
    """Worse is a greater size, or a part that was not there; another side of the range is another thing."""
    was = DigestItem("overdue", "overdue", "Said.", "2 overdue", 2.0, frozenset("ab"))
    items = [
        (DigestItem("overdue", "overdue", "Said.", "2 overdue", 2.0, frozenset("ab")), True),
        (DigestItem("overdue", "overdue", "Said.", "1 overdue", 1.0, frozenset("a")), True),
        (DigestItem("overdue", "overdue", "Said.", "3 overdue", 3.0, frozenset("ab")), False),
        (DigestItem("overdue", "overdue", "Said.", "2 overdue", 2.0, frozenset("ac")), False),
        (DigestItem("figure", "won below", "Said.", "won", 1.0), False),
    ]
    assert [each.is_still for each in lines_of([item for item, _ in items], [was])] == [still for _, still in items]
    assert lines_of([was], [was])[0].text == "Still: 2 overdue."


@pytest.mark.endure
def test_the_sample_company_s_monday(sample_folder: Path) -> None:
    """All four usual, a step with the source that moved it, and as many waiting as the Response screen has."""
    now = datetime(2026, 11, 2, 8)  # noqa: DTZ001 -- naive UTC
    view = week_view(sample_folder, "2026-W44")
    made = digest_of(view, None, "sales", now, ADDRESS)
    lines = {each.kind: each.text for each in made.lines}
    assert lines["usual"] == "All four shared figures are within their usual range."
    assert lines["conversion"].startswith("SAL to SQL fell 5.4 points to 49 %: Webinar went from")
    limit = view.settings.response_sla_hours * 60
    late = sum(row["waited_minutes"] >= limit for row in view.ask("response/waiting", rows=100_000).rows)
    assert lines["waiting"].startswith(
        f"{late} enquiries wait for a first human answer past the response SLA of 24 h: "
    )
    assert made.link == "https://funnel.example.com/review?week=2026-W44"
    assert made.is_news
    assert len(plain_text(made).splitlines()) <= MOST_LINES
    view.warehouse.close()


def worst(link: str | None = None) -> Digest:
    """A digest of hostile words."""
    lines = (DigestLine(kind="waiting", text=f"3 leads wait: {HOSTILE.replace(chr(10), ' ')}."),)
    return Digest(
        week=WEEK, reader="chair", title="Funnel review", lines=lines, link=link, is_news=True, shortcomings=()
    )  # fmt: skip


def test_hostile_words_stay_text_in_every_format() -> None:
    """No mark of Slack's, no header of a mail's, and JSON that reads back."""
    digest = worst(link_to(ADDRESS, WEEK))
    body = json.loads(FORMATS["slack.json"](digest))
    texts = [block["text"] for block in body["blocks"]]
    assert {text["type"] for text in texts} == {"plain_text"}
    assert "<!channel>" not in json.dumps(body)
    assert any("&lt;!channel&gt;" in text["text"] for text in texts)
    mail = message_from_bytes(FORMATS["eml"](digest), policy=default)
    assert mail.keys().count("Subject") == 1
    assert SHOWN in mail["Subject"]
    assert SHOWN in mail.get_content()
    assert Digest.model_validate_json(FORMATS["json"](digest)) == digest
    assert SHOWN in FORMATS["txt"](digest).decode()
    assert FORMATS["eml"](digest) == FORMATS["eml"](digest)


def test_ten_lines_hold_all_there_is(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all four figures and everything else is news, figures share a line; nothing is left out."""
    kinds: tuple[DigestKind, ...] = (*("figure",) * 4, "conversion", "overdue", "waiting", "restated", "data")
    items = [DigestItem(kind, f"{number}", f"Line {number}.", "x") for number, kind in enumerate(kinds)]
    said = iter((items, []))
    monkeypatch.setattr("dashboard.meeting.digest.building._items", lambda *_: next(said))
    text = plain_text(digest_of(view, None, "chair", AS_OF, ADDRESS))
    assert len(text.splitlines()) == MOST_LINES
    assert all(item.text in text for item in items)


def test_the_command_s_exit_status_says_what_became_of_it(built: Path, reviewed: Path, tmp_path: Path) -> None:
    """0 written, 1 written on data that ends too early, 2 refused in a sentence, 3 without news and nothing written."""
    out = tmp_path / "digest.json"

    def run(*given: str, folder: Path = built) -> tuple[int, str]:
        found = CliRunner().invoke(app, ["digest", "--warehouse", str(folder), *given])
        if found.exception and isinstance(found.exception, BadInput):
            return 2, str(found.exception)
        return found.exit_code, found.output

    status, printed = run("--week", "2026-W45", "--format", "txt", folder=reviewed)
    assert (status, printed.splitlines()[0]) == (0, "Funnel review 2026-W45, for the chair")
    status, printed = run("--week", WEEK, "--only-if-news", "--out", str(out))
    assert (status, "The newest record is of" in printed) == (1, True)
    assert json.loads(out.read_text("utf-8"))["week"] == WEEK
    assert run("--week", QUIET, "--only-if-news", "--out", str(tmp_path / "none.txt"), folder=reviewed) == (NO_NEWS, "")
    assert {path.name for path in tmp_path.iterdir()} == {"digest.json"}
    for given, said in (
        (("--for", "nobody"), "use chair, marketing, sales"),
        (("--out", str(tmp_path / "digest.docx")), ".slack.json"),
        (("--out", str(tmp_path / "gone" / "digest.txt")), "cannot be written"),
        (("--link", "javascript:alert(1)"), "is no address"),
        (("--week", "2026-W60"), "is no week"),
    ):
        status, sentence = run(*given)
        assert status == 2, given
        assert said in sentence


def test_the_line_for_cron_sends_what_is_news(built: Path, tmp_path: Path) -> None:
    """As it stands in the documentation, run by the shell that cron uses; ``mail`` notes what it is given."""
    (line,) = re.findall(
        r"^0 7 \* \* 1 +(.*digest .*)$", (ROOT / "docs" / "meeting.md").read_text("utf-8"), re.MULTILINE
    )
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "funnel-review").symlink_to(Path(sys.executable).with_name("funnel-review"))
    (tmp_path / "warehouse").symlink_to(built)
    mail = tmp_path / "mail"
    mail.write_text('#!/bin/sh\ncat > "$3"\n', "utf-8")
    mail.chmod(0o755)
    line = line.replace("/srv/funnel-review", str(tmp_path))
    subprocess.run(["sh", "-c", line], env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}, check=True)
    sent = (tmp_path / "cro@example.com").read_text("utf-8")
    assert sent == (tmp_path / "digest.txt").read_text("utf-8")
    assert sent.splitlines()[-1].startswith("https://funnel.example.com/review?week=2026-W")


@pytest.mark.parametrize("address", ["funnel.example.com", "javascript:alert(1)", "https://a b", "https://a\nBcc: x"])
def test_a_link_is_one_that_a_browser_opens(address: str) -> None:
    """Another word is refused, not mailed."""
    with pytest.raises(BadInput, match="is no address"):
        link_to(address, WEEK)
