"""From which figure to which other of the same thing, in words: a sentence per pair."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from dashboard.asking.view import WINDOW_DAYS, View
from dashboard.findings.words import days_of, leads
from dashboard.metrics.changes import TOGETHER
from dashboard.metrics.money import CUSTOMER_DAYS, lead_window
from dashboard.metrics.reconcile import ReasonRow, Reconciliation
from dashboard.metrics.windows import CLOSE_DAYS, DAYS_A_WEEK
from dashboard.scope.moments import Window
from dashboard.texts import FEWEST_FOR_RATE, count, money, percent, spelled


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
    return f"{first} → {_mature(view, both.second)}{_in_both(both)}"


def _reached(view: View, both: Reconciliation) -> str:
    first = _share(both.first, "accepted", "leads", f"MQLs of enquiries of {days_of(view, view.window)} so far")
    return f"{first} → {_mature(view, both.second)}{_in_both(both)}"


def _in_both(both: Reconciliation) -> str:
    """How many MQLs both rates count; where that is less than half of either, that the two may turn apart."""
    of_both, of_fewer = both.first["in_both"], min(both.first["leads"], both.second["leads"])
    are = f"{count(of_both)} {'is' if of_both == 1 else 'are'}"
    if not of_fewer or 2 * of_both >= of_fewer:
        return f"; {are} in both" if of_both else ""
    return f"; {f'only {are}' if of_both else 'none is'} in both, so one can rise while the other falls"


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


def _fit(view: View, both: Reconciliation) -> str:
    known = f"**{count(both.second['leads'])}** whose fit is known, {count(both.second['reached'])} won"
    return f"{_came_in(view, view.conversion_window, both, 'won')} → {known}"


def _in_time(view: View, both: Reconciliation, *, got_there: str) -> str:
    first = _came_in(view, view.conversion_window, both, got_there)
    return f"{first} → {_given(both, view.horizon_days, got_there)}"


def _close(view: View, both: Reconciliation) -> str:
    return f"{_came_in(view, lead_window(view), both, 'won')} → {_given(both, CLOSE_DAYS, 'won')}"


def _came_in(view: View, window: Window, both: Reconciliation, got_there: str) -> str:
    enquiries = f"**{count(both.first['leads'])}** enquiries of {days_of(view, window)}"
    return f"{enquiries}, {count(both.first['reached'])} {got_there} so far"


def _given(both: Reconciliation, days: float, got_there: str) -> str:
    second = both.second
    return (
        f"**{count(second['leads'])}** given {days:.0f} days each, {count(second['reached'])} {got_there} within them"
    )


def _buyers(view: View, both: Reconciliation) -> str:
    first = f"**{count(both.first['won'])}** enquiries of {days_of(view, view.conversion_window)} won so far"
    return f"{first} → **{count(both.second['won'])}** customers won from them (Shared ICP)"


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
    "verdicts": _verdicts, "reached": _reached, "lead_to_close": _lead_to_close, "leads": _leads,
    "fit": _fit, "sql_in_time": partial(_in_time, got_there="SQLs"), "won_in_time": partial(_in_time, got_there="won"),
    "close": _close, "buyers": _buyers, "waiting": _waiting,
    "late": _late, "untouched": _untouched, "handed": _handed, "mql": _mql, "sql": _sql,
    "clock": _clock, "won": _won, "won_per_day": _won_per_day, "velocity": _velocity, "churn": _churn,
}  # fmt: skip
"""From what to what, by pair."""
