"""The planted stories on the way from a lead to an opportunity."""

from datetime import date
from statistics import mean

from dashboard.sample.clock import DAY, midnight
from dashboard.sample.generate import Sample
from dashboard.sample.records import Cycle
from dashboard.sample.truths import funnel, response
from dashboard.sample.truths.figures import Figure
from dashboard.sample.truths.windows import MATURE, NOW, Window, cycles_of
from dashboard.sample.truths.words import percent, points, wait

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


def slow_region(sample: Sample) -> Planted:
    """How long buyers of each region wait."""
    waiting = response.waiting(cycles_of(sample.world, NOW))
    figures, medians = [], {}
    for region in sample.world.company.regions:
        mine = [cycle for cycle in waiting if cycle.lead.region == region.name]
        where = {"region": [region.name]}
        medians[region.name] = response.median_minutes(mine)
        day = response.within(mine, DAY)
        figures += [
            Figure("response.median_minutes", medians[region.name] or 0.0, slice=where),
            Figure("response.within.24h.n", day.n, slice=where),
            Figure("response.within.24h.met", day.met, slice=where),
        ]
    return {"nordics": wait(medians["Nordics"]), "dach": wait(medians["DACH"])}, figures


def gives_up_after_one(sample: Sample) -> Planted:
    """Attempts of the rep who gives up, and of a colleague."""
    waiting = response.waiting(cycles_of(sample.world, NOW))
    figures, words = [], {}
    for name in ("Callum Thorley", "Niamh Gallery"):
        made = response.attempts(cycle for cycle in waiting if cycle.lead.owner.name == name)
        share = made.gave_up / made.n
        figures += [
            Figure("response.attempts.1", made.counts["1"], slice={"owner": [name]}),
            Figure("response.gave_up_after_one", share, slice={"owner": [name]}),
        ]
        words[name.split()[0].lower()] = percent(share)
    return words, figures


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


def holiday_gap(sample: Sample) -> Planted:
    """The last week of December 2025, seen on New Year's day."""
    shut = Window(midnight(date(2025, 12, 24)), midnight(date(2026, 1, 1)))
    waiting = response.waiting(cycles_of(sample.world, shut))
    day = response.within(waiting, DAY, as_of=shut.end)
    asked = {"as_of": "2026-01-01", "window": ("2025-12-24", "2026-01-01")}
    figures = [
        Figure("response.n", len(waiting), **asked),  # type: ignore[arg-type]
        Figure("response.within.24h.n", day.n, **asked),  # type: ignore[arg-type]
        Figure("response.within.24h.met", day.met, **asked),  # type: ignore[arg-type]
    ]
    ordinary = Window(midnight(date(2025, 11, 3)), midnight(date(2025, 12, 1)))
    usual = len(response.waiting(cycles_of(sample.world, ordinary))) * 8 / 28
    return {"n": str(len(waiting)), "usual": f"{usual:.0f}"}, figures


def out_of_hours(sample: Sample) -> Planted:
    """Elapsed against working time."""
    world = sample.world
    waiting = response.waiting(cycles_of(world, NOW))
    elapsed = response.median_minutes(waiting)
    working = response.median_minutes(waiting, world.calendars)
    outside = mean(_is_outside(sample, cycle.opened, cycle.lead.region) for cycle in waiting)
    figures = [
        Figure("response.n", len(waiting)),
        Figure("response.median_minutes", elapsed or 0.0),
        Figure("response.working_median_minutes", working or 0.0),
    ]
    return {"share": percent(outside), "elapsed": wait(elapsed), "working": wait(working)}, figures


def _is_outside(sample: Sample, at: int, region: str) -> bool:
    calendar = sample.world.calendars[region]
    return calendar.elapsed(at + 60) == calendar.elapsed(at)


def _chance(cycles: list[Cycle]) -> float:
    """The mean chance with which sales takes the cycles that count in MQL to SAL."""
    return mean(cycle.chance for cycle in funnel.mature(cycles, 1))
