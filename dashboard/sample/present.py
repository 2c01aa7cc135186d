"""What stands in the CRM about a deal at the as-of: next step, its day, the expected close."""

from datetime import date, timedelta
from random import Random

from dashboard.sample.clock import AS_OF_DAY, day_of
from dashboard.sample.records import Deal
from dashboard.sample.stops import is_stuck
from dashboard.sample.world import World

_USUAL_DAYS = 46


def note_present(world: World) -> None:
    """Fill the columns of every deal that have no time of their own."""
    dice = world.dice("present")
    for deal in world.deals:
        steps = world.words.next_steps
        step = steps[int(len(steps) * dice.random())]
        planned = day_of(deal.created) + timedelta(days=int(_USUAL_DAYS * dice.uniform(0.7, 1.4)))
        if deal.closed is not None:
            deal.expected_close = day_of(deal.closed) if dice.random() < 0.6 else planned
        elif is_stuck(deal):
            _stuck(deal, step, dice)
        else:
            _moving(deal, step, planned, dice)


def _stuck(deal: Deal, step: str, dice: Random) -> None:
    if "no_next_step" not in deal.causes:
        overdue = "next_step_overdue" in deal.causes
        deal.next_step = step
        deal.next_step_on = _days(dice, -34, -3) if overdue else _days(dice, 0, 16)
    deal.expected_close = _days(dice, -58, -2) if "close_date_passed" in deal.causes else _days(dice, 4, 80)


def _moving(deal: Deal, step: str, planned: date, dice: Random) -> None:
    if dice.random() < 0.95:
        deal.next_step = step
        deal.next_step_on = _days(dice, -6, -1) if dice.random() < 0.05 else _days(dice, 0, 13)
    late = planned < AS_OF_DAY
    if late:
        planned = _days(dice, 2, 30)
    deal.expected_close = _days(dice, -12, -1) if dice.random() < 0.05 else planned


def _days(dice: Random, low: int, high: int) -> date:
    return AS_OF_DAY + timedelta(days=dice.randint(low, high))
