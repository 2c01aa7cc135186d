"""What the Review opens with: a line of the early signals, and the young weeks beside their usual range."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.early import early_chart
from dashboard.findings.early import early_line, early_stages, known_starts
from dashboard.findings.signals import EarlySignals, YoungWeeks, early_signals
from dashboard.findings.words import days_of
from dashboard.meeting.words import watched_by
from dashboard.metrics.changes import WEEKS_BEFORE, Changes, early_bound
from dashboard.metrics.windows import DAYS_A_WEEK
from dashboard.scope.moments import Window
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart, opens_records
from dashboard.screens.evidence import behind
from dashboard.screens.frame import CARD, current_look
from dashboard.screens.headings import finding
from dashboard.texts import in_markdown


def early_part(view: View, changes: Changes, unsupported: Mapping[str, str]) -> None:
    """The line, the sources behind it, and a chart per stage; nothing where there are no leads."""
    if not view.has("leads"):
        return
    signals = early_signals(view, changes)
    starts = known_starts(view, signals)
    sources = ask(view, "changes/week_sources", week_starts=starts).rows
    finding(
        "Early signals: what did the week bring?", early_line(view, signals, sources),
        f"enquiries of {days_of(view, Window(view.week_start, view.as_of))} and of the weeks before",
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        behind(view, "changes/week_sources", sources, "inquiries", week_starts=starts)
        if opens_records("The enquiries", "records-inquiries"):
            total = signals.counts["inquiries"].records[-1]
            _open_leads(view, f"Enquiries of week {view.week}", "inquiries", 0, view.week_start, total)
    for why in dict.fromkeys(sentence for name, sentence in unsupported.items() if name.startswith("changes.early.")):
        st.caption(in_markdown(why))
    _charts(view, signals)


def _charts(view: View, signals: EarlySignals) -> None:
    """A chart per recorded stage, side by side where there is room; a mark opens into the leads of its week."""
    shown = early_stages(view, signals.young)
    if not shown:
        return
    grid = st.grid(len(shown), min_column_width=CARD + 90, gap="medium")
    marks = []
    for each in shown:
        with grid.cell():
            figure = early_chart(each.stage, each.label, each.ages, each.lines, current_look())
            marks.append(opening_chart(figure, f"early-{each.stage}", each.spoken))
    st.caption(
        "Share of a week's enquiries that got so far within so many days; a line per week. Band: usual range of the "
        f"{WEEKS_BEFORE} weeks before at the same age. Filled: the newest week of an age; orange: not usual. "
        f"Those of {view.week[5:]} are too young and join next week. Click a mark for its leads."
    )
    behind(view, "changes/early", _rows(view, signals.young), watched_by("", shown[0].stage), **early_bound(view))
    labels = {each.stage: each.label for each in shown}
    for mark in filter(None, marks):
        stage, key, days, judged = mark["customdata"]
        start = datetime.fromisoformat(key)
        title = f"Enquiries of week {view.week_of(start)}: {labels[stage]} within {int(days)} days"
        _open_leads(view, title, stage.lower(), int(days), start, int(judged))


def _open_leads(view: View, title: str, stage: str, days: int, start: datetime, total: int) -> None:
    ends = view.as_of if start == view.week_start else view.days_before(start, -DAYS_A_WEEK)
    drawer(
        title, view, "changes/early_leads", total, stage=stage, age_days=days, lead_from=start, lead_to=ends,
        rows=MOST_RECORDS,
    )  # fmt: skip


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
