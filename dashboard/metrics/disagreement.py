"""Section ``disagreement`` of the metric contract (§5): whether marketing and sales agree on what a good lead is."""

from dashboard.asking.view import View
from dashboard.metrics.recorded import Origin, known_rows, unmet, unmet_figures
from dashboard.metrics.section import NOT_PRINTED, Section, Supported
from icp.versions import TEAMS

HANDOFF, CRITERIA = "disagreement/handoff", "disagreement/criteria"
MATRIX = "disagreement/matrix"
ORIGINS: dict[str, Origin] = {
    "handoff": (HANDOFF, "mql"),
    "reasons": ("disagreement/reasons", "reason"),
    "matrix": (MATRIX, "both"),
    "agreement": ("disagreement/agreement", "n"),
    "criteria": (MATRIX, "marketing_only"),
    "handoff.accepted_unworked": (HANDOFF, "accepted_unworked"),
}
"""Where each figure comes from: so what it needs. The criteria judge those of the matrix whom one side alone wanted."""
CHANCE_CORRECTED = ("kappa", "kappa_max", "ac1", "alpha")
ONE_SIDED = "only marketing's picks were judged"


class HandOff(Section):
    """What sales made of the cycles seen as MQL in the window; shares 0-1."""

    mql: int
    accepted: int
    rejected: int
    undecided: int
    decided: int = NOT_PRINTED
    acceptance_rate: float | None
    low: float | None
    high: float | None
    coverage: float | None
    accepted_unworked: int | None


class Reason(Section):
    """A reason for handing back, most frequent first."""

    reason: str
    count: int
    cumulative_share: float


class Matrix(Section):
    """Cycles judged by sales, by who wanted them."""

    both: int
    marketing_only: int
    sales_only: int
    neither: int


class Agreement(Section):
    """Agreement of the two judges; null where there is nothing to judge or chance cannot be corrected for."""

    n: int
    po: float | None
    kappa: float | None
    kappa_max: float | None
    ac1: float | None
    alpha: float | None
    positive_agreement: float | None
    negative_agreement: float | None
    bias: float | None
    prevalence: float | None
    mcnemar_p: float | None


class Scores(Section):
    """Marketing's score against sales', over the cycles that have both."""

    n: int
    spearman: float | None
    both_high: int
    one_high: int
    both_low: int


class DisputedCriterion(Section):
    """Share of the disputed cycles that meet a criterion, of those where it is known."""

    team: str
    name: str
    marketing_only: float | None
    sales_only: float | None
    gap: float | None


class Disagreement(Section):
    """The two teams' verdicts on the same leads; null where the data says nothing."""

    handoff: HandOff | None = None
    reasons: list[Reason] | None = None
    matrix: Matrix | None = None
    agreement: Agreement | None = None
    scores: Scores | None = None
    criteria: list[DisputedCriterion] | None = None


def disagreement(view: View) -> Supported[Disagreement]:
    """The section, over the hand-offs of the window and the judged cycles of the conversion window of ``view``."""
    if why := unmet(view, "disagreement/scores"):
        return Supported(section=Disagreement(), unsupported={"disagreement": why})
    reasons, absent = unmet_figures(view, ORIGINS)
    if "handoff" in absent:
        reasons.pop("handoff.accepted_unworked", None)
    unsupported = {f"disagreement.{name}": why for name, why in reasons.items()}
    section = Disagreement(
        handoff=None if "handoff" in absent else HandOff(**known_rows(view, HANDOFF)[0]),
        reasons=None if "reasons" in absent else [Reason(**row) for row in view.ask("disagreement/reasons").rows],
        matrix=None if "matrix" in absent else Matrix(**view.ask(MATRIX).one()),
        agreement=None if "agreement" in absent else _agreement(view, unsupported),
        scores=Scores(**view.ask("disagreement/scores").one()),
        criteria=None if "criteria" in absent else _criteria(view, unsupported),
    )
    return Supported(section=section, unsupported=unsupported)


def agreed(view: View) -> tuple[Agreement, Matrix] | None:
    """The agreement and the matrix alone, as the section has them; None where the data does not support both."""
    if why_not_agreed(view):
        return None
    return Agreement(**view.ask("disagreement/agreement").one()), Matrix(**view.ask(MATRIX).one())


def why_not_agreed(view: View) -> str | None:
    """The sentence of what is missing for the agreement and the matrix; None where they can be given."""
    origins = ("disagreement/scores",), ORIGINS["agreement"], ORIGINS["matrix"]
    return next((why for origin in origins if (why := unmet(view, *origin))), None)


def _agreement(view: View, unsupported: dict[str, str]) -> Agreement:
    row = view.ask("disagreement/agreement").one()
    if row["is_one_sided"]:
        unsupported.update({f"disagreement.agreement.{name}": ONE_SIDED for name in CHANCE_CORRECTED})
    return Agreement(**row)


def _criteria(view: View, unsupported: dict[str, str]) -> list[DisputedCriterion] | None:
    if why := unmet(view, CRITERIA):
        unsupported["disagreement.criteria"] = why
        return None
    return [DisputedCriterion(**row) for row in view.ask(CRITERIA, **criteria_names(view)).rows]


def criteria_names(view: View) -> dict[str, list[str]]:
    """The names of the criteria of each team's own definition, in its order, as their question binds them."""
    return {f"{team}_criteria": [each.name for each in view.teams[team].criteria] for team in TEAMS}
