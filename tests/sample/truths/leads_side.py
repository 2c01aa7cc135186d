"""The planted stories on the way from a lead to an opportunity."""

from statistics import mean

from dashboard.sample.generate import Sample
from dashboard.sample.records import Cycle
from tests.sample.truths import funnel
from tests.sample.truths.figures import Figure
from tests.sample.truths.windows import MATURE, NOW, cycles_of
from tests.sample.truths.words import percent, points

Planted = tuple[dict[str, str], list[Figure]]
_MQL = "waterfall.conversions[from=MQL]"
_CHANGE = "changes.conversions[from=MQL]"


def _source(*names: str) -> dict[str, list[str]]:
    return {"source": list(names)}


def webinar_burst(sample: Sample) -> Planted:
    """The burst, and what its mix did to MQL to SAL."""
    before, after = cycles_of(sample.world, MATURE.previous()), cycles_of(sample.world, MATURE)
    change = funnel.change(before, after, 1)
    webinar = funnel.by_source(after)["Webinar"]
    taken = funnel.conversion(webinar, 1)
    burst = sum(c.lead.campaign.startswith("Pipeline masterclass") for c in webinar)
    figures = [
        Figure(f"{_MQL}.mature", taken.mature, slice=_source("Webinar")),
        Figure(f"{_MQL}.converted", taken.converted, slice=_source("Webinar")),
        Figure(f"{_MQL}.rate", _chance(webinar), is_parameter=True, slice=_source("Webinar")),
        Figure(f"{_CHANGE}.mix", change.mix),
    ]
    words = {"burst": str(burst), "before": percent(change.previous), "after": percent(change.current)}
    return words | {"mix": points(change.mix)}, figures


def simpson(sample: Sample) -> Planted:
    """Every source up, the total down."""
    before, after = cycles_of(sample.world, MATURE.previous()), cycles_of(sample.world, MATURE)
    change = funnel.change(before, after, 1)
    figures = [
        Figure(f"{_CHANGE}.simpson", change.is_simpson),
        Figure(f"{_CHANGE}.change", change.current - change.previous),
        Figure(f"{_CHANGE}.rate", change.rate),
    ]
    for name, cycles in sorted(funnel.by_source(after).items()):
        figures.append(Figure(f"{_MQL}.rate", _chance(cycles), is_parameter=True, slice=_source(name or "(none)")))
    return {"fall": points(change.current - change.previous)}, figures


def loved_by_marketing(sample: Sample) -> Planted:
    """Content downloads at the hand-off."""
    handed = [cycle for cycle in cycles_of(sample.world) if cycle.mql in NOW]
    mine = [cycle for cycle in handed if cycle.lead.source.name == "Content download"]
    accepted, rejected, undecided = funnel.handoff(mine)
    others = funnel.handoff(cycle for cycle in handed if cycle.lead.source.name != "Content download")
    where = _source("Content download")
    cells = funnel.verdicts(funnel.by_source(cycles_of(sample.world, MATURE))["Content download"])
    figures = [
        Figure("disagreement.handoff.accepted", accepted, slice=where),
        Figure("disagreement.handoff.rejected", rejected, slice=where),
        Figure("disagreement.handoff.undecided", undecided, slice=where),
        Figure("disagreement.matrix.marketing_only", cells["marketing_only"], slice=where),
        Figure(f"{_MQL}.rate", _chance(funnel.by_source(cycles_of(sample.world, MATURE))["Content download"]),
               is_parameter=True, slice=where),
    ]  # fmt: skip
    words = {"decided": str(accepted + rejected), "accepted": percent(accepted / (accepted + rejected))}
    return words | {"others": percent(others[0] / (others[0] + others[1]))}, figures


def loved_by_sales(sample: Sample) -> Planted:
    """Referrals and partners in the matrix of both teams' verdicts."""
    sources = funnel.by_source(cycles_of(sample.world, MATURE))
    cells = funnel.verdicts(sources["Referral"] + sources["Partner"])
    figures = [
        Figure(f"disagreement.matrix.{cell}", number, slice=_source("Referral", "Partner"))
        for cell, number in cells.items()
    ]
    return {"sales_only": str(cells["sales_only"]), "yes": str(cells["sales_only"] + cells["both"])}, figures


def second_chances(sample: Sample) -> Planted:
    """Returning cycles against first ones, from inquiry to won."""
    cycles = cycles_of(sample.world, MATURE)
    n, won = funnel.lead_to_close(cycles)
    first_n, first = funnel.lead_to_close(cycle for cycle in cycles if cycle.number == 1)
    figures = [
        Figure("money.lead_to_close.n", n),
        Figure("money.lead_to_close.won", won),
        Figure("money.lead_to_close.n", first_n, slice={"cycle": ["first"]}),
        Figure("money.lead_to_close.won", first, slice={"cycle": ["first"]}),
    ]
    words = {"back": str(won - first), "back_n": str(n - first_n), "first": str(first), "first_n": str(first_n)}
    leads = sample.world.leads
    return words | {"returning": percent(mean(len(lead.cycles) > 1 for lead in leads))}, figures


def _chance(cycles: list[Cycle]) -> float:
    """The mean chance with which sales takes the cycles that count in MQL to SAL."""
    return mean(cycle.chance for cycle in funnel.mature(cycles, 1))
