"""The flow per week on the Waterfall screen: who reached each stage when, beside what is usual."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.parameters import WEEKS_BEFORE
from dashboard.asking.view import View
from dashboard.charts.waterfall import flow_chart
from dashboard.findings.about import of_days
from dashboard.findings.weeks import Weeks, points
from dashboard.meeting.weeks import monday_of
from dashboard.metrics.changes import WEEKS_BEFORE as WEEKS_OF_RANGE
from dashboard.metrics.lags import recorded_since
from dashboard.metrics.waterfall import StageCount
from dashboard.scope.waterfalls import PRESETS
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart
from dashboard.screens.evidence import behind
from dashboard.screens.frame import current_look
from dashboard.screens.headings import finding
from dashboard.screens.meeting.commenting import week_marks
from dashboard.screens.waterfall.words import flow_finding
from dashboard.texts import FEWEST_FOR_RATE, day

OF_STAGES = {"Inquiry": "inquiries", "MQL": "mql", "SAL": "sal", "SQL": "sql"}
"""The weekly figure of a stage, which comments name."""


def flow(view: View, shown: Mapping[int, StageCount]) -> None:
    """Draw the weeks of each stage, by its number among the recorded ones; a bar opens into its leads."""
    starts = view.week_starts(WEEKS_BEFORE)
    counted = _counted(view, shown)
    finding(
        "What moved this week?",
        flow_finding(shown, counted),
        of_days(view, starts[0], "whoever reached a stage, whenever they came in,"),
        ":blue[**blue: the review week**]" + (" · dotted: the usual range" if _ranges(counted) else ""),
    )
    mark = opening_chart(
        flow_chart(
            shown, [view.local(start).date() for start in starts], current_look(), _marks(shown), _ranges(counted)
        ),
        "flow",
        f"Cycles that reached each stage in each of the last {WEEKS_BEFORE + 1} weeks",
    )
    st.caption("Weeks by their Monday. Counts of one week come from different cohorts: their ratio is no conversion.")
    behind(view, "waterfall/weekly", [stage.model_dump(include={"stage", "week", "weeks"}) for stage in shown.values()])
    if mark:
        step, place, cycles = (int(part) for part in mark["customdata"][:3])
        ends = [*starts[1:], view.as_of]
        drawer(
            f"{shown[step].stage} in the week of {day(view.local(starts[place]))}", view, "waterfall/flow_leads",
            cycles, step=step, reached_from=starts[place], reached_to=ends[place], rows=MOST_RECORDS,
        )  # fmt: skip


def _counted(view: View, shown: Mapping[int, StageCount]) -> dict[int, Weeks]:
    """The weekly counts of the stages that the contract counts, with their usual range where there is one."""
    if view.waterfall != PRESETS.get(view.waterfall.name):
        return {}
    figures = {number: OF_STAGES[stage.stage] for number, stage in shown.items() if stage.stage in OF_STAGES}
    starts = view.week_starts(WEEKS_OF_RANGE)
    rows = weekly_counts(view)
    counts = {}
    for number, figure in figures.items():
        begun = recorded_since(view, figure)
        values = [
            row[figure] if start >= begun or start == starts[-1] else None
            for row, start in zip(rows, starts, strict=True)
        ]
        counts[number] = Weeks("enquiries", values, [int(value or 0) for value in values])
    bound = points({figures[number]: weeks.values for number, weeks in counts.items()})
    limits = ask(view, "changes/limits", **bound).keyed("series")
    return {
        number: replace(weeks, **limits[figures[number]]) if weeks.baseline >= FEWEST_FOR_RATE else weeks
        for number, weeks in counts.items()
    }


def weekly_counts(view: View) -> Sequence[Mapping[str, Any]]:
    """How many reached each stage of the contract in each of the weeks that make a usual range."""
    return ask(view, "changes/weekly_counts", week_starts=view.week_starts(WEEKS_OF_RANGE)).rows


def _ranges(counted: Mapping[int, Weeks]) -> dict[int, tuple[float, float]]:
    """The usual ranges there are, by the stage's number."""
    return {
        number: (weeks.lower, weeks.upper)
        for number, weeks in counted.items()
        if weeks.lower is not None and weeks.upper is not None
    }


def _marks(shown: Mapping[int, StageCount]) -> dict[int, dict[date, str]]:
    """What was said of the weeks of each stage that has a weekly figure of its own."""
    figures = {number: OF_STAGES[stage.stage] for number, stage in shown.items() if stage.stage in OF_STAGES}
    return {
        number: {monday_of(week): words for week, words in week_marks(figure).items()}
        for number, figure in figures.items()
    }
