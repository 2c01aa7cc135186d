"""Reviews: frozen once, signed by two people, opened again as they were, whatever is imported since."""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from pydantic_core import to_json
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import BadInput
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.comments import CommentPlace, write
from dashboard.meeting.journal.chain import fault_of
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.stale import Stale
from dashboard.meeting.journal.store import FILE, Store, place_of
from dashboard.meeting.person import Person
from dashboard.meeting.review import freezing
from dashboard.meeting.review.manifest import read_manifest
from dashboard.meeting.review.replay import (
    frozen_figures,
    frozen_view,
    has_data,
    is_same_code,
    manifest_for,
)
from dashboard.meeting.review.review import review_of, reviews
from dashboard.metrics.report import report
from dashboard.scope.settings import Settings
from dashboard.scope.slices import Slice
from dashboard.warehouse.generations import Generations
from tests.meeting.company import AS_OF, WEEK, company
from tests.meeting.people import ANN, BO, CHAIR, READER

ROOT = Path(__file__).resolve().parents[2]
TRIGGERS = "select name from sqlite_master where type = 'trigger'"
DEFINITION = """
name = "Shared"
version = "1"
effective_from = 2026-01-01
min_coverage = 0.5
approved_by = { marketing = "Ann", sales = "Bo" }

[tiers]
A = 80
B = 60
C = 40

[[criteria]]
name = "From the web"
field = "source"
one_of = ["webinar"]
weight = 1
"""


def journal_of(folder: Path) -> Journal:
    """The journal of a warehouse, opened anew."""
    return Journal(Store(place_of(folder)))


def test_a_freeze_holds_all_it_stands_on(own: Path) -> None:
    """Every digest of the manifest is a blob or can be made again."""
    journal, view = journal_of(own), week_view(own)
    review = freezing.freeze(journal, view, CHAIR)
    assert (review.week, review.state, review.latest and review.latest.revision) == (WEEK, "frozen", 1)
    manifest = manifest_for(journal, WEEK)
    about = view.warehouse.generation
    assert (manifest.generation, manifest.generation_digest, manifest.as_of) == (about.id, about.digest, view.as_of)
    figures = json.loads(frozen_figures(journal, manifest))
    assert figures == json.loads(to_json(report(view)))
    assert is_same_code(manifest)
    for digest in (manifest.settings, manifest.waterfall, manifest.figures_sha256, manifest.rows_sha256):
        assert journal.blob(digest).content
    assert fault_of(journal) is None


def test_frozen_twice_it_is_frozen_once(own: Path, tmp_path: Path) -> None:
    """And the same figures frozen elsewhere have the same digest: nothing of the day or the person is in it."""
    journal, view = journal_of(own), week_view(own)
    first = freezing.freeze(journal, view, CHAIR)
    assert freezing.freeze(journal, view, CHAIR) == first
    assert len(journal.kind("review")) == 1
    other = tmp_path / "other"
    shutil.copytree(own, other, ignore=shutil.ignore_patterns("journal*", "*.pin"))
    again = freezing.freeze(journal_of(other), week_view(other), CHAIR.model_copy(update={"name": "Cleo"}))
    assert again.latest
    assert first.latest
    assert again.latest.manifest == first.latest.manifest


def test_each_side_signs_by_its_own_person(own: Path) -> None:
    """In any order; one person never for both; nothing signs itself."""
    journal, view = journal_of(own), week_view(own)
    review = freezing.freeze(journal, view, CHAIR)
    with pytest.raises(BadInput, match="sales head"):
        freezing.sign(journal, review, "sales", ANN)
    with pytest.raises(BadInput, match="may not sign"):
        freezing.sign(journal, review, "sales", CHAIR)
    review = freezing.sign(journal, review, "sales", BO, "Late leads are missing")
    assert review.state == "frozen"
    both = BO.model_copy(update={"roles": ANN.roles | BO.roles})
    with pytest.raises(BadInput, match="one person does not sign for both"):
        freezing.sign(journal, review, "marketing", both)
    with pytest.raises(BadInput, match="signed 2026-W46 for sales already"):
        freezing.sign(journal, review, "sales", BO)
    review = freezing.sign(journal, review, "marketing", ANN)
    assert review.state == "signed"
    signature = review.latest.signature("sales") if review.latest else None
    assert signature
    assert (signature.words, signature.author_name) == ("Late leads are missing", "Bo")
    assert {entry.body["manifest"] for entry in journal.kind("review")} == {review.latest and review.latest.manifest}


