"""The sample company's past: twelve reviews, decisions of every outcome, and an export that restates two of them."""

import json
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from dashboard import stopping
from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.importing.restating import differences
from dashboard.importing.run import ImportOptions, run_import
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.comments import comments
from dashboard.meeting.decisions.judging import JudgedDecision, judged
from dashboard.meeting.decisions.writing import decisions
from dashboard.meeting.journal.chain import fault_of
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import FILE, Store, place_of
from dashboard.meeting.restatement.ledger import restated
from dashboard.meeting.restatement.paths import moved, numbers
from dashboard.meeting.review.manifest import figures_of
from dashboard.meeting.review.replay import frozen_figures, frozen_view, manifest_for, replayed
from dashboard.meeting.review.review import reviews
from dashboard.meeting.verdicts import precision, verdicts
from dashboard.metrics.report import report
from dashboard.sample.demo import AS_OF, EARLIER_AS_OF, build_demo
from dashboard.sample.earlier import earlier_export, restatement
from dashboard.sample.generate import SEED, Sample, generate
from dashboard.sample.minutes import Minutes, minutes
from dashboard.sample.past import Dated, HeldReviews, play
from dashboard.sample.writing import export_of, write_files
from dashboard.scope.settings import load_settings
from dashboard.warehouse.generations import Generations
from tests.enduring import FULL
from tests.sample.truths.restated import restated_weeks

LEADS = 3_000
OUTCOMES = {
    "fairs": "moved_as_promised",
    "first_call": "within_usual_range",
    "reasons": "cannot_be_judged",
    "nordics": "within_usual_range",
    "fair_quality": "moved_less_than_promised",
    "competitors": "moved_the_other_way",
    "second_attempt": "cannot_be_judged",
    "next_steps": "within_usual_range",
    "retargeting": "within_usual_range",
    "legal": "within_usual_range",
    "comparison": "within_usual_range",
    "demo_form": "moved_as_promised",
    "masterclass": "within_usual_range",
    "lead_to_close": "too_early",
    "evenings": "within_usual_range",
    "renewed": "too_early",
}
"""What came of each decision by the as-of of the demo."""
SEEN_ON_THE_WHOLE = {"fairs", "fair_quality", "competitors", "demo_form"}
"""What moves beyond the usual range where all leads are drawn, and on fewer of them cannot be told from it."""


def journal_of(folder: Path) -> Journal:
    """The journal of a warehouse."""
    return Journal(Store(place_of(folder)))


@pytest.fixture(scope="module")
def view(demo_folder: Path) -> View:
    """The look of the review that is about to be held."""
    return week_view(demo_folder)


@pytest.fixture(scope="module")
def known(demo_folder: Path, view: View) -> dict[str, JudgedDecision]:
    """Every decision by its key in past.toml, with what came of it."""
    found = judged(view, decisions(journal_of(demo_folder)).values())
    keys = {each.text: each.key for each in minutes().decisions}
    return {keys[each.decision.typed.text]: each for each in found if each.decision.typed}


def test_the_demo_opens_on_a_review_with_twelve_behind_it(demo_folder: Path, view: View) -> None:
    """All signed by both sides, with reservations, one declined first, one opened again; the last week is open."""
    journal = journal_of(demo_folder)
    assert fault_of(journal) is None
    held = reviews(journal)
    assert list(held) == [f"2026-W{number}" for number in range(34, 46)]
    assert view.week == "2026-W46"
    assert {each.state for each in held.values()} == {"signed"}
    assert {week for week, each in held.items() if len(each.freezes) == 2} == {"2026-W39"}
    said = [each for review in held.values() for freeze in review.freezes for each in freeze.signatures]
    assert sum(each.is_declined for each in said) == 1
    assert sum(each.words is not None and not each.is_declined for each in said) >= 3
    assert len({each.author for each in said}) == 2
    (pinned,) = Generations(demo_folder).pinned()
    assert pinned == Generations(demo_folder).all()[0] != view.warehouse.generation.id
    assert len(comments(journal)) == len(minutes().comments)
    assert not [path for path in demo_folder.iterdir() if path.name.startswith(".")]


