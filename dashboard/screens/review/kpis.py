"""The cards of the shared KPIs: the figure, whence it came, how far from its target, and whether that is usual.

A card opens the records its figure rests on, wherever it is clicked. Where a single week is mostly noise, it shows four
weeks as one.
"""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.asking.parameters import SECONDS_A_DAY
from dashboard.asking.view import View
from dashboard.charts.look import CONFIG, look_of
from dashboard.charts.weeks import WeekLine, week_line
from dashboard.meeting.weeks import week_after
from dashboard.metrics.changes import WEEKS_BEFORE, Changes
from dashboard.metrics.windows import CLOSE_DAYS
from dashboard.screens.drawers import drawer, opens_records
from dashboard.screens.evidence import behind, receipt_behind
from dashboard.screens.frame import CARD, current_look
from dashboard.screens.meeting.commenting import week_marks
from dashboard.screens.review.kpi_cards import KpiCard, kpi_cards
from dashboard.screens.review.kpi_records import records_of
from dashboard.screens.weeks import KPIS, TOGETHER, Weeks, points, records_words, usual_range
from dashboard.texts import day, in_markdown, no_formula, spelled

SHOWN_WEEKS = 14
CARD_KEY = "kpi-"
STYLE = """<style>
.stGridCell:has([class*="st-key-kpi-"]) {{ position: relative; }}
.stGridCell:has([class*="st-key-kpi-"]):is(:hover, :focus-within) {{ border-color: {main}; }}
[class*="st-key-kpi-"] {{ position: static; }}
[class*="st-key-kpi-"] :is([class*="st-key-records-"], [class*="st-key-records-"] *) {{ position: static; }}
[class*="st-key-kpi-"] [class*="st-key-records-"] button::after {{ content: ""; position: absolute; inset: 0; }}
[class*="st-key-kpi-"] [data-testid="stPopover"], [class*="st-key-kpi-"] [data-testid="stTooltipIcon"] {{
    position: relative; z-index: 1;
}}
</style>"""
"""What Streamlit has no option for: a button that reaches over the card it stands on."""


def kpis_part(view: View, changes: Changes, unsupported: Mapping[str, str]) -> None:
    """Draw the cards, and below them the table of their weeks."""
    st.html(STYLE.format(main=look_of(st.context.theme.type).main))
    cards = kpi_cards(view, changes, unsupported)
    grid = st.grid(len(cards), min_column_width=CARD + 40, border=True)
    for card in cards:
        with grid.cell(), st.container(key=f"{CARD_KEY}{card.name}", gap="xsmall"):
            if card.weeks is None:
                st.markdown(f":gray[{card.kpi.label}]")
                st.caption(in_markdown(card.missing))
                continue
            draw_figure(card)
            if line := line_of(view, card):
                figure, spoken = line
                st.plotly_chart(figure, theme=None, config=CONFIG, key=f"line-{card.name}", alt=spoken)
            _words(view, card, card.weeks)
    if any(card.blocks for card in cards):
        st.caption(
            f"A single week is mostly noise where its usual range reaches more than half its mean to each side: there "
            f"a card shows the last {spelled(TOGETHER)} weeks as one, the blue bar. Click a card for its records."
        )
    if view.settings.targets and not view.slice.is_everything:
        st.caption("A target is the whole company's, so none stands beside a part of it. Clear the filters for them.")
    known = {card.name: (card.kpi.label, card.weeks) for card in cards if card.weeks}
    rows = [row for label, weeks in known.values() for row in _by_week(view, label, weeks)]
    behind(view, "changes/limits", rows, **points({name: weeks.values for name, (_, weeks) in known.items()}))


def draw_figure(card: KpiCard) -> None:
    """The figure, and what it came from."""
    st.metric(
        card.kpi.label,
        card.shown,
        delta=card.since,
        delta_color="orange" if card.is_signal else "off",
        delta_arrow=card.arrow,
        help=card.kpi.meaning + (f" Here of {spelled(TOGETHER)} weeks together." if card.blocks else ""),
    )


def line_of(view: View, card: KpiCard) -> tuple[go.Figure, str] | None:
    """The weeks as a line, and what it says to who hears it; None where fewer than two are known."""
    weeks, name = card.weeks, card.name
    values = list(weeks.values[-SHOWN_WEEKS:]) if weeks else []
    if weeks is None or sum(value is not None for value in values) < 2:
        return None
    commented = week_marks(name)
    remarks = [
        place
        for place, value in enumerate(values)
        if value is not None and week_after(view.week, place - len(values) + 1) in commented
    ]
    block = card.blocks[0].value if card.blocks else None
    line = WeekLine(
        values, weeks.lower, weeks.upper, card.target.value if card.target else None,
        is_signal=bool(weeks.signal), together=None if block is None else (block, TOGETHER), remarks=remarks,
    )  # fmt: skip
    spoken = ", ".join("–" if value is None else card.kpi.write(value) for value in values)
    return week_line(line, current_look()), f"{card.kpi.label}, week by week: {spoken}"


def _words(view: View, card: KpiCard, weeks: Weeks) -> None:
    """How far from the target, whether the week is usual, what was said of the weeks, and what opens the records."""
    name, kpi, blocks = card.name, card.kpi, card.blocks
    if card.target and card.target_words:
        st.markdown(card.target_words, help=f"{in_markdown(card.target.source)}, since {day(card.target.since)}")
    now = weeks.values[-1]
    alone = "–" if now is None else kpi.write(now)
    this_week = f"{spelled(TOGETHER).capitalize()} weeks together; {alone} this week. " if blocks else ""
    st.caption(no_formula(f"{this_week}{usual_range(weeks, kpi.write)}"))
    for week, comment in week_marks(name).items():
        if week in {week_after(view.week, -back) for back in range(SHOWN_WEEKS)}:
            st.caption(f"◆ {week[5:]} {in_markdown(comment)}")
    words, asked, question, bound = records_of(view, name, blocks[0].start if blocks else view.week_start)
    records = blocks[0].records if blocks else weeks.records[-1]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if opens_records(records_words(weeks, records), f"records-{name}"):
            span = f"{spelled(TOGETHER)} weeks to {view.week}" if blocks else f"week {view.week}"
            drawer(f"{words}, {span}", asked, question, records, **bound)
        receipt_behind(view, KPIS[name].question, name, **_asked(view, name))


def _asked(view: View, name: str) -> dict[str, object]:
    """What the question behind a card is bound to."""
    starts: dict[str, object] = {KPIS[name].starts: view.week_starts(WEEKS_BEFORE)}
    return starts | ({"close_seconds": CLOSE_DAYS * SECONDS_A_DAY} if name == "lead_to_close" else {})


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
