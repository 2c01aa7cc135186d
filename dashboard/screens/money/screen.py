"""The Money screen: what each side is judged by against what both are after, costs, waste, load and churn."""

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.view import View
from dashboard.findings.about import WINDOW, of_window
from dashboard.findings.words import days_of
from dashboard.metrics.money import Incentives, Money, Moved, close_window, incentives_since, lead_window
from dashboard.metrics.reconcile import reconciled
from dashboard.metrics.report import section
from dashboard.metrics.windows import CLOSE_DAYS
from dashboard.screens.comparing import compares_years, window_before, window_before_words, with_window_before
from dashboard.screens.drawers import MOST_RECORDS, drawer, opens_records
from dashboard.screens.evidence import behind, nothing
from dashboard.screens.frame import HALF, screen
from dashboard.screens.headings import finding
from dashboard.screens.money.costs import costs, wasted
from dashboard.screens.money.people import churn, come_back, rep_load
from dashboard.screens.money.words import lead_to_close_moved, silos_against_shared
from dashboard.screens.reconcile import reconcile_line
from dashboard.texts import FEWEST_FOR_RATE, count, interval, money, no_formula, percent, points

SIDES = {
    "Marketing is judged by": {
        "lead_volume": (
            "Leads created",
            "People who came in in the window, each once; an enquiry is one try at qualifying them.",
        ),
        "cpl": ("Cost per lead", "Spend of the window by the leads created in it."),
    },
    "Sales is judged by": {
        "revenue": ("Revenue won", "Amounts of the deals won in the window, renewals left out."),
        "mean_won": ("Mean deal won", "Mean amount of the deals won in the window."),
    },
    "Both are after": {
        "sqp_created": (
            "Pipeline created",
            "Value of the deals created in the window: sales-qualified pipeline, expansions counted, renewals not.",
        ),
        "lead_to_close": (
            "Lead to close",
            f"Share of enquiries won within {CLOSE_DAYS} days, over {WINDOW} of enquiries old enough.",
        ),
    },
}
SIDE = 200
JUST_AS_MUCH = 0.0005
RESTS_ON = {"cpl": "leads created", "mean_won": "deals won", "lead_to_close": "enquiries"}
MONEY = {"cpl", "revenue", "mean_won", "sqp_created"}


def draw() -> None:
    """Draw the screen."""
    screen("Money", "What does misalignment cost?", _draw, "Spend, leads and deals", with_window_before)


def _draw(whole: View) -> None:
    view = whole.pipeline_view()
    ahead(ask, window_before(view), "money/totals")
    for pair in ("close", "lead_to_close", "leads", "buyers", "churn"):
        ahead(reconciled, view, pair)
    ahead(reconciled, whole, "mql")
    result = section(view, "money")
    now: Money = result.section
    if not (view.has("leads") or view.has("deals") or view.has("spend")):
        nothing(view, "There are no leads, no deals and no spend.")
        return
    if now.incentives:
        _incentives(view, now.incentives, now)
    costs(view, now, result.unsupported, whole)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        if now.by_source and now.wasted_spend is not None:
            wasted(view, now)
        churn(view, now, result.unsupported)
    with halves.cell():
        rep_load(view, result.unsupported)
        come_back(view, now)


