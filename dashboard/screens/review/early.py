"""What the Review opens with: a line of the early signals, and the young weeks beside their usual range."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.early import Age, YoungLine, YoungPoint, early_chart
from dashboard.meeting.weeks import week_of
from dashboard.metrics.changes import WEEKS_BEFORE, Changes, early_bound
from dashboard.metrics.windows import DAYS_A_WEEK
from dashboard.scope.moments import Window
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart, opens_records
from dashboard.screens.evidence import behind, behind_too
from dashboard.screens.frame import CARD, current_look
from dashboard.screens.headings import finding
from dashboard.screens.opening import FitChart
from dashboard.screens.review.early_words import opening_line
from dashboard.screens.review.signals import EarlySignals, YoungWeeks, early_signals, stage_label
from dashboard.screens.words import days_of
from dashboard.texts import count, in_markdown, percent

EARLY_QUESTION = "Early signals: what did the week bring?"
SHOWN_LINES = 4
"""Young weeks drawn: the newest that can be judged, and the three before."""


@dataclass(frozen=True)
class EarlyPart:
    """What the week brought: the words, whose first line is the claim, the sources of the week, the signals."""

    words: str
    about: str
    signals: EarlySignals
    starts: Sequence[datetime]
    sources: Sequence[dict[str, Any]]


def early_part(view: View, changes: Changes) -> EarlyPart | None:
    """The early signals of the look; None where there are no leads."""
    if not view.has("leads"):
        return None
    signals = early_signals(view, changes)
    starts = _known_starts(view, signals)
    sources = ask(view, "changes/week_sources", week_starts=starts).rows
    about = f"enquiries of {days_of(view, Window(view.week_start, view.as_of))} and of the weeks before"
    return EarlyPart(line(view, signals, sources), about, signals, starts, sources)


def draw_early(view: View, changes: Changes, unsupported: Mapping[str, str]) -> None:
    """The line, the sources behind it, and a chart per stage; nothing where there are no leads."""
    part = early_part(view, changes)
    if part is None:
        return
    finding(EARLY_QUESTION, part.words, part.about)
    for why in dict.fromkeys(sentence for name, sentence in unsupported.items() if name.startswith("changes.early.")):
        st.caption(in_markdown(why))
    is_drawn = early_charts(view, part.signals)
    if is_drawn:
        st.caption(
            "Share of a week's enquiries that got so far within so many days; a line per week. Band: usual range of "
            f"the {WEEKS_BEFORE} weeks before at the same age. Filled: the newest week of an age; orange: not usual. "
            f"Those of {view.week[5:]} are too young and join next week. Click a mark for its leads."
        )
    with st.container(horizontal=True, gap="small"):
        behind(view, "changes/week_sources", part.sources, "inquiries", week_starts=part.starts)
        if opens_records("The enquiries", "records-inquiries"):
            total = part.signals.counts["inquiries"].records[-1]
            _open_leads(view, f"Enquiries of week {view.week}", "inquiries", 0, view.week_start, total)
        if is_drawn:
            behind_too(view, "changes/early", _rows(view, part.signals.young), "by age", **early_bound(view))


def line(view: View, signals: EarlySignals, sources: Sequence[Mapping[str, Any]]) -> str:
    """The line the Review opens with; a slice of one source alone is not told which source it is."""
    is_one_source = len(view.slice.chosen().get("source", ())) == 1
    return opening_line(
        signals, [] if is_one_source else sources, partial(stage_label, view), partial(_weeks_back, view)
    )


def _known_starts(view: View, signals: EarlySignals) -> list[datetime]:
    """The starts of the weeks in which enquiries were recorded, the review week last."""
    known = signals.counts["inquiries"].values
    starts = view.week_starts(WEEKS_BEFORE)
    return [start for start, value in zip(starts, known, strict=True) if value is not None]


def early_charts(view: View, signals: EarlySignals, fit: FitChart | None = None) -> bool:
    """A chart per recorded stage, side by side where there is room; whether there is one.

    A mark opens into the leads of its week. ``fit`` draws a chart otherwise than the screen does.
    """
    stages = {each.stage: [one for one in signals.young if one.stage == each.stage] for each in signals.young}
    shown = {stage: lines for stage, ages in stages.items() if (lines := _lines(view, ages))}
    if not shown:
        return False
    labels = {stage: stage_label(view, stage) for stage in shown}
    grid = st.grid(len(shown), min_column_width=CARD + 90, gap="medium", height="stretch" if fit else "content")
    marks = []
    for stage, lines in shown.items():
        with grid.cell():
            ages = [Age(each.days, each.weeks.lower, each.weeks.upper) for each in stages[stage]]
            figure = early_chart(stage, labels[stage], ages, lines, current_look())
            marks.append(opening_chart(figure, f"early-{stage}", _spoken(labels[stage], stages[stage]), fit=fit))
    for mark in filter(None, marks):
        stage, key, days, judged = mark["customdata"]
        start = datetime.fromisoformat(key)
        title = f"Enquiries of week {_week(view, start)}: {labels[stage]} within {int(days)} days"
        _open_leads(view, title, stage.lower(), int(days), start, int(judged))
    return True


def _open_leads(view: View, title: str, stage: str, days: int, start: datetime, total: int) -> None:
    ends = view.as_of if start == view.week_start else view.days_before(start, -DAYS_A_WEEK)
    drawer(
        title, view, "changes/early_leads", total, stage=stage, age_days=days, lead_from=start, lead_to=ends,
        rows=MOST_RECORDS,
    )  # fmt: skip


def _lines(view: View, ages: Sequence[YoungWeeks]) -> list[YoungLine]:
    """The newest weeks with what is known of them at each age, the newest first."""
    newest = max(each.starts[-1] for each in ages)
    starts = [
        start
        for each in ages
        for start in each.starts
        if _weeks_back(view, start) < SHOWN_LINES + _weeks_back(view, newest)
    ]
    lines = []
    for start in sorted(set(starts), reverse=True):
        points = [point for each in ages if (point := _point(each, start))]
        if points:
            ends = Window(start, view.days_before(start, -DAYS_A_WEEK))
            name = _week(view, start)
            lines.append(YoungLine(start.isoformat(), name[5:], f"{name}, {days_of(view, ends)}", points))
    return lines


def _point(each: YoungWeeks, start: datetime) -> YoungPoint | None:
    """A week at an age; None where it is not so old yet, or too few were judged."""
    if start not in each.starts:
        return None
    place = each.starts.index(start)
    share = each.weeks.values[place]
    if share is None:
        return None
    is_newest = place == len(each.starts) - 1
    signal = is_newest and bool(each.weeks.signal)
    return YoungPoint(each.days, share, each.reached[place], each.weeks.records[place], is_newest, signal)


def _rows(view: View, young: Sequence[YoungWeeks]) -> list[dict[str, Any]]:
    """Every week at every age, the newest first, with the usual range of its age."""
    return [
        {
            "stage": each.stage, "within_days": each.days, "week_of": f"{view.local(start):%Y-%m-%d}", "share": value,
            "reached": reached, "of": judged, "usual_from": each.weeks.lower, "usual_to": each.weeks.upper,
        }
        for each in young
        for start, value, reached, judged in reversed(
            [*zip(each.starts, each.weeks.values, each.reached, each.weeks.records, strict=True)]
        )
    ]  # fmt: skip


def _spoken(label: str, ages: Sequence[YoungWeeks]) -> str:
    """The newest of each age in words, for who hears the chart."""
    said = []
    for each in ages:
        usual = (
            "" if each.weeks.lower is None else f", usual {percent(each.weeks.lower)} to {percent(each.weeks.upper)}"
        )
        said.append(
            f"within {each.days} days {percent(each.weeks.values[-1])} of {count(each.weeks.records[-1])}{usual}"
        )
    return f"{label} by age of the week: {'; '.join(said)}"


def _week(view: View, start: datetime) -> str:
    return week_of(view.local(start).date())


def _weeks_back(view: View, start: datetime) -> int:
    """How many weeks before the review week a week began."""
    return round((view.week_start - start) / timedelta(days=DAYS_A_WEEK))
