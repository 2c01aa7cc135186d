"""The Velocity screen: how fast pipeline becomes money, what changed, and how open value moved over the week."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.view import View
from dashboard.charts.bridge import BridgeStep, bridge_chart
from dashboard.charts.look import CONFIG
from dashboard.charts.velocity import change_steps
from dashboard.findings.about import of_days
from dashboard.findings.velocity_words import factors, too_few_closed, what_changed
from dashboard.findings.weeks import Weeks, rests_on, usual_range, weeks_of
from dashboard.findings.words import days_of
from dashboard.metrics.changes import WEEKS_BEFORE
from dashboard.metrics.pipeline import Bridge, Change, Pipeline, change_since, counts_changes
from dashboard.metrics.report import section
from dashboard.screens.comparing import compares_years, window_before, window_before_words, with_window_before
from dashboard.screens.drawers import drawer, opening_chart, opens_records
from dashboard.screens.evidence import behind, nothing
from dashboard.screens.frame import CARD, HALF, card, current_look, screen
from dashboard.screens.headings import finding, heading
from dashboard.screens.reconcile import reconcile_line
from dashboard.screens.velocity.parts import created, quarter_ends, time_in_stage, win_rates
from dashboard.screens.velocity.words import bridge_closes, paces, why_three, win_rate_moved
from dashboard.texts import FEWEST_FOR_RATE, count, day, in_markdown, money, no_formula, percent

BRIDGE_WORDS = {
    "start": "Start of week", "created": "Created", "reopened": "Reopened", "won": "Won", "lost": "Lost",
    "removed": "Removed", "revalued": "Revalued", "end": "End of week",
}  # fmt: skip
LEVELS = {"start", "end"}
TAKEN_AWAY = {"won", "lost", "removed"}
ONLY_AT_IMPORT = {"removed", "revalued"}


def draw() -> None:
    """Draw the screen."""
    screen("Velocity", "How fast does pipeline become money?", _draw, "Deals created or closed", with_window_before)


def _draw(view: View) -> None:
    view = view.pipeline_view()
    ahead(section, view, "changes")
    pipeline = section(view, "pipeline")
    now: Pipeline = pipeline.section
    if now.open_count is None:
        st.info(in_markdown(pipeline.unsupported["pipeline"]))
        return
    if not (now.open_count or now.sqp_created_count or now.closed_per_day):
        nothing(view, "No deal is open, was created or was closed here.")
        return
    for sentence in dict.fromkeys(pipeline.unsupported.values()):
        st.info(in_markdown(sentence))
    weekly = weeks_of(view, section(view, "changes").section)
    _three(view, now, weekly.get("velocity_realised"))
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        _change(view, now)
    with halves.cell():
        _bridge(view, now.bridge)
    with halves.cell():
        created(view, now, weekly.get("sqp_created"))
    with halves.cell():
        win_rates(view)
        quarter_ends(view)
    time_in_stage(view)


def _three(view: View, now: Pipeline, realised: Weeks | None) -> None:
    currency = view.settings.currency
    standing = ask(view, "pipeline/standing").one()
    closed = standing["closed"]
    enough = closed >= FEWEST_FOR_RATE
    few = f"{count(closed)} deals closed in the window: too few for a win rate, so there is no velocity."
    finding(
        "How fast is it, and how fast could it be?", paces(now, currency) if enough else "",
        f"deals closed {days_of(view, view.window)}, and those open at their end",
    )  # fmt: skip
    cards = st.grid(4, min_column_width=CARD, border=True)
    card(
        cards,
        "Velocity, per day",
        money(now.velocity, currency) if enough else "–",
        "What the open pipeline yields a day, at the pace of the deals that closed." if enough else few,
        help="Open deals × win rate × mean amount won ÷ mean days to any close.",
        delta=_moved(now.change, currency) if enough else None,
        delta_arrow=_arrow(now.change) if enough else "off",
    )
    card(
        cards,
        "Textbook, per day",
        money(now.velocity_textbook, currency) if enough else "–",
        "The same by the days of won deals alone: it leaves out the time lost deals took.",
    )
    card(
        cards,
        "Won per day",
        money(now.velocity_realised, currency),
        f"What was really won, {days_of(view, view.window)}, by calendar days.",
        help=f"Amounts won in the window ÷ its days. The line: each of the last {WEEKS_BEFORE + 1} weeks.",
        delta=f"{count(standing['won'])} deals won",
        chart_data=[value for value in realised.values if value is not None] if realised else None,
    )
    card(
        cards,
        "Open pipeline",
        money(now.open_value, currency),
        "Value of the open deals, renewals left out.",
        help="Deals without an amount count as deals, never as 0.",
        delta=f"{count(now.open_count)} deals",
    )
    if enough:
        st.markdown(no_formula(why_three(now, currency)))
    if realised:
        usual = usual_range(realised, lambda value: money(value, currency))
        week = f"Won per day in week {view.week} alone: {money(realised.values[-1], currency)}, {rests_on(realised)}"
        st.caption(no_formula(f"{week} {usual}"))
    with st.container(horizontal=True, gap="small"):
        behind(view, "pipeline/standing", [standing])
        if opens_records("The open deals", "open-deals"):
            drawer("Open deals", view, "pipeline/open", now.open_count, stage=None, is_unvalued=False)
        without = f"The {count(now.no_amount)} without an amount"
        if now.no_amount and opens_records(without, "open-without-amount"):
            drawer("Open deals without an amount", view, "pipeline/open", now.no_amount, stage=None, is_unvalued=True)
    reconcile_line(view, "won_per_day")
    if enough:
        reconcile_line(view, "velocity")


def _moved(change: Change | None, currency: str | None) -> str | None:
    """The figure of the window before, as a small line; nothing when it cannot be known."""
    if change is None or change.change is None:
        return None
    return f"was {money(change.previous, currency)}"


def _arrow(change: Change | None) -> Literal["up", "down", "off"]:
    if change is None or not change.change:
        return "off"
    return "up" if change.change > 0 else "down"


def _change(view: View, now: Pipeline) -> None:
    """The change of velocity, split exactly, against what the reader compares with."""
    question, about = "What changed velocity?", f"deals closed {days_of(view, view.window)}"
    earlier = window_before(view)
    change = change_since(view, earlier) if compares_years() else now.change
    currency = view.settings.currency
    if change is None:
        heading(question, about)
        return
    standings = ask(view, "pipeline/standing").one(), ask(earlier, "pipeline/standing").one()
    few = too_few_closed(*standings, window_before_words(view))
    finding(question, few or what_changed(change, currency, f"in {window_before_words(view)}"), about)
    if change.count is not None and not few:
        steps = change_steps(change)
        st.plotly_chart(
            bridge_chart(steps, current_look(), lambda value: money(value, currency)),
            theme=None,
            config=CONFIG,
            key="velocity-change",
            alt=f"Bridge of velocity per day: {_spoken(steps, currency)}",
        )
    if not few:
        st.caption(no_formula(factors(*standings, currency) + " " + _win_rate(view, *standings)))
    behind(
        view,
        "pipeline/change",
        [change.model_dump()],
        counts=[standing["open_count"] for standing in reversed(standings)],
        win_rates=[standing["win_rate"] for standing in reversed(standings)],
        sizes=[standing["mean_won"] for standing in reversed(standings)],
        cycles=[standing["cycle_all_days"] for standing in reversed(standings)],
    )


def _spoken(steps: list[BridgeStep], currency: str | None) -> str:
    return ", ".join(f"{step.label} {money(step.value, currency)}" for step in steps)


def _win_rate(view: View, now: dict[str, Any], before: dict[str, Any]) -> str:
    moved = ask(
        view,
        "changes/share_moved",
        won_now=now["won"],
        of_now=now["closed"],
        won_before=before["won"],
        of_before=before["closed"],
    )
    return win_rate_moved(now, before, moved.one())


def _bridge(view: View, bridge: Bridge | None) -> None:
    """How open value got from Monday to the end of the review week; each part opens into its deals."""
    if bridge is None:
        return
    currency = view.settings.currency
    values = bridge.model_dump(by_alias=True)
    row = ask(view, "pipeline/bridge", counts_changes=counts_changes(view)).one()
    grown = row["grown"]
    direction = "grew" if grown > 0 else "shrank"
    share = f" ({percent(abs(row['grown_share']))})" if bridge.start > 0 else ""
    moved = f"{direction} by {money(abs(grown), currency)}{share}" if grown else "ended where it began"
    finding(
        "How did the open value change over the week?", f"Open value {moved} from {day(view.local(view.week_start))}",
        of_days(view, view.week_start, "open deals,"),
    )  # fmt: skip
    steps = [
        BridgeStep(
            part, words, -values[part] if part in TAKEN_AWAY else values[part], part in LEVELS, len(_deals(view, part))
        )
        for part, words in BRIDGE_WORDS.items()
        if part not in ONLY_AT_IMPORT or values[part]
    ]
    mark = opening_chart(
        bridge_chart(steps, current_look(), lambda value: money(value, currency)),
        "bridge",
        f"Bridge of open value: {_spoken(steps, currency)}",
    )
    st.caption(no_formula(f"{bridge_closes(bridge, currency)}. Click a bar for its deals.{_unknown(view)}"))
    behind(view, "pipeline/bridge", [values], counts_changes=counts_changes(view))
    if mark:
        part, deals = mark["customdata"]
        title = f"{BRIDGE_WORDS[part]}: deals of week {view.week}"
        drawer(
            title, view, "pipeline/bridge_deals", int(deals), part=part, counts_changes=counts_changes(view)
        )  # fmt: skip


def _deals(view: View, part: str) -> Sequence[Mapping[str, Any]]:
    """The deals behind a part of the bridge."""
    return ask(view, "pipeline/bridge_deals", part=part, counts_changes=counts_changes(view)).rows


def _unknown(view: View) -> str:
    """Why nothing is removed or revalued: only the week of an import knows, and only of all deals."""
    if counts_changes(view):
        return ""
    return " Removed and revalued deals are known only in the week of an import, without filters."
