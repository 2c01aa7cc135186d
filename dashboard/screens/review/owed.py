"""Who owes what: a line for each owner of enquiries that wait and deals that have stalled, opening into both."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.findings.about import of_the_moment
from dashboard.findings.owed_words import LONGEST_OWNER, NOBODY, OWED_QUESTION, owed_claim
from dashboard.screens.drawers import drawer, narrowed, opening_table
from dashboard.screens.evidence import behind
from dashboard.screens.headings import finding
from dashboard.screens.meeting.deciding import Evidence
from dashboard.screens.slides.mode import claim, strip
from dashboard.texts import count, in_markdown, money, no_formula, plain, waiting_time

LIST = OWED = "owed"
"""What the address calls the list, and a link within the screen its heading."""
MOST_ROWS_HIGH = 15
MOST_OWNERS = 4
"""Owners side by side on a slide."""


def owed_rows(look: View) -> Sequence[Mapping[str, Any]]:
    """A row for each owner, who has most past the limit first; none where nobody owes anything."""
    return ask(look, "owed/by_owner").rows if look.has("leads") or look.has("deals") else ()


def draw_owed(view: View) -> None:
    """Draw the list; nothing where nobody owes anything."""
    look = view.pipeline_view()
    rows = owed_rows(look)
    if not rows:
        return
    currency = view.settings.currency
    finding(
        OWED_QUESTION,
        owed_claim(rows, currency),
        of_the_moment(look, "enquiries that wait and deals that have stalled"),
        anchor=OWED,
    )
    listed = [_row(row, currency) for row in rows]
    place = opening_table(
        listed, LIST, "Owners with enquiries that wait and deals that have stalled", [row["owner"] for row in rows],
        on_phone=("Owner, enquiries, deals", [_on_phone(row, currency) for row in rows]),
        height=35 * (min(len(rows), MOST_ROWS_HIGH) + 1) + 3,
    )  # fmt: skip
    st.caption("Past the limit: longer than the response SLA. Click an owner for the enquiries and the deals.")
    behind(look, "owed/by_owner", rows)
    if place is not None:
        owner = rows[place]["owner"]
        drawer(f"What {_name(owner)} owes", narrowed(look, "owner", owner), "owed/records")


def owed_slide(view: View) -> Evidence | None:
    """The same in meeting mode: the owners with most past the limit, and those with the most value that has stalled."""
    look, currency = view.pipeline_view(), view.settings.currency
    rows, about = owed_rows(look), of_the_moment(look, "enquiries that wait and deals that have stalled")
    claim(OWED_QUESTION, owed_claim(rows, currency), about)
    late = [row for row in rows if row["late"]][:MOST_OWNERS]
    strip("Most enquiries past the response SLA", [(_named(row), _waiting(row)) for row in late], "late")
    held = sorted((row for row in rows if row["stalled"]), key=lambda row: -(row["value"] or 0))[:MOST_OWNERS]
    strip("Most value that has stalled", [(_named(row), _stalled(row, currency)) for row in held], "held")
    return Evidence("owed/by_owner", rows) if rows else None


def _named(row: Mapping[str, Any]) -> str:
    return in_markdown(_name(row["owner"]), LONGEST_OWNER)


def _waiting(row: Mapping[str, Any]) -> str:
    longest = "" if row["longest_minutes"] is None else f"  \n:gray[longest {waiting_time(row['longest_minutes'])}]"
    return f"{count(row['late'])} of {count(row['waiting'])} that wait{longest}"


def _stalled(row: Mapping[str, Any], currency: str | None) -> str:
    worth = "no amount" if row["value"] is None else money(row["value"], currency)
    return no_formula(f"{worth}  \n:gray[{count(row['stalled'])} deal{'' if row['stalled'] == 1 else 's'}]")


def _row(row: Mapping[str, Any], currency: str | None) -> dict[str, Any]:
    return {
        "Owner": _name(row["owner"]),
        "Enquiries waiting": row["waiting"],
        "Past the limit": row["late"],
        "Longest wait": None if row["longest_minutes"] is None else waiting_time(row["longest_minutes"]),
        "Stalled deals": row["stalled"],
        "Worth": None if row["value"] is None else money(row["value"], currency),
    }


def _on_phone(row: Mapping[str, Any], currency: str | None) -> str:
    """The same in words."""
    waiting = f"{count(row['waiting'])} enquiries wait, {count(row['late'])} past the limit"
    worth = "" if row["value"] is None else f", {money(row['value'], currency)}"
    return f"{_name(row['owner'])}: {waiting}, {count(row['stalled'])} stalled deals{worth}"


def _name(owner: str) -> str:
    return "Nobody" if owner == NOBODY else plain(owner)
