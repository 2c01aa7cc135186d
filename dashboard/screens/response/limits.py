"""When enquiries were answered: the curve over time, and the share within each limit."""

from collections.abc import Mapping
from math import inf
from operator import itemgetter
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.look import CONFIG
from dashboard.charts.response import MARKS, curve_chart
from dashboard.charts.rows import Rate, rates_chart
from dashboard.findings.words import of_n, share_moved
from dashboard.metrics.response import Response
from dashboard.screens.comparing import comparison, comparison_words
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart
from dashboard.screens.evidence import behind
from dashboard.screens.frame import current_look
from dashboard.screens.headings import finding
from dashboard.screens.response.parts import ANY_LEAD
from dashboard.screens.response.words import answered_within, of_clock
from dashboard.texts import FEWEST_FOR_RANK, limit_words, plain

MINUTES_AN_HOUR = 60
OWN = "own"
"""The key of the limit the company set itself."""


def curve(view: View) -> None:
    """The share answered against time, by both clocks."""
    words = answered_within(ask(view, "response/within").rows)
    finding("How many had an answer by when?", words, f"{of_clock(view)} whose limit has passed")
    rows = ask(view, "response/curve").rows
    is_elapsed = view.settings.sla_clock == "elapsed"
    st.plotly_chart(
        curve_chart(rows, _sla_minutes(view) if is_elapsed else None, current_look()),
        theme=None,
        config=CONFIG,
        key="curve",
        alt="Share of enquiries with a human answer against time, by the buyer's clock and in working hours",
    )
    st.caption(
        f"The axis grows by multiples of time. Response SLA: {_limit(view)}"
        f"{'' if is_elapsed else ' of the owner, which are no one place on this axis'}. Enquiries closed "
        "unanswered never count as answered; those still waiting count for as long as they have waited "
        "(Aalen–Johansen). The gap between the lines is nights, weekends and holidays."
    )
    behind(view, "response/curve", rows)


def within(view: View, now: Response) -> None:
    """The share answered within each limit and within ours; a dot opens into those that missed it."""
    limits = _limits(view, now)
    rates = [
        Rate(
            key,
            name[0].upper() + name[1:] if key == OWN else f"Within {name}",
            row["rate"],
            row["low"],
            row["high"],
            row["n"],
            of_n(row),
            (row["missed"], "that missed it"),
        )
        for key, (name, row) in limits.items()
    ]
    sla = limits[OWN][1]
    earlier = ask(comparison(view), "response/sla").one()
    moved = ask(
        view, "changes/share_moved",
        won_now=sla["met"], of_now=sla["n"], won_before=earlier["met"], of_before=earlier["n"],
    ).one()  # fmt: skip
    what = f"Answered within the response SLA of {_limit(view)}"
    words = share_moved(what, sla, earlier, moved, comparison_words(view))
    finding("How many are answered in time?", words, f"{of_clock(view)} whose limit has passed")
    mark = opening_chart(
        rates_chart(rates, current_look()),
        "within",
        "; ".join(f"{rate.label}: {rate.detail}" for rate in rates),
    )
    st.caption(
        "Of the enquiries whose limit has passed; closed by sales without an answer counts as not in time. Band: 95 % "
        f"interval. Below {FEWEST_FOR_RANK} enquiries: read the band, not the dot. Click a dot for those that missed "
        "it."
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
    own = (OWN, f"the SLA, {_limit(view)}", ask(view, "response/sla").one())
    within = ask(view, "response/within").rows if now.within else []
    rows = {minutes: (str(minutes), name, row) for (minutes, name), row in zip(MARKS.items(), within, strict=True)}
    place = _sla_minutes(view) if view.settings.sla_clock == "elapsed" else inf
    return {key: (name, row) for _, (key, name, row) in sorted((rows | {place: own}).items(), key=itemgetter(0))}


def _sla_minutes(view: View) -> float:
    return view.settings.response_sla_hours * MINUTES_AN_HOUR


def _limit(view: View) -> str:
    return limit_words(view.settings.response_sla_hours, view.settings.sla_clock)
