"""A receipt says how far the figures it is of moved after their weeks were signed."""

from pathlib import Path

import pytest

from dashboard.meeting.restatement.answered import ELSEWHERE, figures_of
from dashboard.meeting.restatement.paths import numbers
from dashboard.meeting.restatement.revisions import Watched, keep_revisions, watched
from dashboard.meeting.review import freezing
from dashboard.meeting.words import OF_WATCHED, watched_by
from dashboard.metrics.report import report
from dashboard.screens.meeting.settling import OF_THE_COMPANY
from tests.meeting.people import ANN, BO, CHAIR
from tests.screens.meeting import Table, all_words, unfold


def asked_again(table: Table, files: Path) -> Watched:
    """Its last week signed by both sides, then asked again of an export with one lead fewer."""
    review = freezing.freeze(table.journal, table.view(), CHAIR)
    review = freezing.sign(table.journal, review, "marketing", ANN)
    freezing.sign(table.journal, review, "sales", BO)
    table.import_again(files, lambda made: made.remove(made.tables["leads"][-2]["lead_id"]))
    keep_revisions(table.folder, table.journal, lambda _: None)
    (week,) = watched(table.journal)
    return week


def test_a_receipt_says_how_signed_weeks_moved(table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the eighth signed week on: the weekly figure first, then each figure of the question that moved."""
    week = asked_again(table, tmp_path / "files")
    weeks = [
        week.model_copy(update={"review": week.review.model_copy(update={"week": f"2026-W{number}"})})
        for number in range(30, 38)
    ]
    app = unfold(table.screen("response"), "receipt-of-response/bands")
    assert "signed weeks" not in all_words(app).lower()
    monkeypatch.setattr("dashboard.screens.meeting.minutes.watched", lambda _: weeks)
    table.decided()  # a later entry: what is kept of the journal is found anew
    app = unfold(table.screen("response"), "receipt-of-response/bands")
    assert "**After it is signed.** Median first response: Signed weeks moved later by" in all_words(app)
    later = next(frame.value for frame in app.dataframe if "Later" in frame.value.columns)
    moved = {path for path in week.moved[0] if path.startswith("response.bands.")}
    assert moved
    assert moved <= set(later["Figure"]) <= moved | {"changes.weekly.median_minutes.weeks[26]"}
    app = unfold(table.screen("response", source="webinar"), "receipt-of-response/bands")
    assert OF_THE_COMPANY in all_words(app)


def test_what_a_question_answers_is_there(table: Table) -> None:
    """Every name stands for figures of the contract, and a figure is not taken for one whose name begins alike."""
    paths = list(numbers(report(table.view())))
    for name, begins in ELSEWHERE.items():
        for begin in begins:
            assert figures_of([begin, f"{begin}.x", f"{begin}x"], name) == [begin, f"{begin}.x"]
            assert any(path.startswith(begin) for path in paths) or begin == "disagreement.agreement", begin
    for question, _ in OF_WATCHED[1:]:
        assert figures_of(paths, question, watched_by(question)), question
    assert figures_of(paths, "pipeline/standing")[:2] == ["pipeline.open_count", "pipeline.open_value"]
    assert figures_of(paths, "waterfall/stages", "early.SQL.28")[0] == "changes.early.SQL.28.weeks[26]"
    assert figures_of(paths, "data/files") == []
