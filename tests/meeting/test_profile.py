"""The shared profile's life: proposed, signed by two people, in force from its day, whatever becomes of its file."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from dashboard.asking.view import View
from dashboard.cli import app
from dashboard.errors import BadInput
from dashboard.meeting.commands.looking import opening_view
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.stale import Stale
from dashboard.meeting.profile import writing
from dashboard.meeting.profile.files import heal
from dashboard.meeting.profile.moves import moves_between
from dashboard.meeting.profile.place import ProfilePlace, place_of
from dashboard.meeting.profile.proposal import KIND, life_of
from dashboard.meeting.profile.standing import ProfileStanding, base_of, standing
from dashboard.meeting.profile.words import lines_of
from dashboard.metrics.report import report
from dashboard.screens.slicebar import unfiltered
from icp.reading import parse, read
from tests.meeting.people import ADMIN, ANN, BO, CHAIR, READER
from tests.meeting.profiles import DAY, FIRST, NOW, Clock, drafted, journal_at, with_profile

ROOT = Path(__file__).resolve().parents[2]
NAME = "Shared ICP"


class Held:
    """A warehouse with a profile, and its journal by a clock of its own."""

    def __init__(self, folder: Path, *, has_profile: bool = False) -> None:
        self.folder = folder
        self.file = folder / "definitions" / "shared.toml" if has_profile else with_profile(folder)
        self.clock = Clock()
        self.journal: Journal = journal_at(folder, self.clock)
        self._opened = opening_view(folder)

    @property
    def view(self) -> View:
        """The look it opens with, its files read anew."""
        return self._opened.anew

    @property
    def place(self) -> ProfilePlace:
        """Where its profile stands."""
        return place_of(self.view)

    @property
    def standing(self) -> ProfileStanding:
        """How it stands by that clock."""
        return standing(self.place, life_of(self.journal, NAME), self.clock.now)

    def proposed(self, version: str = "2", day: date = DAY, source: str = "paid search") -> None:
        """A version that Ann proposed."""
        writing.propose(self.journal, self.view, drafted(version, day, source), "Others come", ANN)

    def signed(self) -> Path:
        """A version that both have signed; its file."""
        self.proposed()
        writing.sign(self.journal, self.place, "marketing", ANN)
        writing.sign(self.journal, self.place, "sales", BO)
        return self.file.with_name("shared-2.toml")

    def states(self) -> list[tuple[str, str]]:
        """Every version's state, in the order of their days."""
        return [(each.version, each.state) for each in self.standing.versions]

    def version_on(self, moment: datetime) -> str:
        """The version that a look at a moment has."""
        definition, _ = replace(self.view, as_of=moment).definition
        assert definition
        return definition.version


@pytest.fixture
def held(own: Path) -> Held:
    """The tests' company with a profile in its settings."""
    return Held(own)


def test_a_version_is_proposed_signed_by_both_scheduled_in_force_and_retired(held: Held) -> None:
    """Each state by the journal and the clock alone; the file bears both names and days, and its comments live."""
    assert held.states() == [("1", "in force")]
    assert held.standing.versions[0].signed == "file only"
    held.proposed()
    ((state, proposal),) = held.standing.proposals
    assert (state, proposal.version, proposal.effective_from, proposal.author) == ("proposed", "2", DAY, ANN.id)
    frozen = held.journal.blob(str(proposal.text)).content.decode()
    assert parse(frozen, "frozen").approved_by.sides == {"marketing": (None, None), "sales": (None, None)}
    writing.sign(held.journal, held.place, "sales", BO)
    assert held.standing.proposals[0][0] == "signed by sales"
    assert [path.name for path in held.file.parent.iterdir()] == ["shared.toml"]
    held.clock.on(days=1)
    writing.sign(held.journal, held.place, "marketing", ANN)
    file = held.file.with_name("shared-2.toml")
    signed = read(file)
    assert signed.approved_by.sides == {"marketing": ("Ann", date(2026, 11, 26)), "sales": ("Bo", date(2026, 11, 25))}
    assert signed.criteria == drafted().criteria
    assert "# They answer.\n" in file.read_text()
    assert held.standing.proposals[0][1].sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert held.states() == [("1", "in force"), ("2", "scheduled")]
    assert held.standing.versions[1].signed == "journal"
    held.clock.on(days=4)
    assert held.states() == [("1", "retired"), ("2", "in force")]
    held.proposed("3", date(2026, 12, 9), "webinar")
    writing.sign(held.journal, held.place, "marketing", ANN)
    writing.sign(held.journal, held.place, "sales", BO)
    held.clock.on(days=30)
    assert held.states() == [("1", "retired"), ("2", "retired"), ("3", "in force")]
    assert [state for state, _ in held.standing.proposals] == ["retired", "in force"]


