"""What came of a decision, asked of the generation looked at; never stored but where a review is frozen."""

from collections.abc import Iterable

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.decisions.decision import Decision, Expected, Proposal
from dashboard.meeting.decisions.effect import FEWEST_BEFORE, Baseline, Effect, baseline_of, effect_of
from dashboard.meeting.decisions.series import answers_from, rests_on, weekly
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.weeks import end_of, last_complete, week_after, weeks_from
from dashboard.metrics.changes import WEEKS_BEFORE
from dashboard.metrics.lags import LAGS
from dashboard.scope.slices import Slice
from dashboard.texts import percent

NOTEWORTHY = 0.1
"""The part of its reach by which a baseline may be restated before that is said."""


class JudgedDecision(MeetingModel):
    """A decision with what came of it at the moment looked at.

    ``together_with``: other decisions on the same figure and slice whose weeks overlap, so that nobody can tell which
    of them the figure moved after. ``restated``: the baseline's mean as it is known today, where that is another one.
    """

    decision: Decision
    effect: Effect
    is_final: bool
    is_overdue: bool
    carried: int
    together_with: tuple[str, ...] = ()
    restated: float | None = None


class Power(MeetingModel):
    """What a decision could show before it is made: from which week, and below which move all is chance.

    ``by`` holds, for some weeks, the reach of a judgement at its end, in the figure's unit and as a part of the mean.
    """

    from_week: str
    baseline: Baseline
    by: tuple[tuple[str, float, float | None], ...]

    def hides(self, expected: Expected | None) -> bool:
        """Whether a move of that size cannot be told from chance by the first of these weeks."""
        size = expected.size(self.baseline.mean) if expected else None
        return size is not None and bool(self.by) and size < self.by[0][1]

    @property
    def sentence(self) -> str:
        """The sentence that stands in the form."""
        if not self.by:
            return (
                f"This figure has {self.baseline.n} weeks with a value before it and needs {FEWEST_BEFORE}: "
                "whatever happens, it cannot be judged."
            )
        (week, reach, part), *later = self.by
        first = f"At this figure's noise a move below ± {_size(reach, part)} cannot be told from chance by {week}"
        then = "".join(f"; by {each} it would be ± {_size(size, share)}" for each, size, share in later)
        return f"{first}{then}. It answers from {self.from_week} on."


def baseline_for(view: View, figure: str, chosen: Slice, from_week: str) -> Baseline:
    """The last 26 weeks before the figure can show anything of ``from_week``, as known at the moment."""
    through = min(last_complete(view), week_after(answers_from(figure, from_week), -1))
    series = weekly(view, figure, chosen, through)
    if series.missing:
        return Baseline(weeks=(), n=0)
    weeks = [week for week in series.values if week <= through][-WEEKS_BEFORE:]
    return baseline_of(weeks, [series.values[week] for week in weeks])


def power(view: View, typed: Proposal) -> Power | None:
    """What the decision could show by the week it names, and by one twice as far; None without a figure."""
    if typed.figure is None or typed.from_week is None or typed.by_week is None:
        return None
    baseline = baseline_for(view, typed.figure, Slice.of(typed.slice), typed.from_week)
    first = answers_from(typed.figure, typed.from_week)
    weeks = max(2, weeks_from(typed.from_week, typed.by_week) + 1)
    reaches = [(k, reach) for k in (weeks, 2 * weeks) if (reach := baseline.reach(k)) is not None]
    mean = baseline.mean
    by = tuple((week_after(first, k - 1), reach, reach / abs(mean) if mean else None) for k, reach in reaches)
    return Power(from_week=first, baseline=baseline, by=by)


def judged(view: View, decisions: Iterable[Decision], among: Iterable[Decision] = ()) -> list[JudgedDecision]:
    """Each decision with what came of it, at the moment of ``view``.

    ``among``: all of which one may be judged together with it; by default the decisions themselves.
    """
    known = list(decisions)
    others = list(among) or known
    day, week = view.local(view.as_of).date(), view.week
    results = []
    for decision in known:
        effect, restated = _effect(view, decision)
        results.append(
            JudgedDecision(
                decision=decision,
                effect=effect,
                is_final=_is_final(view, decision),
                is_overdue=decision.is_overdue(day),
                carried=decision.carried(week),
                together_with=tuple(other.id for other in others if _overlap(decision, other)),
                restated=restated,
            )
        )
    return results


def _effect(view: View, decision: Decision) -> tuple[Effect, float | None]:
    typed = decision.typed
    if typed is None or typed.figure is None or typed.direction is None or not typed.from_week or not typed.by_week:
        return Effect(effect="cannot_be_judged", why="It names no figure."), None
    chosen, baseline = Slice.of(typed.slice), decision.baseline
    if baseline is None:
        return Effect(effect="cannot_be_judged", why="It was made without a baseline."), None
    if changed := _changed(decision, rests_on(view, typed.figure, chosen)):
        return Effect(effect="cannot_be_judged", why=f"What the figure rests on is another since: {changed}."), None
    first, last = answers_from(typed.figure, typed.from_week), answers_from(typed.figure, typed.by_week)
    through = min(last, last_complete(view))
    series = weekly(view, typed.figure, chosen, through)
    if series.missing:
        return Effect(effect="cannot_be_judged", why=series.missing), None
    values = [value for week, value in series.values.items() if first <= week <= through]
    expected = typed.expected.size(baseline.mean) if typed.expected else None
    return effect_of(baseline, values, typed.direction, expected), _restated(view, typed, baseline)


def _restated(view: View, typed: Proposal, baseline: Baseline) -> float | None:
    """The baseline's mean as it is known today, where it has moved by more than a tenth of its reach."""
    reach = baseline.reach(baseline.n)
    if typed.figure is None or reach is None or baseline.mean is None:
        return None
    series = weekly(view, typed.figure, Slice.of(typed.slice), baseline.weeks[-1])
    mean = baseline_of(baseline.weeks, [series.values.get(week) for week in baseline.weeks]).mean
    return mean if mean is not None and abs(mean - baseline.mean) > NOTEWORTHY * reach else None


def _changed(decision: Decision, now: dict[str, str]) -> str:
    then = decision.rests_on
    return ", ".join(sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name)))


def _is_final(view: View, decision: Decision) -> bool:
    typed = decision.typed
    if typed is None or typed.figure is None or typed.by_week is None:
        return False
    return end_of(view, answers_from(typed.figure, typed.by_week)) <= view.as_of


def _overlap(one: Decision, other: Decision) -> bool:
    a, b = one.typed, other.typed
    if one.id == other.id or a is None or b is None or "dropped" in {one.work, other.work}:
        return False
    if not (a.figure and a.from_week and a.by_week and b.from_week and b.by_week):
        return False
    return a.figure == b.figure and _sorted(a) == _sorted(b) and a.from_week <= b.by_week and b.from_week <= a.by_week


def _sorted(typed: Proposal) -> Slice:
    return Slice.of({field: sorted(values) for field, values in typed.slice.items()})


def _size(reach: float, part: float | None) -> str:
    return f"{reach:,.3g}" if part is None else percent(part, 0)


def refuse_unanswerable(view: View, typed: Proposal) -> None:
    """Raise BadInput where the figure cannot be asked at all, for this slice, at the moment."""
    if typed.figure is None:
        return
    series = weekly(view, typed.figure, Slice.of(typed.slice), last_complete(view))
    if series.missing:
        lag = f" It answers {LAGS[typed.figure]} weeks later." if typed.figure in LAGS else ""
        raise BadInput(f"{typed.figure} cannot be watched: {series.missing}{lag}")
