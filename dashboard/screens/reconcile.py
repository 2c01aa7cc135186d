"""The line that leads from one figure to another of the same thing, each reason opening into its records."""

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from dashboard.asking.view import WINDOW_DAYS, View
from dashboard.findings.words import days_of, leads
from dashboard.metrics.changes import TOGETHER
from dashboard.metrics.money import CUSTOMER_DAYS
from dashboard.metrics.reconcile import PAIRS, ReasonRow, Reconciliation, bound, reconciled, records_of
from dashboard.metrics.windows import CLOSE_DAYS, DAYS_A_WEEK
from dashboard.scope.moments import Window
from dashboard.screens.drawers import MOST_RECORDS, drawer, opens_records
from dashboard.screens.evidence import receipt_behind
from dashboard.texts import FEWEST_FOR_RATE, count, money, no_formula, percent, spelled

REASONS = {
    "verdicts": {
        "younger": "verdicts on younger enquiries",
        "older": "verdicts on older enquiries",
        "not_due": "verdicts on enquiries still within their time",
        "closed": "verdicts on enquiries closed as no lead",
        "late": "accepted only after their time",
        "won_after_all": "handed back and won after all",
        "skipped": "accepted without ever being an MQL",
        "undecided": "still undecided",
        "earlier": "handed over earlier",
        "later": "handed over later",
    },
    "reached": {
        "younger": "MQLs of younger enquiries",
        "older": "MQLs of older enquiries",
        "not_due": "MQLs still within their time",
        "closed": "MQLs closed as no lead",
        "late": "accepted only after their time",
        "before": "MQLs that came in earlier",
        "after": "MQLs that came in later",
    },
    "lead_to_close": {"weeks_before": "enquiries of the weeks before it"},
    "leads": {
        "again": "tries again of the same lead",
        "older": "of leads created before",
        "younger": "of leads created later",
        "open_before": "leads whose enquiry was open before",
    },
    "waiting": {
        "outbound": "of a source where we spoke first",
        "not_started": "whose clock has not started in these weeks",
        "answered": "answered, by the clock of this screen",
        "opened_before": "that came in before",
        "sql": "SQLs that nobody answered",
        "touched_before": "touched only before the clock started",
    },
    "late": {"in_time": "still within the response SLA"},
    "untouched": {
        "outbound": "of a source where we spoke first",
        "not_started": "whose clock has not started in these weeks",
        "answered": "answered, by the clock of this screen",
        "in_time": "still within it, by the clock of this screen",
        "opened_before": "that came in before",
        "sql": "SQLs that nobody answered",
        "touched_before": "touched only before the clock started",
    },
    "handed": {
        "came_before": "MQLs of earlier enquiries",
        "skipped": "accepted without ever being an MQL",
        "later": "MQLs only after these weeks",
    },
    "mql": {"came_before": "MQLs of earlier enquiries", "later": "MQLs only after these weeks"},
    "sql": {"came_before": "SQLs of earlier enquiries", "later": "SQLs only after these weeks"},
    "clock": {
        "outbound": "of a source where we spoke first",
        "no_mql": "never an MQL so far",
        "mql_later": "an MQL only outside these weeks",
        "came_before": "that came in earlier",
    },
    "won": {
        "other_weeks": "deals of enquiries of other weeks",
        "no_enquiry": "deals without an enquiry",
        "again": "further deals of one enquiry",
        "elsewhere": "deals whose enquiry is not counted here",
        "no_deal": "enquiries without a deal won in these weeks",
    },
    "won_per_day": {"weeks_before": "deals won in the weeks before"},
    "velocity": {
        "no_amount": "deals won without an amount",
        "stalled": "stalled deals, which the formula takes to move",
        "pace": "deals, the other open ones against those that closed",
    },
    "churn": {
        "young": f"customers for less than {CUSTOMER_DAYS} days",
        "renewal": "renewals",
        "no_lead": "customers without a lead",
        "other_leads": "customers of leads of other weeks",
        "elsewhere": "customers whose deal the filters leave out",
    },
}
"""Why two figures of a pair differ, as it stands after the number of records."""
COUNTED = {"churn": "customers", "won": "won"}
"""What a reason adds to, where that is no number of leads."""


def reconcile_line(view: View, name: str) -> None:
    """Draw the line of a pair below its second figure; nothing where the two cannot be compared, or are the same."""
    reconciliations = reconciled(view, name)
    if not reconciliations or not reconciliations[-1].rows:
        return
    whole = reconciliations[-1]
    st.caption(no_formula(f"{SENTENCES[name](view, whole)}:"))
    with st.container(horizontal=True, gap="small"):
        for row in whole.rows:
            reason, words = row["reason"], REASONS[name][row["reason"]]
            if opens_records(no_formula(f"{_sign(view, name, row)} {words}"), f"reconcile-{name}-{reason}"):
                question, own = records_of(view, name, reason, MOST_RECORDS)
                drawer(words[0].upper() + words[1:], view, question, row["records"], **own)
        receipt_behind(view, PAIRS[name].question, PAIRS[name].way or "", **bound(view, name))


def _sign(view: View, name: str, row: ReasonRow) -> str:
    """What a reason adds or takes away: its records, of money per day how much and on how many deals that rests."""
    if "per_day" in row:
        return f"{_signed(row['per_day'], money(abs(row['per_day']), view.settings.currency))}: {count(row['records'])}"
    of = row[COUNTED.get(name, "leads")]
    return _signed(of, count(row["records"]))


def _signed(change: float, size: str) -> str:
    return f"{'+' if change > 0 else '−' if change < 0 else '='} {size}"


