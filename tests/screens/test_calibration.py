"""The calibration review on its screen: the agenda in order, saved by who may, and looks at sealed weeks counted."""

from pathlib import Path

import pytest

from dashboard.asking.ask import open_warehouse
from dashboard.asking.opening import open_view
from dashboard.findings.calibration_words import (
    adds_words,
    criteria_words,
    look_words,
    proposal_words,
    separates_words,
    used_words,
)
from dashboard.meeting.calibration.record import month_of, records
from dashboard.meeting.journal.journal import open_journal
from dashboard.metrics.calibration import (
    CalibrationReview,
    Corp,
    Coverage,
    CriterionFigures,
    Drift,
    SuggestedWeight,
)
from tests.screens.meeting import all_words, choose, unfold
from tests.screens.test_icp import draw, served

AGENDA = ("Is it used?", "Does it separate?", "What does each criterion tell?", "Where do the two part?",
          "What is proposed?", "Decide")  # fmt: skip


def test_it_reads_as_the_agenda_and_is_saved_with_a_word(
    kinds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six points; what is saved stands there and in the journal of the month."""
    warehouse = served(kinds, tmp_path)
    app = unfold(draw(warehouse, monkeypatch), "icp-calibration")
    assert not app.exception
    words = "\n".join([all_words(app), *(heading.value for heading in app.subheader)])
    assert [title for number, title in enumerate(AGENDA, start=1) if f"{number} · {title}" not in words] == []
    app = choose(app, "icp-calibration-choice", "leave")
    app.text_input(key="icp-calibration-why").set_value("Too few <b>wins</b>")
    app = unfold(app.button(key="icp-calibration-save").click().run(), "icp-calibration")
    assert not app.exception
    month = month_of(open_view(open_warehouse(warehouse)))
    kept = records(open_journal(warehouse))[month]
    assert (kept.choice, kept.why) == ("leave", "Too few <b>wins</b>")
    assert "Leave it as it is" in all_words(app)


def test_without_touches_the_sentence_stands_in_its_place(
    kinds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leads alone say nothing of who was worked."""
    app = unfold(draw(served(kinds, tmp_path, "leads-only"), monkeypatch), "icp-calibration")
    assert not app.exception
    assert any("no touches" in info.value for info in app.info)


def criterion(name: str, low: float | None) -> CriterionFigures:
    """A criterion whose adding begins there."""
    nothing = dict.fromkeys(("met", "precision", "recall", "lift", "low", "high"))
    return CriterionFigures(criterion=name, known=90, adds=None if low is None else low + 1, adds_low=low, **nothing)


def review(low: float, high: float, events: int, *criteria: CriterionFigures) -> CalibrationReview:
    """A review of a hundred worked leads."""
    return CalibrationReview(
        population=100, events=events, left_out=[], no_tier_share=0.1,
        coverage=[Coverage(criterion="size", known=40, share=0.4), Coverage(criterion="near", known=90, share=0.9)],
        drift=[Drift(field="annual_revenue", psi=0.3, n=9, n_before=9)],
        auc=(low + high) / 2, auc_low=low, auc_high=high,
        corp=Corp(discrimination=0.02, uncertainty=0.2, skill=0.1, curve=[]), won=None, criteria=list(criteria),
        trained_on=400, suggested=None, refusal="Too few.",
    )  # fmt: skip


def test_words_go_no_further_than_the_figures() -> None:
    """Separates, does not, the wrong way, too few; which criteria add; which weights move; which look it is."""
    assert "Fit separates" in separates_words(review(0.55, 0.7, 40))
    assert "cannot be told from chance" in separates_words(review(0.45, 0.6, 40))
    assert "wrong way" in separates_words(review(0.3, 0.45, 40))
    assert "Too few" in separates_words(review(0.55, 0.7, 9))
    assert used_words(review(0.5, 0.6, 40)) == (
        "“size”, the least known criterion, is known for 40 % of the leads; by annual revenue it is another "
        "inflow (stability index 0.30)"
    )
    assert "“a”" in criteria_words(review(0.5, 0.6, 40, criterion("a", 0.0), criterion("b", 0.1)))
    assert "Each criterion adds" in criteria_words(review(0.5, 0.6, 40, criterion("b", 0.1)))
    assert "cannot be said" in criteria_words(review(0.5, 0.6, 40, criterion("a", None)))
    assert adds_words(criterion("a", -0.1), 400) == "cannot be shown to add anything (n 400)"
    weights = [SuggestedWeight(criterion="a", now=1, suggested=2.5), SuggestedWeight(criterion="b", now=3, suggested=3)]
    assert "“a” from 1 to 2.5." in proposal_words(weights, None)
    assert "for the weights there are" in proposal_words(weights[1:], None)
    assert proposal_words(None, "Too few.") == "No weights are suggested.\nToo few."
    assert [look_words(number).split(" look")[0] for number in (1, 2, 3, 4, 11, 22)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "22nd")
    ]
    assert "weaker" in look_words(2)
    assert "weaker" not in look_words(1)
