"""What a draft should make of each field of a record: the roles one of which is right, and those that do no harm."""

from collections.abc import Mapping
from dataclasses import dataclass

LEAD_RECORD, DEAL_RECORD = "lead_records", "deal_records"


@dataclass(frozen=True)
class Truth:
    """``right``: roles of which one is needed (none: nothing reads the column); ``fine``: roles it may have too."""

    right: frozenset[str]
    fine: frozenset[str]


def _columns(table: str, *names: str) -> dict[str, list[str]]:
    return {name: [f"{table}.{name}"] for name in names}


_LINK = ["looked up"]
RIGHT: dict[str, dict[str, list[str]]] = {
    "leads": {
        **_columns("leads", "source", "campaign", "email", "name", "title", "company", "domain", "industry",
                   "employees",
                   "country", "region", "account_id", "owner", "budget", "authority", "need", "timing"),
        "id": ["leads.lead_id"], "first_name": ["leads.name"], "last_name": ["leads.name"],
        "created": ["leads.created_at"], "revenue": ["leads.annual_revenue"], "score": ["leads.engagement_score"],
        "status": ["lead_records.event", "lead_history.event"], "reason": ["lead_records.reason"],
        "deal_id": _LINK, "mql_at": ["lead_records.mql"], "sal_at": ["lead_records.sal"],
        "sql_at": ["lead_records.sql"],
    },
    "deals": {
        **_columns("deals", "name", "lead_id", "company", "owner", "source", "amount", "currency", "next_step",
                   "contacts",
                   "account_id"),
        "id": ["deals.deal_id"], "created": ["deals.created_at"], "close": ["deal_records.at"],
        "closed": ["deal_records.at"], "expected": ["deals.expected_close_on"],
        "won_at": ["deal_records.at"], "lost_at": ["deal_records.at"],
        "stage": ["deal_records.event", "deal_records.is_closed", "deal_records.is_won"],
        "stage_open": ["deal_records.event"],
        "status": ["deal_records.event", "deal_records.is_closed", "deal_records.is_won"],
        "is_closed": ["deal_records.is_closed"], "is_won": ["deal_records.is_won"], "reason": ["deal_records.reason"],
        "contact_id": ["deals.lead_id"], "contact_email": ["deals.lead_id"], "contact_name": ["deals.lead_id"],
        "actual": ["deals.amount"],
        **{f"entered_{name}": ["deal_history.at"] for name in ("Discovery", "Demo", "Proposal", "Negotiation")},
    },
    "accounts": {
        **_columns("accounts", "name", "domain", "industry", "employees", "country", "region"),
        "id": ["accounts.account_id"], "revenue": ["accounts.annual_revenue"],
    },
    "touches": {
        **_columns("touches", "at", "kind", "direction", "lead_id", "deal_id", "rep"),
        "id": ["touches.touch_id"], "contact_email": ["touches.lead_id"], "contact_name": ["touches.lead_id"],
        "connected": ["touches.connected"],
    },
    "lead_moves": {**_columns("lead_history", "lead_id", "at", "event", "actor")},
    "deal_moves": {**_columns("deal_history", "deal_id", "at", "event", "actor")},
}  # fmt: skip
"""Per kind of records: the roles of which a field must have one."""
FINE: dict[str, dict[str, list[str]]] = {
    "leads": {
        "id": ["looked up"], "email": ["looked up", "leads.lead_id", "leads.domain"], "name": ["looked up"],
        "company": ["looked up", "leads.account_id"], "created": ["lead_records.inquiry"],
        "modified": ["lead_records.modified_at"], "status": [], "lifecycle": ["lead_records.event"],
        "converted_at": ["lead_records.at", "lead_records.sql"], "converted": [], "deal_name": ["looked up"],
        "converted_account_id": ["leads.account_id"], "owner_id": ["leads.owner"], "customer_at": ["lead_records.won"],
        "sal_at": ["lead_records.sal"], "lead_at": ["lead_records.inquiry"], "deal_id": ["looked up"],
        "account_id": ["looked up", "leads.account_id"],
    },
    "deals": {
        "id": ["looked up", "deals.lead_id"], "close": ["deals.expected_close_on"],
        "modified": ["deal_records.modified_at"],
        "stage_changed": ["deal_records.modified_at"], "company": ["deals.account_id"], "name": ["looked up"],
        "contact_name": ["looked up"], "contact_email": ["looked up"], "lead_id": ["looked up"],
        "entered_won": ["deal_records.at", "deal_history.at"], "entered_lost": ["deal_records.at", "deal_history.at"],
        "contact_id": ["looked up"], "owner_id": ["deals.owner"], "probability": ["deal_records.is_won"],
        "account_id": ["looked up", "deals.account_id"],
    },
    "accounts": {"id": ["looked up"], "name": ["looked up"], "created": [], "domain": ["looked up"]},
    "touches": {
        "id": ["looked up"], "status": [], "subject": ["touches.kind", "touches.automated", "touches.template"],
        "lead_id": ["looked up", "touches.deal_id"], "deal_id": ["looked up", "touches.lead_id"],
        "template": ["touches.template"], "automated": ["touches.automated"], "kind": [],
        "connected": ["touches.connected"],
    },
    "lead_moves": {"id": [], "before": [], "field": []},
    "deal_moves": {"id": [], "before": [], "field": [], "stage": []},
}  # fmt: skip
"""Roles that are as good, or that do no harm."""
REQUIRED = {
    "leads.lead_id", "leads.created_at", "deals.deal_id", "deals.created_at", "touches.touch_id", "touches.at",
    "touches.kind", "touches.direction", "lead_history.lead_id", "lead_history.at", "lead_history.event",
    "deal_history.deal_id", "deal_history.at", "deal_history.event", "accounts.account_id",
}  # fmt: skip
"""Columns that a table cannot be without; a wrong one is the gravest fault."""


def truth_of(records: str, key: str, own: Mapping[str, list[str]]) -> Truth:
    """The truth of a field of records; ``own`` is what a shape says of it where it differs."""
    name = key.partition("#")[0]
    right = own.get(name, RIGHT[records].get(name, []))
    fine = FINE[records].get(name, [])
    return Truth(frozenset(right), frozenset(fine) | frozenset(right))
