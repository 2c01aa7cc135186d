"""Costs per stage by source on the Money screen, with the spend on MQLs that sales handed back."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.money import spend_chart
from dashboard.findings.about import of_window
from dashboard.metrics.money import Money
from dashboard.scope.slices import NONE
from dashboard.screens.drawers import MOST_RECORDS, drawer, narrowed, opening_chart, opening_table
from dashboard.screens.evidence import behind
from dashboard.screens.frame import CARD, card, current_look
from dashboard.screens.headings import finding, heading
from dashboard.screens.money.words import waste
from dashboard.screens.reconcile import reconcile_line
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, money, plain

MOST_SOURCES = 12
VERDICTS = {"handed over": ["accepted", "rejected", "undecided"]}
VERDICT_WORDS = {"rejected": "handed back"}
COSTS = {"cpl": "leads", "cost_per_mql": "mqls", "cost_per_sql": "sqls", "cac": "won"}
DIVIDED_BY = {"cpl": "leads created", "cost_per_mql": "became MQL", "cost_per_sql": "became SQL", "cac": "deals won"}


def costs(view: View, now: Money, unsupported: Mapping[str, str], whole: View) -> None:
    """What each stage cost, in all and by source, and what sales decided on it.

    ``whole`` looks from now on the same window, as the Waterfall does.
    """
    question, about = "What does each stage cost?", of_window(view, "spend, leads and deals")
    if now.by_source is None or not now.by_source or not (words := dearest(now, ask(view, "money/totals").one(), view)):
        heading(question, about)
    else:
        finding(question, words, about)
    if now.by_source is None:
        st.info(in_markdown(unsupported.get("money.by_source", "Costs cannot be known here.")))
        return
    if not now.by_source:
        st.info("No spend falls into this window; choose another one under the title.")
        return
    rows = ask(view, "money/costs").rows
    _totals(view, now)
    paid = _paid(view)
    _by_source(view, paid, [row for row in rows if row["spend"] is None and row["leads"]])
    behind(view, "money/costs", rows)
    for name in ("mql", "sql"):
        reconcile_line(whole, name)
    reconcile_line(view, "won")


def _paid(view: View) -> list[Mapping[str, Any]]:
    """The sources with spend, the largest first."""
    paid = [row for row in ask(view, "money/costs").rows if row["spend"] is not None]
    return sorted(paid, key=lambda row: -row["spend"])


def _totals(view: View, now: Money) -> None:
    """The four costs, each with what it was divided by; of fewer than ten there is none."""
    currency = view.settings.currency
    totals = ask(view, "money/totals").one()
    figures = {
        "cpl": ("Cost per lead", now.cpl, "Spend of the window by the leads created in it."),
        "cost_per_mql": ("Cost per MQL", now.cost_per_mql, "Spend of the window by the cycles that reached MQL in it."),
        "cost_per_sql": ("Cost per SQL", now.cost_per_sql, "Spend of the window by the cycles that reached SQL in it."),
        "cac": ("Cost per customer won", now.cac, "Spend of the window by the deals won in it, renewals left out."),
    }
    cards = st.grid(4, min_column_width=CARD, border=True)
    for cost, (label, value, meaning) in figures.items():
        number = totals[COSTS[cost]]
        shown = money(value, currency) if number >= FEWEST_FOR_RATE else "–"
        card(cards, label, shown, help=f"{meaning} A period cost.", delta=f"{count(number)} {DIVIDED_BY[cost]}")
    st.caption(
        "Period costs: the money and the leads of one window, not the same leads followed to the end. A dash: fewer "
        f"than {FEWEST_FOR_RATE} to divide by."
    )


def dearest(now: Money, totals: Mapping[str, Any], view: View) -> str:
    """What the costliest stage costs, of those that are divided by ten or more; empty where there is none."""
    for cost, noun, value in (("cac", "A customer won", now.cac), ("cost_per_sql", "An SQL", now.cost_per_sql)):
        if value is not None and totals[COSTS[cost]] >= FEWEST_FOR_RATE:
            return f"{noun} cost {money(value, view.settings.currency)} of marketing spend"
    return ""


def wasted(view: View, now: Money) -> None:
    """Spend by what sales decided on the leads it brought."""
    question, about = "What was spent on MQLs that sales handed back?", of_window(view, "spend and MQLs")
    paid = _paid(view)
    if words := waste(now, ask(view, "money/totals").one(), view.settings.currency):
        finding(question, words, about)
    else:
        heading(question, about)
    undecided = {row["part"]: row["undecided"] for row in ask(view, "disagreement/by_source").rows}
    shown = [{**source, "undecided": undecided.get(_name(source), 0)} for source in paid[:MOST_SOURCES]]
    mark = opening_chart(
        spend_chart(shown, current_look(), view.settings.currency),
        "spend",
        "Spend by source, split into what sales accepted, handed back and has not decided",
    )
    more = f" The {MOST_SOURCES} largest of {len(paid)} sources." if len(paid) > MOST_SOURCES else ""
    st.caption(
        "Blue: spend on the share sales accepted; hatched: on the share it handed back, rejected or disqualified (95 % "
        f"interval); pale: fewer than {FEWEST_FOR_RATE} decided. Verdicts on MQLs of the window.{more} "
        "Click a part for the leads of that verdict."
    )
    if mark:
        place, part, leads = mark["customdata"]
        source = _name(shown[int(place)])
        title = f"{VERDICT_WORDS.get(part, part).capitalize()}: {plain(source)}"
        drawer(
            title, narrowed(view, "source", source), "disagreement/handoff_leads", int(leads),
            verdicts=VERDICTS.get(part, [part]), is_unworked=False, rows=MOST_RECORDS,
        )  # fmt: skip


def _name(row: Mapping[str, Any]) -> str:
    return NONE if row["source"] is None else str(row["source"])


def _by_source(view: View, paid: Sequence[Mapping[str, Any]], free: Sequence[Mapping[str, Any]]) -> None:
    column = st.column_config
    unit = f" {view.settings.currency}" if view.settings.currency else ""
    names = {"cpl": "Per lead", "cost_per_mql": "Per MQL", "cost_per_sql": "Per SQL", "cac": "Per won"}
    counts = {"leads": "Leads", "mqls": "MQLs", "sqls": "SQLs", "won": "Won"}
    place = opening_table(
        [_row(row) for row in paid],
        "costs",
        "Spend, counts and cost per stage by source",
        column_config={
            "source": column.TextColumn("Source", width=160, pinned=True),
            "spend": column.NumberColumn(f"Spend{unit}", width=95, format="localized"),
            **{name: column.NumberColumn(label, width=70, format="localized") for name, label in counts.items()},
            **{name: column.NumberColumn(label, width=82, format="localized") for name, label in names.items()},
            "wasted_spend": column.NumberColumn("Wasted", width=90, format="localized"),
        },
    )
    unpaid = ", ".join(f"{in_markdown(row['source'] or '(none)')} ({count(row['leads'])} leads)" for row in free)
    st.caption(
        f"Largest spend first, not ranked by cost. A cost that rests on fewer than {FEWEST_FOR_RATE} is left out: only "
        f"its count is shown.{f' Without spend: {unpaid}.' if unpaid else ''} Click a row for the leads created."
    )
    if place is not None:
        source = _name(paid[place])
        drawer(
            f"Leads of {plain(source)}", view, "money/created_leads", paid[place]["leads"],
            dimension="source", part=source, fit=None, rows=MOST_RECORDS,
        )  # fmt: skip


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A source with each count beside the cost that rests on it."""
    cells: dict[str, Any] = {"source": plain(row["source"]), "spend": round(row["spend"])}
    for cost, counted in COSTS.items():
        enough = row[cost] is not None and row[counted] >= FEWEST_FOR_RATE
        cells |= {counted: row[counted], cost: round(row[cost]) if enough else None}
    decided = (row["accepted"] or 0) + (row["rejected"] or 0)
    is_known = row["wasted_spend"] is not None and decided >= FEWEST_FOR_RATE
    return cells | {"wasted_spend": round(row["wasted_spend"]) if is_known else None}
