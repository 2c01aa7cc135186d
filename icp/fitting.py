"""A ridge logistic regression of an outcome on the criteria a lead meets, pulled towards the weights there are.

Leads with the same answers and outcome are one cell, so that a fit takes as long for a million of them as for a few
hundred. Source of the penalty: A. E. Hoerl, R. W. Kennard, Technometrics 12 (1970) 55–67, with its centre moved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

FloatArray = npt.NDArray[np.float64]

MET, NOT_MET, UNKNOWN = "1", "0", "?"
"""How an answer to a criterion is written in a cell."""
FIRM: Final = {"ftol": 1e-13, "gtol": 1e-8, "maxiter": 2_000, "maxfun": 4_000}


@dataclass(frozen=True)
class Cells:
    """Leads that are alike, by block of time, answers and outcome; ``met`` and ``unknown`` are cells × criteria.

    ``companies`` has a row per make-up of a company's leads, the number of its leads in each cell as pairs, and how
    many companies are made up like that.
    """

    blocks: npt.NDArray[np.int64]
    met: FloatArray
    unknown: FloatArray
    outcome: FloatArray
    leads: FloatArray
    companies: tuple[tuple[tuple[int, ...], int], ...]

    @classmethod
    def of(cls, rows: Sequence[tuple[Sequence[str], int]], criteria: int) -> "Cells":
        """The cells of rows as ``icp/accounts`` gives them: each lead as ``block:answers:outcome``, and companies."""
        place: dict[str, int] = {}
        companies = tuple(
            (tuple(place.setdefault(lead, len(place)) for lead in leads), number) for leads, number in rows
        )
        parts = [lead.split(":") for lead in place]
        leads = np.zeros(len(place))
        for cells, number in companies:
            np.add.at(leads, list(cells), number)
        answers = np.array([list(part[1]) for part in parts]).reshape(len(parts), criteria)
        return cls(
            blocks=np.array([int(part[0]) for part in parts], dtype=np.int64),
            met=(answers == MET).astype(float),
            unknown=(answers == UNKNOWN).astype(float),
            outcome=np.array([float(part[2]) for part in parts]),
            leads=leads,
            companies=companies,
        )

    @property
    def events(self) -> int:
        """Leads that succeeded."""
        return int(self.leads @ self.outcome)

    @property
    def total(self) -> int:
        """All leads."""
        return int(self.leads.sum())

    @property
    def known(self) -> FloatArray:
        """By criterion, the share of the leads of which the answer is known."""
        return np.asarray(1 - self.leads @ self.unknown / self.leads.sum())


@dataclass(frozen=True)
class Fitted:
    """Coefficients on the log-odds scale: of the criteria met, and of those whose answer is unknown."""

    intercept: float
    weights: FloatArray
    unknown: FloatArray

    def losses(self, cells: Cells) -> FloatArray:
        """By cell, the log loss of one of its leads, in nats."""
        odds = self.intercept + cells.met @ self.weights + cells.unknown @ self.unknown
        return np.logaddexp(0, odds) - cells.outcome * odds


def fitted(
    cells: Cells, present: FloatArray, penalty: float, leads: FloatArray | None = None, loose: float = 1.0
) -> Fitted:
    """The fit to ``leads`` of each cell (all of them by default), its weights none below 0.

    They are ``s · present + δ``, whatever the scale s, and ``penalty`` lies on half the square of δ: so on the part of
    them that is not along ``present``. ``loose`` is the penalty of the indicators of what is not known.
    """
    counts = cells.leads if leads is None else leads
    criteria = cells.met.shape[1]
    design = np.hstack([np.ones((len(counts), 1)), cells.met, cells.unknown])
    along = present / np.linalg.norm(present)
    successes = counts * cells.outcome

    def loss(point: FloatArray) -> tuple[float, FloatArray]:
        odds = design @ point
        weights, unknown = point[1 : criteria + 1], point[criteria + 1 :]
        across = weights - along * (along @ weights)
        value = counts @ np.logaddexp(0, odds) - successes @ odds
        value += penalty / 2 * across @ across + loose / 2 * unknown @ unknown
        slope = design.T @ (counts * expit(odds) - successes)
        slope[1 : criteria + 1] += penalty * across
        slope[criteria + 1 :] += loose * unknown
        return float(value), slope

    share = (successes.sum() + 0.5) / (counts.sum() + 1)
    start = np.concatenate([[np.log(share / (1 - share))], np.zeros(2 * criteria)])
    bounds = [(None, None), *[(0, None)] * criteria, *[(None, None)] * criteria]
    scale = max(counts.sum(), 1.0)  # the optimiser's tolerances are of a mean, not of a sum
    best = minimize(
        lambda point: tuple(part / scale for part in loss(point)), start, jac=True, bounds=bounds, method="L-BFGS-B",
        options=FIRM,
    ).x  # fmt: skip
    return Fitted(float(best[0]), best[1 : criteria + 1], best[criteria + 1 :])


def without(cells: Cells, criterion: int) -> Cells:
    """The same cells without one criterion's answers."""
    kept: Mapping[str, FloatArray] = {
        name: np.delete(part, criterion, axis=1) for name, part in (("met", cells.met), ("unknown", cells.unknown))
    }
    return Cells(cells.blocks, kept["met"], kept["unknown"], cells.outcome, cells.leads, cells.companies)