def test_what_it_is_expected_to_do_is_in_the_proposal(held: Held) -> None:
    """The counts are those of the questions, of the whole company, whatever was chosen."""
    held.proposed()
    expected = held.standing.proposals[0][1].expected
    assert expected
    assert expected.leads == sum(move.before for move in expected.tiers) == sum(move.after for move in expected.tiers)
    moves = moves_between(held.view, parse(FIRST, "x"), drafted())
    assert expected.moved == len(moves.moves) > 0
    assert {(each.before, each.after) for each in moves.moves} == {("A", "C"), ("C", "A")}
    ups = sum(each.after == "A" for each in moves.moves)
    tier = next(each for each in expected.tiers if each.tier == "A")
    assert (tier.moved_in, tier.moved_out) == (ups, len(moves.moves) - ups)
    assert expected.after.inside == expected.before.inside + tier.moved_in - tier.moved_out


def test_a_side_signs_with_a_reservation(held: Held) -> None:
    """It stands with the signature, on the command line too, and is no part of the profile."""
    held.proposed()
    writing.sign(held.journal, held.place, "marketing", ANN, reservation=" Until the spring ")
    writing.sign(held.journal, held.place, "sales", BO)
    proposal = held.standing.proposals[0][1]
    assert [each.words for each in proposal.signatures] == ["Until the spring", None]
    assert "2     scheduled           signed for marketing by Ann: Until the spring" in list(lines_of(held.standing))
    assert "spring" not in held.file.with_name("shared-2.toml").read_text(encoding="utf-8")


def test_a_proposal_that_does_not_stand_was_no_look(held: Held) -> None:
    """What somebody else wrote first refuses it, and the sealed weeks were shown to nobody."""
    held.proposed()
    writing.withdraw(held.journal, held.place, ANN)
    with pytest.raises(Stale):
        writing.propose(held.journal, held.view, drafted(), "Others come", ANN, read=0)
    held.proposed()
    assert [each.look for _, each in held.standing.proposals] == [1, 2]
    assert [entry.action for entry in held.journal.kind("calibration")] == ["opened", "opened"]


def test_a_past_proposal_is_held_against_the_version_it_was_to_follow(held: Held) -> None:
    """One declined before the next was signed, against the first one still; each says how fit separates."""
    held.proposed()
    writing.decline(held.journal, held.place, "sales", BO, "No")
    held.signed()
    held.clock.on(days=30)
    held.proposed("3", date(2027, 1, 4), "webinar")
    life, place = life_of(held.journal, NAME), held.place
    bases = [base_of(place, life, each) for each in life.proposals]
    assert [base.version if base else None for base in bases] == ["1", "1", "2"]
    expected = life.proposals[0].expected
    assert expected
    before, after = expected.separates_before, expected.separates_after
    assert before
    assert after
    assert before.n == after.n > 0
    assert (before.auc or 0) + (after.auc or 0) == pytest.approx(1)  # the other source of the two counts


