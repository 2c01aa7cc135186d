"""Why two figures of a pair differ: the words of each reason, with what it adds or takes away."""

from dashboard.metrics.money import CUSTOMER_DAYS
from dashboard.metrics.reconcile import ReasonRow
from dashboard.texts import count, money, no_formula

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
    "fit": {"unknown": "whose fit is not known"},
    "sql_in_time": {
        "not_due": "still within their time",
        "closed": "closed as no lead",
        "late": "SQL only after their time",
    },
    "won_in_time": {
        "not_due": "still within their time",
        "closed": "closed as no lead",
        "late": "won only after their time",
    },
    "close": {"closed": "closed as no lead", "late": "won only after their time"},
    "buyers": {
        "no_customer": "won and not yet a customer",
        "again": "further customers of one enquiry",
        "not_won": "customers whose enquiry is not won here",
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
COUNTED = {"churn": "customers", "won": "won", "buyers": "won"}
"""What a reason adds to, where that is no number of leads."""
GOT_THERE = {"fit": "won", "sql_in_time": "SQLs", "won_in_time": "won", "close": "won"}
"""What some of the enquiries of these pairs have become."""


def reason_words(name: str, row: ReasonRow, currency: str | None) -> str:
    """A reason of a pair in words: its records, signed; of money per day how much and on how many deals that rests."""
    words = REASONS[name][row["reason"]]
    if "per_day" in row:
        return no_formula(
            f"{_signed(row['per_day'], money(abs(row['per_day']), currency))}: {count(row['records'])} {words}"
        )
    got_there = (
        f", {count(-row['reached'])} {GOT_THERE[name]} among them" if row.get("reached") and row["leads"] else ""
    )
    return no_formula(f"{_signed(row[COUNTED.get(name, 'leads')], count(row['records']))} {words}{got_there}")


def _signed(change: float, size: str) -> str:
    return f"{'+' if change > 0 else '−' if change < 0 else '='} {size}"
