"""The columns of a lead that a criterion may ask about, and what kind of value each holds."""

from typing import Final, Literal

Kind = Literal["text", "number", "boolean"]
Value = str | float | bool | None
"""A cell of a lead: text, a number, true or false, or None where nothing is known."""

KINDS: Final[dict[str, Kind]] = {
    # lead_id and created_at are left out: a key and an instant say nothing about a customer's profile.
    "source": "text",
    "campaign": "text",
    "email": "text",
    "name": "text",
    "title": "text",
    "company": "text",
    "domain": "text",
    "industry": "text",
    "employees": "number",
    "annual_revenue": "number",
    "country": "text",
    "region": "text",
    "account_id": "text",
    "owner": "text",
    "engagement_score": "number",
    "readiness_score": "number",
    "budget": "boolean",
    "authority": "boolean",
    "need": "boolean",
    "timing": "boolean",
}
"""Lead column → kind, in the order of the canonical table."""

RULES_OF: Final[dict[Kind, tuple[str, ...]]] = {
    "text": ("one_of", "not_one_of", "matches"),
    "number": ("between", "at_least", "at_most", "one_of", "not_one_of"),
    "boolean": ("is_true",),
}
"""Kind of column → the rules that can be asked of it."""
