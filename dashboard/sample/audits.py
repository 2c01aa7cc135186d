"""The blind audits of the sample company, judged by what the generator knows of a lead and by how each head errs."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random

from dashboard.asking.view import View
from dashboard.meeting.audit.deck import BlindJudgement, Met, subject_of
from dashboard.meeting.audit.drawing import draw_at
from dashboard.meeting.audit.judging import deck_of, judged_draft, order_of
from dashboard.meeting.review.review import SIDES, SideName
from dashboard.meeting.weeks import end_of, monday_of, week_after, weeks_from
from dashboard.sample.clock import midnight
from dashboard.sample.minutes import Minutes, Rater
from dashboard.sample.past import Dated, TimedStep, people_of
from dashboard.sample.records import FITS, SampleLead
from dashboard.sample.scoring import BANT
from dashboard.sample.wording import words
from dashboard.sample.world import World

DRAWN = timedelta(hours=9)
"""When a deck is drawn on the Monday after its week, an hour before the review."""
SITTINGS: Mapping[SideName, timedelta] = {"marketing": timedelta(days=1, hours=9), "sales": timedelta(days=3, hours=16)}
"""When each head sits down to judge it, after the week's end."""
A_CARD = timedelta(seconds=15)
FRAME_WEEKS = 3
"""A deck is of leads that came in so many weeks before the end of its week at the earliest."""
_OTHER: Mapping[Met, Met] = {"yes": "no", "no": "yes", "unknown": "unknown"}


def judged_weeks(minutes: Minutes) -> list[str]:
    """The weeks of the decks, in their order."""
    first, last = minutes.audit.first, minutes.audit.last
    return [week_after(first, number) for number in range(weeks_from(first, last) + 1)]


def leads_since(world: World, minutes: Minutes) -> dict[str, SampleLead]:
    """What the generator knows of the leads that a deck may hold, by their id."""
    since = midnight(monday_of(minutes.audit.first) - timedelta(weeks=FRAME_WEEKS - 1))
    return {lead.lead_id: lead for lead in world.leads if any(cycle.opened >= since for cycle in lead.cycles)}


def truth_of(lead: SampleLead) -> dict[str, Met]:
    """Each criterion of a card as it is; whoever has no title decides nothing, as far as anybody knows."""
    known = dict(zip(BANT, (_met(answer) for answer in lead.bant), strict=True))
    authority: Met = "yes" if lead.title in words().deciders else "no" if lead.title else "unknown"
    return known | {"authority": authority, "fit": _met(lead.quality == FITS)}


def is_good(lead: SampleLead) -> bool:
    """Whether its company fits and the person decides there."""
    truth = truth_of(lead)
    return truth["fit"] == truth["authority"] == "yes"


def judged_by(rater: Rater, lead: SampleLead, dice: Random) -> BlindJudgement:
    """What a head says of a lead who errs like that."""
    answers = truth_of(lead)
    takes_user, cannot_tell = dice.random() < rater.users_decide, dice.random() < rater.cannot_tell
    if lead.title in words().users and takes_user:
        answers["authority"] = "yes"
    answers = {name: _OTHER[met] if dice.random() < rater.slips else met for name, met in answers.items()}
    verdict = "good" if answers["fit"] == answers["authority"] == "yes" else "not"
    return BlindJudgement.model_validate({"verdict": "cannot_tell" if cannot_tell else verdict, **answers})


def dice_of(side: SideName, week: str, card: str) -> Random:
    """The chance by which a side's head judges a card of a deck; another one when the card comes back."""
    return Random(f"{side} {week} {card}")


class HeldAudits:
    """Decks drawn as everybody's are, by the story's clock, and judged by both heads but for a part of the last."""

    def __init__(self, journal: Dated, minutes: Minutes, leads: Mapping[str, SampleLead]) -> None:
        self._journal = journal
        self._audit = minutes.audit
        self._people = people_of(minutes)
        self._leads = leads

    def steps(self, view: View, weeks: list[str], late: timedelta = timedelta()) -> Iterator[TimedStep]:
        """The decks of these weeks, on the data of ``view``, so much later than the story has them."""
        for week in weeks:
            then = replace(view, as_of=end_of(view, week))
            yield then.as_of + late + DRAWN, partial(draw_at, self._journal, then, self._people["chair"])
            for side, after in SITTINGS.items():
                yield then.as_of + late + after, partial(self._judge, then, week, side)

    def _judge(self, view: View, week: str, side: SideName) -> None:
        """One sitting: the cards in the order the head sees them, one after the other."""
        deck, person = deck_of(self._journal, week), self._people[side]
        places = order_of(deck, person)
        for place in places[: self._audit.judged_of_last[side]] if week == self._audit.last else places:
            card = deck.cards[place]
            judgement = judged_by(self._audit.raters[side], self._leads[card.lead_id], dice_of(side, week, card.key))
            self._journal.now += A_CARD
            draft = judged_draft(view, subject_of(week, side, place), judgement, 0, self._journal.next_id())
            self._journal.append(draft, person, SIDES[side])


def _met(answer: bool | None) -> Met:
    return "unknown" if answer is None else "yes" if answer else "no"
