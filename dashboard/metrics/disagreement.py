"""Section ``disagreement`` of the metric contract (§5): whether marketing and sales agree on what a good lead is."""

from dashboard.asking.view import View
from dashboard.metrics.recorded import no_opinions, unmet, unrecorded
from dashboard.metrics.section import Section, Supported

HANDOFF = "disagreement/handoff"
TEAMS = ("marketing", "sales")
CHANCE_CORRECTED = ("kappa", "kappa_max", "ac1", "alpha")
NO_DEFINITIONS = (
    "Both teams' own definitions are needed: marketing.toml and sales.toml beside the shared one, or named under "
    "[definitions] in the settings."
)
ONE_SIDED = "only marketing's picks were judged"


class HandOff(Section):
    """What sales made of the cycles seen as MQL in the window; shares 0-1."""

    mql: int
    accepted: int
    rejected: int
    undecided: int
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
    if why := unmet(view, HANDOFF):
        return Supported(section=Disagreement(), unsupported={"disagreement": why})
    no_mql, no_opinion = unrecorded(view, "MQL"), no_opinions(view)
    unsupported = dict.fromkeys(("disagreement.handoff", "disagreement.reasons"), no_mql) if no_mql else {}
    if no_opinion:
        unsupported |= {f"disagreement.{name}": no_opinion for name in ("matrix", "agreement", "criteria")}
    section = Disagreement(
        handoff=None if no_mql else _handoff(view, unsupported),
        reasons=None if no_mql else [Reason(**row) for row in view.ask("disagreement/reasons").rows],
        matrix=None if no_opinion else Matrix(**view.ask("disagreement/matrix").one()),
        agreement=None if no_opinion else _agreement(view, unsupported),
        scores=Scores(**view.ask("disagreement/scores").one()),
        criteria=None if no_opinion else _criteria(view, unsupported),
    )
    return Supported(section=section, unsupported=unsupported)


def _handoff(view: View, unsupported: dict[str, str]) -> HandOff:
    row = view.ask(HANDOFF).one()
    if why := unmet(view, HANDOFF, "accepted_unworked"):
        row["accepted_unworked"] = None
        unsupported["disagreement.handoff.accepted_unworked"] = why
    return HandOff(**row)


def _agreement(view: View, unsupported: dict[str, str]) -> Agreement:
    row = view.ask("disagreement/agreement").one()
    if row["is_one_sided"]:
        unsupported.update({f"disagreement.agreement.{name}": ONE_SIDED for name in CHANCE_CORRECTED})
    return Agreement(**row)


def _criteria(view: View, unsupported: dict[str, str]) -> list[DisputedCriterion] | None:
    if not all(team in view.teams for team in TEAMS):
        unsupported["disagreement.criteria"] = NO_DEFINITIONS
        return None
    names = {f"{team}_criteria": [criterion.name for criterion in view.teams[team].criteria] for team in TEAMS}
    return [DisputedCriterion(**row) for row in view.ask("disagreement/criteria", **names).rows]