def test_a_version_takes_effect_at_local_midnight(held: Held) -> None:
    """Not an instant before; looks at earlier moments keep the version of their day."""
    held.signed()
    midnight = datetime(2026, 11, 30)  # noqa: DTZ001 -- naive UTC
    place = replace(held.place, zone=ZoneInfo("America/New_York"))
    life, begins = life_of(held.journal, NAME), datetime(2026, 11, 30, 5)  # noqa: DTZ001 -- naive UTC
    for moment, version in ((begins - timedelta(microseconds=1), "1"), (begins, "2")):
        found = standing(place, life, moment).in_force
        assert found
        assert found.version == version
    assert held.version_on(midnight - timedelta(microseconds=1)) == "1"
    assert held.version_on(midnight) == "2"
    assert held.version_on(datetime(2026, 11, 16)) == "1"  # noqa: DTZ001 -- naive UTC


def test_a_proposal_takes_effect_on_the_next_monday_at_the_earliest(held: Held) -> None:
    """By the company's own day; and after every version that is signed."""
    place = held.place
    sunday_evening = datetime(2026, 11, 29, 23, 30)  # noqa: DTZ001 -- naive UTC
    assert place.earliest(NOW) == DAY
    assert place.earliest(sunday_evening) == DAY
    assert replace(place, zone=ZoneInfo("Europe/Berlin")).earliest(sunday_evening) == date(2026, 12, 7)
    with pytest.raises(BadInput, match="on 2026-11-30 at the earliest"):
        writing.propose(held.journal, held.view, drafted(day=date(2026, 11, 29)), "why", ANN)
    held.signed()
    with pytest.raises(BadInput, match="after what is signed"):
        writing.propose(held.journal, held.view, drafted("3", DAY, "webinar"), "why", ANN)


def test_one_proposal_at_a_time(held: Held) -> None:
    """And a draft that changes nothing, is of another profile, of a version there is, or without a reason is none."""
    good = drafted()
    for wrong, words in (
        (parse(FIRST.replace("2026-01-01", "2026-12-07").replace('"1"', '"2"'), "x"), "says what version 1 says"),
        (good.model_copy(update={"name": "Other"}), 'draft is of "Other"'),
        (good.model_copy(update={"version": "1"}), "give the draft another, as 2"),
        (good.model_copy(update={"version": "../2"}), "would name a file"),
    ):
        with pytest.raises(BadInput, match=words):
            writing.propose(held.journal, held.view, wrong, "why", ANN)
    with pytest.raises(BadInput, match="for a reason"):
        writing.propose(held.journal, held.view, good, " ", ANN)
    for person in (CHAIR, READER, ADMIN):
        with pytest.raises(BadInput, match="may not propose a shared profile"):
            writing.propose(held.journal, held.view, good, "why", person)
    assert held.journal.since() == []
    held.proposed()
    with pytest.raises(BadInput, match="proposed by Ann, waits for its signatures"):
        writing.propose(held.journal, held.view, good, "why", BO)
    with pytest.raises(Stale):  # both had seen none
        held.clock.on(days=31)
        writing.propose(held.journal, held.view, drafted(day=date(2027, 1, 4)), "why", BO, read=0)


def test_two_people_sign(held: Held) -> None:
    """Each head for their own side; whoever heads both signs one of them alone."""
    held.proposed()
    both = BO.model_copy(update={"roles": ANN.roles | BO.roles})
    for side, person, words in (
        ("sales", ANN, "that is the sales head's"),
        ("sales", CHAIR, "may not sign"),
        ("marketing", ADMIN, "may not sign"),
    ):
        with pytest.raises(BadInput, match=words):
            writing.sign(held.journal, held.place, side, person)  # type: ignore[arg-type]
    writing.sign(held.journal, held.place, "sales", both)
    with pytest.raises(BadInput, match="one person does not sign for both"):
        writing.sign(held.journal, held.place, "marketing", both)
    with pytest.raises(BadInput, match="signed version 2 for sales already"):
        writing.sign(held.journal, held.place, "sales", BO)
    assert not held.file.with_name("shared-2.toml").exists()
    read_by_both = life_of(held.journal, NAME).version
    writing.withdraw(held.journal, held.place, ANN)
    with pytest.raises(BadInput, match="Nothing of Shared ICP waits"):
        writing.sign(held.journal, held.place, "marketing", ANN, read_by_both)


