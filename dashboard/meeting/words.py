"""What the meeting's parts say, in Markdown: a decision, what came of it, who signed; text of people stays text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dashboard.meeting.decisions.decision import LONGEST_TEXT, Decision, Proposal
from dashboard.meeting.decisions.judging import JudgedDecision
from dashboard.meeting.decisions.sizes import is_agreement, is_share, is_time
from dashboard.meeting.journal.stale import FieldDifference
from dashboard.meeting.weeks import monday_of
from dashboard.metrics.windows import CLOSE_DAYS
from dashboard.scope.slices import Slice
from dashboard.texts import count, day, in_markdown, money, no_formula, percent, points, waiting_time

FIGURES = {
    "sqp_created": "Sales-qualified pipeline created",
    "median_minutes": "Median first response",
    "lead_to_close": f"Lead to close, {CLOSE_DAYS} days",
    "velocity_realised": "Won per day",
    "inquiries": "Inquiries",
    "mql": "MQLs",
    "sal": "SALs",
    "sql": "SQLs",
    "waiting": "Enquiries without an answer at their week's end",
    "kappa": f"Agreement beyond chance (kappa), after {CLOSE_DAYS} days",
}
SIDES = {"marketing": "Marketing", "sales": "Sales", "both": "Both sides"}
WORK = {"open": "open", "done": "done", "dropped": "dropped", "superseded": "superseded"}
AFTER_IT = "Moved after it, not because of it."
OF_WATCHED = (
    ("response/waiting", "waiting"),
    ("response/", "median_minutes"),
    ("disagreement/agreement", "kappa"),
    ("disagreement/matrix", "kappa"),
    ("money/lead_to_close", "lead_to_close"),
    ("pipeline/created_deals", "sqp_created"),
    ("pipeline/weekly", "sqp_created"),
    ("pipeline/standing", "velocity_realised"),
    ("pipeline/bridge", "velocity_realised"),
    ("pipeline/win_rates", "velocity_realised"),
)
"""How questions begin, and the weekly figure that shows what a decision about their answer does."""


def figure_words(figure: str | None) -> str:
    """A weekly figure as people call it."""
    if figure is None:
        return "No figure"
    if figure.startswith("early."):
        _, stage, days = figure.split(".")
        return f"{stage} within {days} days"
    return FIGURES.get(figure, figure)


def watched_by(question: str, step_to: str | None = None) -> str | None:
    """The weekly figure that a finding is about: of a conversion the stage it leads to; None where there is none."""
    if step_to in {"MQL", "SAL", "SQL"}:
        return f"early.{step_to}.28"
    return next((figure for beginning, figure in OF_WATCHED if question.startswith(beginning)), None)


def value_words(figure: str, value: float | None, currency: str | None) -> str:
    """A value of a weekly figure in its unit."""
    if value is None:
        return "–"
    if figure in {"sqp_created", "velocity_realised"}:
        return money(value, currency)
    if is_time(figure):
        return waiting_time(value)
    if is_share(figure):
        return percent(value)
    if is_agreement(figure):
        return f"{value:.2f}"
    return count(round(value)) if float(value).is_integer() else f"{value:,.1f}"


def change_words(figure: str, change: float | None, currency: str | None) -> str:
    """By how much a weekly figure moved, with its sign."""
    if change is None:
        return "–"
    if is_share(figure):
        return points(change)
    sign = "" if change == 0 else "−" if change < 0 else "+"
    return f"{sign}{value_words(figure, abs(change), currency)}"


def week_words(week: str) -> str:
    """A week with the day it begins: W46, from 9 Nov 2026."""
    return f"{week[5:]}, from {day(monday_of(week))}"


def effect_words(each: JudgedDecision, currency: str | None) -> str:
    """What came of a decision, with its interval; empty where it watches no figure."""
    typed, effect = each.decision.typed, each.effect
    if typed is None or typed.figure is None:
        return ""
    name = f"**{figure_words(typed.figure)}**"
    if effect.effect == "cannot_be_judged":
        return f"{name} cannot be judged: {in_markdown(effect.why or '', LONGEST_TEXT)}"
    if effect.effect == "too_early":
        weeks = f"{effect.k} week{'' if effect.k == 1 else 's'}"
        return f"{name}: too early to say, {weeks} of it known; judged until {typed.by_week} ends."

    def moved(value: float | None) -> str:
        return change_words(str(typed.figure if typed else ""), value, currency)

    interval = f"95 % interval {moved(effect.low)} to {moved(effect.high)}, {effect.k} weeks"
    text = f"{name} moved by {moved(effect.moved)} ({interval}): {_verdict(each, moved(effect.reach))}"
    return no_formula(f"{text}{_when(each, typed)}")


def _verdict(each: JudgedDecision, reach: str) -> str:
    return {
        "within_usual_range": f"within its usual range of ± {reach.lstrip('+')}.",
        "moved_the_other_way": f"the other way. {AFTER_IT}",
        "moved_less_than_promised": f"less than promised. {AFTER_IT}",
        "moved_as_promised": f"as promised. {AFTER_IT}",
    }[each.effect.effect]


def _when(each: JudgedDecision, typed: Proposal) -> str:
    return " Final." if each.is_final else f" So far; final with {typed.by_week}."


def doubts_of(each: JudgedDecision, known: Mapping[str, Decision], currency: str | None) -> list[str]:
    """What a reader of the effect must know beside it."""
    doubts = []
    typed = each.decision.typed
    if each.together_with:
        others = [known[name].typed for name in each.together_with if name in known]
        names = "; ".join(f"“{in_markdown(other.text, 80)}”" for other in others if other)
        doubts.append(f"Judged together with {names or 'another decision'}: nobody can tell which it moved after.")
    if each.restated is not None and typed is not None and typed.figure is not None:
        mean = value_words(typed.figure, each.restated, currency)
        doubts.append(no_formula(f"Its mean before is {mean} as known today, another than when it was decided."))
    return doubts


def state_words(each: JudgedDecision) -> str:
    """Work, overdue, carried, in a few words."""
    decision = each.decision
    parts = [f"**{WORK[decision.work]}**"]
    if decision.note:
        parts[0] += f" ({in_markdown(decision.note, LONGEST_TEXT)})"
    if each.is_overdue:
        parts.append(":orange[**overdue**]")
    if each.carried and decision.work == "open":
        parts.append(f"carried {each.carried} ×")
    return " · ".join(parts)


def promise_words(typed: Proposal, currency: str | None) -> str:
    """What was promised: the figure, which way, by how much, until when, how sure."""
    if typed.figure is None:
        return ""
    size = ""
    if typed.expected is not None:
        value = typed.expected.value
        size = f" by {value:g} %" if typed.expected.is_percent else f" by {_size(typed.figure, value, currency)}"
    sure = f", {typed.confidence} % sure" if typed.confidence else ""
    chosen = "" if not typed.slice else f" of {in_markdown(Slice.of(typed.slice).words(), LONGEST_TEXT)}"
    return no_formula(
        f"Expected: {figure_words(typed.figure)}{chosen} {typed.direction}{size}, "
        f"{typed.from_week} to {typed.by_week}{sure}"
    )


def _size(figure: str, value: float, currency: str | None) -> str:
    return change_words(figure, value, currency).lstrip("+")


def by_whom(name: str, *, is_verified: bool, at: datetime | None = None) -> str:
    """Who wrote something, whether somebody vouches for them, and when (UTC)."""
    when = f", {day(at)} {at:%H:%M} UTC" if at else ""
    return f"{in_markdown(name, 80)}{'' if is_verified else ' (not verified)'}{when}"


def difference_words(each: FieldDifference) -> str:
    """A field on which two people differ, as a line of a list."""
    field = each.field.replace("_", " ").capitalize()
    return f"- **{field}**: theirs {_typed(each.theirs)} · yours {_typed(each.yours)}"


def _typed(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, dict):
        value = ", ".join(f"{name} {each}" for name, each in value.items())
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    return f"“{in_markdown(value, LONGEST_TEXT)}”"
