"""Earlier decisions that a review looks at again, and those of which its week is the one that tells."""

from collections.abc import Sequence

from dashboard.meeting.decisions.decision import Decision
from dashboard.meeting.decisions.judging import JudgedDecision
from dashboard.meeting.decisions.series import answers_from
from dashboard.scope.moments import Moments

UNKNOWN = frozenset({"cannot_be_judged", "too_early"})
GIVEN_UP = frozenset({"dropped", "superseded"})


def carried_over(every: Sequence[JudgedDecision], view: Moments) -> list[JudgedDecision]:
    """Earlier decisions to look at again: those still open, closed since this week began, or just known.

    The overdue come first, then those of which something is known, then the latest.
    """
    chosen = [
        each
        for each in every
        if each.decision.week < view.week and (is_live(each.decision, view) or is_known_now(each, view))
    ]
    chosen.sort(key=lambda each: each.decision.week, reverse=True)
    return sorted(chosen, key=lambda each: (not is_known_now(each, view), not each.is_overdue))


def is_known_now(each: JudgedDecision, view: Moments) -> bool:
    """Whether this is the week in which all its weeks are known."""
    return is_told_by(each.decision, view) and each.effect.effect not in UNKNOWN


def is_live(decision: Decision, view: Moments) -> bool:
    """Whether it is open, or was closed since this week began."""
    return decision.work == "open" or (decision.closed_at is not None and decision.closed_at >= view.week_start)


def is_told_by(decision: Decision, view: Moments) -> bool:
    """Whether this week is the last that its figure is judged by."""
    typed = decision.typed
    if typed is None or typed.figure is None or typed.by_week is None or decision.work in GIVEN_UP:
        return False
    return answers_from(typed.figure, typed.by_week) == view.week


def beyond_noise(each: JudgedDecision) -> float:
    """By how many times its noise the figure of a decision moved."""
    return abs(each.effect.moved or 0) / (each.effect.reach or 1)
