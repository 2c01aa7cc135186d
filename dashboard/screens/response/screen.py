"""The Response screen: how long a buyer waits for a first human answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.parameters import WEEKS_BEFORE
from dashboard.asking.view import View
from dashboard.findings.weeks import last_together
from dashboard.metrics.reconcile import reconciled
from dashboard.metrics.report import section
from dashboard.metrics.response import Response
from dashboard.screens.address import box
from dashboard.screens.comparing import as_chosen, comparison, comparison_words
from dashboard.screens.evidence import behind, nothing
from dashboard.screens.frame import CARD, HALF, card, screen
from dashboard.screens.headings import finding
from dashboard.screens.response.groups import waits_by_part, who_gives_up, who_waits
from dashboard.screens.response.limits import curve, within
from dashboard.screens.response.parts import arrivals, attempts, bands, known_tries, outcomes
from dashboard.screens.response.waiting import waiting_now
from dashboard.screens.response.words import answers_without_a_time, beside_the_last_weeks, debts, headline, of_clock
from dashboard.texts import (
    FEWEST_FOR_RATE,
    count,
    in_markdown,
    no_formula,
    spelled,
    waiting_time,
)

CLOCKS = {"inquiry": "From the enquiry", "mql": "From the MQL"}


def draw() -> None:
    """Draw the screen."""
    screen("Response", "How long does a buyer wait for a human answer?", _draw, compared=as_chosen)


def _draw(view: View) -> None:
    view = replace(view, clock=_clock(view.clock))
    ahead(ask, comparison(view), "response/times")
    for below in ("response/weekly", "response/curve", "response/opening_hours"):
        ahead(ask, view, below)
    for pair in ("waiting", "clock"):
        ahead(reconciled, view, pair)
    ahead(waits_by_part, view)
    ahead(ask, view, "response/tries_by_owner")
    response = section(view, "response")
    now: Response = response.section
    if now.n is None:
        st.info(in_markdown(response.unsupported["response"]))
        return
    if not now.n:
        nothing(view, "No enquiry came in here, so nobody waited.")
        return
    if now.responded is None:
        st.info(response.unsupported["response.responded"])
        arrivals(view, now)
        return
    waiting_now(view)
    finding("How long does a buyer wait?", headline(now), of_clock(view))
    if only_days := answers_without_a_time(now):
        st.info(only_days)
    if (now.n or 0) >= FEWEST_FOR_RATE:
        _cards(view, now)
    _limits_and_debts(view, now)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        bands(view, now)
    with halves.cell():
        outcomes(view, now, response.unsupported)
    with halves.cell():
        arrivals(view, now)
    with halves.cell():
        attempts(view, now)
    who_waits(view)
    who_gives_up(view)


def _clock(usual: str) -> str:
    """Where the clock starts, as the reader chooses; the settings' clock unless they do."""
    chosen = box(
        st.segmented_control, "The clock starts", "clock", list(CLOCKS), CLOCKS.__getitem__, usual=usual, required=True,
        help="From the enquiry: what the buyer feels. From the MQL: what sales answers for once marketing hands over. "
        "A first human answer is a message or call by a person, or the buyer reached; autoresponders never count.",
    )  # fmt: skip
    return chosen or usual


def _limits_and_debts(view: View, now: Response) -> None:
    """The curve, the share answered within each limit, and what either side owes."""
    if (now.n or 0) >= FEWEST_FOR_RATE:
        halves = st.grid(2, min_column_width=HALF, gap="large")
        with halves.cell():
            curve(view)
        with halves.cell():
            within(view, now)
    sales, marketing = debts(now, known_tries(view), ask(view, "response/opening_hours").rows)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    for name, owed in (("Sales owes the buyer", sales), ("Marketing owes sales", marketing)):
        with halves.cell():
            st.markdown(f"**{name}**\n" + "\n".join(f"- {no_formula(debt)}" for debt in owed))


def _cards(view: View, now: Response) -> None:
    weeks = ask(view, "response/weekly").rows
    before = ask(comparison(view), "response/times").one()
    cards = st.grid(4, min_column_width=CARD, border=True)
    card(
        cards,
        "Half answered within",
        waiting_time(now.median_minutes),
        help="By the buyer's clock, nights and weekends counted, the unanswered too. "
        f"The line: enquiries of each of the last {WEEKS_BEFORE + 1} weeks that had {spelled(FEWEST_FOR_RATE)} or "
        "more.",
        delta=_before(view, before, "median_minutes"),
        chart_data=[
            week["median_minutes"]
            for week in weeks
            if week["median_minutes"] is not None and week["n"] >= FEWEST_FOR_RATE
        ],
    )
    card(
        cards,
        "In working time, half within",
        waiting_time(now.working_median_minutes),
        "Nights, weekends and holidays left out: how quick the team itself is.",
        help="The same enquiries, counting only working hours of the owner's calendar.",
        delta=_before(view, before, "working_median_minutes"),
    )
    card(
        cards,
        "Nine in ten within",
        waiting_time(now.p90_minutes),
        "The tenth that waited longest waited longer than this, or was never answered.",
        help="Not reached: more than one in ten were closed without an answer or still wait.",
        delta=_before(view, before, "p90_minutes"),
    )
    card(
        cards,
        "Median of the answered alone",
        waiting_time(now.naive_median_minutes) if (now.responded or 0) >= FEWEST_FOR_RATE else "–",
        "What most reports show. It forgets the unanswered, so it looks better than it was.",
        help="It stands here to show by how much.",
        delta=f"leaves out {count((now.n or 0) - (now.responded or 0))} of {count(now.n)}",
    )
    if view.chosen is None and view.clock == view.settings.clock:
        line = beside_the_last_weeks(view, now, last_together(view, "median_minutes"))
        if line:
            st.caption(line)
    behind(view, "response/times", [ask(view, "response/times").one()])


def _before(view: View, before: Mapping[str, Any], figure: str) -> str:
    """A waiting time of the window to compare with, where ten enquiries or more make it."""
    words = comparison_words(view)
    if before["n"] < FEWEST_FOR_RATE:
        return f"{count(before['n'])} enquiries {words}: too few"
    return f"{waiting_time(before[figure])} {words}"