def test_a_signature_on_what_was_not_seen_is_told(held: Held) -> None:
    """The other side signed meanwhile: the second is told before anything is written."""
    held.proposed()
    seen = life_of(held.journal, NAME).version
    writing.sign(held.journal, held.place, "marketing", ANN, seen)
    with pytest.raises(Stale):
        writing.sign(held.journal, held.place, "sales", BO, seen)
    assert [path.name for path in held.file.parent.iterdir()] == ["shared.toml"]
    assert held.standing.proposals[0][0] == "signed by marketing"


def test_a_proposal_is_declined_withdrawn_or_lapses(held: Held) -> None:
    """With a reason, by its author alone, after thirty days: each ends it, and the next may be proposed."""
    held.proposed()
    with pytest.raises(BadInput, match="says why"):
        writing.decline(held.journal, held.place, "sales", BO, "")
    writing.decline(held.journal, held.place, "sales", BO, "Too narrow")
    held.proposed()
    with pytest.raises(BadInput, match="nobody else withdraws"):
        writing.withdraw(held.journal, held.place, BO)
    writing.withdraw(held.journal, held.place, ANN, "Too early")
    held.proposed(day=date(2027, 1, 4))
    held.clock.on(days=30, microseconds=-1)
    assert held.standing.proposals[-1][0] == "proposed"
    held.clock.on(microseconds=1)
    with pytest.raises(BadInput, match="has lapsed"):
        writing.sign(held.journal, held.place, "sales", BO)
    ended = [(state, each.ended_because, each.ended_by) for state, each in held.standing.proposals]
    assert ended == [("declined", "Too narrow", "Bo"), ("withdrawn", "Too early", "Ann"), ("lapsed", None, None)]
    held.proposed(day=date(2027, 1, 4))
    assert held.standing.proposals[-1][0] == "proposed"


def test_nothing_is_signed_from_its_day_on(held: Held) -> None:
    """It would change what was looked at in between."""
    held.proposed()
    writing.sign(held.journal, held.place, "marketing", ANN)
    held.clock.on(days=5)
    with pytest.raises(BadInput, match="nothing does in hindsight"):
        writing.sign(held.journal, held.place, "sales", BO)


def test_a_file_edited_after_signing_changes_nothing_and_is_said(held: Held) -> None:
    """In the command's figures and on every screen; moved away, what was signed is written again."""
    file = held.signed()
    good = file.read_bytes()
    held.journal.store.close()
    late = datetime(2026, 12, 7)  # noqa: DTZ001 -- naive UTC
    figures = report(replace(held.view, as_of=late), ["icp"])
    for spoiled in (good.replace(b"paid search", b"nowhere"), b"name = NO\n", good.replace(b"Shared ICP", b"Ours")):
        file.write_bytes(spoiled)
        for view in (held.view, unfiltered(held.view.warehouse)):
            look = replace(view, as_of=late)
            assert look.definition[0] == parse(good.decode(), "signed")
            said = [*look.faults, look.definition[1] or ""]
            assert (
                sum("shared-2.toml (version 2 of Shared ICP) was changed after it was signed" in each for each in said)
                == 1
            )
        told = report(replace(held.view, as_of=late), ["icp"])
        assert "was changed after it was signed" in told.pop("icp_note")
        assert told == figures
    assert heal(held.journal, held.place) == []
    assert file.read_bytes() == good.replace(b"Shared ICP", b"Ours")
    file.unlink()
    assert replace(held.view, as_of=late).definition[0] == parse(good.decode(), "signed")
    assert heal(held.journal, held.place) == ["shared-2.toml was not there and is written again, as it was signed."]
    assert file.read_bytes() == good
    assert report(replace(held.view, as_of=late), ["icp"]) == figures


def test_a_file_that_no_entry_knows_is_in_force(held: Held) -> None:
    """Signed in the file only; nothing is written into the journal by looking."""
    text = FIRST.replace('"1"', '"7"').replace("2026-01-01", "2026-11-02")
    (held.file.parent / "ours.toml").write_text(text, encoding="utf-8")
    assert [(each.version, each.signed) for each in held.standing.versions] == [("1", "file only"), ("7", "file only")]
    assert held.version_on(datetime(2026, 11, 16)) == "7"  # noqa: DTZ001 -- naive UTC
    assert held.place.next_version() == "8"