def test_whoever_declines_says_why_and_may_sign_later(own: Path) -> None:
    """A declined side does not sign the review."""
    journal, view = journal_of(own), week_view(own)
    review = freezing.sign(journal, freezing.freeze(journal, view, CHAIR), "marketing", ANN)
    with pytest.raises(BadInput, match="says why"):
        freezing.decline(journal, review, "sales", BO, " ")
    with pytest.raises(BadInput, match="500 letters"):
        freezing.decline(journal, review, "sales", BO, "x" * 501)
    review = freezing.decline(journal, review, "sales", BO, "The spend is wrong")
    assert review.state == "frozen"
    assert freezing.sign(journal, review, "sales", BO).state == "signed"


def test_two_signing_at_once_lose_nothing(own: Path) -> None:
    """The second is told and signs what stands; a review opened again meanwhile is not signed blindly."""
    journal, view = journal_of(own), week_view(own)
    review = freezing.freeze(journal, view, CHAIR)
    freezing.sign(journal, review, "marketing", ANN)
    with pytest.raises(Stale):
        freezing.sign(journal, review, "sales", BO)
    review = freezing.sign(journal, review_of(journal, WEEK), "sales", BO)
    assert review.state == "signed"


@pytest.mark.parametrize(
    ("signers", "state"), [([("marketing", ANN), ("sales", BO)], "signed"), ([("sales", BO), ("sales", BO)], "frozen")]
)
def test_two_tabs_that_sign_in_the_same_moment(own: Path, signers: Any, state: str) -> None:
    """Both had read the same review: one is kept, the other told; nobody signs twice."""
    review = freezing.freeze(journal_of(own), week_view(own), CHAIR)
    ready = Barrier(2)

    def sign(side: Any, person: Person) -> str:
        journal = journal_of(own)
        ready.wait(30)
        try:
            freezing.sign(journal, review, side, person)
        except Stale:
            return "told"
        return "kept"

    with ThreadPoolExecutor(2) as tabs:
        assert sorted(tabs.map(sign, *zip(*signers, strict=True))) == ["kept", "told"]
    journal = journal_of(own)
    for side, person in signers:
        with suppress(BadInput):  # has signed already
            freezing.sign(journal, review_of(journal, WEEK), side, person)
    review = review_of(journal, WEEK)
    assert (review.state, len(review.latest.signatures if review.latest else ())) == (
        state,
        len({s for s, _ in signers}),
    )


