"""The Response screen: how long a buyer waits for a first human answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.view import View
from dashboard.charts.look import CONFIG
from dashboard.charts.response import MARKS, curve_chart
from dashboard.charts.rows import Rate, rates_chart
from dashboard.metrics.report import section
from dashboard.metrics.response import NO_TOUCHES, Response
from dashboard.screens.evidence import behind, drawer, nothing, opening_chart
from dashboard.screens.frame import CARD, HALF, card, current_look, screen
from dashboard.screens.response.groups import who_gives_up, who_waits
from dashboard.screens.response.parts import ANY_LEAD, arrivals, attempts, bands, outcomes
from dashboard.screens.response.waiting import waiting_now
from dashboard.screens.response.words import debts, headline
from dashboard.screens.slicebar import comparison, comparison_words
from dashboard.screens.words import of_n, share_moved
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, no_formula, plain, waiting_time

CLOCKS = {"inquiry": "From the inquiry", "mql": "From the MQL"}
MINUTES_AN_HOUR = 60


def draw() -> None:
    """Draw the screen."""
    screen("Response", "How long does a buyer wait for a human answer?", _draw)


def _draw(view: View) -> None:
    view = replace(view, clock=_clock(view.clock))
    ahead(ask, comparison(view), "response/times")
    for below in ("response/weekly", "response/curve", "response/opening_hours"):
        ahead(ask, view, below)
    found = section(view, "response")
    now: Response = found.section
    if now.n is None:
        st.info(found.unsupported["response"])
        return
    if not now.n:
        nothing(view, "No lead came in here, so nobody waited.")
        return
    if now.responded is None:
        st.info(NO_TOUCHES)
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
    chosen: str | None = st.segmented_control(
        "The clock starts", list(CLOCKS), default=usual, required=True, format_func=CLOCKS.__getitem__,
        key="clock", bind="query-params",
        help="From the inquiry: what the buyer feels. From the MQL: what sales answers for once marketing hands over. "
        "A first human answer is a message or call by a person, or the buyer reached; autoresponders never count.",
    )  # fmt: skip
    return chosen or usual


def _answers(view: View, now: Response) -> None:
    """The sentence, the cards, the curve and the limits."""
    st.markdown(headline(now))
    if (now.n or 0) >= FEWEST_FOR_RATE:
        _cards(view, now)
        halves = st.grid(2, min_column_width=HALF, gap="large")
        with halves.cell():
            _curve(view)
        with halves.cell():
            _within(view, now)
    sales, marketing = debts(now, ask(view, "response/opening_hours").rows)
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
        "The line: leads of each of the last 14 weeks.",
        delta=f"{waiting_time(before['median_minutes'])} {comparison_words()}",
        chart_data=[week["median_minutes"] for week in weeks if week["median_minutes"] is not None],
    )
    card(
        cards,
        "In working time, half within",
        waiting_time(now.working_median_minutes),
        "Nights, weekends and holidays left out: how quick the team itself is.",
        help="The same leads, counting only working hours of the owner's calendar.",
        delta=f"{waiting_time(before['working_median_minutes'])} {comparison_words()}",
    )
    card(
        cards,
        "Nine in ten within",
        waiting_time(now.p90_minutes),
        "The tenth that waited longest waited longer than this, or was never answered.",
        help="Not reached: more than one in ten were closed without an answer or still wait.",
        delta=f"{waiting_time(before['p90_minutes'])} {comparison_words()}",
    )
    card(
        cards,
        "Median of the answered alone",
        waiting_time(now.naive_median_minutes),
        "What most reports show. It forgets the unanswered, so it looks better than it was.",
        help="It stands here to show by how much.",
        delta=f"leaves out {count((now.n or 0) - (now.responded or 0))} of {count(now.n)}",
    )
    behind(view, "response/times", [ask(view, "response/times").one()])


def _curve(view: View) -> None:
    st.subheader("Share answered against time", anchor=False)
    rows = ask(view, "response/curve").rows
    st.plotly_chart(
        curve_chart(rows, _sla_minutes(view), current_look()),
        theme=None,
        config=CONFIG,
        key="curve",
        alt="Share of leads with a human answer against time, by the buyer's clock and in working hours",
    )
    st.caption(
        f"The axis grows by multiples of time. Our limit: {view.settings.response_sla_hours:g} h. Leads closed "
        "unanswered never count as answered; those still waiting count for as long as they have waited "
        "(Aalen–Johansen). The gap between the lines is nights, weekends and holidays."
    )
    behind(view, "response/curve", rows)


def _within(view: View, now: Response) -> None:
    st.subheader("Answered in time", anchor=False)
    limits = _limits(view, now)
    rates = [
        Rate(str(minutes), f"Within {name}", row["rate"], row["low"], row["high"], row["n"], of_n(row))
        for minutes, (name, row) in sorted(limits.items())
    ]
    mark = opening_chart(
        rates_chart(rates, current_look()),
        "within",
        "; ".join(f"{rate.label}: {rate.detail}" for rate in rates),
    )
    sla = limits[_sla_minutes(view)][1]
    earlier = ask(comparison(view), "response/sla").one()
    moved = ask(
        view, "changes/share_moved",
        won_now=sla["met"], of_now=sla["n"], won_before=earlier["met"], of_before=earlier["n"],
    ).one()  # fmt: skip
    st.markdown(no_formula(share_moved("Within our limit", sla, earlier, moved, comparison_words())))
    st.caption(
        "Of the leads whose limit has passed; closed by sales without an answer counts as not in time. Band: 95 % "
        f"interval. Below {FEWEST_FOR_RANK} leads: read the band, not the dot. Click a dot for those that missed it."
    )
    behind(view, "response/within", ask(view, "response/within").rows)
    if mark:
        minutes = float(mark["customdata"][0])
        title = f"Not answered within {plain(limits[minutes][0])}"
        drawer(title, view, "response/leads", **ANY_LEAD | {"missed_minutes": minutes})


def _limits(view: View, now: Response) -> dict[float, tuple[str, Mapping[str, Any]]]:
    """The four limits and our own by minutes: their names and figures."""
    within = [limit.model_dump() for limit in (now.within or {}).values()]
    limits = {minutes: (name, row) for (minutes, name), row in zip(MARKS.items(), within, strict=True)}
    sla = _sla_minutes(view)
    own = limits.get(sla, (f"{view.settings.response_sla_hours:g} h", ask(view, "response/sla").one()))
    return limits | {sla: (f"{own[0]}, our limit", own[1])}


def _sla_minutes(view: View) -> float:
    return view.settings.response_sla_hours * MINUTES_AN_HOUR