def test_a_definition_named_for_one_look_is_read_as_it_stands(held: Held, tmp_path: Path) -> None:
    """What was signed is signed of the company's own, not of a draft elsewhere that bears its name."""
    held.signed()
    draft = tmp_path / "draft.toml"
    draft.write_text(FIRST.replace('"1"', '"9"'), encoding="utf-8")
    look = replace(held.view, icp_file=draft, as_of=datetime(2026, 12, 7))  # noqa: DTZ001 -- naive UTC
    assert look.definition == (read(draft), None)
    file = held.folder / "definitions" / ".." / "definitions" / "shared.toml"
    held.file.with_name("shared-2.toml").unlink()
    assert replace(look, icp_file=file).profiles.versions[-1].version == "2"


KILLED = """
import os, signal, sys
from pathlib import Path
from zoneinfo import ZoneInfo
from dashboard.meeting.profile import writing
from dashboard.meeting.profile.place import ProfilePlace
from dashboard.warehouse import disk
from icp.versions import version_texts
from tests.meeting.people import BO
from tests.meeting.profiles import Clock, journal_at


def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def sign(step, folder):
    journal, file = journal_at(folder, Clock()), folder / "definitions" / "shared.toml"
    append = journal.append
    if step == "before the entry":
        journal.append = die
    elif step == "before the swap":
        journal.append = lambda *given: (append(*given), die())
    else:
        disk.sync = die
    place = ProfilePlace("Shared ICP", file, ZoneInfo("UTC"), version_texts(file)[0])
    writing.sign(journal, place, "sales", BO)


for step, folder in zip(sys.argv[1::2], map(Path, sys.argv[2::2])):
    if not (child := os.fork()):
        sign(step, folder)
        os._exit(0)
    print(os.WTERMSIG(os.waitpid(child, 0)[1]))
"""
STEPS = (("before the entry", False, False), ("before the swap", True, False), ("after the swap", True, True))