def test_a_flipped_byte_of_a_freeze_is_named(own: Path) -> None:
    """In whatever it stands on: figures, rows, settings, stages, the manifest itself."""
    journal = journal_of(own)
    manifest = freezing.freeze(journal, week_view(own), CHAIR).freezes[-1].manifest
    journal.store.close()
    with sqlite3.connect(own / FILE) as con:
        con.executescript("".join(f"drop trigger {name};" for (name,) in con.execute(TRIGGERS).fetchall()))
        blobs = con.execute("select digest, bytes from blobs").fetchall()
        assert manifest in {digest for digest, _ in blobs}
        assert len(blobs) >= 5
        for digest, whole in blobs:
            for place in (0, len(whole) // 2, len(whole) - 1):
                flipped = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
                con.execute("update blobs set bytes = ? where digest = ?", (flipped, digest))
                con.commit()
                assert digest[:12] in str(fault_of(journal)), place
            con.execute("update blobs set bytes = ? where digest = ?", (whole, digest))
            con.commit()
    assert fault_of(journal) is None


def test_a_freeze_that_is_killed_is_whole_or_is_none(own: Path) -> None:
    """Killed at moments of chance: what was acknowledged is there, whatever is there is all there."""
    chance, acknowledged = random.Random(3), set[str]()
    for _ in range(2):
        command = [sys.executable, "-m", "tests.meeting.freezer", str(own)]
        freezer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert freezer.stdout is not None
        acknowledged.add(freezer.stdout.readline().strip())  # it is at work
        time.sleep(chance.uniform(0, 0.3))
        freezer.kill()
        acknowledged |= {line.strip() for line in freezer.communicate(timeout=60)[0].splitlines(keepends=True)[:-1]}
    journal = journal_of(own)
    assert fault_of(journal) is None
    frozen = {each.manifest for each in review_of(journal, WEEK).freezes}
    assert acknowledged <= frozen
    for manifest in (read_manifest(journal, digest) for digest in frozen):
        named = (manifest.settings, manifest.waterfall, manifest.figures_sha256, manifest.rows_sha256)
        assert all(journal.blob(digest).content for digest in named)
        assert has_data(own, manifest)


def test_reopened_and_frozen_again_is_the_next_revision(own: Path) -> None:
    """What was signed stays on record; the new one is unsigned and names the one before."""
    journal, view = journal_of(own), week_view(own)
    first = freezing.sign(journal, freezing.freeze(journal, view, CHAIR), "marketing", ANN)
    with pytest.raises(BadInput, match="may not freeze or reopen"):
        freezing.reopen(journal, first, ANN, "wrong")
    with pytest.raises(BadInput, match="for a reason"):
        freezing.reopen(journal, first, CHAIR, "")
    opened = freezing.reopen(journal, first, CHAIR, "Amounts were wrong")
    assert (opened.state, opened.is_frozen) == ("open", False)
    with pytest.raises(BadInput, match="not frozen"):
        freezing.sign(journal, opened, "sales", BO)
    second = freezing.freeze(journal, view, CHAIR)
    assert second.latest
    assert (second.latest.revision, second.latest.signatures, second.state) == (2, (), "frozen")
    assert first.latest
    assert read_manifest(journal, second.latest.manifest).previous_manifest == first.latest.manifest
    assert second.freezes[0].reopened_because == "Amounts were wrong"
    assert [each.author for each in second.freezes[0].signatures] == [ANN.id]
    assert manifest_for(journal, WEEK, 1).revision == 1


def test_what_was_said_before_a_freeze_is_in_its_manifest(own: Path) -> None:
    """The last entry of it, so that nothing is slipped in afterwards."""
    journal, view = journal_of(own), week_view(own)
    write(journal, "Look at this", CommentPlace(), ANN)
    freezing.freeze(journal, view, CHAIR)
    upto = manifest_for(journal, WEEK).decisions_upto
    assert (upto.seq, upto.digest) == (1, journal.since()[0].digest)


@pytest.mark.parametrize("person", [ANN, READER])
def test_only_the_chair_freezes(own: Path, person: Any) -> None:
    """Nobody else, and nothing is kept."""
    journal = journal_of(own)
    with pytest.raises(BadInput, match="may not freeze"):
        freezing.freeze(journal, week_view(own), person)
    assert journal.since() == []


def test_only_a_whole_week_of_the_whole_company_is_frozen(own: Path) -> None:
    """Not a week that is not over, nor a slice, nor another window."""
    journal, view = journal_of(own), week_view(own)
    for wrong, words in (
        (replace(view, as_of=view.as_of - timedelta(days=1)), "not over"),
        (replace(view, slice=Slice.of({"source": ["webinar"]})), "whole company"),
        (replace(view, horizon_days=30.0), "usual windows"),
    ):
        with pytest.raises(BadInput, match=words):
            freezing.freeze(journal, wrong, CHAIR)
    with pytest.raises(BadInput, match="not over in the data"):
        week_view(own, "2026-W50")


def test_a_frozen_week_is_replayed_byte_for_byte(tmp_path: Path) -> None:
    """On its own data, settings and definitions, after other imports and another definition."""
    folder, document = tmp_path / "w", tmp_path / "shared.toml"
    document.write_text(DEFINITION, encoding="utf-8")
    settings = Settings.model_validate({"definitions": {"shared": str(document)}, "keep_generations": 1})
    first = company()
    generation = first.import_into(folder, tmp_path / "files", settings)
    journal, view = journal_of(folder), week_view(folder)
    freezing.freeze(journal, view, CHAIR)
    view.warehouse.close()
    other = first.copy()
    other.remove("L100")
    document.write_text(DEFINITION.replace("webinar", "paid search"), encoding="utf-8")
    slower = settings.model_copy(update={"response_sla_hours": 1.0})
    other.import_into(folder, tmp_path / "files2", slower)
    other.import_into(folder, tmp_path / "files2", slower)
    assert generation in Generations(folder).all()
    assert len(Generations(folder).all()) == 2  # one import is kept, and the one that was frozen
    manifest = manifest_for(journal, WEEK)
    replayed = frozen_view(folder, journal, manifest)
    assert to_json(report(replayed), inf_nan_mode="constants") == frozen_figures(journal, manifest)
    assert to_json(report(week_view(folder)), inf_nan_mode="constants") != frozen_figures(journal, manifest)


def test_data_that_is_gone_is_said_and_the_figures_stay(own: Path) -> None:
    """Somebody removed the file past the product."""
    journal, view = journal_of(own), week_view(own)
    freezing.freeze(journal, view, CHAIR)
    view.warehouse.close()
    Generations(own).file(view.warehouse.generation.id).unlink()
    manifest = manifest_for(journal, WEEK)
    assert not has_data(own, manifest)
    assert json.loads(frozen_figures(journal, manifest))["week"] == WEEK
    with pytest.raises(BadInput, match="no longer kept"):
        frozen_view(own, journal, manifest)


def test_generations_are_let_go_after_their_weeks(own: Path) -> None:
    """The pins of reviews older than that many weeks before the newest; those of younger ones stay."""
    journal = journal_of(own)
    old = week_view(own, "2026-W30")
    freezing.freeze(journal, old, CHAIR)
    generations = Generations(own)
    assert generations.pinned() == {old.warehouse.generation.id}
    names = {path.name.split(".")[-2] for path in generations.files.glob("*.pin")}
    assert names == {"review-2026-w30"}
    freezing.freeze(journal, week_view(own, "2026-W43"), CHAIR)
    freezing.freeze(journal, week_view(own, "2026-W44"), CHAIR)
    names = {path.name.split(".")[-2] for path in generations.files.glob("*.pin")}
    assert names == {"review-2026-w43", "review-2026-w44"}


def test_a_freeze_that_dies_leaves_the_review_open(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The manifest, its blobs and the entry are kept together or not at all; the next freeze is the first."""
    journal, view = journal_of(own), week_view(own)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("dashboard.meeting.journal.journal.refuse_unknown", dies)
        with pytest.raises(KeyboardInterrupt):
            freezing.freeze(journal, view, CHAIR)
    assert (journal.since(), journal.blobs()) == ([], [])
    review = freezing.freeze(journal, view, CHAIR)
    assert review.latest
    assert review.latest.revision == 1


def test_who_has_not_signed_is_said_after_a_week(own: Path) -> None:
    """Not a day before."""
    journal, view = journal_of(own), week_view(own)
    review = freezing.sign(journal, freezing.freeze(journal, view, CHAIR), "marketing", ANN)
    assert review.latest
    at = review.latest.frozen_at
    assert review.missing(at + timedelta(days=6)) == ()
    assert review.missing(at + timedelta(days=7)) == ("sales",)


def test_the_commands_hold_a_review(own: Path) -> None:
    """Freeze, sign, list, show, open again: from the command line alone."""
    runner, where = CliRunner(), ["--warehouse", str(own)]

    def ran(*command: str) -> str:
        done = runner.invoke(app, ["review", *command, *where])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "frozen, revision 1" in ran("freeze", "--week", WEEK, "--by", "Cy")
    assert "marketing signed by Ann (not verified): but" in ran(
        "sign", "--week", WEEK, "--side", "marketing", "--reservation", "but", "--by", "Ann"
    )
    assert "sales declined by Bo" in ran("sign", "--week", WEEK, "--side", "sales", "--decline", "no", "--by", "Bo")
    assert ran("list").startswith(f"{WEEK}  frozen")
    assert json.loads(ran("list", "--json"))[0]["revisions"][0]["signatures"][1]["is_declined"] is True
    assert json.loads(ran("figures", "--week", WEEK))["week"] == WEEK
    assert "open again: late" in ran("reopen", "--week", WEEK, "--why", "late")
    with pytest.raises(BadInput, match="is no side"):
        runner.invoke(app, ["review", "sign", "--week", WEEK, "--side", "legal", *where], catch_exceptions=False)
    with pytest.raises(BadInput, match="never frozen"):
        runner.invoke(app, ["review", "figures", "--week", "2026-W01", *where], catch_exceptions=False)


def test_the_commands_hold_decisions_and_comments(own: Path) -> None:
    """Added, listed, closed: from the command line alone."""
    runner, where = CliRunner(), ["--warehouse", str(own)]

    def ran(*command: str) -> str:
        done = runner.invoke(app, [*command, *where])
        assert done.exit_code == 0, done.output
        return done.stdout

    add = ["decisions", "add", "Call sooner", "--owner", "Bo", "--due", "2026-11-20", "--figure", "mql"]
    promise = ["--direction", "up", "--expected", "10%", "--by", "Ann"]
    assert "cannot be told from chance" in ran(*add, *promise, "--dry-run")
    assert "Nothing was decided" in ran("decisions")
    assert "is kept" in ran(*add, *promise)
    (shown,) = json.loads(ran("decisions", "--json"))["decisions"]
    assert (shown["work"], shown["effect"], shown["from_week"]) == ("open", "too_early", "2026-W47")
    ran("decisions", "done", shown["id"][-6:], "--by", "Bo")
    with pytest.raises(Stale):
        runner.invoke(
            app, ["decisions", "reopen", shown["id"], "--read", "1", "--by", "Bo", *where], catch_exceptions=False
        )
    assert "1 made" in ran("decisions", "--ledger")
    ran("comments", "add", "Hm", "--figure", "changes.weekly.mql", "--by", "Ann")
    (said,) = json.loads(ran("comments", "--json"))
    assert said["written"]["place"]["figure"] == "changes.weekly.mql"
    deal = week_view(own).ask("stalled/deals").rows[0]
    ran("verdicts", "add", deal["deal_id"], "--right", deal["causes"][0], "--next", "call")
    assert f"{deal['causes'][0]}: right in 1 of 1 judged" in ran("verdicts")
    assert sorted(reviews(journal_of(own))) == []
    assert week_view(own).as_of == AS_OF
