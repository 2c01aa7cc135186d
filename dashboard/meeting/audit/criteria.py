"""How far the heads say the same of budget, authority, need, timing and fit when both judge blind."""

from collections.abc import Sequence

from dashboard.asking.view import View
from dashboard.meeting.audit.deck import CRITERIA
from dashboard.meeting.audit.figures import DRAWS, Estimate, agreement_of, lacking_in
from dashboard.meeting.audit.pooling import Pool, Stratum
from dashboard.meeting.model import MeetingModel


class CriterionAgreement(MeetingModel):
    """How far the heads say the same of a criterion when both judge blind, over all leads that came in.

    ``cards``: those of which neither said "unknown"; ``same`` of these. No estimate where too few carry it.
    """

    criterion: str
    cards: int
    same: int
    po: Estimate
    kappa: Estimate


def agreement_by_criterion(view: View, pool: Pool) -> list[CriterionAgreement]:
    """Each criterion, those on which the heads part most first; what cannot be said comes last."""
    strata = [stratum for stratum in pool.strata if stratum.frame]
    answers = [_criterion(view, strata, name) for name in CRITERIA]
    return sorted(answers, key=lambda each: (each.po.value is None, each.po.value or 0))


def _criterion(view: View, strata: Sequence[Stratum], name: str) -> CriterionAgreement:
    cells = [stratum.criterion_cells(name) for stratum in strata]
    is_refused = not any(map(sum, cells)) or bool(lacking_in(strata, cells))
    rows = {} if is_refused else agreement_of(view, strata, cells, DRAWS)
    return CriterionAgreement(
        criterion=name,
        cards=sum(map(sum, cells)),
        same=sum(both + neither for both, _, _, neither in cells),
        po=Estimate(**rows.get("po", {})),
        kappa=Estimate(**rows.get("kappa", {})),
    )
