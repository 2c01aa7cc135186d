"""When leads come in: growth, season, weekday, hour, fairs, webinars, the quiet fortnight at Christmas.

Every (day, source) is a cell with a weight; the leads are thrown into the cells, so that their number is exact.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import exp
from random import Random

from dashboard.sample.clock import AS_OF_DAY, FIRST_DAY, closed_days, midnight
from dashboard.sample.parameters import LeadSource
from dashboard.sample.world import ShareDraw, World

BASE = 60_000  # the size at which the leads of a burst are as many as company.toml says
SEASON = (1.06, 1.05, 1.08, 1.02, 0.98, 1.0, 0.9, 0.84, 1.08, 1.08, 1.07, 0.84)
WEEKDAYS = {
    "digital": (1.0, 1.1, 1.12, 1.06, 0.88, 0.3, 0.32),
    "evening": (1.0, 1.04, 1.08, 1.02, 0.84, 0.46, 0.56),
    "office": (1.0, 1.15, 1.15, 1.1, 0.8, 0.0, 0.0),
    "webinar": (0.7, 0.9, 1.2, 2.6, 0.8, 0.2, 0.2),
}
HOURS = {
    "digital": (2, 1, 1, 1, 1, 2, 4, 9, 17, 24, 27, 25, 18, 21, 25, 24, 21, 17, 12, 10, 9, 8, 6, 3),
    "evening": (3, 2, 1, 1, 1, 2, 4, 8, 11, 14, 15, 14, 15, 14, 13, 13, 12, 13, 15, 18, 20, 19, 13, 6),
    "office": (0, 0, 0, 0, 0, 0, 0, 1, 8, 20, 24, 20, 10, 17, 21, 19, 14, 5, 1, 0, 0, 0, 0, 0),
    "webinar": (1, 1, 0, 0, 0, 1, 2, 6, 14, 22, 30, 18, 10, 16, 62, 44, 20, 12, 9, 8, 7, 5, 3, 1),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One lead comes in: when, from where, and whether a burst brought it."""

    at: int
    source: LeadSource
    campaign: str
    is_burst: bool


def _ordinary(world: World, dice: Random) -> list[tuple[float, date, LeadSource, str]]:
    """Cells of ordinary days, weighted so that all of them together hold what the bursts leave."""
    closed, fairs = closed_days(), set(world.words.fair_weeks)
    cells = []
    weeks: dict[tuple[int, str], float] = {}
    for number in range((AS_OF_DAY - FIRST_DAY).days):
        day = FIRST_DAY + timedelta(days=number)
        growth = 0.9 + 0.2 * number / 1100
        for source in world.company.sources:
            week = (number // 7, source.name)
            if week not in weeks:
                weeks[week] = exp(dice.gauss(0, 0.11))
            weight = source.weight * growth * SEASON[day.month - 1] * weeks[week]
            weight *= WEEKDAYS[source.hours][day.weekday()]
            if day in closed:
                weight *= 0.08 if day.month in {12, 1} else 0.3
            if source.name == "Event":  # most come home from a fair, three days long
                weight *= 9.0 if any(0 <= (day - fair).days < 3 for fair in fairs) else 0.72
            if source.hours == "webinar":  # every second week there is one
                weight *= 1.5 if (number // 7) % 2 else 0.5
            if weight:
                cells.append((weight, day, source, ""))
    return cells


def _bursts(world: World) -> list[tuple[float, date, LeadSource, str]]:
    """Cells of the bursts: the day of the webinar and the upload on the day after; weights are leads."""
    webinar = next(s for s in world.company.sources if s.name == "Webinar")
    cells = []
    for burst in world.company.stories.bursts:
        leads = burst.leads * world.size / BASE
        spread = ((-2, 0.05), (-1, 0.08), (0, 0.57), (1, 0.3))
        cells += [(leads * part, burst.on + timedelta(days=n), webinar, burst.campaign) for n, part in spread]
    return cells


def arrivals(world: World) -> list[Arrival]:
    """Exactly ``world.size`` arrivals, oldest first."""
    dice = world.dice("arrivals")
    bursts = _bursts(world)
    ordinary = _ordinary(world, dice)
    left = world.size - sum(cell[0] for cell in bursts)
    scale = left / sum(cell[0] for cell in ordinary)
    cells = [(weight * scale, day, source, name) for weight, day, source, name in ordinary] + bursts
    sums = list(accumulate(cell[0] for cell in cells))
    hours = {kind: ShareDraw(range(24), weights) for kind, weights in HOURS.items()}
    midnights = {cell[1]: midnight(cell[1]) for cell in cells}
    drawn = []
    for _, day, source, burst in dice.choices(cells, cum_weights=sums, k=world.size):
        second = hours[source.hours].draw(dice) * 3600 + int(3600 * dice.random())
        campaign = burst or source.campaigns[int(len(source.campaigns) * dice.random() ** 1.3)]
        drawn.append(Arrival(midnights[day] + second, source, campaign, bool(burst)))
    return sorted(drawn, key=lambda arrival: (arrival.at, arrival.source.name))
