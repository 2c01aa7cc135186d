"""The month's calibration review is kept with its word why; each opening of the sealed weeks counts as a look."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.errors import BadInput
from dashboard.meeting.calibration.record import KIND, open_sealed, records, save
from dashboard.meeting.person import Person, Role
from dashboard.metrics.calibration import CalibrationReview, Corp
from tests.meeting.profiles import NOW, Clock, journal_at

HEAD, CHAIR, READER = (
    Person(id=role.value, name=role.value.title(), roles={role}) for role in (Role.SALES_HEAD, Role.CHAIR, Role.READER)
)
REVIEW = CalibrationReview(
    population=0, events=0, left_out=[], no_tier_share=None, coverage=[], drift=[],
    auc=None, auc_low=None, auc_high=None,
    corp=Corp(discrimination=None, uncertainty=None, skill=None, curve=[]), won=None, criteria=[], trained_on=0,
    suggested=None, refusal="Too few.",
)  # fmt: skip
WEEKS = date(2026, 6, 1), date(2026, 8, 30)


@pytest.fixture
def view() -> Any:
    """What an entry needs of a look, at that clock's moment."""
    return SimpleNamespace(
        as_of=NOW, local=lambda instant: instant, warehouse=SimpleNamespace(generation=SimpleNamespace(id="g"))
    )


def test_each_opening_counts_weeks_that_overlap_among_them(tmp_path: Any, view: Any) -> None:
    """A Monday later they are the same weeks but one; a quarter later they are others."""
    journal = journal_at(tmp_path, Clock())
    assert open_sealed(journal, view, WEEKS, "2", HEAD) == 1
    assert open_sealed(journal, view, (date(2026, 6, 8), date(2026, 9, 6)), "2", HEAD) == 2
    assert open_sealed(journal, view, (date(2026, 9, 7), date(2026, 12, 6)), "3", HEAD) == 1
    assert [entry.action for entry in journal.subject(f"{KIND}:2026-11")] == ["opened"] * 3


def test_what_the_meeting_decided_is_kept_with_its_figures(tmp_path: Any, view: Any) -> None:
    """By both heads and the chair, with a word why; the last one saved stands."""
    journal = journal_at(tmp_path, Clock())
    open_sealed(journal, view, WEEKS, "2", HEAD)
    with pytest.raises(BadInput, match="a word why"):
        save(journal, view, REVIEW, "leave", " ", CHAIR, 1)
    with pytest.raises(BadInput, match="takes one of these roles"):
        save(journal, view, REVIEW, "leave", "Too few", READER, 1)
    save(journal, view, REVIEW, "leave", "Too few wins", CHAIR, 1)
    kept = save(journal, view, REVIEW, "sign", "Both agree", HEAD, 2)
    assert (kept.choice, kept.why, kept.version) == ("sign", "Both agree", 3)
    assert kept == records(journal)["2026-11"]
    assert CalibrationReview.model_validate_json(journal.blob(str(kept.figures)).content) == REVIEW
