"""What the Review opens with: a line of the early signals, and the young weeks beside their usual range."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard.asking.view import View
from dashboard.charts.early import early_chart
from dashboard.findings.early import EARLY_QUESTION, HOW_TO_READ, EarlyStage, early_item
from dashboard.findings.signals import YoungWeeks
from dashboard.metrics.changes import Changes, early_bound
from dashboard.metrics.windows import DAYS_A_WEEK
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart, opens_records
from dashboard.screens.evidence import behind, behind_too
from dashboard.screens.frame import CARD, current_look
from dashboard.screens.headings import finding
from dashboard.screens.opening import FitChart
from dashboard.texts import in_markdown


def draw_early(view: View, changes: Changes, unsupported: Mapping[str, str]) -> None:
    """The line, the sources behind it, and a chart per stage; nothing where there are no leads."""
    item = early_item(view, changes)
    if item is None:
        return
    finding(EARLY_QUESTION, item.claim, item.about)
    for why in dict.fromkeys(sentence for name, sentence in unsupported.items() if name.startswith("changes.early.")):
        st.caption(in_markdown(why))
    early_charts(view, item.stages)
    if item.stages:
        young = f"{view.week[5:]} itself is too young for a share; it joins next week."
        st.caption(f"{HOW_TO_READ} {young} Click a mark for its leads.")
    with st.container(horizontal=True, gap="small"):
        behind(view, "changes/week_sources", item.sources, "inquiries", week_starts=item.starts)
        if opens_records("The enquiries", "records-inquiries"):
            total = item.signals.counts["inquiries"].records[-1]
            _open_leads(view, f"Enquiries of week {view.week}", "inquiries", 0, view.week_start, total)
        if item.stages:
            behind_too(view, "changes/early", _rows(view, item.signals.young), "by age", **early_bound(view))


def early_charts(view: View, stages: Sequence[EarlyStage], fit: FitChart | None = None) -> None:
    """A chart per recorded stage, side by side where there is room; a mark opens into the leads of its week.

    ``fit`` draws a chart otherwise than the screen does.
    """
    if not stages:
        return
    grid = st.grid(len(stages), min_column_width=CARD + 90, gap="medium", height="stretch" if fit else "content")
    marks = []
    for each in stages:
        with grid.cell():
            figure = early_chart(each.stage, each.label, each.ages, each.lines, current_look())
            marks.append(opening_chart(figure, f"early-{each.stage}", each.spoken, fit=fit))
    labels = {each.stage: each.label for each in stages}
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