def test_decisions_came_to_what_is_planted(known: dict[str, JudgedDecision]) -> None:
    """One of each outcome at least; done, dropped, superseded, carried and overdue ones; one judged with another."""
    lost = {} if FULL else dict.fromkeys(SEEN_ON_THE_WHOLE, "within_usual_range")
    assert {key: each.effect.effect for key, each in known.items()} == OUTCOMES | lost
    assert {each.decision.work for each in known.values()} == {"open", "done", "dropped", "superseded"}
    assert known["second_attempt"].is_overdue
    assert known["second_attempt"].carried == 9
    assert known["legal"].together_with == (known["next_steps"].decision.id,)
    assert known["comparison"].decision.note == known["demo_form"].decision.id


def test_stalled_deals_were_judged(demo_folder: Path) -> None:
    """Some causes right, some wrong, some another one."""
    said = verdicts(journal_of(demo_folder))
    assert len(said) == len(minutes().verdicts)
    assert any(each.right for each in precision(said.values()))
    assert any(each.right < each.judged for each in precision(said.values()))
    assert any(each.judgement and each.judgement.other_cause for each in said.values())


def test_a_signed_week_opens_as_it_was(demo_folder: Path) -> None:
    """On the earlier export, byte for byte."""
    journal = journal_of(demo_folder)
    manifest = manifest_for(journal, "2026-W45")
    then = frozen_view(demo_folder, journal, manifest)
    assert figures_of(then) == frozen_figures(journal, manifest)
    then.warehouse.close()


def test_two_signed_weeks_are_restated_and_no_other(demo_folder: Path, sample_exports: Path, view: View) -> None:
    """The records of each as they are written down, the figures by what their parts sum to; nothing before them."""
    known = tomllib.loads((sample_exports / "restated.toml").read_text(encoding="utf-8"))
    journal, changes = journal_of(demo_folder), {}
    for week in ("2026-W43", *known):
        manifest = manifest_for(journal, week)
        frozen = numbers(json.loads(frozen_figures(journal, manifest)))
        now = numbers(report(replayed(journal, manifest, view.warehouse)))
        changes[week] = {path: value - was for path, value in now.items() if value is not None
                         if (was := frozen[path]) is not None and moved(was, value)}  # fmt: skip
    assert changes["2026-W43"] == {}
    for week, truth in known.items():
        assert records(demo_folder, week, journal) == truth["records"]
        for figure, parts in truth["parts"].items():
            assert changes[week][figure] == pytest.approx(sum(parts.values())), (week, figure)


def records(folder: Path, week: str, journal: Journal) -> dict[str, list[str]]:
    """What differs between the two exports as of the end of a week, by reason."""
    files = [Generations(folder).path(name) for name in Generations(folder).all()]
    found: dict[str, list[str]] = {}
    for each in differences(files[0], files[1], manifest_for(journal, week).as_of):
        if each.with_lead is None:
            found.setdefault(each.reason, []).append(each.id)
    return {reason: sorted(ids) for reason, ids in sorted(found.items())}


