"""The planted stories of deals, customers and profiles."""

from collections import Counter
from datetime import timedelta
from statistics import mean

from dashboard.sample.clock import AS_OF, AS_OF_DAY, DAY, HOUR, midnight, quarter_ends
from dashboard.sample.generate import Sample
from dashboard.sample.scoring import Profile, values_of
from tests.sample.truths import pipeline, stalled
from tests.sample.truths.figures import Figure
from tests.sample.truths.windows import HORIZON, MATURE, NOW, Window, cycles_of, weeks_before
from tests.sample.truths.words import euros, percent

Planted = tuple[dict[str, str], list[Figure]]
_FITS = {"A", "B"}
_PUSHED_IN = 5 * DAY


def stalled_causes(sample: Sample) -> Planted:
    """Every cause among the stalled deals."""
    stopped, healthy, causes = stalled.stalled(sample.world, Profile.named("shared"))
    figures: list[Figure] = [Figure("stalled.deals#", stopped)]
    for name, cause in causes.items():
        figures.append(Figure(f"stalled.causes[cause={name}].deals", cause.stalled))
        figures.append(Figure(f"stalled.causes[cause={name}].value", cause.value))
        if cause.lift is not None:
            figures.append(Figure(f"stalled.causes[cause={name}].lift", cause.lift))
    words = {"stalled": str(stopped), "open": str(stopped + healthy)}
    return words | {"unexplained": str(causes["unexplained"].stalled)}, figures


def not_a_cause(sample: Sample) -> Planted:
    """The single contact, as common on healthy deals."""
    cause = stalled.stalled(sample.world, Profile.named("shared"))[2]["single_threaded"]
    lift = cause.lift or 0.0
    figures = [Figure("stalled.causes[cause=single_threaded].lift", lift)]
    return {"stalled": str(cause.stalled), "lift": f"{lift:.2f}"}, figures


def quarter_end(sample: Sample) -> Planted:
    """Pushes in the last days of quarters, and the money of the week in which one ended."""
    deals = pipeline.new_business(sample.world)
    pushes = [event[0] for deal in deals for event in deal.events if event[1] == "pushed"]
    ends = quarter_ends()
    at_end = sum(any(end - _PUSHED_IN <= at < end for end in ends) for at in pushes)
    weeks = [_won_a_day(sample, weeks_before(AS_OF, n)) for n in range(26, -1, -1)]
    cause = stalled.stalled(sample.world, Profile.named("shared"))[2]["pushed_twice"]
    figures = [
        Figure("changes.weekly.velocity_realised.weeks[20]", weeks[20]),
        Figure("stalled.causes[cause=pushed_twice].deals", cause.stalled),
    ]
    around = [week for number, week in enumerate(weeks[14:], 14) if number != 20]
    words = {"share": percent(at_end / len(pushes)), "won": euros(weeks[20]), "usual": euros(mean(around))}
    return words, figures


def _won_a_day(sample: Sample, end: int) -> float:
    week = Window(weeks_before(end, 1), end)
    deals = pipeline.new_business(sample.world)
    won = [deal.amount or 0 for deal, _, how in pipeline.closed_in(deals, week) if how == "won"]
    return sum(won) / round((week.end - week.start + HOUR) // DAY)


def bad_fit_churn(sample: Sample) -> Planted:
    """Customers of at least 180 days who have left, by tier."""
    figures, words = [], {}
    for tier in ("A", "B", "C", "D"):
        known = [
            customer
            for customer in sample.customers.served
            if customer.tier == tier and customer.started <= AS_OF_DAY - timedelta(days=180)
        ]
        path = f"money.churn[tier={tier}]"
        left = sum(customer.has_left for customer in known)
        figures += [
            Figure(f"{path}.customers", len(known)),
            Figure(f"{path}.churned", left),
            Figure(f"{path}.rate", mean(customer.chance for customer in known), is_parameter=True),
        ]
        words[tier.lower()] = percent(left / len(known))
    return words, figures


def icp_change(sample: Sample) -> Planted:
    """The share that fits, before the rule changed and after."""
    before = midnight(AS_OF_DAY.replace(month=5, day=25))
    earlier = Window(weeks_before(before - HORIZON, 13), before - HORIZON)
    old, new = Profile.named("shared-1"), Profile.named("shared")
    then, now = _share(sample, earlier, old), _share(sample, MATURE, new)
    figures = [
        Figure("icp.version", "1", as_of="2026-05-25"),
        Figure("icp.purity.Inquiry", then, as_of="2026-05-25"),
        Figure("icp.version", "2"),
        Figure("icp.purity.Inquiry", now),
    ]
    return {"old": percent(_share(sample, MATURE, old)), "new": percent(now)}, figures


def _share(sample: Sample, window: Window, profile: Profile) -> float:
    tiers = Counter(profile.tier(values_of(cycle.lead)) for cycle in cycles_of(sample.world, window))
    return (tiers["A"] + tiers["B"]) / (tiers.total() - tiers["Unknown"])


def longer_cycles(sample: Sample) -> Planted:
    """The part of the change in velocity that is the length of the cycle."""
    deals = pipeline.new_business(sample.world)
    before, now = pipeline.velocity(deals, NOW.previous()), pipeline.velocity(deals, NOW)
    part = pipeline.cycle_part(before, now)
    figures = [
        Figure("pipeline.change.previous", before.value),
        Figure("pipeline.change.current", now.value),
        Figure("pipeline.change.cycle", part),
        Figure("pipeline.cycle_all_days", now.cycle),
    ]
    words = {"now": f"{now.cycle:.0f}", "before": f"{before.cycle:.0f}", "cost": euros(part)}
    return words | {"was": euros(before.value), "is_now": euros(now.value)}, figures


def two_profiles(sample: Sample) -> Planted:
    """Marketing's own profile against sales' own."""
    marketing, sales = Profile.named("marketing"), Profile.named("sales")
    cells: Counter[str] = Counter()
    for cycle in cycles_of(sample.world, MATURE):
        values = values_of(cycle.lead)
        in_both = (marketing.tier(values) in _FITS, sales.tier(values) in _FITS)
        names = {(True, True): "both", (True, False): "marketing_only", (False, True): "sales_only"}
        cells[names.get(in_both, "neither")] += 1
    either = cells["both"] + cells["marketing_only"] + cells["sales_only"]
    figures = [Figure(f"icp.quadrants.{cell}.leads", number) for cell, number in sorted(cells.items())]
    figures.append(Figure("icp.jaccard", cells["both"] / either))
    n = cells.total()
    words = {"marketing": percent((cells["both"] + cells["marketing_only"]) / n), "both": percent(cells["both"] / n)}
    return words | {"sales": percent((cells["both"] + cells["sales_only"]) / n)}, figures
