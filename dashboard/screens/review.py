"""The Review screen, home: what moved this week, and what the meeting should talk about."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.ask import ask, section
from dashboard.charts.bridge import Step, bridge_chart
from dashboard.charts.look import CONFIG
from dashboard.charts.stalled import CAUSE_WORDS, causes_chart
from dashboard.charts.waterfall import conversions_chart
from dashboard.metrics.changes import Changes, ConversionChange, Weekly
from dashboard.metrics.waterfall import Conversion
from dashboard.screens import stalled, velocity, waterfall
from dashboard.screens.evidence import behind
from dashboard.screens.frame import CARD, current_look, screen
from dashboard.screens.review_words import also_moved, conversion_finding, driver_rows, usual_range
from dashboard.screens.stalled_words import finding, headline
from dashboard.screens.velocity_words import what_changed
from dashboard.settings import Target
from dashboard.texts import in_markdown, money, no_formula, percent, waiting_time
from dashboard.view import View

SHOWN_WEEKS = 14
SHOWN_CAUSES = 4


def draw() -> None:
    """Draw the screen."""
    screen("Weekly funnel review", "What do we decide this week?", _draw)


def _draw(view: View) -> None:
    found = section(view, "changes")
    changes: Changes = found.section
    _kpis(view, changes.weekly or {}, found.unsupported)
    _conversion(view, changes)
    _velocity(view)
    _stalled(view)


def _kpis(view: View, weekly: Mapping[str, Weekly], unsupported: Mapping[str, str]) -> None:
    """The shared KPIs: this week, the week before, 13 weeks as a line, the usual range, the target."""
    currency = view.settings.currency
    cards: dict[str, tuple[str, Callable[[Any], str], str]] = {
        "sqp_created": (
            "Sales-qualified pipeline created",
            lambda value: money(value, currency),
            "Value of the deals created in the week.",
        ),
        "lead_to_close": (
            "Lead to close, 90 days",
            percent,
            "Of the leads of one week, 90 days and more ago, the share won within 90 days.",
        ),
        "velocity_realised": (
            "Won per day",
            lambda value: money(value, currency),
            "Amount won in the week ÷ its days: velocity as it was realised.",
        ),
        "median_minutes": (
            "Median first response",
            waiting_time,
            "Minutes until half of the week's leads had a first human answer; those still waiting count too.",
        ),
    }
    grid = st.grid(4, min_column_width=CARD + 40, border=True)
    for name, (label, said, meaning) in cards.items():
        with grid.cell():
            _kpi(label, weekly.get(name), said, meaning, unsupported.get(f"changes.weekly.{name}"))
            if target := next((target for target in view.settings.targets if target.figure == name), None):
                _target(target, said)
    behind(
        view,
        "changes/limits",
        [{"figure": name, **week.model_dump()} for name, week in weekly.items()],
        **_points(weekly),
    )


def _points(weekly: Mapping[str, Weekly]) -> dict[str, list[Any]]:
    """The weekly values as the limits were asked for, so that the receipt is theirs."""
    points = [(name, place, value) for name, week in weekly.items() for place, value in enumerate(week.weeks)]
    return {
        "series": [name for name, _, _ in points],
        "positions": [place for _, place, _ in points],
        "values": [value for _, _, value in points],
        "floors": [True] * len(points),
    }


def _kpi(label: str, week: Weekly | None, said: Callable[[Any], str], meaning: str, missing: str | None) -> None:
    if week is None or missing:
        st.metric(label, "–", help=meaning)
        st.caption(missing or "Not known.")
        return
    now, before = week.weeks[-1], week.weeks[-2]
    known = [value for value in week.weeks[-SHOWN_WEEKS:] if value is not None]
    st.metric(
        label,
        said(now) if now is not None else "–",
        delta=_since(now, before, said),
        delta_color="orange" if week.signal else "off",
        delta_arrow="off" if now is None or before is None or now == before else ("up" if now > before else "down"),
        chart_data=known if len(known) > 1 else None,
        help=meaning,
    )
    st.caption(no_formula(usual_range(week, said)))


def _since(now: float | None, before: float | None, said: Callable[[Any], str]) -> str | None:
    """The figure of the week before, as what this week's came from."""
    if before is None:
        return None
    return f"{'' if now is None or now == before else 'from '}{said(before)} the week before"


def _target(target: Target, said: Callable[[Any], str]) -> None:
    st.caption(no_formula(f"Target {said(target.value)} ({target.source}, since {target.since})."))


