"""The decisions of a pack in words: what came of earlier ones, and those of the week; the text is the journal's."""

from collections.abc import Mapping, Sequence

from dashboard.meeting.decisions.carrying import carried_over
from dashboard.meeting.decisions.decision import LONGEST_TEXT, Decision
from dashboard.meeting.decisions.judging import JudgedDecision
from dashboard.meeting.pack.document import DecisionJudged, DecisionLine
from dashboard.meeting.words import SIDES, doubts_of, effect_words, promise_words, state_words
from dashboard.scope.moments import Moments
from dashboard.texts import as_text, day, in_markdown

ERASED = "Its text was erased."


def decision_lines(
    judged: Sequence[DecisionJudged], known: Mapping[str, Decision], look: Moments, currency: str | None
) -> tuple[tuple[DecisionLine, ...], tuple[DecisionLine, ...]]:
    """Earlier decisions to look at again, and those made in the week of ``look``; ``known`` as they stood then."""
    every = [_rejoined(each, known[each.id]) for each in judged if each.id in known]
    earlier = carried_over(every, look)
    made = [each for each in every if each.decision.week == look.week]
    return tuple(_line(each, known, currency) for each in earlier), tuple(_line(each, known, currency) for each in made)


def _rejoined(each: DecisionJudged, decision: Decision) -> JudgedDecision:
    known = {name: getattr(each, name) for name in type(each).model_fields if name != "id"}
    return JudgedDecision(decision=decision, **known)


def _line(each: JudgedDecision, known: Mapping[str, Decision], currency: str | None) -> DecisionLine:
    decision, typed = each.decision, each.decision.typed
    if typed is None:
        return DecisionLine(
            id=decision.id, week=decision.week, text=ERASED, who="", state=as_text(state_words(each)), effect="",
            doubts=(), promise="",
        )  # fmt: skip
    return DecisionLine(
        id=decision.id,
        week=decision.week,
        text=as_text(in_markdown(typed.text, LONGEST_TEXT)),
        who=as_text(f"{in_markdown(typed.owner)} · {SIDES[typed.side].lower()} · due {day(typed.due_on)}"),
        state=as_text(state_words(each)),
        effect=as_text(effect_words(each, currency)),
        doubts=tuple(as_text(doubt) for doubt in doubts_of(each, known, currency)),
        promise=as_text(promise_words(typed, currency)),
    )
