"""What the Response screen says in words, made from figures by rules; never more than they allow."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.asking.view import View
from dashboard.findings.about import of_conversion_window, of_window
from dashboard.findings.weeks import Span
from dashboard.findings.words import days_of, enquiries
from dashboard.metrics.changes import TOGETHER
from dashboard.metrics.response import Response
from dashboard.scope.moments import Window
from dashboard.texts import (
    FEWEST_FOR_RANK,
    FEWEST_FOR_RATE,
    count,
    in_markdown,
    interval,
    no_formula,
    percent,
    spelled,
    waiting_time,
)
from dashboard.thresholds import TRIES_DAYS, UNANSWERED_HOURS

NO_OWNER = "(none)"
TOLD_LIMITS = {"1h": "an hour", "24h": "a day"}


NOUNS = {"inquiry": "enquiries", "mql": "MQLs"}
"""What is counted, by what starts the clock."""


def of_clock(view: View) -> str:
    """Whose waits of which days: those whose clock started in the window."""
    return of_window(view, NOUNS[view.clock])


def of_older(view: View) -> str:
    """The same of those old enough to have come to something."""
    return of_conversion_window(view, NOUNS[view.clock])


def headline(now: Response) -> str:
    """How long half of the buyers waited, how much of it was working time, and what the naive figure hides."""
    total, responded = now.n or 0, now.responded or 0
    if total < FEWEST_FOR_RATE:
        return f"{enquiries(total)} came in, {count(responded)} answered by a person: too few for a rate or a curve."
    if now.median_minutes is None:
        return (
            f"Fewer than half of the {enquiries(total)} that came in had a human answer, so there is no middle wait: "
            f"{count(responded)} were answered."
        )
    sentence = f"Half of the {enquiries(total)} had a human answer within **{waiting_time(now.median_minutes)}**"
    if now.working_median_minutes is not None:
        sentence += f"; in working time within {waiting_time(now.working_median_minutes)}"
    sentence += ".\n"
    is_known = now.naive_median_minutes is not None and responded >= FEWEST_FOR_RATE
    if is_known and (now.naive_median_minutes or 0) < now.median_minutes:
        sentence += (
            f"Of the answered alone the median is {waiting_time(now.naive_median_minutes)}: that looks better because "
            f"it forgets the {count(total - responded)} nobody answered."
        )
    return no_formula(sentence.rstrip("\n"))


def beside_the_last_weeks(view: View, now: Response, last: Span) -> str:
    """The median of the last four weeks, which the Review shows, beside that of the whole window."""
    if last.value is None or now.median_minutes is None:
        return ""
    days = days_of(view, Window(last.start, view.window.end))
    return no_formula(
        f"**{waiting_time(last.value)}** for half of the {enquiries(last.records)} of the last "
        f"{spelled(TOGETHER)} weeks, {days} (Review) → **{waiting_time(now.median_minutes)}** for half of all "
        f"{count(now.n)} of {days_of(view, view.window)}."
    )


def answered_within(rows: Sequence[Mapping[str, Any]]) -> str:
    """The share answered within an hour and within a day, of the limits' rows; empty below ten enquiries."""
    clauses = [
        f"{percent(row['rate'])} ({interval(row['low'], row['high'])}) had a human answer within {words}"
        for row in rows
        if (words := TOLD_LIMITS.get(row["answered_within"])) and row["n"] >= FEWEST_FOR_RATE
    ]
    return ", ".join([*clauses[:1], *(each.replace(" had a human answer", "") for each in clauses[1:])])


def unanswered(now: Response) -> str:
    """How many were closed without an answer, and how many still wait for long; none is said as that."""
    bands = now.bands or {}
    closed, never = (bands[name].n if name in bands else 0 for name in ("closed_unanswered", "never"))
    if not closed and not never:
        return f"Every one of the {enquiries(now.n or 0)} had an answer, or is younger than {UNANSWERED_HOURS} hours"
    still = f"{'waits' if never == 1 else 'wait'} after {UNANSWERED_HOURS} hours or more"
    parts = [f"{count(closed)} {'was' if closed == 1 else 'were'} closed without an answer"] if closed else []
    parts += [f"{count(never)} still {still}"] if never else []
    return f"Of the {enquiries(now.n or 0)} {' and '.join(parts)}"


def quick_against_slow(first: Mapping[str, Any], last: Mapping[str, Any], moved: Mapping[str, Any]) -> str:
    """Whether the quickest answered became SQL more often than the slowest; by more than chance or not."""
    words = (
        f"{percent(first['rate'])} of those answered {first['words']} became SQL, {percent(last['rate'])} of those "
        f"answered {last['words']}"
    )
    if moved["low"] <= 0 <= moved["high"]:
        return f"{words}: no more than chance can do"
    return f"{words}: more than chance, and no proof of an effect"


