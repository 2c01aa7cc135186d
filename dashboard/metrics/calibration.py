"""The figures of the monthly calibration review: is the profile used, does it separate, what each criterion adds.

No draft is judged on the sealed weeks, the last that had their time: weights are suggested from the year before them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboard.asking.view import WINDOW_DAYS, View
from dashboard.metrics.recorded import unmet
from dashboard.metrics.section import Section
from dashboard.metrics.windows import DAYS_A_WEEK, YEAR_DAYS
from dashboard.scope.moments import Window
from icp.document import Definition

if TYPE_CHECKING:
    from icp.fitting import Cells
    from icp.suggesting import Adds

SEALED_WEEKS, TRAINING_WEEKS = WINDOW_DAYS // DAYS_A_WEEK, YEAR_DAYS // DAYS_A_WEEK
FEWEST_WINS = 50
"""From so many wins of worked leads on, winning is an outcome of its own."""
WORKED, COVERAGE, DRIFT, SEPARATION = "icp/worked", "icp/coverage", "icp/drift", "icp/separation"
CURVE, CRITERIA, ACCOUNTS = "icp/recalibrated", "icp/criteria", "icp/accounts"
WEIGHT_IN_MEMORY = 1_000
NOTHING_FOR = "No criterion goes with reaching SQL in the training weeks, so no weights are suggested."


class LeftOut(Section):
    """Of a tier's cycles with their full time those that nobody worked, so that they have no outcome."""

    tier: str
    n: int
    left_out: int
    share: float


class Coverage(Section):
    """Of how many cycles that came in a criterion's answer is known."""

    criterion: str
    known: int
    share: float | None


class Drift(Section):
    """How far the mix of a field moved since the quarter before; null where one of them is empty."""

    field: str
    psi: float | None
    n: int
    n_before: int


class Corp(Section):
    """The recalibrated fit: its curve as fit, rate and cycles, and what it takes off the Brier score."""

    discrimination: float | None
    uncertainty: float | None
    skill: float | None
    curve: list[tuple[float, float, int]]


class CriterionFigures(Section):
    """One criterion; ``adds`` is the rise of the out-of-time log loss without it, in nats for a lead."""

    criterion: str
    known: int
    met: float | None
    precision: float | None
    recall: float | None
    lift: float | None
    low: float | None
    high: float | None
    adds: float | None = None
    adds_low: float | None = None
    adds_high: float | None = None


class SuggestedWeight(Section):
    """A weight as it is and as the outcomes speak for it; 0 means that the criterion could be left out."""

    criterion: str
    now: float
    suggested: float


class WonFigures(Section):
    """The same for winning, from ``FEWEST_WINS`` wins on."""

    n: int
    events: int
    auc: float | None


class CalibrationReview(Section):
    """All of it; ``population`` are worked cycles with their full time, ``refusal`` why no weights are suggested."""

    population: int
    events: int
    left_out: list[LeftOut]
    no_tier_share: float | None
    coverage: list[Coverage]
    drift: list[Drift]
    auc: float | None
    auc_low: float | None
    auc_high: float | None
    corp: Corp
    won: WonFigures | None
    criteria: list[CriterionFigures]
    trained_on: int
    suggested: list[SuggestedWeight] | None
    refusal: str | None


def sealed_view(view: View) -> View:
    """The look at the sealed weeks: the last that had their full time, whatever window the reader chose."""
    return replace(view, chosen=None)


def training_view(view: View) -> View:
    """The look at the weeks before the sealed ones, which drafts are judged on."""
    end = sealed_view(view).conversion_window.start
    return replace(view, chosen=Window(view.days_before(end, YEAR_DAYS), end))


def draft_view(view: View) -> View:
    """The look that a draft is judged on while it is typed: the training weeks; where nobody came in then, the view."""
    before = training_view(view)
    return before if any(row["leads"] for row in before.ask("icp/tiers").rows) else view


def why_no_calibration(view: View) -> str | None:
    """The sentence of what is missing for all of it; None where it can be given."""
    return unmet(view, SEPARATION)


