"""Which weights the outcomes speak for, and what each criterion adds given the others; or why that cannot be said.

The penalty is chosen by cross-validation over blocks of time, the largest within one standard error of the best:
L. Breiman and others, Classification and Regression Trees (1984), 3.4.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import Final

import numpy as np

from icp.document import Definition
from icp.fitting import Cells, Fitted, FloatArray, fitted, without

BLOCKS: Final = 5
PENALTIES: Final = tuple(10.0 ** (power / 2) for power in range(8, -3, -1))
"""From the strongest: what they do depends on how many leads there are."""
EVENTS_PER_WEIGHT: Final = 10
FEWEST_SEALED: Final = 20
LEAST_KNOWN: Final = 0.3
STEP: Final = 0.5
"""Weights are suggested in such steps; a move of less than half of one is left out."""
DRAWS, TOGETHER, SEED = 2_000, 100, 20_261
LOW, HIGH = 2.5, 97.5


@dataclass(frozen=True)
class Weight:
    """A criterion with the weight it has and the one suggested; 0 means it could be left out."""

    criterion: str
    now: float
    suggested: float


@dataclass(frozen=True)
class Adds:
    """By how much the out-of-time log loss of a lead rises without a criterion, in nats, with its 95 % interval."""

    criterion: str
    adds: float
    low: float
    high: float
    n: int

    @property
    def is_shown(self) -> bool:
        """Whether it can be shown to add something."""
        return self.low > 0


def refusal(cells: Cells, definition: Definition) -> str | None:
    """Why nothing can be fitted, in a sentence; None where it can be."""
    if not cells.total:
        return "No worked lead had its full time in the training weeks, so no weights are suggested."
    criteria, events = len(definition.criteria), cells.events
    rarer = min(events, cells.total - events)
    if rarer == 0:
        which = "reached" if events else "missed"
        return f"All {cells.total:,} worked leads of the training weeks {which} SQL, so nothing tells them apart."
    for criterion, known in zip(definition.criteria, cells.known, strict=True):
        if known < LEAST_KNOWN:
            return (
                f"“{criterion.name}” is known for {known:.0%} of the worked leads, and {LEAST_KNOWN:.0%} are needed; "
                "fill its field, or leave it out."
            ).replace("%", " %")
    if rarer < EVENTS_PER_WEIGHT * criteria:
        kind = "reached SQL" if rarer == events else "did not reach SQL"
        return (
            f"{rarer:,} worked leads of the training weeks {kind}; {criteria} weights need "
            f"{EVENTS_PER_WEIGHT * criteria} ({EVENTS_PER_WEIGHT} for each)."
        )
    return None


def sealed_refusal(events: int) -> str | None:
    """Why a suggestion could not be tried on the sealed weeks, by how many leads reached SQL there; None if it can."""
    if events >= FEWEST_SEALED:
        return None
    return f"{events:,} worked leads of the sealed weeks reached SQL, and {FEWEST_SEALED} are needed to try a change."


def penalty_for(cells: Cells, present: FloatArray) -> float:
    """The largest penalty whose held-out log loss is within one standard error of the best.

    The error is of the difference to the best, block by block: that some weeks are better than others tells nothing of
    the penalty.
    """
    losses = np.array([_held_out(cells, present, penalty)[1] for penalty in PENALTIES])
    best = int(losses.mean(axis=1).argmin())
    gaps = losses - losses[best]
    errors = gaps.std(axis=1, ddof=1) / np.sqrt(losses.shape[1])
    within = gaps.mean(axis=1) <= errors
    return float(PENALTIES[int(np.argmax(within | (np.arange(len(PENALTIES)) == best)))])


def suggestion(definition: Definition, cells: Cells, penalty: float) -> list[Weight] | None:
    """The weights of a fit to all the cells, scaled to the present sum and in steps; None where all would be 0."""
    now = present_weights(definition)
    weights = fitted(cells, now, penalty).weights
    if weights.sum() <= 0:
        return None
    scaled = weights * now.sum() / weights.sum()
    stepped = np.where(np.abs(scaled - now) < STEP / 2, now, np.round(scaled / STEP) * STEP)
    names = [criterion.name for criterion in definition.criteria]
    return list(starmap(Weight, zip(names, now.tolist(), stepped.tolist(), strict=True)))


def what_each_adds(definition: Definition, cells: Cells, penalty: float) -> list[Adds]:
    """For each criterion the loss of the held-out leads without it less that with it, drawn anew company by company."""
    present = present_weights(definition)
    whole = _held_out(cells, present, penalty)[0]
    gains = np.column_stack(
        [
            _held_out(without(cells, place), np.delete(present, place), penalty)[0] - whole
            for place in range(len(present))
        ]
    )
    means, lows, highs = _drawn_by_company(cells, gains)
    names = [criterion.name for criterion in definition.criteria]
    return [
        Adds(name, float(mean), float(low), float(high), cells.total)
        for name, mean, low, high in zip(names, means, lows, highs, strict=True)
    ]


def present_weights(definition: Definition) -> FloatArray:
    """The weights of a definition, in its order."""
    return np.array([criterion.weight for criterion in definition.criteria])


def _held_out(cells: Cells, present: FloatArray, penalty: float) -> tuple[FloatArray, Sequence[float]]:
    """By cell the loss of one of its leads under the fit to the other blocks; and the mean loss of each block."""
    losses = np.zeros(len(cells.leads))
    means = []
    for block in np.unique(cells.blocks):
        is_in = cells.blocks == block
        of_block = _fit(cells, present, penalty, np.where(is_in, 0.0, cells.leads)).losses(cells)
        losses[is_in] = of_block[is_in]
        means.append(float(of_block[is_in] @ cells.leads[is_in] / cells.leads[is_in].sum()))
    return losses, means


def _fit(cells: Cells, present: FloatArray, penalty: float, leads: FloatArray) -> Fitted:
    """A fit; of no criterion at all the overall rate."""
    if present.size:
        return fitted(cells, present, penalty, leads)
    share = (leads @ cells.outcome + 0.5) / (leads.sum() + 1)
    return Fitted(float(np.log(share / (1 - share))), np.zeros(0), np.zeros(0))


def _drawn_by_company(cells: Cells, gains: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean gain of a lead by criterion, and the ends of its interval over draws of as many companies."""
    sums = np.array([gains[list(places)].sum(axis=0) for places, _ in cells.companies])
    leads = np.array([len(places) for places, _ in cells.companies], dtype=float)
    number = np.array([number for _, number in cells.companies])
    dice = np.random.default_rng(SEED)
    drawn = []
    for _ in range(DRAWS // TOGETHER):
        times = dice.multinomial(number.sum(), number / number.sum(), size=TOGETHER)
        drawn.append((times @ sums) / (times @ leads)[:, None])
    low, high = np.percentile(np.vstack(drawn), (LOW, HIGH), axis=0)
    return (number @ sums) / (number @ leads), low, high
