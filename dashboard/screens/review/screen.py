"""The Review screen, home: what moved this week, and what the meeting should talk about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

import streamlit as st

from dashboard.asking.ask import ahead
from dashboard.asking.parameters import SECONDS_A_DAY
from dashboard.asking.view import View
from dashboard.meeting.weeks import week_after
from dashboard.metrics.changes import WEEKS_BEFORE, Changes
from dashboard.metrics.pipeline import counts_changes
from dashboard.metrics.report import section
from dashboard.metrics.windows import CLOSE_DAYS
from dashboard.scope.moments import Window
from dashboard.screens.comparing import with_just_before
from dashboard.screens.drawers import MOST_RECORDS, drawer, opens_records
from dashboard.screens.evidence import behind
from dashboard.screens.frame import CARD, HALF, screen
from dashboard.screens.meeting.commenting import week_marks
from dashboard.screens.response.parts import ANY_LEAD
from dashboard.screens.review.agenda import conversion, stalled_part, velocity_part
from dashboard.screens.review.decisions import decisions_part, effect_now_known
from dashboard.screens.review.early import early_part
from dashboard.screens.weeks import Weeks, Wording, points, rests_on, usual_range, weeks_of
from dashboard.texts import day, in_markdown, money, no_formula, percent, waiting_time

SHOWN_WEEKS = 14


def draw() -> None:
    """Draw the screen."""
    screen("Weekly funnel review", "What do we decide this week?", _draw, compared=with_just_before)


def _draw(view: View) -> None:
    for below in ("waterfall", "disagreement", "pipeline", "stalled"):
        ahead(section, view, below)
    found = section(view, "changes")
    changes: Changes = found.section
    effect_now_known(view)
    early_part(view, changes, found.unsupported)
    _kpis(view, weeks_of(view, changes), found.unsupported)
    conversion(view, changes)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        velocity_part(view)
    with halves.cell():
        stalled_part(view)
    decisions_part(view)


def _kpis(view: View, known: Mapping[str, Weeks], unsupported: Mapping[str, str]) -> None:
    """The shared KPIs: this week, the week before, 13 weeks as a line, the usual range, the target."""
    currency = view.settings.currency
    cards: dict[str, tuple[str, Wording, str]] = {
        "sqp_created": (
            "Sales-qualified pipeline created",
            lambda value: money(value, currency),
            "Value of the deals created in the week: expansions counted, renewals not.",
        ),
        "lead_to_close": (
            f"Lead to close, {CLOSE_DAYS} days",
            percent,
            f"Of the enquiries of one week, {CLOSE_DAYS} days and more ago, the share won within {CLOSE_DAYS} days.",
        ),
        "velocity_realised": (
            "Won per day",
            lambda value: money(value, currency),
            "Amount won in the week ÷ its days: velocity as it was realised.",
        ),
        "median_minutes": (
            "Median first response",
            waiting_time,
            "Minutes until half of the week's enquiries had a first human answer; those still waiting count too.",
        ),
    }
    grid = st.grid(4, min_column_width=CARD + 40, border=True)
    for name, (label, said, meaning) in cards.items():
        with grid.cell():
            missing = unsupported.get(f"changes.weekly.{name}", f"Nothing is known of these {WEEKS_BEFORE + 1} weeks.")
            _kpi(label, known.get(name), said, meaning, missing)
            _target(view, name, said)
            _said_of_weeks(view, name)
    with st.container(horizontal=True, gap="small"):
        rows = [
            row for name, (label, *_) in cards.items() if name in known for row in _by_week(view, label, known[name])
        ]
        behind(view, "changes/limits", rows, **points({name: weeks.values for name, weeks in known.items()}))
        for name, (words, asked, question, bound) in records_of_the_week(view).items():
            if name in known and opens_records(words, f"records-{name}"):
                drawer(f"{words}, week {view.week}", asked, question, known[name].records[-1], **bound)


def _said_of_weeks(view: View, name: str) -> None:
    """What was commented on the weeks of the line, each with its mark."""
    shown = {week_after(view.week, -back) for back in range(SHOWN_WEEKS)}
    for week, words in week_marks(name).items():
        if week in shown:
            st.caption(f"◆ {week[5:]} {in_markdown(words)}")


def records_of_the_week(view: View) -> dict[str, tuple[str, View, str, dict[str, object]]]:
    """The records behind this week's figure of each KPI: what they are, and how they are asked for."""
    due = timedelta(days=CLOSE_DAYS)
    closing = {
        "lead_from": view.week_start - due,
        "lead_to": view.as_of - due,
        "close_seconds": CLOSE_DAYS * SECONDS_A_DAY,
        "has_come_back": None,
        "rows": MOST_RECORDS,
    }
    this_week = replace(view, chosen=Window(view.week_start, view.as_of))
    created: dict[str, object] = {"created_from": view.week_start, "created_to": view.as_of}
    won: dict[str, object] = {"part": "won", "counts_changes": counts_changes(view)}
    return {
        "sqp_created": ("Deals created", view, "pipeline/created_deals", created),
        "lead_to_close": (f"Enquiries given {CLOSE_DAYS} days", view, "money/close_leads", closing),
        "velocity_realised": ("Deals won", view, "pipeline/bridge_deals", won),
        "median_minutes": ("Enquiries on the clock", this_week, "response/leads", ANY_LEAD),
    }


def _by_week(view: View, label: str, weeks: Weeks) -> list[dict[str, Any]]:
    """A figure week by week, the review week first, with what it rests on and its usual range."""
    mondays = [f"{view.local(start):%Y-%m-%d}" for start in view.week_starts(len(weeks.values) - 1)]
    return [
        {
            "figure": label, "week_of": monday, "value": value, "rests_on": records, "of": weeks.noun,
            "usual_from": weeks.lower, "usual_to": weeks.upper,
        }
        for monday, value, records in reversed([*zip(mondays, weeks.values, weeks.records, strict=True)])
    ]  # fmt: skip


def _kpi(label: str, weeks: Weeks | None, said: Wording, meaning: str, missing: str) -> None:
    if weeks is None:
        st.metric(label, "–", help=meaning)
        st.caption(in_markdown(missing))
        return
    now, before = weeks.values[-2:][::-1]
    known = [value for value in weeks.values[-SHOWN_WEEKS:] if value is not None]
    st.metric(
        label,
        said(now) if now is not None else "–",
        delta=_since(now, before, said),
        delta_color="orange" if weeks.signal else "off",
        delta_arrow=_arrow(now, before, said),
        chart_data=known if len(known) > 1 else None,
        help=meaning,
    )
    st.caption(no_formula(f"{rests_on(weeks)} {usual_range(weeks, said)}"))


def _arrow(now: float | None, before: float | None, said: Wording) -> Literal["up", "down", "off"]:
    """Up or down, where the two figures differ as they are written."""
    if now is None or before is None or said(now) == said(before):
        return "off"
    return "up" if now > before else "down"


def _since(now: float | None, before: float | None, said: Wording) -> str | None:
    """The figure of the week before, as what this week's came from."""
    if before is None:
        return None
    return f"{'' if now is None or said(now) == said(before) else 'from '}{said(before)} the week before"


def _target(view: View, name: str, said: Wording) -> None:
    """The company's own target of a figure; not beside the figure of a part of it."""
    target = next((target for target in view.settings.targets if target.figure == name), None)
    if target is None:
        return
    words = f"Target {said(target.value)} ({in_markdown(target.source)}, since {day(target.since)})."
    if not view.slice.is_everything:
        words = "The target is the whole company's, so it does not stand beside a part of it. Clear the filters for it."
    st.caption(no_formula(words))
