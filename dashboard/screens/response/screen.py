"""The Response screen: how long a buyer waits for a first human answer."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf
from operator import itemgetter
from typing import Any

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.parameters import WEEKS_BEFORE
from dashboard.asking.view import View
from dashboard.charts.look import CONFIG
from dashboard.charts.response import MARKS, curve_chart
from dashboard.charts.rows import Rate, rates_chart
from dashboard.metrics.report import section
from dashboard.metrics.response import Response
from dashboard.screens.address import box
from dashboard.screens.comparing import as_chosen, comparison, comparison_words
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart
from dashboard.screens.evidence import behind, nothing
from dashboard.screens.frame import CARD, HALF, card, current_look, screen
from dashboard.screens.headings import heading, of_window
from dashboard.screens.response.groups import who_gives_up, who_waits
from dashboard.screens.response.parts import ANY_LEAD, arrivals, attempts, bands, known_tries, outcomes
from dashboard.screens.response.waiting import waiting_now
from dashboard.screens.response.words import answers_without_a_time, debts, headline
from dashboard.screens.words import of_n, share_moved
from dashboard.texts import (
    FEWEST_FOR_RANK,
    FEWEST_FOR_RATE,
    count,
    in_markdown,
    limit_words,
    no_formula,
    plain,
    spelled,
    waiting_time,
)

CLOCKS = {"inquiry": "From the inquiry", "mql": "From the MQL"}
MINUTES_AN_HOUR = 60
OWN = "own"
"""The key of the limit the company set itself."""


def draw() -> None:
    """Draw the screen."""
    screen("Response", "How long does a buyer wait for a human answer?", _draw, compared=as_chosen)


def _draw(view: View) -> None:
    view = replace(view, clock=_clock(view.clock))
    ahead(ask, comparison(view), "response/times")
    for below in ("response/weekly", "response/curve", "response/opening_hours"):
        ahead(ask, view, below)
    found = section(view, "response")
    now: Response = found.section
    if now.n is None:
        st.info(in_markdown(found.unsupported["response"]))
        return
    if not now.n:
        nothing(view, "No lead came in here, so nobody waited.")
        return
    if now.responded is None:
        st.info(found.unsupported["response.responded"])
        arrivals(view, now)
        return
    _answers(view, now)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        bands(view, now)
    with halves.cell():
        outcomes(view, now, found.unsupported)
    with halves.cell():
        arrivals(view, now)
    with halves.cell():
        attempts(view, now)
    who_waits(view)
    who_gives_up(view)
    waiting_now(view)


def _clock(usual: str) -> str:
    """Where the clock starts, as the reader chooses; the settings' clock unless they do."""
    chosen = box(
        st.segmented_control, "The clock starts", "clock", list(CLOCKS), CLOCKS.__getitem__, usual=usual, required=True,
        help="From the inquiry: what the buyer feels. From the MQL: what sales answers for once marketing hands over. "
        "A first human answer is a message or call by a person, or the buyer reached; autoresponders never count.",
    )  # fmt: skip
    return chosen or usual


def _answers(view: View, now: Response) -> None:
    """The sentence, the cards, the curve and the limits."""
    st.markdown(headline(now))
    if only_days := answers_without_a_time(now):
        st.info(only_days)
    if (now.n or 0) >= FEWEST_FOR_RATE:
        _cards(view, now)
        halves = st.grid(2, min_column_width=HALF, gap="large")
        with halves.cell():
            _curve(view)
        with halves.cell():
            _within(view, now)
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
        f"The line: leads of each of the last {WEEKS_BEFORE + 1} weeks that had {spelled(FEWEST_FOR_RATE)} or more.",
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
        help="The same leads, counting only working hours of the owner's calendar.",
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
    behind(view, "response/times", [ask(view, "response/times").one()])


def _before(view: View, before: Mapping[str, Any], figure: str) -> str:
    """A waiting time of the window to compare with, where ten leads or more make it."""
    words = comparison_words(view)
    if before["n"] < FEWEST_FOR_RATE:
        return f"{count(before['n'])} leads {words}: too few"
    return f"{waiting_time(before[figure])} {words}"


def _curve(view: View) -> None:
    heading("Share answered against time", of_window(view))
    rows = ask(view, "response/curve").rows
    is_elapsed = view.settings.sla_clock == "elapsed"
    st.plotly_chart(
        curve_chart(rows, _sla_minutes(view) if is_elapsed else None, current_look()),
        theme=None,
        config=CONFIG,
        key="curve",
        alt="Share of leads with a human answer against time, by the buyer's clock and in working hours",
    )
    st.caption(
        f"The axis grows by multiples of time. Our limit: {_limit(view)}"
        f"{'' if is_elapsed else ' of the owner, which are no one place on this axis'}. Leads closed "
        "unanswered never count as answered; those still waiting count for as long as they have waited "
        "(Aalen–Johansen). The gap between the lines is nights, weekends and holidays."
    )
    behind(view, "response/curve", rows)


def _within(view: View, now: Response) -> None:
    heading("Answered in time", of_window(view))
    limits = _limits(view, now)
    rates = [
        Rate(
            key,
            name.capitalize() if key == OWN else f"Within {name}",
            row["rate"],
            row["low"],
            row["high"],
            row["n"],
            of_n(row),
            (row["n"] - row["met"], "that missed it"),
        )
        for key, (name, row) in limits.items()
    ]
    mark = opening_chart(
        rates_chart(rates, current_look()),
        "within",
        "; ".join(f"{rate.label}: {rate.detail}" for rate in rates),
    )
    sla = limits[OWN][1]
    earlier = ask(comparison(view), "response/sla").one()
    moved = ask(
        view, "changes/share_moved",
        won_now=sla["met"], of_now=sla["n"], won_before=earlier["met"], of_before=earlier["n"],
    ).one()  # fmt: skip
    what = f"Within our limit of {_limit(view)}, of the leads whose limit has passed"
    st.markdown(no_formula(share_moved(what, sla, earlier, moved, comparison_words(view))))
    st.caption(
        "Of the leads whose limit has passed; closed by sales without an answer counts as not in time. Band: 95 % "
        f"interval. Below {FEWEST_FOR_RANK} leads: read the band, not the dot. Click a dot for those that missed it."
    )
    behind(view, "response/within", ask(view, "response/within").rows)
    if mark:
        key, missed = mark["customdata"]
        title = f"Not answered within {plain(limits[key][0])}"
        if key == OWN:
            drawer(title, view, "response/late_leads", int(missed), rows=MOST_RECORDS)
        else:
            drawer(title, view, "response/leads", int(missed), **ANY_LEAD | {"missed_minutes": float(key)})


def _limits(view: View, now: Response) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Names and figures of the four limits of the buyer's clock, by their minutes, and of ours, shortest first.

    Ours takes the place of one that is the same, and stands last where it counts working time.
    """
    own = (OWN, f"our limit, {_limit(view)}", ask(view, "response/sla").one())
    within = [limit.model_dump() for limit in (now.within or {}).values()]
    rows = {minutes: (str(minutes), name, row) for (minutes, name), row in zip(MARKS.items(), within, strict=True)}
    place = _sla_minutes(view) if view.settings.sla_clock == "elapsed" else inf
    return {key: (name, row) for _, (key, name, row) in sorted((rows | {place: own}).items(), key=itemgetter(0))}


def _sla_minutes(view: View) -> float:
    return view.settings.response_sla_hours * MINUTES_AN_HOUR


def _limit(view: View) -> str:
    return limit_words(view.settings.response_sla_hours, view.settings.sla_clock)