def _incentives(view: View, incentives: Incentives, now: Money) -> None:
    earlier = window_before(view)
    incentives = incentives_since(view, earlier) if compares_years() else incentives
    incentives, few = _of_enough(incentives, _rests_on(view), _rests_on(earlier))
    now_came, then_came = (days_of(each, lead_window(each)) for each in (view, earlier))
    finding(
        "Do what each team is judged by and the shared two point the same way?",
        silos_against_shared(incentives, window_before_words(view)), of_window(view, "spend, leads and deals"),
    )  # fmt: skip
    sides = st.grid(3, min_column_width=SIDE, border=True)
    for side, kpis in SIDES.items():
        with sides.cell():
            st.markdown(f"**{side}**")
            for name, (label, meaning) in kpis.items():
                _kpi(view, name, label, meaning, getattr(incentives, name), few.get(name))
    st.caption(
        no_formula(
            f"{_close(now)} {lead_to_close_moved(incentives.lead_to_close)} It compares the enquiries of {now_came} "
            f"with those of {then_came}, each given its {CLOSE_DAYS} days."
        )
    )
    rows = [{"figure": name} | getattr(incentives, name).model_dump() for kpis in SIDES.values() for name in kpis]
    with st.container(horizontal=True, gap="small"):
        behind(view, "money/lead_to_close", rows, **close_window(view))
        if now.lead_to_close and now.lead_to_close.n and opens_records("Lead to close: its enquiries", "records-close"):
            drawer(
                "Lead to close", view, "money/close_leads", now.lead_to_close.n,
                has_come_back=None, rows=MOST_RECORDS, **close_window(view),
            )  # fmt: skip
    for name in ("close", "lead_to_close", "leads"):
        reconcile_line(view, name)


def _rests_on(view: View) -> dict[str, int]:
    """What the shares and the means rest on: leads created, deals won, leads with their full time."""
    counts: dict[str, int] = {}
    totals = ask(view, "money/totals").one()
    if view.has("leads"):
        counts["cpl"] = totals["leads"]
        counts["lead_to_close"] = ask(view, "money/lead_to_close", **close_window(view)).one()["n"]
    if view.has("deals"):
        counts["mean_won"] = totals["won"]
    return counts


def _of_enough(
    incentives: Incentives, now: Mapping[str, int], before: Mapping[str, int]
) -> tuple[Incentives, dict[str, str]]:
    """The figures without those that fewer than ten records make, and why each of them is missing."""
    kept, few = {}, {}
    for name, number in now.items():
        kpi: Moved = getattr(incentives, name)
        if number < FEWEST_FOR_RATE:
            few[name] = f"{count(number)} {RESTS_ON[name]}: too few"
            kept[name] = Moved(current=None, previous=None, change=None)
        elif before[name] < FEWEST_FOR_RATE and kpi.change is not None:
            few[name] = f"{count(before[name])} {RESTS_ON[name]} before: too few"
            kept[name] = Moved(current=kpi.current, previous=None, change=None)
    return incentives.model_copy(update=kept), few


def _kpi(view: View, name: str, label: str, meaning: str, kpi: Moved, few: str | None) -> None:
    """One figure with its change, or why it has ``few``; a grey arrow says only up or down, not good or bad."""
    st.metric(
        label,
        _shown(name, kpi.current, view.settings.currency),
        delta=few or _delta(name, kpi),
        delta_color="off",
        delta_arrow=_arrow(kpi),
        help=meaning,
    )


def _shown(name: str, value: float | None, currency: str | None) -> str:
    if name in MONEY:
        return money(value, currency)
    if name == "lead_volume":
        return count(None if value is None else round(value))
    return percent(value)


def _delta(name: str, kpi: Moved) -> str | None:
    if kpi.change is None:
        return None
    if name == "lead_to_close":
        return points(kpi.change)
    size = kpi.relative
    if size is None:
        return None
    return "about the same" if abs(size) < JUST_AS_MUCH else f"{100 * size:+.1f} %".replace("-", "−")


def _arrow(kpi: Moved) -> Literal["up", "down", "off"]:
    if not kpi.change or abs(kpi.relative or 1) < JUST_AS_MUCH:
        return "off"
    return "up" if kpi.change > 0 else "down"


def _close(now: Money) -> str:
    """Lead to close with what it rests on."""
    closes: Mapping[str, Any] = now.lead_to_close.model_dump() if now.lead_to_close else {}
    if not closes.get("n") or closes.get("won") is None:
        return ""
    known = f"Lead to close: {count(closes['won'])} of {count(closes['n'])} enquiries won"
    if closes["n"] < FEWEST_FOR_RATE:
        return f"{known}."
    return f"{known} (95 % interval {interval(closes['low'], closes['high'])})."
