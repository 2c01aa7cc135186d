"""The pack of a frozen week: kept with the freeze, whatever is imported, signed, reopened or erased since."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import BadInput
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.decisions.decision import proposal
from dashboard.meeting.decisions.writing import close, decisions, make
from dashboard.meeting.journal.canonical import canonical
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.pack import building
from dashboard.meeting.pack.building import pack_of
from dashboard.meeting.pack.content import blob_of
from dashboard.meeting.pack.document import Pack
from dashboard.meeting.pack.writing import pack_json
from dashboard.meeting.person import Role
from dashboard.meeting.restatement.revisions import keep_revisions
from dashboard.meeting.review import freezing
from dashboard.meeting.review.manifest import JSON, manifest_of
from dashboard.meeting.review.replay import manifest_for
from dashboard.meeting.review.review import review_of
from dashboard.scope.slices import Slice
from dashboard.warehouse.generations import Generations
from tests.meeting.company import WEEK, company
from tests.meeting.packing import rendered
from tests.meeting.people import ANN, BO, CHAIR
from tests.meeting.test_review import journal_of


def decided(folder: Path, journal: Journal, text: str = "Call within the hour") -> None:
    """A decision of the week by Ann."""
    fields = {
        "week": WEEK, "text": text, "owner": "Ann", "side": "marketing", "due_on": "2026-11-20",
        "figure": "inquiries", "direction": "up", "from_week": "2026-W47", "by_week": "2026-W52",
    }  # fmt: skip
    person = ANN.model_copy(update={"roles": {Role.MARKETING_HEAD}})
    make(journal, week_view(folder), proposal(fields), person)


def pack_now(folder: Path, journal: Journal, revision: int | None = None, week: str = WEEK) -> Pack:
    """The pack that the command writes."""
    return pack_of(folder, journal, week, revision, Slice(), lambda: week_view(folder, week))[0]


def test_a_frozen_pack_is_its_blob_whatever_came_since(own: Path, tmp_path: Path) -> None:
    """Signed, closed, imported anew: the content is the bytes kept at the freeze, the signatures are today's."""
    journal = journal_of(own)
    decided(own, journal)
    was = pack_now(own, journal)
    assert was.cover.manifest is None
    assert not was.cover.is_signed
    freezing.freeze(journal, week_view(own), CHAIR)
    manifest = manifest_for(journal, WEEK)
    kept = journal.blob(str(manifest.pack_sha256)).content
    assert blob_of(was.content).content == kept
    frozen = pack_now(own, journal)
    assert blob_of(frozen.content).content == kept
    assert (frozen.known, frozen.made, frozen.moved) == (was.known, was.made, was.moved)
    assert frozen.cover.state == "frozen, not signed"
    later = company()
    later.remove("L118")
    later.import_into(own, tmp_path / "later")
    keep_revisions(own, journal, lambda _: None)
    (made,) = [each for each in journal.kind("decision") if each.action == "made"]
    decision = next(iter(decisions(journal).values()))
    close(journal, decision, "done", ANN)
    freezing.sign(journal, freezing.sign(journal, review_of(journal, WEEK), "marketing", ANN), "sales", BO, "late fair")
    signed = pack_now(own, journal)
    assert blob_of(signed.content).content == kept
    assert signed.made == was.made
    assert signed.made[0].state == "open"
    assert made.seq <= manifest.decisions_upto.seq
    assert signed.cover.is_signed
    assert signed.cover.state == "signed by both"
    assert signed.cover.manifest == review_of(journal, WEEK).freezes[0].manifest[:12]
    assert "late fair" in " ".join(signed.cover.signatures)
    assert "another since it was frozen" in " ".join(signed.cover.remarks)
    assert json.loads(pack_json(signed))["content"] == json.loads(kept)