def calibration_review(view: View) -> CalibrationReview | None:
    """The review of the profile in force, from memory when it was made before; None where the data has not enough."""
    definition, _ = view.definition
    if definition is None or why_no_calibration(view):
        return None
    key = (view, view.documents, "calibration")
    review: CalibrationReview = view.warehouse.memory.get(
        key, lambda: _review(view, definition), lambda _: WEIGHT_IN_MEMORY
    )
    return review


def with_calibration(view: View, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer of ``report`` with ``icp.calibration_review``; a frozen week's figures do not hold it."""
    if "icp" not in answer:
        return answer
    review = calibration_review(view)
    answer["icp"]["calibration_review"] = review.model_dump(mode="json") if review else None
    if review is None:
        answer["unsupported"]["icp.calibration_review"] = why_no_calibration(view)
    return answer


def _review(view: View, definition: Definition) -> CalibrationReview:
    names = [criterion.name for criterion in definition.criteria]
    tiers = view.ask(WORKED).rows
    coverage = view.ask(COVERAGE, names=names).rows
    fields = list(dict.fromkeys(criterion.field for criterion in definition.criteria))
    separation = view.ask(SEPARATION, reached="SQL").one()
    won = view.ask(SEPARATION, reached="Won").one()
    trained_on, adds, suggested, refusal = _weights(view, definition, sum(row["sql"] for row in _sealed(view)))
    return CalibrationReview(
        population=sum(row["worked"] for row in tiers),
        events=sum(row["sql"] for row in tiers),
        left_out=[LeftOut.model_validate(row) for row in tiers],
        no_tier_share=coverage[0]["no_tier_share"],
        coverage=[Coverage.model_validate(row) for row in coverage],
        drift=[Drift.model_validate(row) for row in view.ask(DRIFT, fields=fields).rows],
        **{name: separation[name] for name in ("auc", "auc_low", "auc_high")},
        corp=Corp(
            **{name: separation[name] for name in ("discrimination", "uncertainty", "skill")},
            curve=[(row["fit"], row["rate"], row["n"]) for row in view.ask(CURVE).rows],
        ),
        won=WonFigures.model_validate(won) if won["events"] >= FEWEST_WINS else None,
        criteria=[
            CriterionFigures.model_validate({**row, **adds.get(row["criterion"], {})})
            for row in view.ask(CRITERIA, names=names).rows
        ],
        trained_on=trained_on,
        suggested=suggested,
        refusal=refusal,
    )


def _sealed(view: View) -> Sequence[Mapping[str, Any]]:
    """How many worked leads of the sealed weeks reached SQL: a count, which opens nothing."""
    return sealed_view(view).ask(WORKED).rows


def _weights(
    view: View, definition: Definition, sealed_events: int
) -> tuple[int, dict[str, dict[str, float]], list[SuggestedWeight] | None, str | None]:
    """Leads trained on, what each criterion adds by its name, the weights, and why not; from the training weeks."""
    from icp import suggesting  # what fits takes a third of a second to import, which no other figure has to wait for

    cells = _cells(view, definition)
    refusal = suggesting.refusal(cells, definition)
    if refusal:
        return cells.total, {}, None, refusal
    penalty = suggesting.penalty_for(cells, suggesting.present_weights(definition))
    adds = {each.criterion: _as_figures(each) for each in suggesting.what_each_adds(definition, cells, penalty)}
    if refusal := suggesting.sealed_refusal(sealed_events):
        return cells.total, adds, None, refusal
    weights = suggesting.suggestion(definition, cells, penalty)
    if weights is None:
        return cells.total, adds, None, NOTHING_FOR
    suggested = [SuggestedWeight(criterion=w.criterion, now=w.now, suggested=w.suggested) for w in weights]
    return cells.total, adds, suggested, None


def _as_figures(adds: "Adds") -> dict[str, float]:
    return {"adds": adds.adds, "adds_low": adds.low, "adds_high": adds.high}


def _cells(view: View, definition: Definition) -> "Cells":
    from icp.fitting import Cells
    from icp.suggesting import BLOCKS

    rows = training_view(view).ask(ACCOUNTS, blocks=BLOCKS).rows
    return Cells.of([(row["leads"], row["companies"]) for row in rows], len(definition.criteria))