def test_killed_between_file_and_journal_nothing_is_lost(held: Held) -> None:
    """What was signed is in force though its file is not there, and the file is written at the next look."""
    held.proposed()
    writing.sign(held.journal, held.place, "marketing", ANN)
    held.journal.store.close()
    folders = {step: held.folder.with_name(step.replace(" ", "-")) for step, _, _ in STEPS}
    for folder in folders.values():
        shutil.copytree(held.folder, folder)
    given = [str(each) for pair in folders.items() for each in pair]
    died = subprocess.run([sys.executable, "-c", KILLED, *given], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    assert died.stdout.split() == [b"9"] * len(STEPS)
    for step, is_signed, is_written in STEPS:
        _is_healed(Held(folders[step], has_profile=True), is_signed=is_signed, is_written=is_written)


def _is_healed(held: Held, *, is_signed: bool, is_written: bool) -> None:
    file = held.file.with_name("shared-2.toml")
    assert file.exists() is is_written
    ((state, proposal),) = held.standing.proposals
    assert proposal.is_signed is is_signed
    assert held.version_on(datetime(2026, 12, 7)) == ("2" if is_signed else "1")  # noqa: DTZ001 -- naive UTC
    if not is_signed:
        assert state == "signed by marketing"
        writing.sign(held.journal, held.place, "sales", BO)
    assert (heal(held.journal, held.place) == []) is (is_written or not is_signed)
    assert {path.name for path in file.parent.iterdir()} == {"shared.toml", "shared-2.toml"}
    assert hashlib.sha256(file.read_bytes()).hexdigest() == held.standing.proposals[0][1].sha256
    assert held.standing.faults == ()


def test_a_file_in_the_way_is_refused_before_anything_is_signed(held: Held) -> None:
    """As is a folder that cannot be written; afterwards the signature can be given."""
    held.proposed()
    writing.sign(held.journal, held.place, "marketing", ANN)
    file = held.file.with_name("shared-2.toml")
    file.write_text("something", encoding="utf-8")
    with pytest.raises(BadInput, match="is there already"):
        writing.sign(held.journal, held.place, "sales", BO)
    file.unlink()
    if os.geteuid() != 0:
        file.parent.chmod(0o500)
        with pytest.raises(BadInput, match="nothing was signed"):
            writing.sign(held.journal, held.place, "sales", BO)
        file.parent.chmod(0o700)
    assert held.standing.proposals[0][0] == "signed by marketing"
    writing.sign(held.journal, held.place, "sales", BO)
    assert file.exists()


def test_erased_words_leave_what_was_signed_in_force(held: Held) -> None:
    """The reason is gone; the version stands as long as its signatures do."""
    held.signed()
    entries = [each for each in held.journal.kind(KIND) if each.action == "proposed"]
    held.journal.erase(entries, ADMIN, next(iter(ADMIN.roles)))
    ((_, proposal),) = held.standing.proposals
    assert (proposal.reason, proposal.version) == (None, None)
    assert held.states() == [("1", "in force"), ("2", "scheduled")]
    assert held.standing.versions[1].signed == "journal"


def test_the_commands_hold_a_version(held: Held) -> None:
    """Propose, sign, decline, withdraw, status, diff: from the command line alone, on today's clock."""
    runner, where = CliRunner(), ["--warehouse", str(held.folder)]
    monday = date.today() + timedelta(days=14 - date.today().weekday())  # noqa: DTZ011 -- the company is in UTC
    draft = held.folder.parent / "draft.toml"
    draft.write_text(FIRST.replace('"1"', '"2"').replace('"webinar"', '"paid search"'), encoding="utf-8")

    def ran(*command: str, status: int = 0) -> str:
        done = runner.invoke(app, ["icp", *command])
        assert done.exit_code == status, done.output
        return done.stdout

    (line,) = ran("status", *where).splitlines()[1:]
    who = "by Ann for marketing and Bo for sales"
    assert line == f"1     in force            from 2026-01-01, signed in the file only, {who}, shared.toml"
    assert not (held.folder / "journal.sqlite").exists()
    propose = ["propose", str(draft), "--why", "better", "--from", monday.isoformat(), "--by", "Ann", *where]
    assert f"2     proposed            from {monday}, proposed by Ann (not verified)" in ran(*propose)
    ran("decline", "--side", "sales", "--why", "no", "--by", "Bo", *where)
    ran(*propose)
    ran("withdraw", "--by", "Ann", *where)
    assert "waits for marketing and sales until" in ran(*propose)
    signed = ran("sign", "--side", "marketing", "--by", "Ann", *where)
    assert f"2     signed by marketing from {monday}" in signed
    assert "signed for marketing by Ann (not verified), waits for sales until" in signed
    shown = json.loads(ran("sign", "--side", "sales", "--by", "Bo", "--json", *where))
    assert [(each["version"], each["state"]) for each in shown["versions"]] == [("1", "in force"), ("2", "scheduled")]
    assert [each["state"] for each in shown["proposals"]] == ["declined", "withdrawn", "scheduled"]
    with pytest.raises(BadInput, match="has the roles of both heads"):
        runner.invoke(app, ["icp", "sign", "--by", "Ann", *where], catch_exceptions=False)
    said = ran("diff", str(held.file), str(draft), *where).splitlines()
    assert said[0] == "Version 1 becomes version 2."
    moves = json.loads(ran("diff", str(held.file), str(draft), "--json", *where))
    assert len(moves["moves"]) == moves["moved"] == len(said) - 1 - len(moves["changes"])
    assert {line.partition(": ")[2][:5] for line in said[-moves["moved"] :]} == {"A → C", "C → A"}
    file = held.file.with_name("shared-2.toml")
    file.write_text(file.read_text() + "# edited\n", encoding="utf-8")
    assert "was changed after it was signed" in ran("status", *where, status=1)
