"""Who owes what, in words: whose enquiries wait past the limit, and who holds most of the value that has stalled."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.texts import count, in_markdown, money, plain

OWED_QUESTION = "Who owes what?"
NOBODY = "(none)"
LONGEST_OWNER = 40


def owed_claim(rows: Sequence[Mapping[str, Any]], currency: str | None) -> str:
    """The owner with most enquiries past the limit and the one with most stalled value; not who owes nothing."""
    late = max(rows, key=lambda row: row["late"], default=None)
    held = max(rows, key=lambda row: row["value"] or 0, default=None)
    parts = []
    if late is not None and late["late"]:
        share = f"**{count(late['late'])}** of the {count(late['late_of_all'])} enquiries past the response SLA"
        parts.append(f"{_owner(late['owner'])} {_has(late['owner'], 'has', 'have')} most to answer: {share}")
    if held is not None and held["value"]:
        deals = f"{count(held['stalled'])} stalled deal{'' if held['stalled'] == 1 else 's'}"
        worth = money(held["value"], currency)
        parts.append(
            f"{_owner(held['owner'], inside=bool(parts))} {_has(held['owner'], 'holds', 'make')} the most that has "
            f"stalled: **{worth}** in {deals}"
        )
    return "; ".join(parts) or "Nobody has an enquiry past the response SLA or a stalled deal with an amount"


def _owner(name: str, *, inside: bool = False) -> str:
    if name == NOBODY:
        return "those without an owner" if inside else "Those without an owner"
    return in_markdown(plain(name, LONGEST_OWNER))


def _has(name: str, of_one: str, of_many: str) -> str:
    return of_many if name == NOBODY else of_one
