"""The lower half of the Response screen: bands and their outcomes, arrivals, tries."""

from collections.abc import Mapping
from datetime import time

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.cells import HOURS_A_DAY, arrivals_chart, day_and_hour
from dashboard.charts.response import ANSWERED, ATTEMPT_WORDS, BAND_WORDS, OWED, counts_chart
from dashboard.charts.rows import Rate, rates_chart
from dashboard.findings.words import days_of, of_n
from dashboard.metrics.response import Response
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart
from dashboard.screens.evidence import behind
from dashboard.screens.frame import current_look
from dashboard.screens.headings import finding, heading
from dashboard.screens.reconcile import reconcile_line
from dashboard.screens.response.words import of_clock, of_older, outside_hours, quick_against_slow, unanswered
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_markdown, percent
from dashboard.thresholds import OUTCOME_DAYS, TRIES_DAYS, UNANSWERED_HOURS

ANY_LEAD: dict[str, object] = {
    "band": None, "missed_minutes": None, "weekday": None, "hour": None, "rows": MOST_RECORDS,
}  # fmt: skip
TRIES = {"0": (0, 0), "1": (1, 1), "2": (2, 2), "3-5": (3, 5), "6+": (6, None)}


def bands(view: View, now: Response) -> None:
    """How long each enquiry waited, as bands that sum to all of them; a bar opens into its enquiries."""
    finding("How long did they wait?", unanswered(now), of_clock(view))
    rows = [(name, BAND_WORDS[name], band.n) for name, band in (now.bands or {}).items()]
    mark = opening_chart(
        counts_chart(rows, OWED, current_look()),
        "bands",
        "; ".join(f"{name}: {count(leads)}" for _, name, leads in rows),
    )
    st.caption(
        f"The bands sum to the {count(now.n)} enquiries. Hatched: nobody answered in {UNANSWERED_HOURS} hours or at "
        "all. Click a bar for its enquiries."
    )
    behind(view, "response/bands", ask(view, "response/bands").rows)
    for name in ("clock", "waiting", "late", "untouched"):
        reconcile_line(view, name)
    if mark:
        band, waited = mark["customdata"]
        drawer(BAND_WORDS[band], view, "response/leads", int(waited), **ANY_LEAD | {"band": band})


def outcomes(view: View, now: Response, unsupported: Mapping[str, str]) -> None:
    """What became of older enquiries, by band: an association, and labelled so."""
    question, about = (
        "What became of the quickly and the late answered?",
        of_older(view),
    )
    if "response.bands" in unsupported:
        heading(question, about)
        st.info(in_markdown(unsupported["response.bands"]))
        return
    finding(question, _quick_against_slow(view, now), about)
    rates = [
        Rate(name, BAND_WORDS[name], band.rate, band.low, band.high, band.mature or 0,
             of_n(band.model_dump() | {"met": band.sql, "n": band.mature}))
        for name, band in (now.bands or {}).items()
        if band.mature
    ]  # fmt: skip
    if not rates:
        st.info(f"No enquiry here is old enough: an outcome needs {OUTCOME_DAYS} days.")
        return
    mark = opening_chart(
        rates_chart(rates, current_look()),
        "outcomes",
        "; ".join(f"{rate.label}: {rate.detail} reached SQL" for rate in rates),
    )
    st.caption(
        "**An association, not an effect**: eager buyers and good sources are also answered first. Share that reached "
        f"SQL within {OUTCOME_DAYS} days, of enquiries of {days_of(view, view.conversion_window)} "
        f"that were still undecided after {UNANSWERED_HOURS} hours, so that no band wins "
        "by having had more time. Blue: 95 % interval. The table of the bands holds these figures too. Click a dot "
        "for its enquiries."
    )
    if mark:
        band, mature = mark["customdata"]
        title = f"{BAND_WORDS[band]}: what became"
        drawer(title, view, "response/outcome_leads", int(mature), band=band, rows=MOST_RECORDS)


