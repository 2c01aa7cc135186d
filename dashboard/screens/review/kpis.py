"""The cards of the shared KPIs: the figure, whence it came, how far from its target, and whether that is usual.

A card opens the records its figure rests on, wherever it is clicked. Where a single week is mostly noise, it shows four
weeks as one.
"""

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st

from dashboard.asking.ask import ask
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
from dashboard.screens.review.kpi_records import records_of
from dashboard.screens.review.kpi_words import Kpi, kpis_of
from dashboard.screens.weeks import (
    KPIS,
    TOGETHER,
    Span,
    Weeks,
    Wording,
    points,
    records_words,
    together,
    usual_range,
    weeks_of,
)
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
    cards, known = kpis_of(view.settings.currency), weeks_of(view, changes)
    st.html(STYLE.format(main=look_of(st.context.theme.type).main))
    blocks = {
        name: found for name, weeks in known.items() if weeks.is_noisy and (found := together(view, changes, name))
    }
    shown = {name: blocks[name][0].value if name in blocks else weeks.values[-1] for name, weeks in known.items()}
    distances = _distances(view, shown)
    grid = st.grid(len(cards), min_column_width=CARD + 40, border=True)
    for name, card in cards.items():
        with grid.cell(), st.container(key=f"{CARD_KEY}{name}", gap="xsmall"):
            missing = unsupported.get(f"changes.weekly.{name}", f"Nothing is known of these {WEEKS_BEFORE + 1} weeks.")
            if name not in known:
                st.markdown(f":gray[{card.label}]")
                st.caption(in_markdown(missing))
                continue
            _figure(card, known[name], blocks.get(name))
            _line(view, name, card, known[name], blocks.get(name))
            _words(view, name, card, known[name], blocks.get(name), distances.get(name))
    if blocks:
        st.caption(
            f"A single week is mostly noise where its usual range reaches more than half its mean to each side: there "
            f"a card shows the last {spelled(TOGETHER)} weeks as one, the blue bar. Click a card for its records."
        )
    if view.settings.targets and not view.slice.is_everything:
        st.caption("A target is the whole company's, so none stands beside a part of it. Clear the filters for them.")
    rows = [row for name, weeks in known.items() for row in _by_week(view, cards[name].label, weeks)]
    behind(view, "changes/limits", rows, **points({name: weeks.values for name, weeks in known.items()}))


Blocks = tuple[Span, Span] | None
"""The last four weeks as one and the four before; None where a single week says enough."""


def _figure(card: Kpi, weeks: Weeks, blocks: Blocks) -> None:
    """The figure, and what it came from."""
    now, before = (blocks[0].value, blocks[1].value) if blocks else (weeks.values[-1], weeks.values[-2])
    when = f"{spelled(TOGETHER)} weeks" if blocks else "week"
    st.metric(
        card.label,
        card.write(now) if now is not None else "–",
        delta=_since(now, before, card.write, when),
        delta_color="orange" if weeks.signal and not blocks else "off",  # the signal is the week's
        delta_arrow=_arrow(now, before, card.write),
        help=card.meaning + (f" Here of {spelled(TOGETHER)} weeks together." if blocks else ""),
    )


def _arrow(now: float | None, before: float | None, write: Wording) -> Literal["up", "down", "off"]:
    """Up or down, where the two figures differ as they are written."""
    if now is None or before is None or write(now) == write(before):
        return "off"
    return "up" if now > before else "down"


def _since(now: float | None, before: float | None, write: Wording, when: str) -> str | None:
    """The figure of the span before, as what this one came from."""
    if before is None:
        return None
    return f"{'' if now is None or write(now) == write(before) else 'from '}{write(before)} the {when} before"


def _line(view: View, name: str, card: Kpi, weeks: Weeks, blocks: Blocks) -> None:
    """The weeks as a line, where more than one is known."""
    values = list(weeks.values[-SHOWN_WEEKS:])
    if sum(value is not None for value in values) < 2:
        return
    commented = week_marks(name)
    remarks = [
        place
        for place, value in enumerate(values)
        if value is not None and week_after(view.week, place - len(values) + 1) in commented
    ]
    target = _target_of(view, name)
    block = blocks[0].value if blocks else None
    line = WeekLine(
        values, weeks.lower, weeks.upper, target.value if target else None,
        is_signal=bool(weeks.signal), together=None if block is None else (block, TOGETHER), remarks=remarks,
    )  # fmt: skip
    spoken = ", ".join("–" if value is None else card.write(value) for value in values)
    st.plotly_chart(
        week_line(line, current_look()), theme=None, config=CONFIG, key=f"line-{name}",
        alt=f"{card.label}, week by week: {spoken}",
    )  # fmt: skip


def _words(view: View, name: str, card: Kpi, weeks: Weeks, blocks: Blocks, distance: Mapping[str, Any] | None) -> None:
    """How far from the target, whether the week is usual, what was said of the weeks, and what opens the records."""
    target = _target_of(view, name)
    if target and distance and distance["distance"] is not None:
        away = card.away(distance["distance"])
        relation = f"{away} {card.better if distance['is_met'] else card.worse}" if away != card.away(0) else "At"
        source = f"{in_markdown(target.source)}, since {day(target.since)}"
        st.markdown(no_formula(f"**{relation}** the target of {card.write(target.value)}"), help=source)
    now = weeks.values[-1]
    alone = "–" if now is None else card.write(now)
    this_week = f"{spelled(TOGETHER).capitalize()} weeks together; {alone} this week. " if blocks else ""
    st.caption(no_formula(f"{this_week}{usual_range(weeks, card.write)}"))
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


def _target_of(view: View, name: str) -> Any | None:
    """The company's own target of a figure; none beside the figure of a part of it."""
    if not view.slice.is_everything:
        return None
    return next((target for target in view.settings.targets if target.figure == name), None)


def _distances(view: View, shown: Mapping[str, float | None]) -> dict[str, Mapping[str, Any]]:
    """How far each figure that has a target is from it."""
    cards = kpis_of(view.settings.currency)
    targets = {name: target for name in shown if (target := _target_of(view, name))}
    if not targets:
        return {}
    rows = ask(
        view, "changes/targets", series=list(targets), values=[shown[name] for name in targets],
        targets=[target.value for target in targets.values()], ceilings=[cards[name].is_ceiling for name in targets],
    ).rows  # fmt: skip
    return {row["series"]: row for row in rows}


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