def outside_hours(now: Response, by_opening: Sequence[Mapping[str, Any]]) -> str:
    """How many of the enquiries come in when nobody works; empty below ten."""
    outside = next((row for row in by_opening if not row["is_open"]), None)
    if (now.n or 0) < FEWEST_FOR_RATE:
        return ""
    if outside is None:
        return f"All {enquiries(now.n or 0)} came in during working hours"
    return f"{percent(outside['share'])} of the {enquiries(now.n or 0)} came in outside working hours"


def answers_without_a_time(now: Response) -> str | None:
    """That of many answers only the day is known; None below a tenth of them."""
    answered, day_only = now.responded or 0, now.day_only or 0
    if not day_only or 10 * day_only < answered:
        return None
    return (
        f"{count(day_only)} of the {count(answered)} answered enquiries have only the day of the answer and no time: "
        "their waits are right to the day and not to the minute."
    )


def waits_longest(grouping: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """The part whose enquiries wait longest, where fewer of them are answered in time by more than chance."""
    slow = [row for row in rows if min(row["due"], row["others_due"]) >= FEWEST_FOR_RANK and (row["gap_high"] or 0) < 0]
    if not slow:
        return f"{grouping}: none is answered in time less often than the others by more than chance."
    last = min(slow, key=lambda row: row["rate"])
    half = "half not answered yet" if last["median_minutes"] is None else f"half within {_wait(last)}"
    quick = min(
        (row for row in rows if row["n"] >= FEWEST_FOR_RANK and row["median_minutes"] is not None),
        key=lambda row: row["median_minutes"],
        default=last,
    )
    against = "" if quick is last else f"; those of {in_markdown(quick['value'])} shortest, half within {_wait(quick)}"
    return (
        f"{grouping}: those of **{in_markdown(last['value'])}** wait longest, {half}, {percent(last['rate'])} within "
        f"the response SLA against {percent(last['others_rate'])} elsewhere{against}."
    )


def _wait(row: Mapping[str, Any]) -> str:
    return waiting_time(row["median_minutes"])


def gives_up_most(rows: Sequence[Mapping[str, Any]]) -> str:
    """The owner who gives up after one try most, where that is more than chance."""
    high = [
        row for row in rows if min(row["known"], row["others_known"]) >= FEWEST_FOR_RANK and (row["gap_low"] or 0) > 0
    ]
    if not high:
        return "No owner gives up after one try more often than the others by more than chance."
    most = max(high, key=lambda row: row["rate"])
    return (
        f"**{in_markdown(most['part'])}** gave up on {percent(most['rate'])} of {enquiries(most['known'])} after one "
        f"try, the others on {percent(most['others_rate'])}: more than chance."
    )


def debts(now: Response, known: int, by_opening: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """What sales owes and what marketing owes, in words; sales' first.

    ``known``: leads out of contact of which it can be known whether they were given up.
    """
    return _of_sales(now, known), _of_marketing(now, by_opening)


def _of_sales(now: Response, known: int) -> list[str]:
    bands = now.bands or {}
    never, closed = (bands[name].n if name in bands else 0 for name in ("never", "closed_unanswered"))
    owed = []
    if never:
        owed.append(f"{enquiries(never)} still open and unanswered after {UNANSWERED_HOURS} hours or more.")
    if closed:
        owed.append(f"{enquiries(closed)} closed without any human answer.")
    if now.gave_up_after_one is not None and known >= FEWEST_FOR_RATE:
        owed.append(
            f"{percent(now.gave_up_after_one)} of the {enquiries(known)} nobody got hold of in {TRIES_DAYS} days were "
            "given up after one try."
        )
    return owed or [f"Nothing here: every enquiry was answered or is younger than {UNANSWERED_HOURS} hours."]


def _of_marketing(now: Response, by_opening: Sequence[Mapping[str, Any]]) -> list[str]:
    owed = []
    hours = {row["is_open"]: row for row in by_opening}
    outside, inside = hours.get(False), hours.get(True)
    if outside and inside and min(outside["n"], inside["n"]) >= FEWEST_FOR_RATE:
        owed.append(
            f"{percent(outside['share'])} of the enquiries come in outside working hours, which "
            f"campaigns help decide. Half of those wait {waiting_time(outside['median_minutes'])}, of the others "
            f"{waiting_time(inside['median_minutes'])}."
        )
    ownerless = (now.by_owner or {}).get(NO_OWNER)
    if ownerless:
        owed.append(f"{enquiries(ownerless.n)} came without an owner; {count(ownerless.responded)} were answered.")
    return owed or ["Nothing that these figures show."]
