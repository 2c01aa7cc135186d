"""Decisions as the command line and a screen list them: the open ones and a week's, with what came of them."""

from typing import Any

from dashboard.meeting.decisions.judging import JudgedDecision
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.weeks import monday_of

EFFECTS = {
    "cannot_be_judged": "cannot be judged",
    "too_early": "too early to say",
    "within_usual_range": "within its usual range",
    "moved_the_other_way": "moved the other way after it",
    "moved_less_than_promised": "moved after it, less than promised",
    "moved_as_promised": "moved after it, as promised",
}
FEWEST_FORECASTS = 20
"""Judged decisions of a confidence from which it is said how often such forecasts came true."""


class Quarter(MeetingModel):
    """What became of the decisions made in a quarter, ``2026-Q4``."""

    quarter: str
    made: int
    done_in_time: int
    judged: int
    moved_as_promised: int


class Forecast(MeetingModel):
    """How often decisions of a confidence moved their figure as promised."""

    confidence: int
    judged: int
    moved_as_promised: int


class Ledger(MeetingModel):
    """Every decision ever made, counted; ``forecasts`` only where enough of a confidence are judged."""

    quarters: tuple[Quarter, ...]
    forecasts: tuple[Forecast, ...]


def of_week(decisions: list[JudgedDecision], week: str) -> list[JudgedDecision]:
    """The decisions made in the review of a week, and those made before it and open then or closed later."""
    return [
        each
        for each in decisions
        if each.decision.week == week or (each.decision.week < week and each.decision.closed_at is None)
    ]


def as_json(each: JudgedDecision) -> dict[str, Any]:
    """A decision by the names of the JSON; numbers in the figure's unit, weeks as ``2026-W46``."""
    decision, effect, typed = each.decision, each.effect, each.decision.typed
    expected = typed.expected if typed else None
    mean = decision.baseline.mean if decision.baseline else None
    return {
        "id": decision.id,
        "week": decision.week,
        "text": typed.text if typed else None,
        "owner": typed.owner if typed else None,
        "side": typed.side if typed else None,
        "due_on": typed.due_on.isoformat() if typed else None,
        "figure": typed.figure if typed else None,
        "slice": typed.slice if typed else {},
        "work": decision.work,
        "note": decision.note,
        "overdue": each.is_overdue,
        "carried": each.carried,
        "effect": effect.effect,
        "effect_why": effect.why,
        "is_final": each.is_final,
        "together_with": list(each.together_with),
        "k": effect.k,
        "moved": effect.moved,
        "reach": effect.reach,
        "low": effect.low,
        "high": effect.high,
        "baseline": decision.baseline.model_dump(mode="json") if decision.baseline else None,
        "baseline_restated": each.restated,
        "expected": expected.size(mean) if expected else None,
        "direction": typed.direction if typed else None,
        "from_week": typed.from_week if typed else None,
        "by_week": typed.by_week if typed else None,
        "confidence": typed.confidence if typed else None,
        "is_erased": typed is None,
    }


def line_of(each: JudgedDecision) -> str:
    """A decision in one line."""
    decision, typed = each.decision, each.decision.typed
    if typed is None:
        return f"{decision.id}  {decision.work}  erased"
    state = decision.work + (f" ({decision.note})" if decision.note else "")
    late = " · overdue" if each.is_overdue else ""
    carried = f" · carried {each.carried} ×" if each.carried and decision.work == "open" else ""
    return f"{decision.id}  {state}{late}{carried}  {typed.text} — {typed.owner}, due {typed.due_on}{_came_of_it(each)}"


def _came_of_it(each: JudgedDecision) -> str:
    typed, effect = each.decision.typed, each.effect
    if typed is None or typed.figure is None:
        return ""
    words = f"; {typed.figure} {EFFECTS[effect.effect]}"
    if effect.why:
        words += f": {effect.why.rstrip('.')}"
    if effect.moved is not None and effect.low is not None and effect.high is not None:
        words += f" ({effect.moved:+,.4g}, 95 % {effect.low:+,.4g} to {effect.high:+,.4g}, {effect.k} weeks)"
    if each.together_with:
        words += f"; judged together with {', '.join(each.together_with)}"
    if each.restated is not None:
        words += f"; its mean before is {each.restated:,.4g} as known today"
    return words


def ledger(decisions: list[JudgedDecision]) -> Ledger:
    """Every decision counted by the quarter it was made in and by how sure its author was."""
    quarters: dict[str, list[JudgedDecision]] = {}
    for each in decisions:
        quarters.setdefault(_quarter(each), []).append(each)
    forecasts = []
    for confidence in (50, 70, 90):
        sure = [each for each in decisions if each.decision.typed and each.decision.typed.confidence == confidence]
        judged, came_true = _judged(sure), _as_promised(sure)
        if judged >= FEWEST_FORECASTS:
            forecasts.append(Forecast(confidence=confidence, judged=judged, moved_as_promised=came_true))
    return Ledger(
        quarters=tuple(
            Quarter(
                quarter=quarter,
                made=len(made),
                done_in_time=sum(map(_is_in_time, made)),
                judged=_judged(made),
                moved_as_promised=_as_promised(made),
            )
            for quarter, made in sorted(quarters.items())
        ),
        forecasts=tuple(forecasts),
    )


def _quarter(each: JudgedDecision) -> str:
    made = monday_of(each.decision.week)
    return f"{made.year}-Q{(made.month + 2) // 3}"


def _is_in_time(each: JudgedDecision) -> bool:
    decision = each.decision
    if decision.work != "done" or decision.closed_at is None or decision.typed is None:
        return False
    return decision.closed_at.date() <= decision.typed.due_on


def _is_judged(each: JudgedDecision) -> bool:
    return each.effect.moved is not None


def _judged(decisions: list[JudgedDecision]) -> int:
    return sum(map(_is_judged, decisions))


def _as_promised(decisions: list[JudgedDecision]) -> int:
    return sum(each.effect.effect == "moved_as_promised" for each in decisions)


def ledger_lines(counted: Ledger) -> list[str]:
    """The ledger in lines, a quarter each, then the forecasts."""
    quarters = [
        f"{each.quarter}: {each.made} made, {each.done_in_time} done in time, {each.judged} judged, "
        f"{each.moved_as_promised} moved as promised"
        for each in counted.quarters
    ]
    forecasts = [
        f"Of {each.judged} judged that were held {each.confidence} % likely, {each.moved_as_promised} moved as promised"
        for each in counted.forecasts
    ]
    return quarters + forecasts
