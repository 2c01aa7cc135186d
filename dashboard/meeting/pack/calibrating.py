"""The calibration review of a pack's month, as it was saved: its words are the journal's, its figures those kept."""

from collections.abc import Sequence

from dashboard.charts.recalibrated import steps_of
from dashboard.findings import calibration_rows
from dashboard.findings.calibration_words import (
    criteria_words,
    curve_words,
    population_words,
    proposal_words,
    separates_words,
    used_words,
)
from dashboard.meeting.audit.figures import Audit
from dashboard.meeting.audit.words import heads_words, missed_words
from dashboard.meeting.calibration.record import (
    CHOICE_WORDS,
    LONGEST_WHY,
    CalibrationRecord,
    figures_of,
    month_of,
    records,
)
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.pack.document import CalibrationMinuted, CalibrationPoint, Grid
from dashboard.meeting.pack.parts import grid
from dashboard.meeting.words import by_whom
from dashboard.metrics.calibration import CalibrationReview
from dashboard.scope.moments import Moments
from dashboard.texts import FEWEST_FOR_RATE, as_text, day, in_markdown

ERASED = "What was decided has been erased."


def calibration_minuted(journal: Journal, look: Moments) -> CalibrationMinuted | None:
    """The review of the month of ``look`` as it was last saved, also after its week was frozen; None where none was."""
    record = records(journal).get(month_of(look))
    if record is None or record.at is None:
        return None
    review, audit = figures_of(journal, record)
    return CalibrationMinuted(
        month=record.month,
        choice=CHOICE_WORDS[record.choice] if record.choice else ERASED,
        why=as_text(in_markdown(record.why, LONGEST_WHY)) if record.why else "",
        by=as_text(by_whom(record.author_name or "", is_verified=record.is_verified, at=record.at)),
        about=_about(record, review, look),
        points=tuple(_points(review, audit)) if review else (),
    )


def _about(record: CalibrationRecord, review: CalibrationReview | None, look: Moments) -> str:
    if review is None:
        return ""
    on = f"Figures as of {day(look.local(record.as_of))}, data {record.generation}. " if record.as_of else ""
    return as_text(f"{on}{population_words(review)}")


def _points(review: CalibrationReview, audit: Audit | None) -> list[CalibrationPoint]:
    rows = calibration_rows
    coverage, drift = (
        grid("Known per criterion", rows.coverage_rows(review)),
        grid("Drift of the inflow since the quarter before", rows.drift_rows(review)),
    )
    criteria = grid("What each criterion tells", rows.criterion_rows(review), (1, 2, 3, 4, 5))
    curve = grid("Recalibrated share that reached SQL by fit", rows.step_rows(review))
    points = [
        _point("Is it used?", used_words(review), coverage, drift),
        _point("Does it separate?", separates_words(review), curve).model_copy(update=_drawn(review)),
        _point("What does each criterion tell?", criteria_words(review), criteria),
    ]
    if audit is not None:
        words = "\n".join(filter(None, (missed_words(audit), heads_words(audit))))
        points.append(_point("Where do the two part?", words))
    weights = grid("Weights now and suggested", rows.weight_rows(review.suggested or []), (1,))
    return [*points, _point("What is proposed?", proposal_words(review.suggested, review.refusal), weights)]


def _drawn(review: CalibrationReview) -> dict[str, object]:
    """What the chart of the curve draws; nothing where no fit has enough leads."""
    if not any(step.n >= FEWEST_FOR_RATE for step in steps_of(review.corp.curve)):
        return {}
    return {"curve": tuple(review.corp.curve), "spoken": curve_words(review)}


def _point(question: str, words: str, *tables: Grid) -> CalibrationPoint:
    claim, *details = (as_text(line) for line in words.splitlines() if line)
    return CalibrationPoint(question=question, claim=claim, details=tuple(details), tables=_filled(tables))


def _filled(tables: Sequence[Grid]) -> tuple[Grid, ...]:
    return tuple(each for each in tables if each.rows)
