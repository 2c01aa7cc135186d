"""The planted stories of waiting: for a first answer, over the holidays, outside working hours."""

from datetime import date
from statistics import mean

from dashboard.sample.clock import DAY, midnight
from dashboard.sample.generate import Sample
from tests.sample.truths import response
from tests.sample.truths.figures import Figure
from tests.sample.truths.windows import NOW, Window, cycles_of
from tests.sample.truths.words import percent, wait

Planted = tuple[dict[str, str], list[Figure]]


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
