"""The month's calibration review is kept with its word why; each opening of the sealed weeks counts as a look."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.asking.view import HORIZON_DAYS
from dashboard.errors import BadInput
from dashboard.meeting.audit.figures import audit_of
from dashboard.meeting.audit.pooling import pool_of
from dashboard.meeting.calibration.record import KIND, every_save, figures_of, opening_of, records, save
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.person import Person, Role
from dashboard.metrics.calibration import CalibrationReview, Corp
from dashboard.scope.slices import Slice
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
NOBODY: Any = None
AUDIT = audit_of(NOBODY, pool_of([]))
WEEKS = date(2026, 6, 1), date(2026, 8, 30)


@pytest.fixture
def view() -> Any:
    """What an entry needs of a look, at that clock's moment."""
    return SimpleNamespace(
        as_of=NOW, local=lambda instant: instant, warehouse=SimpleNamespace(generation=SimpleNamespace(id="g")),
        slice=Slice(), chosen=None, trial=None, horizon_days=HORIZON_DAYS,
    )  # fmt: skip


def opened(journal: Journal, view: Any, days: tuple[date, date], version: str) -> int:
    """The how-many-th look an opening is, which is kept."""
    draft, look = opening_of(journal, view, days, version)
    journal.append(draft, HEAD, Role.SALES_HEAD)
    return look


def test_each_opening_counts_weeks_that_overlap_among_them(tmp_path: Any, view: Any) -> None:
    """A Monday later they are the same weeks but one; a quarter later they are others."""
    journal = journal_at(tmp_path, Clock())
    assert opened(journal, view, WEEKS, "2") == 1
    assert opened(journal, view, (date(2026, 6, 8), date(2026, 9, 6)), "2") == 2
    assert opened(journal, view, (date(2026, 9, 7), date(2026, 12, 6)), "3") == 1
    assert [entry.action for entry in journal.subject(f"{KIND}:2026-11")] == ["opened"] * 3


def test_what_the_meeting_decided_is_kept_with_its_figures(tmp_path: Any, view: Any) -> None:
    """By both heads and the chair, with a word why; the last one saved stands."""
    journal = journal_at(tmp_path, Clock())
    opened(journal, view, WEEKS, "2")
    with pytest.raises(BadInput, match="a word why"):
        save(journal, view, REVIEW, AUDIT, "leave", " ", CHAIR, 1)
    with pytest.raises(BadInput, match="takes one of these roles"):
        save(journal, view, REVIEW, AUDIT, "leave", "Too few", READER, 1)
    view.slice = Slice.of({"source": ["webinar"]})
    with pytest.raises(BadInput, match="of the whole company"):
        save(journal, view, REVIEW, AUDIT, "leave", "Webinars alone", CHAIR, 1)
    view.slice = Slice()
    first = save(journal, view, REVIEW, AUDIT, "leave", "Too few wins", CHAIR, 1)
    kept = save(journal, view, REVIEW, AUDIT, "sign", "Both agree", HEAD, 2)
    assert (kept.choice, kept.why, kept.version) == ("sign", "Both agree", 3)
    assert kept == records(journal)["2026-11"]
    assert figures_of(journal, kept) == (REVIEW, AUDIT)
    assert every_save(journal) == [first, kept]
