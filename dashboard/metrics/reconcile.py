"""Two figures of one thing, and the records that are counted in only one of them (the questions of ``reconcile/``)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from dashboard.asking.parameters import SECONDS_A_DAY
from dashboard.asking.view import View
from dashboard.metrics.changes import TOGETHER
from dashboard.metrics.money import churn_days, close_window, lead_window
from dashboard.metrics.recorded import unmet
from dashboard.metrics.windows import CLOSE_DAYS, calendar_days

ReasonRow = Mapping[str, Any]
FIRST, SECOND = "first", "second"


@dataclass(frozen=True)
class Reconciliation:
    """The figure one comes from, the rows that lead to the other, and the other.

    ``first`` plus the signed ``rows`` is ``second``, in every column but ``records``; each row's ``reason`` opens into
    as many records as its ``records`` say.
    """

    first: ReasonRow
    rows: Sequence[ReasonRow]
    second: ReasonRow


@dataclass(frozen=True)
class Pair:
    """How a pair is asked for: its question, that of the records behind its rows, and what both bind."""

    question: str
    records: str
    own: Callable[[View], Mapping[str, object]] = lambda _: {}
    binds_rows: bool = True
    way: str | None = None
    """Which of the pairs that its question answers together; its records are asked for by it."""


def last_weeks(view: View) -> dict[str, object]:
    """Where the weeks begin that the Review shows as one."""
    return {"weeks_from": view.week_starts(TOGETHER - 1)[0]}


def in_time(view: View, *, way: str) -> dict[str, object]:
    """The enquiries that are counted another way, and the time they are given: lead to close has its own of both."""
    window, days = (lead_window(view), CLOSE_DAYS) if way == "close" else (view.conversion_window, view.horizon_days)
    counted = {"counted_from": window.start, "counted_to": window.end, "given_seconds": days * SECONDS_A_DAY}
    return {"way": way, **counted}


def left_before(view: View) -> dict[str, object]:
    """The first day that had not begun at the moment looked at."""
    return {"churned_before": churn_days(view)["churned_before"]}


PAIRS: dict[str, Pair] = {
    "verdicts": Pair("reconcile/acceptance", "reconcile/acceptance_leads", lambda _: {"way": "verdicts"}),
    "reached": Pair("reconcile/acceptance", "reconcile/acceptance_leads", lambda _: {"way": "reached"}),
    "lead_to_close": Pair("reconcile/lead_to_close", "money/close_leads", close_window),
    "leads": Pair("reconcile/leads", "reconcile/leads_leads"),
    **{
        way: Pair("reconcile/enquiries", "reconcile/enquiry_leads", partial(in_time, way=way))
        for way in ("fit", "sql_in_time", "won_in_time", "close")
    },
    "buyers": Pair("reconcile/buyers", "reconcile/buyer_leads", left_before),
    **{way: Pair("reconcile/waiting", "reconcile/waiting_leads", way=way) for way in ("waiting", "late", "untouched")},
    **{way: Pair("reconcile/stages", "reconcile/stage_leads", way=way) for way in ("handed", "mql", "sql")},
    "clock": Pair("reconcile/clock", "reconcile/clock_leads"),
    "won": Pair("reconcile/won", "reconcile/won_records"),
    "won_per_day": Pair("reconcile/won_per_day", "reconcile/won_deals", last_weeks, binds_rows=False),
    "velocity": Pair("reconcile/velocity", "reconcile/velocity_deals", binds_rows=False),
    "churn": Pair("reconcile/churn", "reconcile/churn_customers", churn_days, binds_rows=False),
}
"""The pairs by name: the acceptance of those handed over and of those that came in, each against the mature's; …"""


def reconciled(view: View, name: str) -> list[Reconciliation]:
    """The pair of that name: one reconciliation, of churn one per fit tier and, last, that of all of them.

    None where the two cannot be compared.
    """
    pair = PAIRS[name]
    if unmet(view, pair.question):
        return []
    rows = [row for row in view.ask(pair.question, **bound(view, name)).rows if row.get("way") == pair.way]
    return [_reconciliation(part, rows) for part in dict.fromkeys(row.get("tier") for row in rows)]


def bound(view: View, name: str) -> dict[str, object]:
    """What the question of a pair binds."""
    days = {"calendar_days": calendar_days(view)} if name == "velocity" else {}
    return {**PAIRS[name].own(view), **days}


def records_of(view: View, name: str, reason: str, most: int) -> tuple[str, dict[str, object]]:
    """The question that opens a reason into its records, at most so many of leads, and what it binds."""
    pair = PAIRS[name]
    rows = {"rows": most} if pair.binds_rows else {}
    if name == "lead_to_close":
        before = {"lead_to": view.week_start - timedelta(days=CLOSE_DAYS), "has_come_back": None}
        return pair.records, {**pair.own(view), **before, **rows}
    only = {} if name == "won_per_day" else {"reason": reason}
    way = {} if pair.way is None else {"way": pair.way}
    return pair.records, {**pair.own(view), **way, **only, **rows}


def _reconciliation(part: str | None, rows: Sequence[ReasonRow]) -> Reconciliation:
    """The rows of a part between its two ends; an end without a record is all zeros."""
    own = [row for row in rows if row.get("tier") == part]
    ends = {row["reason"]: row for row in own if row["reason"] in {FIRST, SECOND}}
    nothing = {name: 0 if isinstance(value, int) else value for name, value in own[0].items()} | {"share": None}
    first, second = (ends.get(end, nothing | {"reason": end}) for end in (FIRST, SECOND))
    return Reconciliation(first, [row for row in own if row["reason"] not in ends], second)
