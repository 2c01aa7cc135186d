"""What has stalled and what was freed since a week before, and what changed on each deal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.listed import listed_parts
from dashboard.asking.view import View
from dashboard.findings.words import a_week_before
from dashboard.metrics.pipeline import counts_changes
from dashboard.screens.address import box
from dashboard.texts import count, money, no_formula, plain

STATES = {"new": "New", "still": "Still", "freed": "Freed"}
CHANGES = {
    "stage": "Stage moved",
    "amount": "Amount changed",
    "pushed": "Close date pushed",
    "next_step": "Next step changed",
}
SINCE = "stalled/since"


@dataclass(frozen=True)
class Since:
    """The deals stalled now or a week before by key, and how many and how much there are of each state."""

    deals: Mapping[str, Mapping[str, Any]]
    states: Mapping[str, Mapping[str, Any]]

    def of_state(self, state: str) -> list[Mapping[str, Any]]:
        """The deals of a state, the largest first."""
        return [deal for deal in self.deals.values() if deal["state"] == state]

    def changes(self) -> list[str]:
        """What changed on any of them, in the order of ``CHANGES``."""
        there = {change for deal in self.deals.values() for change in deal["changes"]}
        return [change for change in CHANGES if change in there]


def since_a_week_before(view: View) -> Since:
    """The same question asked at the moment a week earlier, compared with what it answers now."""
    before = a_week_before(view)
    bound: dict[str, object] = {
        "before_ids": [deal["deal_id"] for deal in ask(before, "stalled/deals").rows],
        "before_at": before.as_of,
        "counts_changes": counts_changes(view),
    }
    deals = {deal["deal_id"]: deal for deal in ask(view, SINCE, **bound).rows}
    _, *parts = listed_parts(view, SINCE, **bound).rows
    return Since(deals, {part["part"]: part for part in parts})


def since_chips(view: View, since: Since) -> None:
    """Chips that filter the list: by what became of a deal since a week before, and by what changed on it."""
    currency = view.settings.currency
    changes = since.changes()
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        box(
            st.pills, "Since a week before", "since", list(STATES), lambda state: state_words(since, state, currency),
            usual=None,
        )  # fmt: skip
        if changes:
            box(st.pills, "What changed", "changed", changes, CHANGES.__getitem__, usual=None)


def state_words(since: Since, state: str, currency: str | None) -> str:
    """New 19, € 340 k: what a chip says of a state."""
    part = since.states.get(state)
    if part is None:
        return f"{STATES[state]} 0"
    worth = "" if part["value"] is None else f", {money(part['value'], currency)}"
    return no_formula(f"{STATES[state]} {count(part['records'])}{worth}")


def change_words(deal: Mapping[str, Any] | None, currency: str | None) -> str:
    """What changed on a deal since a week before: new; from Demo to Proposal; close date pushed."""
    if deal is None:
        return "–"
    changes = [STATES[deal["state"]]]
    if deal["status"] != "open":
        why = f": {plain(deal['close_reason'], 30)}" if deal["close_reason"] else ""
        changes.append(f"{deal['status']}{why}")
    if "stage" in deal["changes"]:
        before = "no stage" if deal["stage_before"] is None else plain(deal["stage_before"], 24)
        changes.append(f"{before} → {plain(deal['stage'] or 'no stage', 24)}")
    if "amount" in deal["changes"]:
        changes.append(f"{money(deal['amount_before'], currency)} → {money(deal['value'], currency)}")
    if "pushed" in deal["changes"]:
        changes.append("close date pushed")
    if "next_step" in deal["changes"]:
        changes.append(f"next step was: {plain(deal['step_before'] or 'none', 40)}")
    if deal["state"] == "freed" and len(changes) == 1:
        changes.append("the limit of its stage has grown")
    return "; ".join(changes)