def _share(of: ReasonRow, met: str, base: str, what: str) -> str:
    """A share and what it is a share of; of fewer than ten the counts."""
    if of[base] < FEWEST_FOR_RATE:
        return f"{count(of[met])} of {count(of[base])} {what}"
    return f"**{percent(of['share'])}** of the {count(of[base])} {what}"


def _mature(view: View, second: ReasonRow) -> str:
    cohort = f"MQLs of enquiries of {days_of(view, view.conversion_window)}, each given {view.horizon_days:.0f} days"
    return _share(second, "accepted", "leads", cohort)


def _verdicts(view: View, both: Reconciliation) -> str:
    first = _share(both.first, "accepted", "leads", f"verdicts on MQLs of {days_of(view, view.window)}")
    return f"{first} → {_mature(view, both.second)}"


def _reached(view: View, both: Reconciliation) -> str:
    first = _share(both.first, "accepted", "leads", f"MQLs of enquiries of {days_of(view, view.window)} so far")
    return f"{first} → {_mature(view, both.second)}"


def _lead_to_close(view: View, both: Reconciliation) -> str:
    due = timedelta(days=CLOSE_DAYS)
    week = days_of(view, Window(view.week_start - due, view.as_of - due))
    first = _share(
        both.first, "won", "leads", f"enquiries of {week}, the week of Review's card, won in {CLOSE_DAYS} days"
    )
    of_all = f"enquiries of the {WINDOW_DAYS // DAYS_A_WEEK} weeks that end with it"
    return f"{first} → {_share(both.second, 'won', 'leads', of_all)}"


def _leads(view: View, both: Reconciliation) -> str:
    enquiries = f"**{count(both.first['leads'])}** enquiries from {leads(both.first['distinct_leads'])}"
    return f"{enquiries} (Waterfall, {days_of(view, view.window)}) → **{count(both.second['leads'])}** leads created"


def _waiting(view: View, both: Reconciliation) -> str:
    first = f"**{count(both.first['leads'])}** untouched or waiting on the Waterfall, {days_of(view, view.window)}"
    return f"{first} → **{count(both.second['leads'])}** without an answer here"


def _late(view: View, both: Reconciliation) -> str:
    first = f"**{count(both.first['leads'])}** without an answer, {days_of(view, view.window)}"
    return (
        f"{first} → **{count(both.second['leads'])}** past the response SLA{' (Review)' if _is_review_s(view) else ''}"
    )


def _untouched(view: View, both: Reconciliation) -> str:
    first = f"**{count(both.first['leads'])}** untouched, past the SLA, on the Waterfall, {days_of(view, view.window)}"
    return f"{first} → **{count(both.second['leads'])}** past it here{' and on Review' if _is_review_s(view) else ''}"


def _is_review_s(view: View) -> bool:
    """Whether Review counts those who wait by the same clock, at the same moment."""
    return view.clock == view.settings.clock and view.pipeline_view() == view


def _handed(view: View, both: Reconciliation) -> str:
    return f"{_so_far(view, both, 'MQLs')} → **{count(both.second['leads'])}** handed over in these weeks"


def _mql(view: View, both: Reconciliation) -> str:
    return f"{_so_far(view, both, 'MQLs')} → **{count(both.second['leads'])}** became MQL in these weeks"


def _sql(view: View, both: Reconciliation) -> str:
    return f"{_so_far(view, both, 'SQLs')} → **{count(both.second['leads'])}** became SQL in these weeks"


def _so_far(view: View, both: Reconciliation, stage: str) -> str:
    enquiries = f"of the enquiries of {days_of(view, view.window)} (Waterfall)"
    return f"**{count(both.first['leads'])}** {stage} so far {enquiries}"


def _clock(view: View, both: Reconciliation) -> str:
    first = f"**{count(both.first['leads'])}** enquiries on the Waterfall, {days_of(view, view.window)}"
    return f"{first} → **{count(both.second['leads'])}** on the clock here"


def _won(view: View, both: Reconciliation) -> str:
    first = f"**{count(both.first['won'])}** won so far of the enquiries of {days_of(view, view.window)} (Waterfall)"
    return f"{first} → **{count(both.second['won'])}** deals won in these weeks, whenever their lead came in"


def _won_per_day(view: View, both: Reconciliation) -> str:
    first, second = (money(each["per_day"], view.settings.currency) for each in (both.first, both.second))
    start = view.week_starts(TOGETHER - 1)[0]
    last = f"the last {spelled(TOGETHER)} weeks, {days_of(view, Window(start, view.window.end))}"
    return f"**{first}** won a day in {last} → **{second}** in all of {days_of(view, view.window)}"


def _velocity(view: View, both: Reconciliation) -> str:
    won, formula = (money(each["per_day"], view.settings.currency) for each in (both.first, both.second))
    return f"**{won}** won a day, {days_of(view, view.window)} → velocity by the formula, **{formula}** a day"


def _churn(view: View, both: Reconciliation) -> str:
    cohort = f"customers won from leads of {days_of(view, view.conversion_window)} have left (Shared ICP)"
    everybody = f"customers for {CUSTOMER_DAYS} days or more have left"
    first, second = (
        _share(both.first, "churned", "customers", cohort),
        _share(both.second, "churned", "customers", everybody),
    )
    return f"{first} → {second}"


SENTENCES: dict[str, Callable[[View, Reconciliation], str]] = {
    "verdicts": _verdicts, "reached": _reached, "lead_to_close": _lead_to_close, "leads": _leads, "waiting": _waiting,
    "late": _late, "untouched": _untouched, "handed": _handed, "mql": _mql, "sql": _sql,
    "clock": _clock, "won": _won, "won_per_day": _won_per_day, "velocity": _velocity, "churn": _churn,
}  # fmt: skip
"""From what to what, by pair."""
