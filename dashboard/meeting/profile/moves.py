"""The leads that change tier from one profile to another, both ways."""

from collections.abc import Iterator
from datetime import date

from dashboard.asking.view import View
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.profile.expected import compared, days_of
from dashboard.texts import count
from icp.document import Definition
from icp.scoring import TIERS

MOST = 2_000_000
"""Leads listed at most: more than any window holds."""


class LeadMove(MeetingModel):
    """A lead that another tier has after the change, with its fit, 0 to 100."""

    lead_id: str
    before: str
    after: str
    fit_before: float | None
    fit_after: float | None


class ProfileMoves(MeetingModel):
    """Of the ``leads`` of a window, from ``first`` to ``last``, those that change tier."""

    first: date
    last: date
    leads: int
    moved: int
    moves: tuple[LeadMove, ...]


def moves_between(view: View, before: Definition, after: Definition) -> ProfileMoves:
    """The cycles of the view's window of conversions, opened by then, that are of another tier by ``after``."""
    held, tried = compared(view, before, after)
    first, last = days_of(view)
    rows = tried.ask("icp/moved_leads", tier=None, rows=MOST).rows
    return ProfileMoves(
        first=first,
        last=last,
        leads=sum(row["leads"] for row in held.ask("icp/tiers").rows),
        moved=len(rows),
        moves=tuple(
            LeadMove(
                lead_id=row["lead_id"],
                before=row["tier_before"],
                after=row["tier_after"],
                fit_before=row["fit_before"],
                fit_after=row["fit_after"],
            )
            for row in rows
        ),
    )


def as_lines(moves: ProfileMoves) -> Iterator[str]:
    """As the command prints them: how many, then a line for each, those that rise first."""
    yield (
        f"{count(moves.moved)} of {count(moves.leads)} leads that came in from {moves.first} to {moves.last} "
        "change tier."
    )
    for each in sorted(moves.moves, key=lambda move: (not is_rise(move), move.lead_id)):
        yield f"{each.lead_id}: {each.before} → {each.after} (fit {_fit(each.fit_before)} → {_fit(each.fit_after)})"


def is_rise(move: LeadMove) -> bool:
    """Whether it is a better tier; Out and Unknown come after D."""
    return TIERS.index(move.after) < TIERS.index(move.before)


def _fit(fit: float | None) -> str:
    return "unknown" if fit is None else f"{fit:g}"