def test_a_build_that_is_stopped_between_its_imports_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request is heard, though an import is done; no generation, no journal, no scratch stays."""
    heard: list[float] = []

    def stops(*_: Any) -> None:
        assert not stopping.is_disabled()
        raise stopping.Stopped

    with monkeypatch.context() as stopped:
        stopped.setattr("dashboard.sample.demo.week_view", stops)
        with pytest.raises(stopping.Stopped):
            build_demo(tmp_path, lambda step: heard.append(step.share), LEADS)
    stopping.enable()
    assert Generations(tmp_path).all() == []
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".") or path.name == FILE]
    assert heard == sorted(heard)


# -- a small company ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> Sample:
    """A small company."""
    return generate(SEED, LEADS)


def told() -> Minutes:
    """The last of its reviews, with what was decided and said in it."""
    whole = minutes()
    return whole.model_copy(
        update={
            "reviews": whole.reviews[-1:],
            "decisions": [each for each in whole.decisions if each.week == "2026-W45"],
            "verdicts": whole.verdicts[-1:],
            "comments": whole.comments[-1:],
        }
    )


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, sample: Sample) -> Path:
    """Its warehouse: one review held on the earlier export, the later one imported."""
    folder = tmp_path_factory.mktemp("small")
    later = export_of(sample.world, sample.accounts, sample.spend)
    exports = {"earlier": earlier_export(later, restatement(sample.world)), "later": later}
    for (name, export), as_of in zip(exports.items(), (EARLIER_AS_OF, AS_OF), strict=True):
        (folder / name).mkdir()
        write_files(folder / name, export)
        settings = load_settings(folder / name / "funnel-review.toml")
        run_import([folder / name], [], folder / "w", settings, as_of, ImportOptions(), lambda _: None, now=as_of)
        if name == "earlier":
            hold(folder / "w", folder / "w" / FILE)
    return folder / "w"


def hold(folder: Path, file: Path) -> list[Any]:
    """Hold its review on what is imported, in a journal of that file; the entries."""
    journal, looked = Dated(Store(URL.create("sqlite+pysqlite", database=str(file)))), week_view(folder, "2026-W45")
    play(journal, HeldReviews(journal, looked, told()).steps())
    looked.warehouse.close()
    entries = journal.since()
    journal.store.close()
    return entries


@pytest.mark.endure
def test_what_the_later_export_restates_is_said_exactly(small: Path, sample: Sample) -> None:
    """Every record under its reason, the parts of each figure as they were drawn."""
    truth = restated_weeks(sample)["2026-W45"]
    found = restated(small, journal_of(small), week_view(small), "2026-W45")
    by_reason: dict[str, list[str]] = {}
    for record in found.records:
        by_reason.setdefault(record.reason, []).append(record.id)
    assert by_reason == truth["records"]
    assert any("a likely merge" in record.what for record in found.records)
    figures = {each.figure: each for each in found.figures}
    for figure, parts in truth["parts"].items():
        if sum(parts.values()) == 0:  # what went and what came are as many: nobody sees another figure
            assert figure not in figures
        else:
            known = {each.reason: each.part for each in figures[figure].reasons if each.part}
            assert known == pytest.approx(parts), figure


def test_the_same_story_gives_the_same_journal(small: Path, tmp_path: Path) -> None:
    """Held again on the same data: ids, instants and digests; in the order of time, by plain names."""
    (tmp_path / "generations").mkdir()
    first = Generations(small).all()[0]
    (tmp_path / "generations" / f"{first}.duckdb").write_bytes(Generations(small).path(first).read_bytes())
    digests = Generations(small).digests()
    (tmp_path / "current.json").write_text(json.dumps({"generation": first, "digests": {first: digests[first]}}))
    entries = journal_of(small).since()
    assert hold(tmp_path, tmp_path / FILE) == entries
    assert [each.at for each in entries] == sorted(each.at for each in entries)
    assert len({each.entry_id for each in entries}) == len(entries)
    assert all(each.at < AS_OF + timedelta(days=7) and not each.is_verified for each in entries)


def test_the_demo_leaves_alone_what_is_there(tmp_path: Path) -> None:
    """A warehouse is served as it is; settings of somebody else's are refused and nothing is begun."""
    (tmp_path / "funnel-review.toml").write_text("# mine", encoding="utf-8")
    with pytest.raises(BadInput, match="not the sample company's"):
        build_demo(tmp_path, lambda _: None)
    assert [path.name for path in tmp_path.iterdir()] == ["funnel-review.toml"]