def _conversion(view: View, changes: Changes) -> None:
    """Agenda 1: the step that moved most beyond chance, its chart and its drivers."""
    st.subheader("1 · Conversion", anchor=False)
    now = section(view, "waterfall").section.conversions
    if not now or not changes.conversions:
        st.info("There are no leads with stages here, so no conversion can be looked at.")
        return
    earlier = replace(view, chosen=view.before(view.conversion_window))
    before = section(earlier, "waterfall").section.conversions or []
    beyond = _beyond_chance(view, changes.conversions, now, before)
    step, moved = beyond[0] if beyond else (None, {})
    drivers = []
    if step:
        place = [conversion.from_stage for conversion in now].index(step.from_stage) + 1
        drivers = ask(view, "changes/drivers", step=place).rows
    st.markdown(no_formula(conversion_finding(step, moved, drivers)))
    if also := also_moved([other for other, _ in beyond[1:]]):
        st.markdown(no_formula(also))
    st.plotly_chart(
        conversions_chart(now, before, current_look()),
        theme=None,
        config=CONFIG,
        key="review-conversions",
        alt="Conversion of each step with its 95 % interval; rings: the window before",
    )
    st.caption("Mature leads only. Dot: now, with its 95 % interval; ring: the 13 weeks before.")
    if step:
        st.markdown(f"**What moved {in_markdown(step.from_stage)} to {in_markdown(step.to_stage)}, by source**")
        st.dataframe(driver_rows(drivers), hide_index=True, alt="Sources that moved the conversion most")
        st.caption(
            "From the 13 weeks before to now: mature leads, share of all, rate. The last two: how far each moved the "
            "conversion of all. To ask: was this leak there last week, who can close it, and what would show it worked?"
        )
    behind(view, "changes/conversions", [change.model_dump(by_alias=True) for change in changes.conversions])
    _link("Open the waterfall", "waterfall", waterfall.draw)


def _beyond_chance(
    view: View, changes: list[ConversionChange], now: list[Conversion], before: list[Conversion]
) -> list[tuple[ConversionChange, Mapping[str, float | None]]]:
    """The steps whose change leaves zero out of its interval: falls before rises, the largest first."""
    beyond = []
    for change, current, previous in zip(changes, now, before, strict=True):
        if change.change is None:
            continue
        moved = ask(
            view,
            "changes/share_moved",
            won_now=current.converted,
            of_now=current.mature,
            won_before=previous.converted,
            of_before=previous.mature,
        ).one()
        if moved["low"] is not None and (moved["low"] > 0 or moved["high"] < 0):
            beyond.append((change.change, change, moved))
    beyond.sort(key=lambda found: (found[0] > 0, -abs(found[0])))
    return [(change, moved) for _, change, moved in beyond]


def _velocity(view: View) -> None:
    """Agenda 2: what changed velocity, split exactly."""
    st.subheader("2 · Velocity", anchor=False)
    currency = view.settings.currency
    found = section(view, "pipeline")
    change = found.section.change
    if change is None:
        st.info(found.unsupported.get("pipeline.change") or found.unsupported.get("pipeline") or "Not known.")
        return
    st.markdown(no_formula(what_changed(change, currency, "in the window before")))
    if change.count is not None:
        steps = [
            Step("previous", "Before", change.previous or 0, is_level=True),
            Step("count", "Open deals", change.count),
            Step("win_rate", "Win rate", change.win_rate or 0),
            Step("size", "Deal size", change.size or 0),
            Step("cycle", "Cycle", change.cycle or 0),
            Step("current", "Now", change.current or 0, is_level=True),
        ]
        st.plotly_chart(
            bridge_chart(steps, current_look(), lambda value: money(value, currency)),
            theme=None,
            config=CONFIG,
            key="review-velocity",
            alt="Velocity per day before and now, and the part of each factor",
        )
    _link("Open velocity", "velocity", velocity.draw)


def _stalled(view: View) -> None:
    """Agenda 3: deals that have stopped, by root cause."""
    st.subheader("3 · Stalled deals by root cause", anchor=False)
    currency = view.settings.currency
    found = section(view, "stalled")
    if found.section.deals is None:
        st.info(found.unsupported["stalled"])
        return
    asked = view.pipeline_view()
    totals = ask(asked, "stalled/totals").one()
    if not totals["open_deals"]:
        st.info("No deal is open here.")
        return
    st.markdown(no_formula(headline(totals, currency)))
    causes = [cause for cause in ask(asked, "stalled/causes").rows if cause["verdict"] == "cause"]
    st.markdown(no_formula(finding(ask(asked, "stalled/causes").rows, currency)))
    if causes:
        shown = sorted(causes, key=lambda cause: -cause["value"])[:SHOWN_CAUSES]
        st.plotly_chart(
            causes_chart(shown, None, current_look(), currency),
            theme=None,
            config=CONFIG,
            key="review-causes",
            alt="; ".join(f"{CAUSE_WORDS[cause['cause']]}: {cause['deals']} deals" for cause in shown),
        )
    behind(asked, "stalled/causes", ask(asked, "stalled/causes").rows)
    _link("Open stalled deals", "stalled", stalled.draw)


def _link(label: str, path: str, drawn: Callable[[], None]) -> None:
    """The way to the page with more, the filters kept."""
    st.page_link(st.Page(drawn, url_path=path), label=label, icon=":material/arrow_forward:")
