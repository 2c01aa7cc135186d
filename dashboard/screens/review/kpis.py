"""The cards of the shared KPIs: the figure, whence it came, how far from its target, and whether that is usual.

A card opens the records its figure rests on, wherever it is clicked. Where a single week is mostly noise, it shows four
weeks as one.
"""

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st

from dashboard.asking.parameters import SECONDS_A_DAY
from dashboard.asking.view import View
from dashboard.charts.look import CONFIG, look_of
from dashboard.charts.weeks import week_line
from dashboard.findings.kpi_cards import SHOWN_WEEKS, KpiCard, kpi_cards, since_last_week, targets_claim, why_no_card
from dashboard.findings.kpi_words import kpis_of
from dashboard.findings.weeks import KPIS, Weeks, points, records_words
from dashboard.meeting.weeks import week_after
from dashboard.metrics.changes import TOGETHER, WEEKS_BEFORE, Changes
from dashboard.metrics.windows import CLOSE_DAYS
from dashboard.screens.drawers import drawer, opens_records
from dashboard.screens.evidence import behind, receipt_behind
from dashboard.screens.frame import CARD, current_look
from dashboard.screens.headings import finding
from dashboard.screens.meeting.commenting import week_marks
from dashboard.screens.review.kpi_records import records_of
from dashboard.texts import day, in_markdown, spelled

CARD_KEY = "kpi-"
TARGETS = "targets"
"""What a link within the screen calls the heading."""
KPI_QUESTION = "The shared figures: do we meet our targets?"
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
    kpis, cards = kpis_of(view.settings.currency), kpi_cards(view, changes)
    if claim := targets_claim(cards):
        finding(KPI_QUESTION, claim, anchor=TARGETS)
    elif claim := since_last_week(cards):
        finding("The shared figures: what did the week bring?", claim, anchor=TARGETS)
    st.html(STYLE.format(main=look_of(st.context.theme.type).main))
    grid = st.grid(len(kpis), min_column_width=CARD + 40, border=True)
    for name, kpi in kpis.items():
        with grid.cell(), st.container(key=f"{CARD_KEY}{name}", gap="xsmall"):
            if name not in cards:
                st.markdown(f":gray[{kpi.label}]")
                st.caption(in_markdown(why_no_card(name, unsupported)))
                continue
            draw_figure(cards[name])
            _line(view, cards[name])
            _words(view, cards[name])
    if any(card.blocks for card in cards.values()):
        st.caption(
            "Where single weeks swing by more than half of their mean, a card shows the last "
            f"{spelled(TOGETHER)} weeks as one, the blue bar. Click a card for its records."
        )
    if view.settings.targets and not view.slice.is_everything:
        st.caption("A target is the whole company's, so none stands beside a part of it. Clear the filters for them.")
    rows = [row for card in cards.values() for row in _by_week(view, card.kpi.label, card.weeks)]
    behind(view, "changes/limits", rows, **points({name: card.weeks.values for name, card in cards.items()}))


def draw_figure(card: KpiCard) -> None:
    """The figure, and what it came from."""
    st.metric(
        card.kpi.label,
        card.written,
        delta=card.since,
        delta_color="orange" if card.weeks.signal and not card.blocks else "off",  # the signal is the week's
        delta_arrow=_arrow(card),
        help=card.kpi.meaning + (f" Here of {spelled(TOGETHER)} weeks together." if card.blocks else ""),
    )


def _arrow(card: KpiCard) -> Literal["up", "down", "off"]:
    """Up or down, where the two figures differ as they are written."""
    if not card.differs:
        return "off"
    return "up" if (card.value or 0) > (card.before or 0) else "down"


def _line(view: View, card: KpiCard) -> None:
    """The weeks as a line, where more than one is known."""
    commented, values = week_marks(card.name), card.last_weeks
    remarks = [
        place
        for place, value in enumerate(values)
        if value is not None and week_after(view.week, place - len(values) + 1) in commented
    ]
    if line := card.line(remarks):
        st.plotly_chart(
            week_line(line, current_look()), theme=None, config=CONFIG, key=f"line-{card.name}", alt=card.spoken
        )


def _words(view: View, card: KpiCard) -> None:
    """How far from the target, whether the week is usual, what was said of the weeks, and what opens the records."""
    if (target := card.target) and card.against_target:
        st.markdown(card.against_target, help=f"{in_markdown(target.source)}, since {day(target.since)}")
    st.caption(card.standing)
    name = card.name
    for week, comment in week_marks(name).items():
        if week in {week_after(view.week, -back) for back in range(SHOWN_WEEKS)}:
            st.caption(f"◆ {week[5:]} {in_markdown(comment)}")
    start = card.blocks[0].start if card.blocks else view.week_start
    words, records_view, question, bound = records_of(view, name, start)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if opens_records(records_words(card.weeks, card.records), f"records-{name}"):
            span = f"{spelled(TOGETHER)} weeks to {view.week}" if card.blocks else f"week {view.week}"
            drawer(f"{words}, {span}", records_view, question, card.records, **bound)
        receipt_behind(view, KPIS[name].question, name, **_bound(view, name))


def _bound(view: View, name: str) -> dict[str, object]:
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
