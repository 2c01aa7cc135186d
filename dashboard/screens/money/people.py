"""Load per owner and churn by fit on the Money screen."""

from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import WINDOW_DAYS, View
from dashboard.charts.money import FIT_WORDS, load_chart
from dashboard.charts.rows import Rate, rates_chart
from dashboard.findings.words import days_of, of_n
from dashboard.metrics.money import CUSTOMER_DAYS, Churn, Money, churn_days, close_window
from dashboard.metrics.windows import CLOSE_DAYS, DAYS_A_WEEK, calendar_days
from dashboard.scope.moments import Window
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart
from dashboard.screens.evidence import behind, nothing
from dashboard.screens.frame import current_look
from dashboard.screens.headings import finding, heading
from dashboard.screens.money.words import came_back, churn_compared, gets_most, worst_tier
from dashboard.screens.reconcile import reconcile_line
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_markdown, interval, percent, plain

MOST_OWNERS = 16
TIERS = {"Out": "Tier Out", "Unknown": "Fit not known"}


def rep_load(view: View, unsupported: Mapping[str, str]) -> None:
    """Leads a week per owner and the share outside the profile; owners with few leads are not ranked."""
    question, about = "Who gets how many leads?", f"leads created {days_of(view, view.window)}"
    if "money.rep_load" in unsupported:
        heading(question, about)
        st.info(in_markdown(unsupported["money.rep_load"]))
        return
    weeks = calendar_days(view) / DAYS_A_WEEK
    rows = ask(view, "money/rep_load", weeks=weeks).rows
    if not rows:
        heading(question, about)
        nothing(view, "No lead was created here.")
        return
    ranked = sorted((row for row in rows if row["leads"] >= FEWEST_FOR_RANK), key=lambda row: -row["leads"])
    owners = [*ranked, *(row for row in rows if row["leads"] < FEWEST_FOR_RANK)]
    shown = owners[:MOST_OWNERS]
    finding(question, gets_most(ranked), about)
    mark = opening_chart(
        load_chart(shown, current_look()),
        "load",
        "; ".join(f"{plain(row['owner'])}: {row['leads_per_week']:.1f} leads a week" for row in shown),
    )
    more = f" The first {MOST_OWNERS} of {len(owners)} owners; the table has all." if len(owners) > len(shown) else ""
    st.caption(
        "Leads created a week. Blue: inside the shared ICP (tier A or B), hatched: outside it (C, D, Out), pale: "
        "not known; in brackets the 95 % interval. It says what marketing sends, not how well an owner works. Owners "
        f"with fewer than {FEWEST_FOR_RANK} leads come last, by name, not ranked.{more} Click a part for its leads."
    )
    behind(view, "money/rep_load", owners, weeks=weeks)
    if mark:
        place, fit, leads = mark["customdata"]
        owner = shown[int(place)]["owner"]
        drawer(
            f"{plain(owner)}: {FIT_WORDS[fit]}", view, "money/created_leads", int(leads),
            dimension="owner", part=owner, fit=fit, rows=MOST_RECORDS,
        )  # fmt: skip


def churn(view: View, now: Money, unsupported: Mapping[str, str]) -> None:
    """Share of customers who left, by fit of the lead they came from."""
    question, about = "Do customers that fit stay?", f"customers for {CUSTOMER_DAYS} days or more"
    compared = worst_tier(now.churn) if now.churn else None
    if not compared:
        heading(question, about)
    if now.churn is None:
        st.info(in_markdown(unsupported.get("money.churn", "Churn cannot be known here.")))
        return
    if not any(row.customers for row in now.churn):
        nothing(view, f"No customer has been one for {CUSTOMER_DAYS} days here.")
        return
    if compared:
        best, worst = compared
        answer = ask(
            view,
            "changes/share_moved",
            won_now=worst.churned,
            of_now=worst.customers,
            won_before=best.churned,
            of_before=best.customers,
        )
        finding(question, churn_compared(best, worst, answer.one()), about)
    rates = [_rate(row) for row in now.churn if row.customers]
    mark = opening_chart(
        rates_chart(rates, current_look()), "churn", "; ".join(f"{rate.label}: {rate.detail}" for rate in rates)
    )
    st.caption(
        f"Customers for {CUSTOMER_DAYS} days or more, by the fit of the lead they came from as it is known today, and "
        f"the share who have left; bar: 95 % interval. Below {FEWEST_FOR_RANK} customers: read the bar, not the dot; "
        f"below {FEWEST_FOR_RATE}: counts only. An association: fit is not the only thing that differs. Click a dot "
        "for them."
    )
    behind(view, "money/churn", [row.model_dump() for row in now.churn], **churn_days(view))
    for name in ("buyers", "churn"):
        reconcile_line(view, name)
    if mark:
        tier, customers = mark["customdata"]
        drawer(f"Customers: {_tier(tier)}", view, "money/tier_customers", int(customers), tier=tier, **churn_days(view))


def _rate(row: Churn) -> Rate:
    detail = f"{count(row.churned)} of {count(row.customers)} left"
    if row.customers >= FEWEST_FOR_RATE:
        detail = f"{percent(row.rate)} left ({interval(row.low, row.high)}), n {count(row.customers)}"
    return Rate(row.tier, _tier(row.tier), row.rate, row.low, row.high, row.customers, detail)


def _tier(tier: str) -> str:
    return TIERS.get(tier, f"Tier {tier}")


def come_back(view: View, now: Money) -> None:
    """Whether leads that came back are won more often than first ones; a dot opens into its leads."""
    if view.slice.first_cycles or now.lead_to_close is None or not now.lead_to_close.n:
        return
    window, end = close_window(view), view.as_of - timedelta(days=CLOSE_DAYS)
    rows = ask(view, "money/close_by_cycle", **window).rows
    by = {row["has_come_back"]: row for row in rows}
    if set(by) != {True, False}:
        return
    moved = ask(
        view, "changes/share_moved",
        won_now=by[True]["won"], of_now=by[True]["n"], won_before=by[False]["won"], of_before=by[False]["n"],
    ).one()  # fmt: skip
    finding(
        "Are leads that come back won more often?", came_back(by[True], by[False], moved),
        f"enquiries of {days_of(view, Window(view.days_before(end, WINDOW_DAYS), end))}, each given {CLOSE_DAYS} days",
    )  # fmt: skip
    rates = [
        Rate(str(row["has_come_back"]), words, row["rate"], row["low"], row["high"], row["n"],
             of_n({**row, "met": row["won"]}))
        for row, words in ((by[True], "Came back"), (by[False], "First time"))
    ]  # fmt: skip
    mark = opening_chart(
        rates_chart(rates, current_look()), "come-back", "; ".join(f"{rate.label}: {rate.detail}" for rate in rates)
    )
    st.caption(
        f"Share won within {CLOSE_DAYS} days, of the enquiries of lead to close. Came back: after being recycled, "
        "rejected or lost. A report that counts each lead once does not see them. Click a dot for its leads."
    )
    behind(view, "money/close_by_cycle", rows, **window)
    if mark:
        is_back, leads = mark["customdata"][0] == "True", int(mark["customdata"][1])
        title = "Leads that came back" if is_back else "Leads for the first time"
        drawer(title, view, "money/close_leads", leads, has_come_back=is_back, rows=MOST_RECORDS, **window)
