"""What an edited profile would do: leads, precision, recall and tiers before and after, and who changes tier."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.errors import FunnelReviewError
from dashboard.findings.about import of_mature
from dashboard.meeting.profile.expected import compared
from dashboard.meeting.profile.place import place_of
from dashboard.metrics.calibration import draft_view
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_table, opens_records
from dashboard.screens.evidence import behind
from dashboard.screens.frame import HALF
from dashboard.screens.icp.editor import edited
from dashboard.screens.icp.proposing import propose_part
from dashboard.screens.icp.words import SAME_DEALS, is_same_deals
from dashboard.screens.opening import is_open, is_open_of
from dashboard.texts import FEWEST_FOR_RATE, count, day, in_markdown, interval, percent, plain
from icp.document import Definition
from icp.errors import ProfileError
from icp.scoring import TIERS

KEY = "icp-what-if"
TIER_MOVES, ALL_MOVED = "tier-moves", "moved-leads"
FIGURES = {"inside": "Leads in the profile", "precision": "Precision", "recall": "Recall"}
MOST_SHOWN, HEIGHT = 200, 300
MEANING = (
    "In the profile: tier A or B. Precision: of these, the share won. Recall: of the leads won, the share in the "
    "profile. In brackets the 95 % interval. Lift: the tier's SQL rate over that of all. Click a tier for the leads "
    "that come in or leave."
)


def what_if(shown: View, definition: Definition) -> None:
    """Draw it where it is opened: it tiers a year of leads anew, and whoever reads the profile need not wait for it."""
    is_linked = is_open(ALL_MOVED) or is_open_of(TIER_MOVES)
    part = st.expander(
        "What if the profile were different?", expanded=is_linked, icon=":material/edit:", key=KEY, on_change="rerun"
    )
    if part.open:
        with part:
            _tried(shown, definition)


def _tried(shown: View, definition: Definition) -> None:
    """The profile edited, nothing saved: what it does to the leads of the training weeks; whoever may proposes it.

    The sealed weeks are opened by proposing alone: a draft that was tried on them until it suited them proves nothing.
    """
    view = draft_view(shown)
    st.caption(f"Tried on {of_mature(view)}.")
    if not (view.has("deals") or view.has("lead_events")):
        st.info("Nothing says which leads were won, so a change cannot be judged.")
        return
    base, is_current = base_of(view, definition)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        if base != definition:
            st.caption(f"Begun from version {in_markdown(base.version)}, in force from {day(base.effective_from)}.")
        changed = edited(view, base)
        st.caption(MEANING + (f" {SAME_DEALS}" if is_same_deals(view, base) else ""))
    if changed is None:
        return
    with halves.cell():
        _before_and_after(view, base, changed)
        if changed != base:
            propose_part(view, base, changed, is_current=is_current)


def base_of(view: View, definition: Definition) -> tuple[Definition, bool]:
    """What an edit begins from, and whether it can be proposed: the newest version where today's is looked at."""
    if view.kept_profiles is not None:
        return definition, False
    try:
        place = place_of(view)
    except (FunnelReviewError, ProfileError):
        return definition, False
    is_current = place.in_force(view.local(view.warehouse.generation.as_of).date()) == definition
    return (place.newest, True) if is_current else (definition, False)