def _quick_against_slow(view: View, now: Response) -> str:
    """What became of the quickest answered against the slowest, of bands of thirty enquiries or more; else empty."""
    bands = [
        band.model_dump() | {"words": words}
        for name, words in ANSWERED.items()
        if (band := (now.bands or {}).get(name)) and (band.mature or 0) >= FEWEST_FOR_RANK
    ]
    if len(bands) < 2:
        return ""
    first, last = bands[0], bands[-1]
    moved = ask(
        view, "changes/share_moved",
        won_now=first["sql"], of_now=first["mature"], won_before=last["sql"], of_before=last["mature"],
    ).one()  # fmt: skip
    return quick_against_slow(first, last, moved)


def arrivals(view: View, now: Response) -> None:
    """When enquiries come in, by weekday and hour; a square opens into its enquiries."""
    finding(
        "When do they come in?",
        outside_hours(now, ask(view, "response/opening_hours").rows),
        of_clock(view),
    )
    settings = view.settings.working_hours
    busiest = max((leads for by_hour in now.arrivals or () for leads in by_hour), default=0)
    hours = dict.fromkeys(settings.days, (_hour(settings.open), _hour(settings.close)))
    mark = opening_chart(
        arrivals_chart(now.arrivals or [], hours, current_look()),
        "arrivals",
        "Enquiries by weekday and hour, the stronger the colour the more",
    )
    st.caption(
        f"Stronger colour: more enquiries, at most {count(busiest)} in an hour. Frame: working hours, "
        f"{settings.open:%H:%M} to {settings.close:%H:%M} ({view.settings.time_zone}). Click a square for its "
        "enquiries."
    )
    behind(view, "response/arrivals", ask(view, "response/arrivals").rows)
    if mark:
        place, came_in = (int(part) for part in mark["customdata"][:2])
        weekday, hour = divmod(place, HOURS_A_DAY)
        bound = ANY_LEAD | {"weekday": weekday + 1, "hour": hour}
        drawer(day_and_hour(weekday, hour), view, "response/leads", came_in, **bound)


def _hour(clock: time) -> float:
    return clock.hour + clock.minute / 60


def known_tries(view: View) -> int:
    """Enquiries out of contact for 14 days of which it can be known whether they were given up after one try."""
    known: int = ask(view, "response/attempts").one()["known"]
    return known


def attempts(view: View, now: Response) -> None:
    """How often people try to reach a lead that does not answer."""
    question = "How often do we try?"
    tries = now.attempts or {}
    total = ask(view, "response/attempts").one()["judged"]
    if not total:
        heading(question, of_clock(view))
        st.info(f"No enquiry is {TRIES_DAYS} days old, open and out of contact: there is nothing to count tries on.")
        return
    if now.gave_up_after_one is not None and known_tries(view) >= FEWEST_FOR_RATE:
        of_known = f"{percent(now.gave_up_after_one)} of the {count(known_tries(view))} nobody got hold of"
        finding(question, f"{of_known} were given up after one try", of_clock(view))
    else:
        heading(question, of_clock(view))
    mark = opening_chart(
        counts_chart([(name, ATTEMPT_WORDS[name], leads) for name, leads in tries.items()], {"0"}, current_look()),
        "attempts",
        "; ".join(f"{ATTEMPT_WORDS[name]}: {count(leads)}" for name, leads in tries.items()),
    )
    is_enough = now.personal is not None and total >= FEWEST_FOR_RATE
    unknown = total - known_tries(view)
    too_young = f" Of {count(unknown)} it is too early to say." if unknown else ""
    personal = f" {percent(now.personal)} of all tries used no template." if is_enough else ""
    st.caption(
        f"Human tries in the first {TRIES_DAYS} days, on the {count(total)} enquiries that neither got in contact nor "
        f"were closed in them. Given up: one try and none in the {TRIES_DAYS} days after it.{too_young}{personal} "
        "Click a bar for its enquiries."
    )
    behind(view, "response/attempts", [ask(view, "response/attempts").one()])
    if mark:
        name, tried = mark["customdata"]
        least, most = TRIES[name]
        drawer(
            f"Tried: {ATTEMPT_WORDS[name].lower()}", view, "response/attempt_leads", int(tried),
            least=least, most=most, only_known=False, rows=MOST_RECORDS,
        )  # fmt: skip