def test_a_reopened_week_is_not_signed_and_its_revision_stays(own: Path) -> None:
    """The week as it is now is marked; ``--revision 1`` is what was frozen."""
    journal = journal_of(own)
    freezing.freeze(journal, week_view(own), CHAIR)
    freezing.reopen(journal, review_of(journal, WEEK), CHAIR, "a fair is missing")
    now, before = pack_now(own, journal), pack_now(own, journal, 1)
    assert now.cover.state.startswith("not signed: the review was opened again")
    assert now.cover.manifest is None
    assert before.cover.revision == 1
    assert before.cover.manifest == review_of(journal, WEEK).freezes[0].manifest[:12]


def test_an_erased_text_is_gone_from_a_frozen_pack(own: Path) -> None:
    """The figures stay; the words were never in the blob."""
    journal = journal_of(own)
    decided(own, journal, "Ask Mr Canary himself")
    freezing.freeze(journal, week_view(own), CHAIR)
    assert "Canary" in pack_now(own, journal).made[0].text
    for digest in journal.blobs():
        assert b"Canary" not in journal.blob(digest).content
    journal.erase(journal.kind("decision"), CHAIR, Role.ADMIN)
    erased = pack_now(own, journal)
    assert erased.made[0].text == "Its text was erased."
    for kind in ("html", "json", "txt", "eml", "slack.json"):
        assert b"Canary" not in rendered(erased, kind)


def test_a_week_frozen_before_packs_were_kept(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made anew from its own data and saying so; refused in a sentence where that gives other figures, or is gone."""

    def without_pack(*given: Any) -> tuple[Blob, list[Blob]]:
        whole, named = manifest_of(*given)
        body = {name: value for name, value in json.loads(whole.content).items() if name != "pack_sha256"}
        return Blob(JSON, canonical(body).encode()), named

    monkeypatch.setattr(freezing, "manifest_of", without_pack)
    journal = journal_of(own)
    decided(own, journal)
    freezing.freeze(journal, week_view(own), CHAIR)
    assert manifest_for(journal, WEEK).pack_sha256 is None
    anew = pack_now(own, journal)
    assert anew.cover.revision == 1
    assert any("Made anew" in remark for remark in anew.cover.remarks)
    assert anew.made
    with monkeypatch.context() as patch:
        patch.setattr(building, "figures_of", lambda _: b"{}")
        with pytest.raises(BadInput, match="this version computes other figures"):
            pack_now(own, journal)
    Generations(own).path(manifest_for(journal, WEEK).generation).unlink()
    with pytest.raises(BadInput, match="its data is no longer kept"):
        pack_now(own, journal)


def test_names_of_a_frozen_week_need_its_data(own: Path) -> None:
    """They are not kept with the pack: the command says so once the data is gone, and without them it writes."""
    journal = journal_of(own)
    freezing.freeze(journal, week_view(own), CHAIR)
    asked = ["review", "--warehouse", str(own), "--week", WEEK, "--out", str(own.parent / "pack.txt")]
    named = CliRunner().invoke(app, [*asked, "--with-names"])
    assert named.exit_code in {0, 1}, named.output
    Generations(own).path(manifest_for(journal, WEEK).generation).unlink()
    with pytest.raises(BadInput, match="no longer kept"):
        CliRunner().invoke(app, [*asked, "--with-names"], catch_exceptions=False)
    assert CliRunner().invoke(app, asked).exit_code in {0, 1}


def test_what_the_data_lacks_is_said(tmp_path: Path) -> None:
    """Written with exit status 1: figures that are not supported, and data that ends before the week."""
    made = company()
    made.tables = {"leads": made.tables["leads"]}
    made.tables["leads"] = [row for row in made.tables["leads"] if row["created_at"] < "2026-09-01"]
    made.import_into(tmp_path / "w", tmp_path / "files")
    out = tmp_path / "pack.txt"
    done = CliRunner().invoke(app, ["review", "--warehouse", str(tmp_path / "w"), "--out", str(out), "--week", WEEK])
    assert done.exit_code == 1, done.output
    assert "before 2026-W46 began" in done.output
    assert "Not supported: " in done.output
    text = out.read_text(encoding="utf-8")
    assert "before 2026-W46 began" in text
    assert "There are no deals" in " ".join(text.split())