def _before_and_after(view: View, definition: Definition, changed: Definition) -> None:
    """What the change does to the leads of the window; a tier opens into those that come in or leave."""
    now, tried = compared(view, definition, changed)
    before, after = (ask(each, "icp/picking").one() for each in (now, tried))
    moves = ask(tried, "icp/tier_moves").rows
    st.markdown(
        "Nothing is changed yet."
        if changed == definition
        else f"**{count(moves[0]['moved'])} of {count(after['leads'])} leads change tier.** Nothing is saved."
    )
    rows = [_row(words, key, before, after) for key, words in FIGURES.items()]
    st.dataframe(rows, hide_index=True, height="content", alt="Before and after the change")
    place = opening_table(
        _tiers(moves, ask(now, "icp/tiers").rows, ask(tried, "icp/tiers").rows),
        TIER_MOVES,
        "Leads, SQL rate and lift of each tier before and after the change",
        column_config={"Tier": st.column_config.TextColumn(width=80)},
    )
    behind(tried, "icp/picking", [{"profile": "before"} | before, {"profile": "after"} | after])
    _moved(tried, moves[0]["moved"])
    if place is not None:
        move = moves[place]
        tier, total = move["tier"], move["crossing"]
        drawer(f"Leads into and out of tier {tier}", tried, "icp/moved_leads", total, tier=tier, rows=MOST_RECORDS)


def _moved(tried: View, number: int) -> None:
    """The leads that change tier, those that rise first; all of them open, to be downloaded."""
    if not number:
        return
    rows = ask(tried, "icp/moved_leads", tier=None, rows=MOST_RECORDS).rows
    rows = sorted(rows, key=lambda row: TIERS.index(row["tier_after"]) > TIERS.index(row["tier_before"]))
    rises = sum(TIERS.index(row["tier_after"]) < TIERS.index(row["tier_before"]) for row in rows)
    st.caption(f"{count(rises)} come into a better tier, {count(len(rows) - rises)} into a worse one.")
    st.dataframe(
        [_moved_lead(row) for row in rows[:MOST_SHOWN]], hide_index=True, height=HEIGHT, placeholder="–",
        alt="Leads that change tier, with tier and fit before and after",
    )  # fmt: skip
    if opens_records(f"All {count(number)}", ALL_MOVED):
        drawer("Leads that change tier", tried, "icp/moved_leads", number, tier=None, rows=MOST_RECORDS)


def _moved_lead(row: Mapping[str, Any]) -> dict[str, str]:
    fits = (f"{row[fit]:g}" if row[fit] is not None else "–" for fit in ("fit_before", "fit_after"))
    return {
        "Lead": plain(row["lead_id"], 60),
        "Company": plain(row["company"] or "–", 60),
        "Tier": f"{row['tier_before']} → {row['tier_after']}",
        "Fit": " → ".join(fits),
    }


def _tiers(
    moves: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Each tier with its leads, SQL rate and lift before → after."""
    was, will = ({row["tier"]: row for row in rows} for rows in (before, after))
    return [
        {
            "Tier": move["tier"],
            "Leads": f"{count(move['before'])} → {count(move['after'])}",
            "Come in": move["moved_in"],
            "Leave": move["moved_out"],
            "SQL rate": f"{_rate(was.get(move['tier']))} → {_rate(will.get(move['tier']))}",
            "Lift": f"{_lift(was.get(move['tier']))} → {_lift(will.get(move['tier']))}",
        }
        for move in moves
    ]


def _rate(tier: Mapping[str, Any] | None) -> str:
    if tier is None or tier["sql_mature"] < FEWEST_FOR_RATE:
        return "–"
    return percent(tier["sql_rate"])


def _lift(tier: Mapping[str, Any] | None) -> str:
    if tier is None or tier["sql_mature"] < FEWEST_FOR_RATE or tier["lift"] is None:
        return "–"
    return f"{tier['lift']:.1f}×"


def _row(words: str, key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    return {"Figure": words, "Before": _shown(key, before), "After": _shown(key, after)}


def _shown(key: str, row: Mapping[str, Any]) -> str:
    """A number of leads, or a share with its interval; of fewer than ten leads the counts alone."""
    if key == "inside":
        return count(row["inside"])
    of = row["inside"] if key == "precision" else row["won"]
    if of < FEWEST_FOR_RATE:
        return f"{count(row['inside_won'])} of {count(of)}"
    return f"{percent(row[key])} ({interval(row[f'{key}_low'], row[f'{key}_high'])})"
