"""Plays the three years of the sample company, in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dashboard.sample.accounts import Accounts
from dashboard.sample.answers import AnswerWriter
from dashboard.sample.arrivals import arrivals
from dashboard.sample.conversations import Conversations
from dashboard.sample.deals import Deals
from dashboard.sample.journeys import Journeys
from dashboard.sample.money import Customers, spend
from dashboard.sample.people import People
from dashboard.sample.present import note_present
from dashboard.sample.records import Account
from dashboard.sample.scoring import Profile
from dashboard.sample.world import World

SEED = 46
LEADS = 60_000
_STEP = 500


@dataclass(frozen=True, slots=True)
class Sample:
    """The three years: the world with its leads, cycles and deals, and what stands beside it."""

    world: World
    accounts: list[Account]
    spend: list[tuple[date, str, str, float]]
    customers: Customers


def generate(seed: int, leads: int, progress: Callable[[float], None] | None = None) -> Sample:
    """The sample company for a seed and a number of leads; ``progress`` hears the share that is done."""
    world = World(seed, leads)
    accounts = Accounts(world)
    people = People(world, accounts)
    deals = Deals(world)
    journeys = Journeys(world, AnswerWriter(world), deals)
    for number, arrival in enumerate(arrivals(world)):
        lead = people.lead(number, arrival)
        world.leads.append(lead)
        journeys.travel(lead)
        if progress is not None and number % _STEP == 0:
            progress(0.75 * number / leads)
    customers = Customers(world, deals, Profile.named("shared"))
    served = 0
    while served < len(world.deals):  # deals with customers are appended while we go
        deal = world.deals[served]
        served += 1
        if deal.outcome == "won" and not deal.renewal:
            customers.serve(deal)
    note_present(world)
    conversations = Conversations(world)
    for deal in world.deals:
        conversations.of(deal)
    return Sample(world, accounts.all, spend(world), customers)
