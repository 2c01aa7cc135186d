"""The list of enquiries nobody has answered yet, each opening its story."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.listed import listed_parts
from dashboard.asking.view import View
from dashboard.findings.words import a_week_before, enquiries
from dashboard.screens.address import box
from dashboard.screens.drawers import opening_table
from dashboard.screens.evidence import SHOWN_RECORDS, behind, nothing, rest_of
from dashboard.screens.frame import SMALL_CARD, card
from dashboard.screens.headings import finding
from dashboard.screens.response.words import of_clock
from dashboard.screens.stories.record import open_story
from dashboard.texts import count, day, in_markdown, plain, waiting_time
from dashboard.thresholds import UNANSWERED_HOURS

MOST_WAITING = 5_000
LIST = "waiting"
LIST_HEIGHT = 420
SINCE = "response/waiting_since"
STATES = {"new": "New", "still": "Still", "freed": "Freed"}
FREED_BY = {"answered": "answered", "closed": "closed", "older": "older than these weeks"}


def waiting_now(view: View) -> None:
    """Draw the list, longest wait first; a row opens into what happened to the lead."""
    now = _now(view)
    rows = ask(now, "response/waiting", rows=MOST_WAITING).rows
    moment = now.local(now.as_of)
    finding(
        "Who waits now?" if now is not view else "Who waited then?", _how_many(rows), of_clock(now),
        f"as of {day(moment)} {moment:%H:%M} ({in_markdown(view.settings.time_zone)})",
    )  # fmt: skip
    before = ask(a_week_before(now), "response/waiting", rows=MOST_WAITING).rows
    _cards(rows, before)
    since, states = _since(now, before)
    if not rows and not since:
        nothing(view, "Nobody is waiting here.")
        return
    state = box(
        st.pills, "Since a week before", "since", list(STATES),
        lambda state: f"{STATES[state]} {count(states.get(state, 0))}", usual=None,
    )  # fmt: skip
    shown = rows if state is None else [row for row in since if row["state"] == state]
    listed = [_row(now, row) for row in shown[:SHOWN_RECORDS]]
    place = opening_table(
        listed,
        LIST,
        "Enquiries without a human answer, the longest wait first",
        [row["lead_id"] for row in shown],
        on_phone=("Lead, wait, owner", [_on_phone(row) for row in listed]),
        height=min(LIST_HEIGHT, 35 * len(shown) + 38),
        column_config=_COLUMNS,
    )
    st.caption(
        f"Enquiries that came in since {day(now.local(now.window.start))}, longest wait first.{rest_of(shown)} "
        "Click a row for the story of the lead."
    )
    behind(now, "response/waiting", rows, rows=MOST_WAITING)
    if place is not None:
        open_story(now, shown, place, LIST)


def _cards(rows: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]) -> None:
    """How many wait, how many of them long, and the longest wait, beside those of a week before."""
    cards = st.grid(3, min_column_width=SMALL_CARD, border=True)
    labels = ("Without an answer", f"For {UNANSWERED_HOURS} hours or more", "The longest wait")
    for label, now, then in zip(labels, _in_short(rows), _in_short(before), strict=True):
        card(cards, label, now, delta=f"{then} a week before")


def _in_short(rows: Sequence[Mapping[str, Any]]) -> tuple[str, str, str]:
    """How many wait, how many of them long, and the longest wait."""
    many = "more than " if len(rows) == MOST_WAITING else ""
    longest = waiting_time(rows[0]["waited_minutes"]) if rows else "–"
    return f"{many}{count(len(rows))}", f"{many}{count(_long(rows))}", longest


def _long(rows: Sequence[Mapping[str, Any]]) -> int:
    """How many of those who wait have waited long."""
    return sum(row["is_never"] for row in rows)


def _since(now: View, first: Sequence[Mapping[str, Any]]) -> tuple[Sequence[Mapping[str, Any]], dict[str, int]]:
    """Who waits now or waited a week before, by the same question asked at that moment; and how many of each state.

    ``first``: those who waited longest a week before, which are all where they are not many.
    """
    then = a_week_before(now)
    before = first if len(first) < MOST_WAITING else ask(then, "response/waiting", rows=None).rows
    bound: dict[str, object] = {
        "before_ids": [row["lead_id"] for row in before],
        "before_numbers": [row["cycle_number"] for row in before],
        "before_from": then.window.start,
    }
    _, *parts = listed_parts(now, SINCE, **bound).rows
    return ask(now, SINCE, **bound).rows, {part["part"]: part["records"] for part in parts}


def _now(view: View) -> View:
    """The view up to the import itself; of an earlier review week, up to its end."""
    latest = view.warehouse.generation.as_of
    return replace(view, as_of=latest) if view.as_of == view.monday(latest) else view


def _how_many(rows: Sequence[Mapping[str, Any]]) -> str:
    if len(rows) == MOST_WAITING:
        return f"more than {count(MOST_WAITING)} enquiries wait; these have waited longest"
    long = _long(rows)
    verb = "waits" if len(rows) == 1 else "wait"
    waiting = f"{enquiries(len(rows))} {verb} for a first human answer"
    return f"{waiting}, {count(long)} of them for {UNANSWERED_HOURS} hours or more"


def _row(view: View, lead: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": plain(lead["name"] or lead["lead_id"]),
        "waited": FREED_BY.get(lead.get("freed_by") or "") or waiting_time(lead["waited_minutes"]),
        "since": f"{view.local(lead['started_at']):%Y-%m-%d %H:%M}",
        "company": plain(lead["company"] or "–"),
        "source": plain(lead["source"] or "–"),
        "owner": plain(lead["owner"] or "nobody"),
        "lead_id": plain(lead["lead_id"]),
    }


def _on_phone(row: Mapping[str, Any]) -> str:
    """A lead where there is no room for columns."""
    came = f"since {row['since']}, from {row['source']}"
    return f"{row['name']}, {row['company']}: {row['waited']}, {came}. Owner: {row['owner']}"


_COLUMNS = {
    "name": st.column_config.TextColumn("Lead", width=170),
    "waited": st.column_config.TextColumn("Has waited", width=110),
    "since": st.column_config.TextColumn("Since", width=130),
    "company": st.column_config.TextColumn("Company", width=225),
    "source": st.column_config.TextColumn("Source", width=130),
    "owner": st.column_config.TextColumn("Owner", width=125),
    "lead_id": st.column_config.TextColumn("Key", width=80),
}
