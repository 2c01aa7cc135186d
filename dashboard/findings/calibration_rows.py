"""The tables of a calibration review as people read them, on a screen and in the pack alike."""

from collections.abc import Sequence

from dashboard.charts.recalibrated import FitStep, steps_of
from dashboard.findings.calibration_words import adds_words
from dashboard.metrics.calibration import CalibrationReview, CriterionFigures, SuggestedWeight
from dashboard.texts import FEWEST_FOR_RATE, count, percent, plain

TableRows = list[dict[str, str]]


def coverage_rows(review: CalibrationReview) -> TableRows:
    """Of what share of the leads each criterion is known."""
    return [
        {"Criterion": plain(each.criterion), "Known": f"{percent(each.share)} · {count(each.known)}"}
        for each in review.coverage
    ]


def drift_rows(review: CalibrationReview) -> TableRows:
    """How far the mix of each field moved since the quarter before."""
    return [
        {
            "Field": plain(each.field.replace("_", " ")),
            "Stability index": "–" if each.psi is None else f"{each.psi:.2f}",
            "Leads": count(each.n),
            "Quarter before": count(each.n_before),
        }
        for each in review.drift
    ]


def step_rows(review: CalibrationReview) -> TableRows:
    """The steps of the recalibrated curve; of few leads no share."""
    return [_step(step) for step in steps_of(review.corp.curve)]


def _step(step: FitStep) -> dict[str, str]:
    rate = percent(step.rate) if step.n >= FEWEST_FOR_RATE else "–"
    return {"Fit": step.fit, "Reached SQL": rate, "Leads": count(step.n)}


def criterion_rows(review: CalibrationReview) -> TableRows:
    """What each criterion tells, by itself and given the others."""
    return [_criterion(each, review.trained_on) for each in review.criteria]


def _criterion(each: CriterionFigures, trained_on: int) -> dict[str, str]:
    is_enough = each.known >= FEWEST_FOR_RATE
    lift = f"{each.lift:.2f}×" if is_enough and each.lift is not None else "–"
    if is_enough and each.low is not None:
        lift += f" ({each.low:.2f}–{each.high:.2f})"
    return {
        "Criterion": plain(each.criterion),
        "Known": count(each.known),
        "Met": percent(each.met) if is_enough else "–",
        "Precision": percent(each.precision) if is_enough else "–",
        "Recall": percent(each.recall) if is_enough else "–",
        "Lift": lift,
        "Given the others": adds_words(each, trained_on),
    }


def weight_rows(suggested: Sequence[SuggestedWeight], required: frozenset[str] = frozenset()) -> TableRows:
    """The weights as they are and as they are suggested; ``required`` keep whom they keep out."""
    return [
        {
            "Criterion": plain(each.criterion),
            "Now": f"{each.now:g}",
            "Suggested": _weight(each.suggested, each.criterion in required),
        }
        for each in suggested
    ]


def _weight(suggested: float, is_required: bool) -> str:
    """A weight in words; what is required keeps whom it keeps out, whatever its weight."""
    if suggested:
        return f"{suggested:g}"
    return "0: required, but tells no more" if is_required else "0: leave it out"
